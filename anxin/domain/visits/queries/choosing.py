"""Who could go to a visit: rows fetched for the planning door."""

from datetime import datetime

from django.db.models import Count

from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import planning
from anxin.domain.visits.models import HELD, Offer, Visit
from anxin.domain.visits.planning import Board, Candidate


def candidates(visit: Visit, *, now: datetime, most: int = 5) -> list[Candidate]:
    """Rank who could go, best first: territory, engagement, skill, shift, room, distance, load."""
    outlets = network.outlets_for(brand=visit.brand, division=visit.place.code, now=now)
    pool = network.technicians_of(outlets=outlets, brand=visit.brand, now=now)
    return planning.match(visit, _board(visit, pool), now=now, most=most)


def candidate(visit: Visit, *, technician: Technician, now: datetime) -> Candidate | None:
    """Weigh one technician as `candidates` would, territory aside; None where he can't go."""
    outlets = list(Outlet.objects.filter(engagements__technician=technician).distinct())
    pool = network.technicians_of(outlets=outlets, brand=visit.brand, now=now)
    mine = [pair for pair in pool if pair[0].pk == technician.pk]
    found = planning.match(visit, _board(visit, mine, asked_again=True), now=now, most=1)
    return found[0] if found else None


def _board(visit: Visit, pool: list[tuple[Technician, Outlet]], *, asked_again: bool = False) -> Board:
    people = [one.id for one, _ in pool]
    held = Visit.objects.filter(technician__in=people, state__in=HELD).values("technician")
    counts = {row["technician"]: row["n"] for row in held.annotate(n=Count("id"))}
    said_no = Offer.objects.filter(visit=visit, state__in=["declined", "expired"])
    banned = frozenset() if asked_again else frozenset(said_no.values_list("technician_id", flat=True))
    return Board(pool=tuple(pool), held=counts, banned=banned)
