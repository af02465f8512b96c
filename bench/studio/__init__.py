"""A picture studio for measuring: rendered goods whose truth is known (development only; Mitsuba 3)."""
