"""On the way to a customer: not long before the window that he knows, and a slip is taken back at once."""

from datetime import datetime, timedelta

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock, transition
from anxin.domain.visits.actions.offers import may_go
from anxin.domain.visits.actions.technician_rights import require_own
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import arrivals as rules
from anxin.domain.visits.states import PROMISED


class TooEarly(WrongState):
    """The agreed window begins much later: who wants to come before it moves it, with the customer's yes."""

    code = "visits.too_early"


class TooLateToTurn(WrongState):
    """He set out too long ago for that to be a slip; who turns round moves the window, or gives the job back."""

    code = "visits.too_late_to_turn"


def set_out(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Set out to the customer, who is told at once. Raises `TooEarly`."""
    lock(visit)
    require_own(visit, by)
    may_go(visit, now=now)
    in_time(visit, now=now)
    transition(visit, "set_out", by=by, now=now, sets={"stay_out_until": None})


def in_time(visit: Visit, *, now: datetime) -> None:
    """Refuse who would set out or be there long before the window, by our own clock; once it is agreed it is wanted.

    Raises `TooEarly`.
    """
    lead = timedelta(minutes=settings.get("visits.set_out_min", at=now))
    if visit.state == "booked" and rules.is_too_early(visit.wanted_from_at, at=now, lead=lead):
        told = {"from": timeline.told_at(visit.wanted_from_at), "minutes": round(lead.total_seconds() / 60)}
        raise TooEarly({"number": visit.number, **told})


def turn_back(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Take back that one set out, where it was a slip of a few minutes ago: the customer is told that his window stays.

    Raises `TooLateToTurn`.
    """
    lock(visit)
    require_own(visit, by)
    within = timedelta(minutes=settings.get("visits.turn_back_min", at=now))
    if not rules.may_turn_back(visit.state, set_out_at=visit.updated_at, now=now, within=within):
        raise TooLateToTurn({"number": visit.number})
    window = {"from": visit.wanted_from_at, "to": visit.wanted_to_at}
    told = {name: at.isoformat(timespec="minutes") for name, at in window.items()}
    transition(visit, "turn_back", by=by, now=now, facts=told)


def near_until(visit: Visit, *, now: datetime) -> datetime | None:
    """Return until when its technician may come: he is on his way, or may be without having said so. None: he isn't.

    Who is late already still has as long as he may set out before a window.
    """
    lead = timedelta(minutes=settings.get("visits.set_out_min", at=now))
    near = visit.state in PROMISED and not rules.is_too_early(visit.wanted_from_at, at=now, lead=lead)
    return max(visit.wanted_to_at, now + lead) if near else None
