"""People: organisations, accounts and roles, vaulted persons, and who is party to what."""
