"""Appointments: a window both know, moved or missed by somebody, and the calls around it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new, insert_or_count
from anxin.core.states import begin, change, lock, transition
from anxin.domain.visits import gateway, queries, rules
from anxin.domain.visits.actions.lifecycle import NOT_THERE, reopen
from anxin.domain.visits.actions.offers import able, still_able
from anxin.domain.visits.actions.rooms import give_room
from anxin.domain.visits.actions.technician_rights import vouched
from anxin.domain.visits.models import Appointment, CallRecord, Visit, Window
from anxin.domain.visits.queries.arrivals import check_in_of
from anxin.domain.visits.states import CALLS

SOONEST = "soonest"
"""Why somebody is let go whose window is given back for whoever can come soonest."""


class NoRoom(WrongState):
    """The technician has nothing free in that window any more."""

    code = "visits.no_room"


class TooLate(WrongState):
    """The window begins too soon to be moved without a call."""

    code = "visits.too_late"


class NeedsProof(WrongState):
    """Somebody's absence needs a check-in and a call nobody answered."""

    code = "visits.needs_proof"


def book(*, visit: Visit, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> Appointment:
    """Book the window both sides agreed on; raises `NoRoom` when the technician's window is full."""
    lock(visit)
    appointment = _appoint(visit, from_at=from_at, to_at=to_at, by=by, now=now)
    transition(visit, "book", by=by, now=now, facts=_window(from_at, to_at) | rules.whose(visit.technician_id))
    return appointment


def _appoint(visit: Visit, *, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> Appointment:
    _future(visit, from_at=from_at, to_at=to_at, now=now)
    day = rules.local_day(from_at)
    vouched(visit, visit.technician, day=day, now=now)
    still_able(visit, day=day)
    if (from_at, to_at) != (visit.wanted_from_at, visit.wanted_to_at):  # the one he has it for is kept for him
        _require_room(visit, from_at=from_at, to_at=to_at, now=now)
    _take_room(visit, from_at=from_at, now=now)
    appointment = Appointment(visit=visit, from_at=from_at, to_at=to_at, by=by.kind)
    begin(appointment, by=by, now=now, facts=_first_fact(appointment))
    transition(appointment, "confirm", by=by, now=now, facts=_window(from_at, to_at))
    if (visit.wanted_from_at, visit.wanted_to_at) != (from_at, to_at) or visit.by_hand_at is not None:
        change(visit, {"wanted_from_at": from_at, "wanted_to_at": to_at, "by_hand_at": None})
    return appointment


def _future(visit: Visit, *, from_at: datetime, to_at: datetime, now: datetime) -> None:
    if from_at >= to_at:
        raise Invalid("to_at", expected=_("an end after the beginning"), got=to_at)
    if rules.any_time(from_at, to_at):
        raise Invalid("to_at", expected=_("an end within a day of the beginning"), got=to_at)
    if to_at <= now:
        raise TooLate({"number": visit.number})


def take_over(*, visit: Visit, by: Actor, now: datetime) -> Appointment:
    """Keep the window that was agreed elsewhere, as it is wanted here; nobody is told of it anew.

    One that is full is kept, too, since its customer was promised it: a dispatcher finds it and moves one of them.
    Raises `visits.not_vouched`, `visits.not_fit`.
    """
    lock(visit)
    day = rules.local_day(visit.wanted_from_at)
    vouched(visit, visit.technician, day=day, now=now)
    able(visit, day=day)
    window = {"from_at": visit.wanted_from_at, "to_at": visit.wanted_to_at}
    if not _is_free(visit, now=now) or not _counted(visit, from_at=visit.wanted_from_at, now=now):
        _widen(visit, from_at=visit.wanted_from_at)
        change(visit, {"by_hand_at": now})
        timeline.write(visit.stream(), "visits.booked_twice", by=by, now=now, facts={"row": str(visit.id)})
    row = Appointment(visit=visit, **window, by=by.kind)
    begin(row, by=by, now=now, facts=_first_fact(row), taken_over="confirmed")
    return row


def _has_room(visit: Visit, *, from_at: datetime, to_at: datetime, now: datetime) -> bool:
    """Return whether a visit's technician takes one more in a window beside those he has said yes to; locks him."""
    if visit.technician is None:
        return True
    lock(visit.technician)
    return queries.fits_in(visit, visit.technician, from_at=from_at, to_at=to_at, now=now)


def _is_free(visit: Visit, *, now: datetime) -> bool:
    """Return whether its technician takes one more at its time, however the windows there lie; locks him."""
    if not _has_room(visit, from_at=visit.wanted_from_at, to_at=visit.wanted_to_at, now=now):
        return False
    others = queries.held_at(visit.technician, visit.wanted_from_at, visit.wanted_to_at).exclude(pk=visit.pk)
    return visit.mode in rules.BENCH or others.count() < settings.get("visits.per_window", at=now)


def _require_room(visit: Visit, *, from_at: datetime, to_at: datetime, now: datetime) -> None:
    """Refuse a window in which its technician has said yes to as many others as he takes."""
    if not _has_room(visit, from_at=from_at, to_at=to_at, now=now):
        raise NoRoom({"number": visit.number})


def _take_room(visit: Visit, *, from_at: datetime, now: datetime) -> None:
    if not _counted(visit, from_at=from_at, now=now):
        raise NoRoom({"number": visit.number})


def _counted(visit: Visit, *, from_at: datetime, now: datetime) -> bool:
    """Take a place in the technician's window, or begin it, in one statement: its row is the lock of who counts."""
    most: int = settings.get("visits.per_window", at=now)
    begun = Window(technician=visit.technician, from_at=from_at, most=most, taken=1)
    return insert_or_count(begun, "taken", most="most", once=("technician", "from_at"))


def _widen(visit: Visit, *, from_at: datetime) -> None:
    """Let one more into a technician's window than it takes; what is given back of it lets nobody else in."""
    row, _new = Window.objects.get_or_create(technician=visit.technician, from_at=from_at, defaults={"most": 1})
    Window.objects.filter(pk=row.pk).update(taken=F("taken") + 1, most=Greatest(F("most"), F("taken") + 1))


def _first_fact(row: Appointment) -> dict[str, object]:
    """Return the first fact of an appointment: what its row is verified by later."""
    to_the_second = {"from_at": timeline.told_at(row.from_at), "to_at": timeline.told_at(row.to_at)}
    return {**_window(row.from_at, row.to_at), **to_the_second, "visit": str(row.visit_id), "who": row.by, "why": ""}


def _window(from_at: datetime, to_at: datetime) -> dict[str, object]:
    return {"from": from_at.isoformat(timespec="minutes"), "to": to_at.isoformat(timespec="minutes")}


def reschedule(
    *, visit: Visit, from_at: datetime, to_at: datetime, why: str, by: Actor, now: datetime
) -> Appointment | None:
    """Move the window; a customer may do so himself until some hours before, later by a call.

    Where it is over and nobody set out he may again, and the appointment he gives up is one the technician missed.
    Who can't come then, or would work too long on the new day, is let go, unless he moves it himself: the window stays
    wanted, another is looked for, and the customer is told. Raises `TooLate`, `NoRoom`.
    """
    lock(visit)
    if visit.technician is not None:
        lock(visit.technician)  # before his windows: whoever books one of them holds him first, too
    _given_up(visit, why=why, by=by, now=now)
    if by.kind != "technician" and not _stays(visit, from_at=from_at, to_at=to_at, now=now):
        _future(visit, from_at=from_at, to_at=to_at, now=now)
        change(visit, {"wanted_from_at": from_at, "wanted_to_at": to_at})
        reopen(visit=visit, why=NOT_THERE, by=by, now=now, told=True)
        return None
    transition(visit, "rebook", by=by, now=now, facts={"why": why})
    appointment = _appoint(visit, from_at=from_at, to_at=to_at, by=by, now=now)
    transition(visit, "book", by=by, now=now, facts=_window(from_at, to_at) | rules.whose(visit.technician_id))
    return appointment


def _stays(visit: Visit, *, from_at: datetime, to_at: datetime, now: datetime) -> bool:
    """Return whether a visit's technician can come in another window, within the longest hours of another day."""
    if not queries.can_come(visit, from_at=from_at, to_at=to_at, now=now):
        return False
    day = rules.local_day(from_at)
    return day == rules.local_day(visit.wanted_from_at) or not gateway.gets_too_long(visit, day=day, now=now)


def give_window_back(*, visit: Visit, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> None:
    """Give an agreed window back for a wish for any time: who has it is let go, whoever can come soonest is asked.

    Raises `TooLate` as `reschedule` does.
    """
    lock(visit)
    _given_up(visit, why=SOONEST, by=by, now=now)
    change(visit, {"wanted_from_at": from_at, "wanted_to_at": to_at})
    reopen(visit=visit, why=SOONEST, by=by, now=now)


def _given_up(visit: Visit, *, why: str, by: Actor, now: datetime) -> None:
    """End the appointment of a held visit, as moved or, where it is over in vain, as missed by its technician."""
    current = visit.appointments.filter(state__in=["proposed", "confirmed"]).first()
    if current is None:
        raise WrongState({"number": visit.number})
    notice = timedelta(minutes=settings.get("visits.change_notice_min", at=now))
    window, coming = {"window_from": current.from_at, "window_to": current.to_at}, visit.state != "booked"
    if "customer" in by.roles and not rules.free_change(now=now, **window, notice=notice, coming=coming):
        raise TooLate({"number": visit.number})
    lock(current)
    in_vain = "customer" in by.roles and current.state == "confirmed" and now >= current.to_at
    step = "miss_by_technician" if in_vain else "reschedule"
    wished = {"wished": True} if why == "customer" and "customer" not in by.roles else {}
    transition(current, step, by=by, now=now, facts={"why": why, "who": by.kind, **wished})
    Appointment.objects.filter(pk=current.pk).update(why=why)
    give_room(visit, current)


def record_call(
    *,
    visit: Visit,
    purpose: str,
    answered: bool,
    by: Actor,
    now: datetime,
    seconds: int = 0,
    recording: str = "",
) -> CallRecord:
    """Write down a call about a visit (purposes: appointment, absence, completion, quote, other)."""
    only(by, CALLS, number=visit.number)
    call = CallRecord.objects.create(
        id=uuid7(),
        visit=visit,
        by_kind=by.kind,
        by_id=by.id,
        purpose=purpose,
        answered=answered,
        seconds=seconds,
        recording=recording,
        at=now,
    )
    code = "visits.called" if answered else "visits.call_unanswered"
    timeline.write(visit.stream(), code, by=by, now=now, facts={"purpose": purpose, "call": str(call.id)})
    return call


def record_rung(*, visit: Visit, rang: str, key: str, seconds: int, at: datetime, now: datetime) -> bool:
    """Write down a call that a provider tells of by its own key; return whether it was new.

    `rang` is "technician" or "customer"; where nobody spoke, it counts for who rang in vain.
    """
    row = CallRecord(id=uuid7(), visit=visit, by_kind=rang, by_id="", purpose="other", answered=seconds > 0)
    row.seconds, row.key, row.at = seconds, key, at
    if not insert_new(row):
        return False
    code = "visits.called" if row.answered else "visits.call_unanswered"
    told = {"purpose": "other", "call": str(row.id), "rang": rang, "seconds": seconds}
    timeline.write(visit.stream(), code, by=SYSTEM, now=now, facts=told)
    return True


def miss_by_customer(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Say that the customer was not there; proof: a check-in at the door and a call nobody answered."""
    lock(visit)
    appointment = visit.appointments.filter(state__in=["confirmed", "kept"]).first()
    if appointment is None:
        raise WrongState({"number": visit.number})
    rung = visit.calls.filter(answered=False, at__gte=appointment.from_at - timedelta(hours=1))
    called = rung.exclude(by_kind="customer").exists()
    there = check_in_of(visit)
    if there is None or not there.counts or not called:
        raise NeedsProof({"number": visit.number})
    lock(appointment)
    transition(appointment, "miss_by_customer", by=by, now=now)
    give_room(visit, appointment)
    outcome = "customer_absent"
    transition(visit, "give_up", by=by, now=now, facts={"why": outcome}, sets={"outcome": outcome})


def miss_by_technician(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Say that nobody came: the appointment is missed, the visit is free for another technician."""
    lock(visit)
    appointment = visit.appointments.filter(state="confirmed", from_at__lt=now).first()
    if appointment is None:
        raise WrongState({"number": visit.number})
    lock(appointment)
    transition(appointment, "miss_by_technician", by=by, now=now)
    give_room(visit, appointment)
    reopen(visit=visit, why="missed_by_technician", by=SYSTEM, now=now)


def call_of(visit: Visit, *, purpose: str, since: datetime) -> UUID | None:
    """Return the last answered call of a purpose since a moment, if any."""
    rows = visit.calls.filter(purpose=purpose, answered=True, at__gte=since).exclude(recording="")
    return rows.order_by("-at").values_list("id", flat=True).first()
