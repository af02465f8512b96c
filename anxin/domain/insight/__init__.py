"""Insight: figures and charts over everything below; it keeps nothing but measured times, worked out once a day."""
