"""How a repair stood in the system it came from, as the fact of taking it over says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from anxin.core.timeline import EntryView
from anxin.domain.repairs.models import Repair, TakenOver
from anxin.domain.repairs.rules.former import BEHIND, usual_window

TOLD_THERE, SENT_THERE = ("reported", "day", "hours"), "sent_there"
"""What the fact says of a repair, and under which name it seals who was sent."""


@dataclass(frozen=True, kw_only=True)
class FormerView:
    """A repair in the system it came from: when it was reported there, who was to come and when, what lies behind."""

    state: str
    at: datetime
    reported_date: date | None
    day: date | None
    hours: str
    technician: str
    behind: tuple[str, ...]


def former_of(entries: Iterable[EntryView]) -> FormerView | None:
    """Return how a repair stood elsewhere, as its record tells; None where it began here."""
    fact = next((one for one in entries if one.code == "repair.taken_over"), None)
    if fact is None:
        return None
    told = {name: str(fact.facts.get(name) or "") for name in (*TOLD_THERE, "to_state")}
    sent = fact.private.get(SENT_THERE)
    return FormerView(
        state=told["to_state"],
        at=fact.at,
        reported_date=_day(told["reported"]),
        day=_day(told["day"]),
        hours=told["hours"],
        technician=sent.text or "" if sent else "",
        behind=BEHIND.get(told["to_state"], ()),
    )


def is_wish(row: Repair, from_at: datetime, to_at: datetime) -> bool:
    """Return whether a window is one that somebody named, not what is planned with where a file named none."""
    taken: TakenOver | None = getattr(row, "taken_over", None)
    return taken is None or taken.window_named or (from_at, to_at) != usual_window(taken.at)


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None
