"""The command line: one file a command, importing lazily."""
