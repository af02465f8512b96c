"""The outlet: jobs offered to it with their clock, its technicians, its own day over all brands it serves."""
