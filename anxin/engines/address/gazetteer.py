"""The front of the engine: one object that knows every division and reads every address."""

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anxin.engines.address import areas
from anxin.engines.address import index as indexes
from anxin.engines.address import table as tables
from anxin.engines.address.areas import Entry
from anxin.engines.address.contact import Contact, take_apart
from anxin.engines.address.datum import WGS84, convert
from anxin.engines.address.names import short_name, town_stem
from anxin.engines.address.nearby import Near, Nearby
from anxin.engines.address.resolution import WORDS, Hints, Point, Resolution
from anxin.engines.address.resolver import Resolver
from anxin.engines.address.sounds import Sounds
from anxin.engines.address.table import TOWN, Table


@dataclass(frozen=True, slots=True)
class Division:
    """One division of today's table.

    Attributes
    ----------
    code : str
        2, 4, 6 or 9 digits (6 for prefectures without counties).
    level, kind, name, short, full_name : str
        Level is province, city, county or town.
    parent : str
        Code of the division above, "" for a province.
    point : Point or None
        None where no source places it.
    """

    code: str
    level: str
    kind: str
    name: str
    short: str
    full_name: str
    parent: str
    point: Point | None


class UnknownDivision(ValueError):
    """A code that the table does not have."""


class Gazetteer:
    """All divisions and the resolver over them; make one with `load`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._resolver = Resolver(indexes.build(table))
        self._nearby: dict[int, Nearby] = {}

    @property
    def as_of(self) -> str:
        """Day the newest source was taken."""
        return self._table.meta["as_of"]

    @property
    def table(self) -> Table:
        """The table behind, for those who print or measure it."""
        return self._table

    @property
    def sounds(self) -> Sounds:
        """Readings of characters and names as they sound."""
        return self._resolver.sounds

    def resolve_contact(self, line: str, hints: Hints | None = None) -> Contact:
        """Take a pasted line apart into name, telephone numbers and address."""
        return take_apart(self._resolver, line, hints)

    def resolve(self, text: str, hints: Hints | None = None) -> Resolution:
        """Return which division a text names.

        Parameters
        ----------
        text : str
            Anything; never raises on a string.
        hints : Hints, optional
            Break ties only.
        """
        return self._resolver.resolve(text, hints)

    def unknown(self, hints: Hints) -> str:
        """Name the first hint that is no division (``"city=火星"``), "" if all are known."""
        for key, values in (("city", (hints.city,)), ("orders", hints.orders), ("areas", hints.areas)):
            for value in values:
                if value and self._resolver.find(value) < 0:
                    return f"{key}={value}"
        return ""

    def division(self, code: str) -> Division:
        """Look a division up by its code; trailing zeros of longer codes are accepted (``"440000"``).

        Raises
        ------
        UnknownDivision
            If the table has no such code.
        """
        node = self._node(code)
        return self._division(node)

    def latin(self, code: str) -> str:
        """Return a division's short name in Latin letters: the usual English one, else its toneless reading.

        Raises
        ------
        UnknownDivision
            If the table has no such code.
        """
        found = self.division(code)
        return self.sounds.latin_names.get(found.code) or self.sounds.latin(found.short)

    def simplified(self, text: str) -> str:
        """Return a text in simplified characters and usual letters: 陳 is 陈, Ａ is A."""
        return text.translate(self._resolver.folding)

    def children(self, code: str = "") -> list[Division]:
        """List the divisions directly under one, or the provinces."""
        if not code:
            return [self._division(node) for node, parent in enumerate(self._table.parents) if parent < 0]
        return [self._division(node) for node in self._table.children[self._node(code)]]

    def parse_areas(self, text: str, within: str = "") -> list[Entry]:
        """Read a pasted list of areas: found, duplicate, ambiguous, cut-off and unknown entries in order.

        `within` is the code of the place the list is about, where it is known.
        """
        return areas.parse(self._resolver, text, self.division(within).code if within else "")

    def covers(self, served: Iterable[str], code: str) -> bool:
        """Return whether a division lies in one of the areas served."""
        return areas.covers(self._table, self._spelled(served), self.division(code).code)

    def overlaps(self, first: Iterable[str], second: Iterable[str]) -> list[str]:
        """List the divisions that two sets of areas share, each named by its largest whole."""
        return areas.overlaps(self._table, self._spelled(first), self._spelled(second))

    def uncovered(self, served: Iterable[str], within: str = "") -> list[str]:
        """List the largest whole divisions that no area covers, inside one division or the country."""
        return areas.uncovered(self._table, self._spelled(served), self.division(within).code if within else "")

    def nearest(
        self, lat: float, lng: float, *, level: str = "county", limit: int = 3, datum: str = WGS84
    ) -> list[Near]:
        """List the divisions whose points lie nearest to a point.

        Parameters
        ----------
        lat, lng : float
            Degrees.
        level : str
            province, city, county or town (about 30 % of all towns have a point).
        limit : int
            How many.
        datum : str
            Of the point given: WGS-84, GCJ-02 or BD-09.

        Returns
        -------
        list of Near
            No boundary is known, so the nearest point need not be the division the place lies in;
            `within_radius` says whether it can well be.
        """
        if level not in WORDS[1:]:
            raise ValueError(f"level: expected province, city, county or town, got {level!r}")
        if not (-90.0 <= lat <= 90.0 and -180.0 <= lng <= 180.0):
            raise ValueError(f"point: expected latitude and longitude in degrees, got {lat}, {lng}")
        number = WORDS.index(level)
        if number not in self._nearby:
            self._nearby[number] = Nearby(self._table, number)
        return self._nearby[number].find(*convert((lat, lng), datum, WGS84), limit)

    def _spelled(self, codes: Iterable[str]) -> list[str]:
        return [self._table.codes[self._node(code)] for code in codes]

    def search(self, prefix: str, limit: int = 20) -> list[Division]:
        """Find divisions whose name or short name begins with a prefix, higher levels first."""
        found: list[int] = []
        if prefix:
            for node, name in enumerate(self._table.names):
                if name.startswith(prefix):
                    found.append(node)
                    if len(found) >= limit:
                        break
        return [self._division(node) for node in found]

    def _node(self, code: str) -> int:
        node_of = self._table.node_of
        for length in (len(code), 9, 6, 4, 2):
            spelled = code[:length]
            if spelled in node_of and not code[length:].strip("0") and len(code) in {2, 4, 6, 9, 12}:
                return node_of[spelled]
        raise UnknownDivision(f"division: expected a code of 2, 4, 6 or 9 digits in the table, got {code!r}")

    def _division(self, node: int) -> Division:
        table = self._table
        name, level, spot = table.names[node], table.levels[node], table.points[node]
        parent = table.parents[node]
        return Division(
            table.codes[node],
            WORDS[level],
            table.kinds[node],
            name,
            town_stem(name) if level == TOWN else short_name(name),
            "".join(table.names[above] for above in table.path(node)),
            table.codes[parent] if parent >= 0 else "",
            Point(spot[1], spot[0], "WGS-84", spot[2]) if spot else None,
        )


@cache
def load(path: Path = tables.PATH) -> Gazetteer:
    """Load the shipped table (or another) once; later calls give the same object.

    The garbage collector rests meanwhile, and then counts all that was made among what stays: else it would go through
    the whole table again and again, here and during the first lines.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Gazetteer(tables.read(path))
    finally:
        if collecting:
            gc.enable()
            gc.collect(1)
