"""Insight: figures and charts over everything below; it keeps nothing."""
