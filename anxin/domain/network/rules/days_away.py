"""How many days a closure, a leave or a swap may be."""

from datetime import date

MOST_DAYS = 365
"""Less than from a day to the same one of the next year: a last day whose year is mistyped is always more."""


def is_too_long(first: date, last: date) -> bool:
    """Return whether days from the first to the last, both counted, are too many."""
    return (last - first).days >= MOST_DAYS
