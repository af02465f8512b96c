"""What a file says of a line of prices: it stays, ends, or its class's other lines end; and when a price moves far."""

STAYS, LINE, OTHERS, ALL = "no", "line", "others", "all"
ENDING = frozenset({LINE, ALL})
"""Words by which the line itself ends."""
RESTATES = frozenset({OTHERS, ALL})
"""Words by which no line of the class is carried on."""
CARRIED = "carried"
GUARANTEE_DAYS = 90
"""What a line promises that says nothing of it."""
FAR = 3
"""A price that becomes more than so many times what it was, or less than that part of it, is asked about."""


def is_far(before: int, after: int) -> bool:
    """Return whether a price moves so far that a slip is likely; so does one that becomes nothing."""
    return after > FAR * before or before > FAR * after
