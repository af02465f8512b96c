"""What can be done with parts: count them, move them, say what a job used."""

from anxin.domain.parts.actions.stock import NoneLeft, NotYourPlace, SamePlace, count, keep_levels, move, use
