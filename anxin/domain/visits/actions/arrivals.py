"""At the door: a check-in is taken for what it is, and the customer's word counts where it isn't plain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import settings, timeline
from anxin.core.acting import remembered
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock, remember, transition
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.domain.visits.actions.offers import may_go
from anxin.domain.visits.actions.setting_out import in_time
from anxin.domain.visits.actions.technician_rights import require_own
from anxin.domain.visits.models import Appointment, CheckIn, CompletionCode, Visit
from anxin.domain.visits.queries.arrivals import check_in_of
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.rules import local_day
from anxin.domain.visits.states import PROMISED
from anxin.domain.visits.wording import FAR


class FarOff(Invalid):
    """The phone is far from the door as we know it: a reason is asked for."""

    code = "visits.far_off"


class WorkOver(WrongState):
    """The work at the door has ended: whether somebody came is asked no more."""

    code = "visits.work_over"


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a phone says it is, and within how many metres."""

    lng: float
    lat: float
    fix_m: int = 0


def check_in(*, visit: Visit, by: Actor, now: datetime, at: Position | None = None, why: str = "") -> CheckIn:
    """Check in: the distance is kept, not the position; from afar with a reason only, and then again at the door.

    What is far off, without a position or before its window is written down as that and keeps no appointment; so is
    what a phone without signal tells after the window, of a moment in it: only the customer's word makes it count.
    Raises `FarOff`, `TooEarly`.
    """
    lock(visit)
    require_own(visit, by)
    if visit.state in PROMISED:
        _may_come(visit, by=by, now=now)
    row = CheckIn(id=uuid7(), visit=visit, at=now, done_at=by.done_at)
    measure(row, at)
    if row.place == "far" and why not in FAR:
        facts = {"metres": row.distance_m, "number": visit.number}
        raise FarOff("why", expected=", ".join(FAR), got=why[:20], facts=facts)
    row.why = why if row.place == "far" else ""
    facts = {"metres": row.distance_m, "radius_m": row.radius_m, "fix_m": row.fix_m}
    facts |= {"where": row.place, "timing": row.timing, "why": row.why, "check_in": str(row.id), "visit": str(visit.id)}
    counts = arrival_rules.Arrival(place=row.place, timing=row.timing).counts
    facts |= {"answer": "", "answered": None, "counts": "yes" if counts else "no"}
    if visit.state == "on_site":
        before = check_in_of(visit)
        if before is not None and before.counts:
            raise WrongState({"machine": "visit", "state": visit.state, "step": "arrive"})
        timeline.write(visit.stream(), "visits.checked_in_again", by=by, now=now, facts=facts)
    else:
        transition(visit, "arrive", by=by, now=now, facts=facts, sets={"stay_out_until": None})
    row.save(force_insert=True)
    if counts:
        keep(visit, timing=row.timing, by=by, now=now)
    return row


def _may_come(visit: Visit, *, by: Actor, now: datetime) -> None:
    """Refuse who may go to no customer today, whatever his phone says, nor then, where it says another day.

    Who set out today was asked then. A moment before the window's day is a clock set wrong, and proves nothing.
    """
    today = local_day(now)
    if visit.state == "booked" or local_day(visit.updated_at) < today:
        may_go(visit, now=now)
    agreed = _agreed(visit)
    first = local_day(agreed.from_at if agreed else visit.wanted_from_at)
    if by.done_at is not None and first <= local_day(by.done_at) < today:
        may_go(visit, now=by.done_at)
    if visit.state == "booked":
        in_time(visit, now=now)


def measure(row: CheckIn, at: Position | None) -> None:
    """Write at a check-in how far the phone was from the door, and how it lies to the agreed window."""
    visit, place = row.visit, row.visit.place
    valid = settings.several("visits.near_m", "visits.sure_m", "visits.early_min", at=row.at)
    if at is not None and place.lng is not None and place.lat is not None:
        row.distance_m = places.distance_m((at.lng, at.lat), (place.lng, place.lat))
        row.radius_m, row.fix_m = place.radius_m, at.fix_m
    row.place = arrival_rules.place_of(
        said=at is not None,
        distance=row.distance_m,
        radius=row.radius_m or 0,
        fix=row.fix_m or 0,
        near=valid["visits.near_m"],
        sure=valid["visits.sure_m"],
    )
    agreed = _agreed(visit)
    window = (agreed.from_at, agreed.to_at) if agreed else None
    early = timedelta(minutes=valid["visits.early_min"])
    row.timing = arrival_rules.timing_of(window, at=row.done_at or row.at, told_at=row.at, early=early)


def _agreed(visit: Visit) -> Appointment | None:
    return next(iter(_confirmed(visit)), None)


def _confirmed(visit: Visit) -> list[Appointment]:
    """Return the windows agreed on and not kept yet, newest first; in a block they are read once."""
    rows = visit.appointments.filter(state="confirmed").order_by("-created_at")
    return remembered(("confirmed", visit.pk), lambda: [remember(one) for one in rows], Appointment)


def keep(visit: Visit, *, timing: str, by: Actor, now: datetime) -> None:
    """Say of the agreed window that somebody came: in it, before or after it, or when nobody can say."""
    for appointment in _confirmed(visit):
        lock(appointment)
        transition(appointment, "keep", by=by, now=now, facts={"timing": timing})


def answer_arrival(*, visit: Visit, here: bool, by: Actor, now: datetime) -> None:
    """Take the customer's word on whether the technician is there: yes keeps the window, no lets its clock run on.

    Raises `WorkOver` once the work has ended.
    """
    people.only_customer(visit.stream(), by=by, now=now)
    lock(visit)
    row = visit.check_ins.order_by("-at", "-id").first()
    if arrival_rules.work_over(visit.state, code=CompletionCode.objects.filter(visit=visit).exists()):
        raise WorkOver({"number": visit.number})
    if visit.state != "on_site" or row is None or row.answer:
        raise WrongState({"machine": "visit", "state": visit.state, "step": "answer_arrival"})
    row.answer, row.answered_at = "yes" if here else "no", now
    row.save(update_fields=["answer", "answered_at"])
    code = "visits.arrival_confirmed" if here else "visits.arrival_denied"
    timeline.write(
        visit.stream(),
        code,
        by=by,
        now=now,
        facts={"check_in": str(row.id), "row": str(visit.id), "answer": row.answer},
    )
    if here:
        keep(visit, timing=row.timing, by=by, now=now)
        return
    for appointment in visit.appointments.filter(state="kept"):
        lock(appointment)
        transition(appointment, "deny", by=by, now=now, facts={"to": appointment.to_at.isoformat(timespec="minutes")})


def kept_by_finish(visit: Visit, *, now: datetime) -> None:
    """The work is finished: somebody came, and where no check-in said so in time, the hour stays open."""
    agreed = _agreed(visit)
    if agreed is not None:
        within = agreed.from_at <= now <= agreed.to_at
        keep(visit, timing="in_window" if within else "unsaid", by=SYSTEM, now=now)
