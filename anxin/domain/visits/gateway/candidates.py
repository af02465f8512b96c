"""Who could go: candidates with reasons."""

from __future__ import annotations

from datetime import date, datetime

from anxin.core import settings
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.visits import rules
from anxin.domain.visits.gateway import work
from anxin.domain.visits.gateway.days import Candidate, Day
from anxin.domain.visits.models import OutletOrder, Visit
from anxin.domain.visits.queries import loads


def candidates(visit: Visit, *, now: datetime) -> list[Candidate]:
    """Rank who could go, best first: territory, engagement, skill, hours, room in the day, travel, load.

    Of a wish for any time who can come on the first day on which somebody can.
    """
    days = rules.days_left(visit.wanted_from_at, visit.wanted_to_at, now=now)
    return next(filter(None, (_on(day, visit, now=now) for day in days)), [])


def _on(day: date, visit: Visit, *, now: datetime) -> list[Candidate]:
    for outlets in filter(None, network.serving(brand=visit.brand, division=visit.place.code, day=day, now=now)):
        pool = network.technicians_of(outlets=list(outlets), brand=visit.brand, now=now, day=day)
        served = {outlet.id: divisions for outlet, divisions in outlets.items()}
        newcomers: int = settings.get("visits.newcomer_percent", at=now)
        left = loads.left(outlets, day=day, but=visit.stream_key)
        held = work.of_visit(pool, visit, day=day)
        whole = Day(pool, day=day, now=now, served=served, left=left, work=held)
        found = whole.match(visit, newcomers=newcomers)
        if found:
            return found
    return []


def own_candidates(order: OutletOrder, *, now: datetime) -> list[Candidate]:
    """Rank an outlet's own people for what it was asked; once for a row and a moment, however often it is looked at."""
    at, found = vars(order).get("ranked", (None, []))
    if at != now:
        found = [one for one in candidates(order.visit, now=now) if one.outlet.pk == order.outlet_id]
        vars(order)["ranked"] = (now, found)
    return list(found)


def candidate(visit: Visit, *, technician: Technician, now: datetime) -> Candidate | None:
    """Weigh one technician as `candidates` would, without territory, earlier answers and the newcomers' share.

    Returns None where he can't go.
    """
    for day in rules.days_left(visit.wanted_from_at, visit.wanted_to_at, now=now):
        pool = network.technicians_of(brand=visit.brand, now=now, day=day, only=technician)
        found = Day(pool, day=day, now=now, served={}, work=work.of_visit(pool, visit, day=day)).match(visit, anew=True)
        if found:
            return found[0]
    return None
