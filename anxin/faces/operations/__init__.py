"""How the installation runs, for its administrator: work that is stuck, and a way to start it again."""
