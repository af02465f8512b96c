"""Reputation: counters on buyers and merchants, each with its reason, its end, and a way to contest it."""
