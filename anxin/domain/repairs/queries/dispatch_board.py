"""The dispatch board: what waits where, whom nobody takes, and why nobody could go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Min, OuterRef, Q, QuerySet, Subquery, When

from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import Field
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.counts import count, grouped
from anxin.domain.repairs.queries.lists import QueueRow, open_rows, page, when
from anxin.domain.visits import queries as visits

COUNTED = ("late", "soon", "paused", "by_hand", "twice")
UNSERVED = Q(state__in=("submitted", "accepted", "triaged", "rework"), mode=Repair.Mode.VISIT)


@dataclass(frozen=True, kw_only=True)
class CountyTally:
    """How many repairs are open in a county, and how many of them broke a promise."""

    open: int
    late: int


@dataclass(frozen=True, kw_only=True)
class CountyGap:
    """A county where repairs wait and nobody can go, and why: a word of `network.queries.Field.gap`."""

    county_code: str
    why: str
    repairs: int
    number: str


@dataclass(frozen=True, kw_only=True)
class DispatchBoard:
    """The open repairs of a board: the most pressing ones whole, all of them counted, and where nobody could go."""

    rows: tuple[QueueRow, ...]
    tallies: Mapping[str, CountyTally]
    brands: Mapping[str, str]
    gaps: tuple[CountyGap, ...]
    total: int
    shown: int
    late: int
    soon: int
    paused: int
    by_hand: int
    twice: int


def board(
    actor: Actor,
    *,
    field: Field,
    now: datetime,
    brand: str = "",
    division: str = "",
    only: str = "",
    limit: int = 60,
) -> DispatchBoard:
    """Return the open repairs of an area, the most pressing clock first, with counts by county (two queries)."""
    asked = (*COUNTED, *({only} - {"", *COUNTED}))
    every = _groups(division, asked, actor=actor, **when(now))
    mine = [one for one in every if one["brand__slug"] == brand] if brand else every
    shown = [one for one in mine if one[f"is_{only}"]] if only else mine
    return DispatchBoard(
        rows=tuple(page(actor, now=now, brand=brand, division=division, only=only, limit=limit)),
        tallies=_tallies(shown),
        brands=dict(sorted({(one["brand__slug"], one["brand__name"]) for one in every})),
        gaps=tuple(_gaps(mine, field)),
        total=count(mine),
        shown=count(shown),
        **{name: count(mine, name) for name in COUNTED},
    )


@compiled
def _groups(
    division: str, asked: tuple[str, ...], *, actor: Actor, now: datetime, soon: datetime, most: int
) -> QuerySet[Repair, dict[str, Any]]:
    """Count what is open by county and brand; what waits for somebody to go, by place and skill too."""
    place = Place.objects.filter(pk=OuterRef("place"))  # each by its key: PostgreSQL would rather read all places
    rows = open_rows(actor, now=now, division=division).annotate(
        county=Subquery(place.values("county_code")),
        place_code=Case(When(UNSERVED, then=Subquery(place.values("code"))), default=None),
        skill=Case(When(UNSERVED, then="product__skill"), default=None),
    )
    by = ("brand", "brand__slug", "brand__name", "county", "place_code", "skill")
    return grouped(rows, *by, asked=asked, now=now, soon=soon, most=most).annotate(first=Min("number"))


def _tallies(groups: Iterable[Mapping[str, Any]]) -> dict[str, CountyTally]:
    found = defaultdict(list)
    for one in groups:
        found[one["county"]].append(one)
    return {county: CountyTally(open=count(several), late=count(several, "late")) for county, several in found.items()}


def _gaps(groups: Iterable[Mapping[str, Any]], field: Field) -> list[CountyGap]:
    """Return the counties where an open repair waits and nobody could go today, the fullest first."""
    found = defaultdict(list)
    for one in groups:
        if one["skill"] and (why := field.gap(brand=one["brand"], code=one["place_code"], skill=one["skill"])):
            found[one["county"], why].append(one)
    listed = [
        CountyGap(county_code=county, why=why, repairs=count(several), number=min(one["first"] for one in several))
        for (county, why), several in found.items()
    ]
    return sorted(listed, key=lambda one: (-one.repairs, one.county_code))


def field_day(
    actor: Actor,
    *,
    day: date,
    now: datetime,
    most: int,
    on_map: int = 0,
    homes: visits.Homes | None = None,
) -> visits.FieldDay:
    """Return the day of the first `most` technicians and of those on a map, with the numbers of their repairs.

    All are counted; `homes` leaves out who works for none of these outlets (one query).
    """
    if not network.sees_field(actor) or homes == {}:
        return visits.FieldDay()
    asked: Any = network.day_parts(day, network.window_hours(now=now)) | {"span": visits.span_of(day)}
    rows = _field_rows if homes else _everybody
    return visits.field_day(rows(most, on_map, homes, actor=actor, now=now, **asked), day=day, now=now)


def _field_rows(
    most: int,
    on_map: int,
    homes: visits.Homes | None,
    /,
    *,
    actor: Actor,
    now: datetime,
    span: tuple[datetime, ...],
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    weeks: tuple[str, ...],
    reach: tuple[int, ...],
) -> QuerySet[Technician, dict[str, Any]]:
    asked: Any = {"span": span, "dates": dates, "weekdays": weekdays, "weeks": weeks, "reach": reach}
    number = Repair.objects.filter(pk=OuterRef("stream_key")).values("number")
    return visits.field_rows(most, on_map, homes, actor=actor, now=now, **asked, number=number)


_everybody = compiled(_field_rows)
