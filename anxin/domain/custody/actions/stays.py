"""Which outlets see a case for its goods: the one they are to come to or lie at, and those they may come to."""

from datetime import datetime, timedelta

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.states import change
from anxin.domain.custody.models import Custody
from anxin.domain.network.models import Outlet
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation


def came_here(row: Custody, *, by: Actor, now: datetime) -> bool:
    """Have a locked thing be where it came, also at an outlet of before; return whether it was one.

    All other outlets see the case no longer.
    """
    code = row.homes_before.get(by.organisation)
    if code:
        before = Outlet.objects.select_related("organisation").get(code=code)
        homes = {**row.homes_before, str(row.outlet.organisation_id): row.outlet.code}
        homes.pop(by.organisation)
        change(row, {"outlet": before, "homes_before": homes})
        people.join(stream=row.stream(), role="outlet", organisation=before.organisation, now=now)
    _nowhere_else(row, now)
    return bool(code)


def part(row: Custody, now: datetime) -> None:
    """Let the outlet see the case a while longer, and those of before no longer: it has left, or doesn't come."""
    at = now + timedelta(days=settings.get("custody.seen_d", at=now))
    people.leave(people.Side(role="outlet", organisation=row.outlet.organisation), stream=row.stream(), at=at)
    _nowhere_else(row, now)


def _nowhere_else(row: Custody, now: datetime) -> None:
    if row.homes_before:
        houses = Organisation.objects.filter(pk__in=row.homes_before)
        sides = [people.Side(role="outlet", organisation=house) for house in houses]
        people.leave(*sides, stream=row.stream(), at=now)
        change(row, {"homes_before": {}})
