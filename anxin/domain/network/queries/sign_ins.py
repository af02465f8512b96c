"""Technicians at work who have not signed in yet: before a customer waits for one of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from anxin.domain.network.models import Engagement, Outlet
from anxin.domain.network.queries.field_hands import Field
from anxin.domain.network.queries.gaps import all_counties
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.outlet_names import called_apart
from anxin.domain.people.queries import factors


@dataclass(frozen=True, kw_only=True)
class Unentered:
    """How many technicians of a brand have not signed in, the outlets where nobody has, and the counties left to these.

    In such a county no technician can take an offer himself: the outlet takes each job for one of its people.
    """

    count: int
    outlets: tuple[str, ...]
    counties: int


def unentered(areas: Field, *, now: datetime) -> dict[UUID, Unentered]:
    """Return for each brand who takes jobs for it but has not signed in yet, where there is any (three queries).

    Who was helped to a new second step counts again once he has set it up.
    """
    works = living_now(Engagement.objects.filter(technician__paused_at=None), now)
    works = works.annotate(entered=factors.enrolled("technician__account")).order_by()
    waits = Count("technician", filter=Q(entered=False), distinct=True)
    who = {brand: n for brand, n in works.values_list("brand").annotate(n=waits) if n}
    if not who:
        return {}
    homes = works.values_list("brand", "outlet").annotate(signed_in=Count("pk", filter=Q(entered=True)))
    alone = [(brand, outlet) for brand, outlet, signed_in in homes.order_by("outlet__code") if not signed_in]
    names = dict(Outlet.objects.filter(pk__in={one for _, one in alone}).values_list("pk", called_apart("")))
    silent: dict[UUID, dict[UUID, str]] = {}
    for brand, outlet in alone:
        silent.setdefault(brand, {})[outlet] = names[outlet]
    counties = _counties(silent, areas)
    return {
        brand: Unentered(count=n, outlets=tuple(silent.get(brand, {}).values()), counties=counties.get(brand, 0))
        for brand, n in who.items()
    }


def _counties(silent: dict[UUID, dict[UUID, str]], areas: Field) -> dict[UUID, int]:
    """Count for each brand the counties where only outlets are asked at which nobody has signed in."""
    found = {}
    for brand, outlets in silent.items():
        asked = (areas.outlets_for(brand=brand, code=county) for county in all_counties())
        found[brand] = sum(bool(theirs) and theirs <= outlets.keys() for theirs in asked)
    return found
