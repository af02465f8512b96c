"""Settings, addresses and the one table of upward flow."""
