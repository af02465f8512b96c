"""Days that technicians wish for: leave, or a swap with a colleague; nothing changes until it is agreed to."""

from datetime import date, datetime

from django.db.models import Q

from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import begin, lock, transition
from anxin.domain.network import queries
from anxin.domain.network.actions.day_spans import Overlaps, check_days, span_facts
from anxin.domain.network.actions.rosters import absent, keep_day
from anxin.domain.network.models import Absence, Leave, Shift, Swap, Technician
from anxin.domain.network.queries import leave_and_swaps as wishes
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.network.states import SWAP
from anxin.domain.people.models import Organisation


class NoSwap(WrongState):
    """One of the two doesn't work that day, or the other works already."""

    code = "network.no_swap"

    def __init__(self, whose: Technician, day: date, clash: str) -> None:
        """Say whose day it is, and why it can't be swapped."""
        super().__init__({"called": whose.called, "day": day.isoformat(), "clash": clash})


def ask_leave(
    *,
    technician: Technician,
    from_date: date,
    to_date: date,
    by: Actor,
    now: datetime,
    employer: Organisation | None = None,
) -> Leave:
    """Wish for days of leave, from one employer or all; nothing changes until it is agreed to."""
    lock(technician)
    check_days(from_date, to_date, now)
    same = {"technician": technician, "from_date__lte": to_date, "to_date__gte": from_date}
    whose = Q(employer=None) | Q(employer=employer)
    away = Absence.objects.filter(whose, ended_at=None, **same).exclude(kind="left").exists()
    if away or Leave.objects.filter(whose, state="asked", **same).exists():
        raise Overlaps
    made = Leave(technician=technician, from_date=from_date, to_date=to_date, employer=employer)
    begin(made, by=by, now=now, facts=_leave_facts(made))
    return made


def agree_leave(*, leave: Leave, by: Actor, now: datetime) -> None:
    """Give the leave that was wished for: what he holds on these days goes to another at once."""
    lock(leave)
    transition(leave, "agree", by=by, now=now, facts=_leave_facts(leave))
    days = {"from_date": leave.from_date, "to_date": leave.to_date}
    who, employer = leave.technician, leave.employer
    absent(technician=who, kind="leave", **days, by=by, now=now, wished=True, employer=employer)


def end_leave(*, leave: Leave, step: str, by: Actor, now: datetime) -> None:
    """Refuse a wish for leave, or take it back."""
    lock(leave)
    transition(leave, step, by=by, now=now, facts=_leave_facts(leave))


def _leave_facts(leave: Leave) -> dict[str, object]:
    return span_facts(leave.from_date, leave.to_date, leave.pk, leave.employer)


def ask_swap(
    *, technician: Technician, colleague: Technician, day: date, back: date | None, by: Actor, now: datetime
) -> Swap:
    """Ask that a colleague takes a technician's day, perhaps for one of his own; nothing changes until it is agreed."""
    lock(technician)
    check_days(day, back or day, now) if back and back >= day else check_days(day, day, now)
    made = Swap(technician=technician, colleague=colleague, date=day, back_date=back)
    _swapped(made)
    waiting = Swap.objects.filter(technician=technician, colleague=colleague, date=day)
    if waiting.exclude(state__in=SWAP.ends).exists():
        raise Overlaps
    begin(made, by=by, now=now, facts=_swap_facts(made))
    return made


def agree_swap(*, swap: Swap, by: Actor, now: datetime) -> None:
    """Change the hours of both as they were asked; refused where one of the days is another by now."""
    lock(swap)
    changed = _swapped(swap)
    transition(swap, "agree", by=by, now=now, facts=_swap_facts(swap))
    for whose, day, hours in changed:
        keep_day(technician=whose, day=day, hours=hours, by=by, now=now)


def end_swap(*, swap: Swap, step: str, by: Actor, now: datetime) -> None:
    """Consent to a swap as the colleague, refuse it, or take it back before anybody agreed."""
    lock(swap)
    transition(swap, step, by=by, now=now, facts=_swap_facts(swap))


def _swapped(swap: Swap) -> list[tuple[Technician, date, Spans]]:
    one, other, day, back = swap.technician, swap.colleague, swap.date, swap.back_date
    _not_apart(swap)
    given, theirs = queries.hours_of(one, day=day), queries.hours_of(other, day=day)
    if not given:
        raise NoSwap(one, day, "off")
    if theirs and back != day:
        raise NoSwap(other, day, "works")
    if back is not None and back != day:
        if not queries.hours_of(other, day=back):
            raise NoSwap(other, back, "off")
        if queries.hours_of(one, day=back):
            raise NoSwap(one, back, "works")
    return wishes.swapped(swap)


def _not_apart(swap: Swap) -> None:
    """Refuse a day on which one of them is on leave from one employer: hours go over whole, for every house."""
    days, both = [one for one in (swap.date, swap.back_date) if one], (swap.technician, swap.colleague)
    off = Shift.objects.filter(technician__in=both, date__in=days, employer__isnull=False).select_related("technician")
    found = off.order_by("date", "id").first()
    if found is not None and found.date:
        raise NoSwap(found.technician, found.date, "apart")


def _swap_facts(swap: Swap) -> dict[str, str]:
    back = {"back": swap.back_date.isoformat()} if swap.back_date else {}
    return {"colleague": swap.colleague.number, "day": swap.date.isoformat(), **back}
