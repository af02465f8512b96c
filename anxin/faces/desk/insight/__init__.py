"""Figures: what was promised and kept, put right at once, claimed, paid, rated; each with its table and its CSV."""
