"""The bell: what somebody signed in was told, and whether it was read."""
