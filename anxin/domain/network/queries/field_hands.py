"""The whole field on one day: who works where for whom, and where nobody can go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self
from uuid import UUID

from anxin.domain.network.rules import service_areas, working_hours
from anxin.domain.places.rules import bare, covers

type Lines[Key] = dict[tuple[UUID, str], list[tuple[Key, str, str]]]
"""Who serves a place, by brand and bare division: whose, which kind, and no area, since the place says it."""


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
    hours: working_hours.Spans
    """Those that begin on the day."""
    skills: frozenset[str]
    homes: frozenset[tuple[UUID, UUID]]
    brands: frozenset[UUID]
    """Those that vouch for him on that day: for others he isn't sent."""
    vouched: frozenset[tuple[UUID, str]] = frozenset()
    """For which of his skills each of them does."""
    there: bool = True
    """Whether he works while windows begin."""
    spans: working_hours.Spans = ()
    """When he works on the day, the rest of last night's hours too."""
    apart: Mapping[tuple[UUID, UUID], Self] = field(default_factory=dict)
    """How he works for those of his outlets and brands for which his hours are others: one employer gave him leave."""

    @property
    def works(self) -> bool:
        """Return whether he takes jobs on that day."""
        return not self.paused and self.there

    def at(self, home: tuple[UUID, UUID]) -> Self:
        """Return him as he works for an outlet and brand."""
        return self.apart.get(home, self)


@dataclass(frozen=True, kw_only=True)
class Field:
    """The whole field on one day: who works where for whom."""

    hands: tuple[Hand, ...]
    territories: tuple[tuple[UUID, UUID, str], ...]
    kinds: Mapping[tuple[UUID, UUID, str], str] = field(default_factory=dict)
    """How an outlet serves a division where it isn't shared; what it leaves out of a wider one is here only."""
    brands: Mapping[str, str] = field(default_factory=dict)
    """What the brands are called that are served somewhere, by their slug."""
    unvouched: tuple[tuple[str, UUID, str, str], ...] = ()
    """What outlets, by code, would serve for whom (division, kind), did the brand vouch for them then."""

    @cached_property
    def _lines(self) -> Lines[UUID]:
        apart = (one for one, kind in self.kinds.items() if kind == "apart")
        return _by_place(
            (outlet, brand, division, self.kinds.get((outlet, brand, division), "shared"))
            for outlet, brand, division in (*self.territories, *apart)
        )

    @cached_property
    def _unvouched_lines(self) -> Lines[str]:
        return _by_place(self.unvouched)

    @cached_property
    def _staffed(self) -> dict[tuple[UUID, UUID], list[Hand]]:
        found: dict[tuple[UUID, UUID], list[Hand]] = {}
        for one in self.hands:
            for home in one.homes:
                found.setdefault(home, []).append(one.at(home))
        return found

    def outlets_for(self, *, brand: UUID, code: str) -> frozenset[UUID]:
        """Return the outlets that are asked for a division of a brand, first or where the first have nobody."""
        lines = _around(self._lines, brand, code)
        if not self.kinds:
            return frozenset(outlet for outlet, _kind, _area in lines)
        first, helpers = service_areas.asked_and_helpers(lines, code)
        return first | helpers

    def unvouched_for(self, *, brand: UUID, code: str) -> frozenset[str]:
        """Return the codes of the outlets that would be asked for a division, did the brand vouch for them then."""
        if not self.unvouched:
            return frozenset()
        first, helpers = service_areas.asked_and_helpers(_around(self._unvouched_lines, brand, code), code)
        return first | helpers

    def gap(self, *, brand: UUID, code: str, skill: str) -> str:
        """Return why nobody can go to a place on that day; empty where one can.

        The reasons are no_outlet, outlet_not_vouched, nobody_able, nobody_vouched, nobody_works.
        """
        outlets = self.outlets_for(brand=brand, code=code)
        if not outlets:
            return "outlet_not_vouched" if self.unvouched_for(brand=brand, code=code) else "no_outlet"
        able = [one for one in self._of(brand, outlets) if skill in one.skills]
        if not able:
            return "nobody_able"
        known = [one for one in able if (brand, skill) in one.vouched]
        if not known:
            return "nobody_vouched"
        return "" if any(one.works for one in known) else "nobody_works"

    def unmanned(self, *, brand: UUID, code: str, skill: str, hours: working_hours.Spans) -> working_hours.Spans:
        """Return what is left of hours of that day in which nobody works who can go to a place."""
        theirs = self.hands_for(brand=brand, code=code)
        known = [one for one in theirs if (brand, skill) in one.vouched and one.works]
        return working_hours.without(hours, (span for one in known for span in one.spans))

    def hands_for(self, *, brand: UUID, code: str) -> list[Hand]:
        """Return who works for a brand at the outlets that are asked for a place; an outlet of nobody serves none."""
        return self._of(brand, self.outlets_for(brand=brand, code=code))

    def _of(self, brand: UUID, outlets: Iterable[UUID]) -> list[Hand]:
        return [one for outlet in outlets for one in self._staffed.get((outlet, brand), ())]

    def homes_within(self, division: str) -> dict[UUID, set[UUID]]:
        """Return by brand the outlets that serve somewhere in a division, or a wider area around it."""
        found: dict[UUID, set[UUID]] = {}
        for outlet, brand, theirs in self.territories:
            if covers(theirs, division) or covers(division, theirs):
                found.setdefault(brand, set()).add(outlet)
        return found

    @cached_property
    def _manned(self) -> dict[UUID, set[UUID]]:
        found: dict[UUID, set[UUID]] = {}
        for one in self.hands:
            goes = {brand for brand, _skill in one.vouched}
            for home in one.homes:
                if home[1] in goes and one.at(home).works:
                    found.setdefault(home[1], set()).add(home[0])
        return found

    def reached(self, codes: Iterable[str]) -> list[str]:
        """Keep the divisions to which somebody can go on that day, for some brand: who is asked there works."""
        return [
            code
            for code in codes
            if any(
                not manned.isdisjoint(self.outlets_for(brand=brand, code=code))
                for brand, manned in self._manned.items()
            )
        ]


def _by_place[Key](rows: Iterable[tuple[Key, UUID, str, str]]) -> Lines[Key]:
    found: Lines[Key] = {}
    for outlet, brand, division, kind in rows:
        found.setdefault((brand, bare(division)), []).append((outlet, kind, ""))
    return found


def _around[Key](lines: Lines[Key], brand: UUID, code: str) -> list[tuple[Key, str, str]]:
    return [line for one in _cuts(code) for line in lines.get((brand, one), ())]


@lru_cache(maxsize=10_000)
def _cuts(code: str) -> tuple[str, ...]:
    return tuple(code[:length] for length in sorted({2, 4, 6, 9, len(code)}) if length <= len(code))
