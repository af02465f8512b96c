"""Where a brand's customers are served, for anybody to read: by which outlets, and whether somebody able is there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial, reduce
from math import inf
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from anxin.core.gathered_rows import Gathered
from anxin.domain.network.models import Closure, Engagement, Outlet, Territory
from anxin.domain.network.queries import names
from anxin.domain.network.queries.attestations import all_vouched, living, verifies
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.offered_days import days_asked
from anxin.domain.network.queries.territories import open_on
from anxin.domain.network.rules import service_areas
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places

COUNTY = 6
"""So many figures has the number of a county; a town's has more."""


@dataclass(frozen=True, kw_only=True)
class PublicOutlet:
    """An outlet the brand vouches for today, as its public pages show it."""

    id: UUID
    code: str
    name: str
    division: str
    street: str
    phone: str
    opens: str
    lng: float
    lat: float
    until: date
    area_m: int = 0
    """The radius of the area whose middle its point is; 0: a point of its own."""
    closed_until: date | None = None
    """Until when it is closed, where it is so today."""
    closes: tuple[date, date] | None = None
    """From when to when it is closed next, where that is soon and not today."""


type Pairs = list[tuple[UUID, WordFor]]
"""Outlets, each with who works there and can do one thing or another."""
SOON = timedelta(days=14)
"""So long ahead it is said that an outlet closes for some days."""
ALL_AT_ONCE = 200
"""So many are looked at without asking for one an outlet first."""


