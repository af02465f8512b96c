"""Where outlets stand whose address told an area only: measured, and asked of a map service where one was set up."""

from datetime import datetime
from functools import partial

from anxin.core import acting as blocks
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.domain.network.actions import outlets
from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import points
from anxin.domain.places.actions import points as places
from anxin.domain.places.geocoding.answers import Located
from anxin.domain.places.rules import is_wide


def measure(*, now: datetime) -> None:
    """Write down of outlets from before whether their point is their own."""
    for row in points.unmeasured():
        Outlet.objects.filter(pk=row.pk, area_m=None).update(area_m=points.area_m(row))


def narrow(*, now: datetime) -> int:
    """Ask for the outlets that are known to an area only, each until a service answers; give how many came closer.

    One for which a service fails is asked for later, behind the others, each time longer after; where none answers at
    all, the rest wait too.
    What goes out is the outlet's own address.
    """
    blocks.refuse_inside()
    acting(partial(measure, now=now))
    known = places.services()
    closer = 0
    for row in points.unasked(now=now) if known else ():
        found, failed = places.locate(points.address_of(row), known=known, now=now)
        if failed:
            acting(partial(_put_off, row, now=now))
            if places.all_failed(found):
                break
            continue
        closer += acting(partial(_keep, row, found, now=now))
    return closer


def _put_off(row: Outlet, *, now: datetime) -> None:
    times = min(row.point_failures + 1, points.LAST)
    Outlet.objects.filter(pk=row.pk, area_m__gt=0).update(point_failed_at=now, point_failures=times)


def _keep(row: Outlet, found: Located, *, now: datetime) -> bool:
    """Keep a point that came closer; an outlet that was moved meanwhile stays where it was put."""
    before = (row.division, row.street, row.lng, row.lat)
    lock(row)
    if (row.division, row.street, row.lng, row.lat) != before or row.area_m is None:
        return False
    row.point_asked_at = now
    closer = found.source != places.OURS and 0 < found.radius_m < row.area_m and not is_wide(found.radius_m)
    if closer and found.lng is not None and found.lat is not None:
        row.lng, row.lat = found.lng, found.lat
        row.area_m = 0 if found.precision == points.HOUSE else found.radius_m
    row.save(update_fields=["lng", "lat", "area_m", "point_asked_at"])
    if closer:
        outlets.tell_kept(row, outlets.told(row), by=SYSTEM, now=now)
    return closer
