"""Staff: accounts with their roles, invitations, changes of roles by two persons, leave."""