@dataclass(frozen=True, kw_only=True)
class ServiceArea:
    """Who serves where for one brand: outlets by the bare division, able technicians by outlet.

    A place counts as served where somebody who can do it, and whom the brand vouches for, works for an outlet that is
    asked for it: the same people the dispatch may send. Whether he works today is not asked.
    """

    outlets: Mapping[UUID, PublicOutlet]
    lines: Mapping[str, service_areas.Lines[UUID]]
    able: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    everybody: Callable[[], Mapping[UUID, frozenset[str]]] | None = None
    """Looks up all of them, where `able` has one an outlet."""
    _sending: dict[str, frozenset[UUID]] = field(default_factory=dict)

    @cached_property
    def provinces(self) -> frozenset[str]:
        """Return the provinces, bare, somewhere in which an outlet serves that has somebody to send."""
        return frozenset(
            code[:2] for code, several in self.lines.items() if any(self.able.get(one) for one, *_ in several)
        )

    @cached_property
    def _towns(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code in self.lines:
            if len(code) > COUNTY:
                found[code[:COUNTY]].append(code)
        return found

    def outlets_of(self, county: str) -> frozenset[UUID]:
        """Return the outlets that can send somebody into a county, or into a town of it that is served by itself."""
        if county not in self._sending:
            asked = frozenset().union(*(self._asked(code) for code in (county, *self._towns.get(county, ()))))
            self._sending[county] = frozenset(one for one in asked if self.able.get(one))
        return self._sending[county]

    def _asked(self, code: str) -> frozenset[UUID]:
        above = (code[:length] for length in (2, 4, COUNTY, 9) if length <= len(code))
        first, helpers = service_areas.asked_and_helpers(
            [line for one in above for line in self.lines.get(one, ())], code
        )
        return first | helpers

    def covered(self, counties: Iterable[str]) -> list[str]:
        """Keep the counties somebody can be sent to."""
        return [county for county in counties if self.outlets_of(county)]

    def technicians(self, counties: Iterable[str]) -> frozenset[str]:
        """Return the numbers of everybody who can be sent to one of these counties."""
        several = {outlet for county in counties for outlet in self.outlets_of(county)}
        return frozenset().union(*(self._everybody[one] for one in several))

    @cached_property
    def _everybody(self) -> Mapping[UUID, frozenset[str]]:
        return self.everybody() if self.everybody else self.able


def service_area(
    *, brand: Organisation, skills: Collection[str], province: str = "", whole: bool = True, now: datetime
) -> ServiceArea:
    """Return who serves where for a brand and what takes these skills, of one province or everywhere (five queries).

    Who is closed on all days for which windows are asked serves nothing. Where not the `whole` is asked for, each
    outlet has one of those it can send, enough to know which counties are covered; all are looked up to be counted.
    """
    days = days_asked(brand=brand.pk, now=now)
    rows = open_on(living_now(Territory.objects.filter(brand=brand), now), days[0], until=days[-1])
    told = rows.filter(division__startswith=province).values_list("outlet", "kind", "division")
    lines: dict[str, list[tuple[UUID, str, str]]] = defaultdict(list)
    for line in service_areas.lines(told):
        lines[line[2]].append(line)
    here = {outlet for several in lines.values() for outlet, kind, _code in several if kind != Territory.Kind.APART}
    outlets = {one.id: one for one in outlets_vouched(brand=brand, outlets=here, now=now)}
    vouched = {code: [line for line in several if line[0] in outlets] for code, several in lines.items()}
    pairs = _working(brand, outlets, skills, now)
    everybody = partial(_able, brand, pairs, now)
    able = everybody() if whole else _one_each(brand, pairs, now)
    return ServiceArea(outlets=outlets, lines=vouched, able=able, everybody=None if whole else everybody)


def outlets_vouched(*, brand: Organisation, outlets: Collection[UUID], now: datetime) -> list[PublicOutlet]:
    """Return those of some outlets that a brand vouches for today (two queries)."""
    on = timezone.localtime(now).date()
    shut = Closure.objects.filter(outlet=OuterRef("pk"), ended_at=None, from_date__lte=on, to_date__gte=on)
    ends = Subquery(shut.order_by("-to_date").values("to_date")[:1])
    rows: Any = Outlet.objects.filter(pk__in=outlets).select_related("organisation").annotate(closed_until=ends)
    soon = Closure.objects.filter(outlet=OuterRef("pk"), ended_at=None, from_date__gt=on, from_date__lte=on + SOON)
    rows = rows.annotate(closes=Gathered(soon.order_by("from_date")[:1], "from_date", "to_date"))
    known = {one.code: one for one in rows}
    words = living(on).filter(kind="outlet", brand=brand, code__in=known)
    until = {row.code: row.to_date for row in words.order_by("to_date") if verifies(row)}
    return [
        PublicOutlet(
            id=one.id,
            code=code,
            name=one.organisation.name,
            division=one.division,
            street=names.street_below(one.division, one.street),
            phone=one.phone,
            opens=one.opens,
            lng=one.lng,
            lat=one.lat,
            area_m=one.area_m or 0,
            until=until[code],
            closed_until=one.closed_until,
            closes=next(((each["from_date"], each["to_date"]) for each in one.closes), None),
        )
        for code, one in sorted(known.items())
        if code in until
    ]


def closed_outlets(*, brand: Organisation, counties: Collection[str], now: datetime) -> list[PublicOutlet]:
    """Return the outlets a brand vouches for that serve some counties but are closed today; first who opens first."""
    above = {code[:length] for code in counties for length in (2, 4, COUNTY)}
    rows = living_now(Territory.objects.filter(brand=brand, division__in=above), now)
    serving = set(rows.exclude(kind=Territory.Kind.APART).values_list("outlet", flat=True))
    found = outlets_vouched(brand=brand, outlets=serving, now=now) if serving else []
    return sorted((one for one in found if one.closed_until), key=lambda one: (one.closed_until, one.code))


def nearest_outlets(
    *, brand: Organisation, here: tuple[float, float], most: int, now: datetime
) -> list[tuple[int, PublicOutlet]]:
    """Return the outlets a brand vouches for that are nearest, with how many metres (three queries)."""
    points = outlet_points(brand=brand, now=now)
    ordered = sorted((places.distance_m(here, (lng, lat)), key) for key, lng, lat in points)[: 4 * most]
    known = {one.id: one for one in outlets_vouched(brand=brand, outlets=[key for _, key in ordered], now=now)}
    return [(metres, known[key]) for metres, key in ordered if key in known][:most]


def outlets_within(*, brand: Organisation, divisions: Collection[str], now: datetime) -> dict[str, int]:
    """Return how many outlets a brand vouches for take orders in each of some divisions (three queries).

    Those with outlets come first, then those that have one nearest.
    """
    points = outlet_points(brand=brand, now=now)
    named = reduce(or_, (Q(division__startswith=one) for one in divisions))
    inside = Outlet.objects.filter(named, pk__in=[key for key, _lng, _lat in points]).values_list("pk", flat=True)
    vouched = outlets_vouched(brand=brand, outlets=list(inside), now=now)
    there = {code: sum(one.division.startswith(code) for one in vouched) for code in divisions}

    def far(code: str) -> float:
        middle = places.division(code)
        if middle.lng is None or middle.lat is None:
            return inf
        here = middle.lng, middle.lat
        return min((places.distance_m(here, (lng, lat)) for _key, lng, lat in points), default=inf)

    return {code: there[code] for code in sorted(divisions, key=lambda one: (not there[one], far(one)))}


def outlet_points(*, brand: Organisation, now: datetime) -> list[tuple[UUID, float, float]]:
    """Return where the outlets of a brand are that take orders: id, longitude, latitude (one query)."""
    rows = living_now(Territory.objects.filter(brand=brand, outlet__takes_orders=True), now)
    rows = rows.exclude(kind=Territory.Kind.APART)
    return list(rows.order_by("outlet").values_list("outlet", "outlet__lng", "outlet__lat").distinct())


def _able(brand: Organisation, pairs: Pairs, now: datetime) -> dict[UUID, frozenset[str]]:
    known = _vouched(brand, {who for _outlet, who in pairs}, now)
    found: dict[UUID, set[str]] = defaultdict(set)
    for outlet, who in pairs:
        if who in known:
            found[outlet].add(who.code)
    return {outlet: frozenset(numbers) for outlet, numbers in found.items()}


def _one_each(brand: Organisation, pairs: Pairs, now: datetime) -> dict[UUID, frozenset[str]]:
    """Return one whom each outlet can send; everybody of an outlet is looked at where its first isn't vouched for."""
    if len(pairs) <= ALL_AT_ONCE:
        return _able(brand, pairs, now)
    first = dict(sorted(pairs, reverse=True))
    known = _vouched(brand, set(first.values()), now)
    found = {outlet: frozenset({one.code}) for outlet, one in first.items() if one in known}
    return found | _able(brand, [pair for pair in pairs if pair[0] not in found], now)


def _vouched(brand: Organisation, several: set[WordFor], now: datetime) -> frozenset[WordFor]:
    return all_vouched(brand, several, days={timezone.localtime(now).date()}) if several else frozenset()


def _working(brand: Organisation, outlets: Collection[UUID], skills: Collection[str], now: datetime) -> Pairs:
    on = timezone.localtime(now).date()
    until = Q(technician__skills__until_date=None) | Q(technician__skills__until_date__gte=on)
    rows = Engagement.objects.filter(outlet__in=outlets, brand=brand, technician__paused_at=None)
    here = living_now(rows.filter(until, technician__skills__code__in=list(skills)), now)
    told = here.values_list("outlet", "technician__number", "technician__skills__code")
    return [(outlet, WordFor("technician", number, skill)) for outlet, number, skill in told]
