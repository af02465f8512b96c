"""On the way to a customer: not long before the window that he knows, and a slip is taken back at once."""

from datetime import datetime, timedelta

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock, transition
from anxin.domain.visits.actions.lifecycle import require_own
from anxin.domain.visits.actions.offers import may_go
from anxin.domain.visits.models import Appointment, Visit
from anxin.domain.visits.rules import arrivals as rules


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
    transition(visit, "set_out", by=by, now=now)


def in_time(visit: Visit, *, now: datetime) -> None:
    """Refuse who would set out or be there long before the window, by our own clock. Raises `TooEarly`."""
    agreed = _agreed(visit)
    lead = timedelta(minutes=settings.get("visits.set_out_min", at=now))
    if agreed is not None and rules.is_too_early(agreed.from_at, at=now, lead=lead):
        told = {"from": timeline.told_at(agreed.from_at), "minutes": round(lead.total_seconds() / 60)}
        raise TooEarly({"number": visit.number, **told})


def turn_back(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Take back that one set out, where it was a slip of a few minutes ago: the customer is told that his window stays.

    Raises `TooLateToTurn`.
    """
    lock(visit)
    require_own(visit, by)
    agreed = _agreed(visit)
    within = timedelta(minutes=settings.get("visits.turn_back_min", at=now))
    if agreed is None or not rules.may_turn_back(visit.state, set_out_at=visit.updated_at, now=now, within=within):
        raise TooLateToTurn({"number": visit.number})
    told = {"from": agreed.from_at.isoformat(timespec="minutes"), "to": agreed.to_at.isoformat(timespec="minutes")}
    transition(visit, "turn_back", by=by, now=now, facts=told)


def is_near(visit: Visit, *, now: datetime) -> bool:
    """Return whether its technician is on his way, or may be without having said so: his window is near."""
    agreed = _agreed(visit)
    lead = timedelta(minutes=settings.get("visits.set_out_min", at=now))
    return agreed is not None and not rules.is_too_early(agreed.from_at, at=now, lead=lead)


def _agreed(visit: Visit) -> Appointment | None:
    return visit.appointments.filter(state="confirmed").first()
