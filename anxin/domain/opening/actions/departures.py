"""A brand leaves from a day on: by two, undone until then; on the day it takes nothing in, its cases end here."""

from datetime import date, datetime

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import actions as network
from anxin.domain.opening import queries
from anxin.domain.opening.actions.brands import shut_brand
from anxin.domain.opening.models import Departure
from anxin.domain.people.models import Organisation
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules

LEFT = "brand left"


class LeavesOtherwise(WrongState):
    """That the brand leaves is open already, from another day or with another successor."""

    code = "opening.leaves_otherwise"


class NotLeaving(WrongState):
    """The brand doesn't leave, or has left."""

    code = "opening.not_leaving"


def ask_departure(
    *, brand: Organisation, from_date: date, successor: str, successor_at: str, why: str, by: Actor, now: datetime
) -> Departure:
    """Ask that a brand leaves from a day on; it counts once another administrator agrees.

    The same asked twice is once; raises `LeavesOtherwise` where something else of it is open.
    """
    today = timezone.localdate(now)
    if from_date <= today:
        raise Invalid("from_date", expected=f"a day after {today}", got=from_date.isoformat())
    lock(brand)
    row = queries.departure_of(brand)
    if row is not None:
        if (row.from_date, row.successor, row.successor_at) != (from_date, successor, successor_at):
            raise LeavesOtherwise({"brand": brand.slug, "from": row.from_date.isoformat()})
        return row
    row = Departure(brand=brand, from_date=from_date, successor=successor, successor_at=successor_at, asked_by=by.key)
    alone = not staff_rules.needs_second(staff.administering(now=now))
    begin(
        row,
        by=by,
        now=now,
        facts={**_told(row), **({} if alone else {"waits": True})},
        private={"why": why, "successor": successor},
    )
    if alone:
        lock(row)
        transition(row, "agree", by=by, now=now, facts={**_told(row), "alone": True})
    return row


def agree_departure(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Agree that a brand leaves, as another than who asked; its day lies ahead still."""
    row = _of(brand)
    today = timezone.localdate(now)
    if row.from_date <= today:
        raise Invalid("from_date", expected=f"a day after {today}", got=row.from_date.isoformat())
    transition(row, "agree", by=by, now=now, facts=_told(row))
    change(row, {"answered_by": by.key})


def refuse_departure(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Refuse that a brand leaves."""
    row = _of(brand)
    transition(row, "refuse", by=by, now=now, facts=_told(row))
    change(row, {"answered_by": by.key})


def withdraw_departure(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Take back what one asked for."""
    row = _of(brand)
    transition(row, "withdraw", by=by, now=now, facts=_told(row))


def undo_departure(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Let a brand stay after all, before its day."""
    row = _of(brand)
    transition(row, "undo", by=by, now=now, facts=_told(row))


def leave_due(*, departure: Departure, now: datetime) -> None:
    """Let a brand leave whose day is here: it is shut, its numbers are retired, nothing new is taken in for it."""
    lock(departure)
    if departure.state != "agreed":
        return
    brand = departure.brand
    transition(departure, "leave", by=SYSTEM, now=now, facts=_told(departure))
    shut_brand(brand=brand, why=LEFT, by=SYSTEM, now=now)
    _take_back(brand, queries.NUMBERS, now)


def retire_left(*, departure: Departure, now: datetime) -> None:
    """Retire a brand that left, once nothing of it is carried on; its pages go on to say who took over."""
    brand = departure.brand
    lock(brand)
    if brand.retired_at is not None or queries.is_carried_on(brand, on=timezone.localdate(now)):
        return
    _take_back(brand, (), now)
    Organisation.objects.filter(pk=brand.pk, retired_at=None).update(retired_at=now)
    facts = {"house": brand.slug}
    timeline.write(StreamKey("organisation", str(brand.pk)), "opening.house_retired", by=SYSTEM, now=now, facts=facts)


def _take_back(brand: Organisation, kinds: tuple[str, ...], now: datetime) -> None:
    """End a brand's words, what was never signed too: the check knows each as one that is no longer authorised."""
    for row in queries.words_of(brand, kinds=kinds):
        end = network.refuse if row.state in ("applied", "checked") else network.revoke
        end(authorisation=row, why=LEFT, by=SYSTEM, now=now)


def _of(brand: Organisation) -> Departure:
    """Return how a brand leaves, locked; raises `NotLeaving`."""
    row = queries.departure_of(brand)
    if row is None or row.state == "left":
        raise NotLeaving({"brand": brand.slug})
    lock(brand, row)
    return row


def _told(row: Departure) -> dict[str, object]:
    return {"from": row.from_date.isoformat()}
