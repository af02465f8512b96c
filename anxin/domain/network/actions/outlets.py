"""Outlets from day to day: where they are, how they are reached, whether they take orders, when they are closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from anxin.core import phones, timeline
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.network import wording
from anxin.domain.network.actions.day_spans import Overlaps, RosterRowEnded, check_days, span_facts
from anxin.domain.network.models import Authorisation, Closure, FormerPhone, Outlet
from anxin.domain.network.queries import outlets, points
from anxin.domain.network.rules import identifiers

SLIP = timedelta(days=1)
POINT = ("division", "street", "lng", "lat", "area_m", "point_asked_at", "point_failed_at", "point_failures")
KEPT = ("phone", "bare_phone", *POINT, "opens", "capacity", "counter", "by_mail")


@dataclass(frozen=True, kw_only=True)
class OutletPlace:
    """Where an outlet is: its county, the street in it, and the point that distances count from."""

    division: str
    street: str
    lng: float
    lat: float


def keep_outlet(
    *,
    outlet: Outlet,
    phone: str,
    place: OutletPlace,
    opens: str,
    capacity: int | None,
    counter: bool,
    by_mail: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Change where an outlet is, how it is reached, when it is open, what it takes a day, and how goods come to it."""
    phones.of_a_house(phone)  # refuses what is none, by field
    lock(outlet)
    before = (outlet.opens, told(outlet))
    ring_at(outlet, phone, now=now)
    put_at(outlet, place)
    outlet.opens, outlet.capacity = opens, capacity
    outlet.counter, outlet.by_mail = counter, by_mail
    outlet.save(update_fields=KEPT)
    tell_kept(outlet, told(outlet), before=before, by=by, now=now)


def put_at(outlet: Outlet, place: OutletPlace) -> None:
    """Set where an outlet is, and how well its point is known; one that stays there is not asked for again."""
    there = (outlet.division, outlet.street, outlet.lng, outlet.lat)
    if there != (place.division, place.street, place.lng, place.lat):
        outlet.division, outlet.street, outlet.lng, outlet.lat = place.division, place.street, place.lng, place.lat
        outlet.area_m, outlet.point_failures = points.area_m(outlet), 0
        outlet.point_asked_at = outlet.point_failed_at = None


def ring_at(outlet: Outlet, phone: str, *, now: datetime) -> None:
    """Set the number an outlet is reached at; the one before stays known as given up.

    Not one that no brand ever vouched for, nor one that is corrected within a day: it was a slip.
    """
    before, bare = outlet.bare_phone, identifiers.number_in(phone)
    if before not in ("", bare) and _is_known(outlet, now):
        FormerPhone.objects.update_or_create(outlet=outlet, bare=before, defaults={"ended_at": now})
    outlet.phone, outlet.bare_phone = phone, bare


def _is_known(outlet: Outlet, now: datetime) -> bool:
    """Return whether the public may know an outlet by its phone of today."""
    vouched = Authorisation.objects.filter(kind="outlet", code=outlet.code).exclude(signature="")
    kept = timeline.facts_of(outlet.stream(), code="network.outlet_kept")
    return vouched.exists() and not any(one.at > now - SLIP for one in kept)


def told(outlet: Outlet) -> str:
    """Return in one line how an outlet is reached, where it is, when it is open and what it takes."""
    there = (("counter", outlet.counter), ("by_mail", outlet.by_mail))
    ways = [str(wording.WAYS[name]) for name, taken in there if taken]
    most = [] if outlet.capacity is None else [gettext("{n} jobs a day").format(n=outlet.capacity)]
    where = (points.address_of(outlet), outlets.point_of(outlet))
    return " · ".join(one for one in (outlet.phone, *where, outlet.opens, *most, *ways) if one)


def tell_kept(outlet: Outlet, why: str, *, by: Actor, now: datetime, before: tuple[str, str] | None = None) -> None:
    """Tell in its history what an outlet is like from now on.

    And that its hours, or else something, are others than `before`, where its people are told of that.
    """
    opened, said = before or (outlet.opens, why)
    other = "hours" if opened != outlet.opens else "details" if said != why else ""
    facts = {other: 1} if other else None
    timeline.write(outlet.stream(), "network.outlet_kept", by=by, now=now, facts=facts, private={"why": why})


def take_orders(*, outlet: Outlet, takes: bool, why: str, by: Actor, now: datetime) -> None:
    """Let an outlet be asked again, or not until further notice; jobs under way stay with it."""
    lock(outlet)
    outlet.takes_orders = takes
    outlet.save(update_fields=["takes_orders"])
    code = "network.orders_taken" if takes else "network.orders_stopped"
    timeline.write(outlet.stream(), code, by=by, now=now, private={"why": why} if why else None)


def close(*, outlet: Outlet, from_date: date, to_date: date, why: str, by: Actor, now: datetime) -> Closure:
    """Close an outlet for some days: nobody is sent from there, and what was booked goes to another."""
    lock(outlet)
    check_days(from_date, to_date, now)
    same = Closure.objects.filter(outlet=outlet, ended_at=None, from_date__lte=to_date, to_date__gte=from_date)
    if same.exists():
        raise Overlaps
    made = Closure.objects.create(outlet=outlet, from_date=from_date, to_date=to_date, why=why)
    timeline.write(outlet.stream(), "network.closed", by=by, now=now, facts=span_facts(from_date, to_date, made.pk))
    return made


def end_closure(*, closure: Closure, by: Actor, now: datetime) -> None:
    """Open an outlet before the closure's last day."""
    lock(closure.outlet)
    if not Closure.objects.filter(pk=closure.pk, ended_at=None).update(ended_at=now):
        raise RosterRowEnded
    facts = span_facts(closure.from_date, closure.to_date, closure.pk)
    timeline.write(closure.outlet.stream(), "network.closure_ended", by=by, now=now, facts=facts)
