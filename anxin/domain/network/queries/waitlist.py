"""Where nobody goes yet, and who waits there."""

from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db.models import Count, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.domain.network import rules
from anxin.domain.network.models import Territory, Waiting
from anxin.domain.network.queries.service import living_now, outlets_for
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import PersonView

MOST = 500
AT_ONCE = 500


class NoSuchEntry(Missing):
    """There is no such entry of the waiting list, or not for this actor."""

    code = "network.no_such_entry"


@dataclass(frozen=True, kw_only=True)
class WaitingView:
    """One entry of the waiting list, masked."""

    number: str
    brand: str
    division: str
    state: str
    person: PersonView
    at: datetime
    beside: int


def reach(*, brand: Organisation, code: str, outside: bool, now: datetime) -> str:
    """Return whether somebody can be sent to a place for a brand: served, uncovered, or outside the mainland.

    A brand that has told nothing yet about who serves where is dispatched by hand: nothing is refused for it.
    """
    if outside:
        return "outside"
    if outlets_for(brand=brand, division=code, now=now):
        return "served"
    told = living_now(Territory.objects.filter(brand=brand), now).exists()
    return "uncovered" if told else "served"


def served_by_now(*, now: datetime) -> list[UUID]:
    """List the entries of places that somebody serves by now, the longest waiting first; three queries a brand."""
    rows = Waiting.objects.filter(state="waiting")
    found: list[tuple[datetime, UUID]] = []
    for brand in rows.values_list("brand", flat=True).distinct():
        territories = living_now(Territory.objects.filter(brand=brand, outlet__takes_orders=True), now)
        territories = territories.exclude(kind=Territory.Kind.APART)
        codes = tuple({rules.bare(code) for code in territories.values_list("division", flat=True)})
        theirs = rows.filter(brand=brand)
        divisions = theirs.values_list("division", flat=True).distinct()
        served = [division for division in divisions if codes and division.startswith(codes)]
        for some in batched(served, AT_ONCE, strict=False):
            found += theirs.filter(division__in=some).values_list("created_at", "id")
    return [key for _, key in sorted(found)]


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Waiting]:
    """Return the waiting list of an actor's organisation, for staff."""
    mine = people.streams_of(actor, "waiting", now=now)
    return Waiting.objects.filter(pk__in=mine) if actor.kind == "staff" else Waiting.objects.none()


def waiting_list(actor: Actor, *, now: datetime) -> list[WaitingView]:
    """List who waits, the county with the most of them first."""
    rows = visible_to(actor, now=now).filter(state="waiting")
    crowds = dict(rows.values_list("division").annotate(n=Count("id")))
    several = list(rows.select_related("brand", "person").order_by("division", "created_at")[:MOST])
    several.sort(key=lambda row: -crowds.get(row.division, 0))
    return [
        WaitingView(
            number=row.number,
            brand=row.brand.name,
            division=row.division_name,
            state=row.state,
            person=people.masked(row.person),
            at=row.created_at,
            beside=crowds.get(row.division, 1),
        )
        for row in several
    ]


def entry(number: str, *, actor: Actor, now: datetime) -> Waiting:
    """Find an entry of the waiting list, for who may see it."""
    found = visible_to(actor, now=now).filter(number=number).first()
    if found is None:
        raise NoSuchEntry({"number": number[:40]})
    return found


def entry_by_key(key: str) -> Waiting:
    """Find an entry by its id, for notices."""
    found = Waiting.objects.filter(id=key).first()
    if found is None:
        raise NoSuchEntry({"number": key[:40]})
    return found
