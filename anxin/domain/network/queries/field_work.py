"""Who works in the field on a day, and where nobody can go."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from anxin.core.actors import Actor
from anxin.domain.network import rules
from anxin.domain.network.models import Engagement, Skill, Territory
from anxin.domain.network.queries.attestations import vouched_pairs
from anxin.domain.network.queries.service import days_of, hours_on, open_on

MAY_SEE = frozenset({"agent", "dispatcher", "operator", "quality", "finance"})


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A technician on one day: where his day begins, his hours, what he can do, for which outlets and brands."""

    id: UUID
    number: str
    called: str
    grade: int
    paused: bool
    lng: float
    lat: float
    outlet: str
    hours: tuple[int, int] | None
    skills: frozenset[str]
    homes: frozenset[tuple[UUID, UUID]]
    brands: frozenset[UUID]
    """Those that vouch for him on that day: for others he isn't sent."""

    @property
    def works(self) -> bool:
        """Return whether he takes jobs on that day."""
        return not self.paused and self.hours is not None


@dataclass(frozen=True, kw_only=True)
class Field:
    """The whole field on one day: who works where for whom."""

    hands: tuple[Hand, ...]
    territories: tuple[tuple[UUID, UUID, str], ...]
    kinds: Mapping[tuple[UUID, UUID, str], str] = field(default_factory=dict)
    """How an outlet serves a division where it isn't shared; what it leaves out of a wider one is here only."""

    @cached_property
    def _lines(self) -> dict[tuple[UUID, str], list[tuple[UUID, str, str]]]:
        found: dict[tuple[UUID, str], list[tuple[UUID, str, str]]] = {}
        apart = (one for one, kind in self.kinds.items() if kind == "apart")
        for outlet, brand, division in (*self.territories, *apart):
            line = (outlet, self.kinds.get((outlet, brand, division), "shared"), "")
            found.setdefault((brand, rules.bare(division)), []).append(line)
        return found

    @cached_property
    def _staffed(self) -> dict[tuple[UUID, UUID], list[Hand]]:
        found: dict[tuple[UUID, UUID], list[Hand]] = {}
        for one in self.hands:
            for home in one.homes:
                found.setdefault(home, []).append(one)
        return found

    def outlets_for(self, *, brand: UUID, code: str) -> frozenset[UUID]:
        """Return the outlets that are asked for a division of a brand, first or where the first have nobody."""
        cuts = [code[:length] for length in sorted({2, 4, 6, 9, len(code)}) if length <= len(code)]
        lines = [line for one in cuts for line in self._lines.get((brand, one), ())]
        if not self.kinds:
            return frozenset(outlet for outlet, _kind, _area in lines)
        first, helpers = rules.asked(lines, code)
        return first | helpers

    def gap(self, *, brand: UUID, code: str, skill: str) -> str:
        """Return why nobody can go to a place on that day; empty where one can.

        The reasons are no_outlet, nobody_able, nobody_vouched, nobody_works.
        """
        outlets = self.outlets_for(brand=brand, code=code)
        if not outlets:
            return "no_outlet"
        theirs = [one for outlet in outlets for one in self._staffed.get((outlet, brand), ())]
        able = [one for one in theirs if skill in one.skills]
        if not able:
            return "nobody_able"
        known = [one for one in able if brand in one.brands]
        if not known:
            return "nobody_vouched"
        return "" if any(one.works for one in known) else "nobody_works"

    def within(self, division: str) -> tuple[Hand, ...]:
        """Return who serves somewhere in a division, or a wider area around it."""
        if not division:
            return self.hands
        homes = {
            (outlet, brand)
            for outlet, brand, theirs in self.territories
            if rules.serves(theirs, division) or rules.serves(division, theirs)
        }
        return tuple(one for one in self.hands if not homes.isdisjoint(one.homes))

    @cached_property
    def reached(self) -> frozenset[str]:
        """Return the bare divisions to which somebody can go on that day, for some brand."""
        manned = {home for one in self.hands if one.works for home in one.homes if home[1] in one.brands}
        return frozenset(rules.bare(code) for outlet, brand, code in self.territories if (outlet, brand) in manned)

    def reaches(self, codes: Iterable[str]) -> int:
        """Count the divisions to which somebody can go on that day."""
        return sum(1 for code in codes if any(code[:length] in self.reached for length in (2, 4, 6)))


def field_of(actor: Actor, *, day: date, now: datetime) -> Field:
    """Return who works on a day, for staff of the operator; empty for everybody else (five queries)."""
    if actor.kind != "staff" or not actor.roles & MAY_SEE:
        return Field(hands=(), territories=())
    return whole_field(day=day, now=now)


def whole_field(*, day: date, now: datetime) -> Field:
    """Return who works on a day, for programs (five queries)."""
    living = Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))
    rows = list(open_on(Territory.objects.filter(living), day).values_list("kind", "outlet", "brand", "division"))
    return Field(
        hands=tuple(_hands(living, day, now)),
        territories=tuple((outlet, brand, code) for kind, outlet, brand, code in rows if kind != "apart"),
        kinds={(outlet, brand, code): kind for kind, outlet, brand, code in rows if kind != "shared"},
    )


def _hands(living: Q, day: date, now: datetime) -> Iterator[Hand]:
    """Yield everybody engaged, from plain values: there are thousands of them, each with a week and several skills."""
    skills: dict[UUID, set[str]] = defaultdict(set)
    able = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=day))
    for technician, code in able.values_list("technician", "code"):
        skills[technician].add(code)
    hours = hours_on(day)
    brands: dict[str, set[UUID]] = defaultdict(set)
    for badge, brand in vouched_pairs(days=days_of(now, day)):
        brands[badge].add(brand)
    homes: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    known: dict[UUID, tuple[Any, ...]] = {}
    asked = ("number", "called", "grade", "paused_at", "lng", "lat")
    rows = (
        Engagement.objects.filter(living)
        .order_by("technician__number")
        .values_list(
            "technician", "outlet", "brand", "outlet__organisation__name", *(f"technician__{one}" for one in asked)
        )
    )
    for technician, outlet, brand, *rest in rows:
        homes[technician].append((outlet, brand))
        known.setdefault(technician, tuple(rest))
    for technician, (outlet_name, number, called, grade, paused_at, lng, lat) in known.items():
        yield Hand(
            id=technician,
            number=number,
            called=called,
            grade=grade,
            paused=paused_at is not None,
            lng=lng,
            lat=lat,
            outlet=outlet_name,
            hours=hours.get(technician),
            skills=frozenset(skills[technician]),
            homes=frozenset(homes[technician]),
            brands=frozenset(brands[number]),
        )
