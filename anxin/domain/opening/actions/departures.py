"""A brand or a merchant departs as of a day: by two, undone until then; on the day it takes nothing new in."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import actions as network
from anxin.domain.opening import queries
from anxin.domain.opening.actions.brands import shut_brand
from anxin.domain.opening.actions.silences import check_payer
from anxin.domain.opening.models import Departure
from anxin.domain.people import actions as people
from anxin.domain.people.actions import programs
from anxin.domain.people.models import ApiToken, Organisation, Role
from anxin.domain.shops.actions.connection import disconnect
from anxin.domain.shops.models import Shop
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules

LEFT = "brand left"


class DepartsOtherwise(WrongState):
    """That the brand departs is open already, from another day or with another successor."""

    code = "opening.departs_otherwise"


class NotDeparting(WrongState):
    """The brand is not about to depart, or has departed."""

    code = "opening.not_departing"


def ask_departure(
    *,
    house: Organisation,
    from_date: date,
    why: str,
    by: Actor,
    now: datetime,
    successor: str = "",
    successor_at: str = "",
    paid_by: str = "",
) -> Departure:
    """Ask that a house departs as of a day; it counts once another administrator agrees.

    The same asked twice is once; raises `DepartsOtherwise` where something else of it is open.
    """
    _ahead(from_date, now)
    if house.kind == Organisation.Kind.MERCHANT:
        check_payer(paid_by)
    lock(house)
    row = queries.departure_of(house)
    told = {"from_date": from_date, "successor": successor, "successor_at": successor_at, "paid_by": paid_by}
    if row is not None:
        if told != {name: getattr(row, name) for name in told}:
            raise DepartsOtherwise({"brand": house.slug, "from": row.from_date.isoformat()})
        return row
    row = Departure(house=house, asked_by=by.key, **told)
    alone = not staff_rules.needs_second(staff.administering(now=now))
    waits: dict[str, object] = {} if alone else {"waits": True}
    begin(row, by=by, now=now, facts={**_told(row), **waits}, private={"why": why, "successor": successor})
    if alone:
        lock(row)
        transition(row, "agree", by=by, now=now, facts={**_told(row), "alone": True})
    return row


def agree_departure(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Agree that a house departs, as another than who asked; its day lies ahead still."""
    row = _of(house)
    _ahead(row.from_date, now)
    transition(row, "agree", by=by, now=now, facts=_told(row))
    change(row, {"answered_by": by.key})


def refuse_departure(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Refuse that a house departs."""
    row = _of(house)
    transition(row, "refuse", by=by, now=now, facts=_told(row))
    change(row, {"answered_by": by.key})


def withdraw_departure(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Take back what one asked for."""
    row = _of(house)
    transition(row, "withdraw", by=by, now=now, facts=_told(row))


def undo_departure(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Let a house stay after all, before its day."""
    row = _of(house)
    transition(row, "undo", by=by, now=now, facts=_told(row))


def depart(*, departure: Departure, now: datetime) -> None:
    """Let a house depart whose day is here: nothing new is taken in for it.

    A brand is shut and its numbers are retired; a merchant sells nothing more, its shops are asked no more.
    """
    lock(departure)
    if departure.state != "agreed":
        return
    house = departure.house
    if house.kind == Organisation.Kind.MERCHANT:
        gone = {"left_at": now, "paid_by": departure.paid_by or house.paid_by}
        Organisation.objects.filter(pk=house.pk, left_at=None).update(**gone)
        for shop in Shop.objects.filter(organisation=house, ended_at=None).order_by("pk"):
            disconnect(shop=shop, by=SYSTEM, now=now)
    transition(departure, "leave", by=SYSTEM, now=now, facts=_told(departure))
    if house.kind == Organisation.Kind.BRAND:
        shut_brand(brand=house, why=LEFT, by=SYSTEM, now=now)
        _take_back(house, queries.NUMBERS, now)


def retire_left(*, departure: Departure, now: datetime) -> None:
    """Retire a house that left, once nothing of it is carried on; a brand's pages go on to say who took over."""
    house, today = departure.house, timezone.localdate(now)
    lock(house)
    if house.retired_at is not None or queries.is_carried_on(house, on=today):
        return
    if queries.may_be_claimed(departure, on=today):
        return
    _take_back(house, (), now)
    if house.kind == Organisation.Kind.MERCHANT:
        _sign_out(house, now)
    Organisation.objects.filter(pk=house.pk, retired_at=None).update(retired_at=now)
    facts = {"house": house.slug}
    timeline.write(StreamKey("organisation", str(house.pk)), "opening.house_retired", by=SYSTEM, now=now, facts=facts)


def _sign_out(house: Organisation, now: datetime) -> None:
    """End the roles and the programs of a merchant of which nothing is open any more."""
    for role in Role.objects.filter(organisation=house, to_at=None).select_related("account").order_by("pk"):
        people.withdraw_role(role=role, now=now)
    for token in ApiToken.objects.filter(organisation=house, revoked_at=None).order_by("pk"):
        programs.revoke_token(token=token.pk, by=SYSTEM, now=now)


def _take_back(brand: Organisation, kinds: tuple[str, ...], now: datetime) -> None:
    """End a brand's words, what was never signed too: the check knows each as one that is no longer authorised."""
    for row in queries.words_of(brand, kinds=kinds):
        end = network.refuse if row.state in ("applied", "checked") else network.revoke
        end(authorisation=row, why=LEFT, by=SYSTEM, now=now)


def _of(house: Organisation) -> Departure:
    """Return how a house departs, locked; raises `NotDeparting`."""
    row = queries.departure_of(house)
    if row is None or row.state == "left":
        raise NotDeparting({"brand": house.slug})
    lock(house, row)
    return row


def _ahead(day: date, now: datetime) -> None:
    today = timezone.localdate(now)
    if day <= today:
        raise Invalid("from_date", expected=_("a day after {day}").format(day=today), got=day.isoformat())


def _told(row: Departure) -> dict[str, object]:
    return {"from": row.from_date.isoformat(), **({"paid_by": row.paid_by} if row.paid_by else {})}
