"""Threads: what the sides of a case say to each other, each message with its audience."""
