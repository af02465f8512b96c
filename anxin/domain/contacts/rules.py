"""What is decided about contacts: ways, topics, what became of a call, how far ahead a promise may lie."""

from datetime import datetime, timedelta

CHANNELS = ("call", "form", "chat")
DIRECTIONS = ("in", "out")
TOPICS = ("progress", "appointment", "price", "claim", "complaint", "genuine", "other")
RESULTS = ("answered", "promised", "nobody", "wrong_number")
LONGEST_TEXT = 2000
LONGEST_CALL_S = 4 * 3600
FARTHEST = timedelta(days=14)


def promise_fits(at: datetime, *, now: datetime) -> bool:
    """Return whether a call can be promised for a moment: ahead, and within two weeks."""
    return now < at <= now + FARTHEST
