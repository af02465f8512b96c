"""Repairs: the repair itself, its quotes, parts, guarantee and public stepper."""
