"""Derive the division table from the installed data packages; nothing here is needed at run time."""
