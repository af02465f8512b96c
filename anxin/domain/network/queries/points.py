"""How well an outlet's point is known: its own, or the middle of an area where its address told no more."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import names
from anxin.domain.network.queries.service_areas import PublicOutlet
from anxin.domain.places import gateway as places
from anxin.domain.places.rules import known_part

AT_ONCE = 20
MEASURED_AT_ONCE = 200
AGAIN = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""So long an outlet is not asked for again after a service failed once, twice, more often."""
LAST = len(AGAIN)
HOUSE = "house"


def address_of(row: Outlet | PublicOutlet) -> str:
    """Return where an outlet is, as it would be written, from the province on."""
    return names.address(row.division, row.street)


def area_m(row: Outlet) -> int:
    """Return the radius of the area whose middle its point is, where the address told no more; 0: its own point."""
    here = places.read(address_of(row))
    return 0 if here.precision == HOUSE or (row.lng, row.lat) != (here.lng, here.lat) else here.radius_m


def known_to(row: Outlet | PublicOutlet) -> str:
    """Return what that area is called; empty for a point of its own."""
    here = places.read(address_of(row))
    return "" if not row.area_m or here.precision == HOUSE else known_part(here.division, here.precision)


def unmeasured() -> QuerySet[Outlet]:
    """Return outlets of which nobody looked yet whether their point is their own (one query)."""
    return Outlet.objects.filter(area_m=None).order_by("code")[:MEASURED_AT_ONCE]


def roughly_placed() -> QuerySet[Outlet]:
    """Return the outlets that are known to an area only."""
    return Outlet.objects.filter(area_m__gt=0)


def unplaced() -> Q:
    """Return which outlets a map service failed to place so often that a person has to."""
    return Q(area_m__gt=0, point_failures__gte=LAST)


def unasked(*, now: datetime) -> QuerySet[Outlet]:
    """Return those of them for whose address no map service answered, where one failed last (one query)."""
    due = Q(point_failed_at=None)
    for times, again in enumerate(AGAIN, start=1):
        due |= Q(point_failures__lte=times, point_failed_at__lte=now - again)
    rows = roughly_placed().filter(due, point_asked_at=None).exclude(street="")
    return rows.order_by(F("point_failed_at").asc(nulls_first=True), "code")[:AT_ONCE]
