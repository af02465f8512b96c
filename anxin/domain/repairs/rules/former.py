"""What a repair brings along from another system: which steps lie behind it, and the window nobody named."""

from datetime import datetime, time, timedelta

from anxin.core.zone import SHANGHAI

WANTED = (time(9), time(18))
"""The hours of the next day are planned with where a file names no window."""
WORKED = frozenset({"done", "disputed", "closed"})
"""In these states its work was done there."""
_TAKEN, _GOING = ("repairs.acknowledged",), ("repairs.acknowledged", "repairs.assigned", "repairs.called")
_WHOLE = (*_GOING, "repairs.arrived")
BEHIND: dict[str, tuple[str, ...]] = {
    "accepted": _TAKEN,
    "triaged": _TAKEN,
    "arranged": _GOING,
    "in_service": _WHOLE,
    **dict.fromkeys(("waiting_part", "waiting_customer", "waiting_brand", "waiting_goods"), _TAKEN),
    **dict.fromkeys(("done", "rework", "disputed", "closed"), _WHOLE),
}
"""Which promises lie behind a repair that comes in such a state: whether they were kept, the other system knows."""


def usual_window(now: datetime) -> tuple[datetime, datetime]:
    """Return the window that is planned with where none was named: the next day, whole."""
    day = now.astimezone(SHANGHAI).date() + timedelta(days=1)
    return datetime.combine(day, WANTED[0], SHANGHAI), datetime.combine(day, WANTED[1], SHANGHAI)


def hours_said(from_at: datetime, to_at: datetime) -> str:
    """Return the hours of a window as a file writes them; its day ends at 24:00."""
    from_, to = from_at.astimezone(SHANGHAI), to_at.astimezone(SHANGHAI)
    ends = "24:00" if to.date() > from_.date() and to.time() == time() else f"{to:%H:%M}"
    return f"{from_:%H:%M}-{ends}"
