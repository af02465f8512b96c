"""Does this picture derive from one of the seller's: which class, where it differs, what was only drawn on it."""

from anxin.engines.evidence.consistency.relation import ORDER, Comparison, ConsistencyParams, compare, decide

__all__ = ["ORDER", "Comparison", "ConsistencyParams", "compare", "decide"]
