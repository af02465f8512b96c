"""Index every written form of the divisions above town level by its first two characters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from anxin.engines.address.names import forms, short_name
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, Table

OLD_CITY, OLD_COUNTY, ZONE = 5, 6, 7
KINDS = "市县区旗"
Candidate = tuple[int, int, bool]
Form = tuple[list[Candidate], bool, bool]  # candidates, whether one is full, whether one is a short name above counties


@dataclass
class Index:
    """What the resolver looks names up in.

    Attributes
    ----------
    spellings : dict
        Form → candidates. A candidate is (level, row, full): row is a node for levels 1 to 3, a row of
        `table.old_cities`, `table.old_counties` or `zone_rows` for 5, 6, 7 (a zone comes last).
    zone_rows : list
        For each zone spelling: prefecture node → host counties, the largest share first.
    """

    table: Table
    spellings: dict[str, list[Candidate]]
    zone_rows: list[dict[int, tuple[int, ...]]]

    @cached_property
    def ordered(self) -> list[str]:
        """All spellings, the longest first."""
        return sorted(sorted(self.spellings), key=len, reverse=True)

    @cached_property
    def forms(self) -> dict[str, Form]:
        """Each spelling with its candidates, and what the weighing asks of them."""
        found: dict[str, Form] = {}
        for form, candidates in self.spellings.items():
            full = higher = False
            for level, _, said in candidates:
                full = full or said
                higher = higher or (level <= CITY and not said)
            found[form] = candidates, full, higher
        return found

    @cached_property
    def lengths(self) -> dict[str, tuple[int, ...]]:
        """First two characters → how long the spellings are that begin so, longest first."""
        return lengths_of(self.ordered)

    @cached_property
    def echoes(self) -> frozenset[tuple[str, int]]:
        """Pairs (short form, county) where the form is the short name of the county's own prefecture."""
        table = self.table
        return frozenset(
            (form, node)
            for form, candidates in self.spellings.items()
            for level, row, full in candidates
            if not full and level in {COUNTY, OLD_COUNTY}
            for node in ((row,) if level == COUNTY else table.old_counties[row].heirs)
            if (parent := table.parents[node]) >= 0 and short_name(table.names[parent]) == form
        )

    @cached_property
    def members(self) -> dict[int, frozenset[int]]:
        """Counties that once belonged to a prefecture and do not today."""
        node_of = self.table.node_of
        return {
            node_of[code]: frozenset(node_of[county] for county in counties.split(",") if county)
            for code, counties in self.table.rows("members")
        }

    @cached_property
    def splits(self) -> dict[int, tuple[tuple[int, ...], int]]:
        """Younger neighbours that took some of a county's towns, and since when."""
        node_of = self.table.node_of
        return {
            node_of[code]: (tuple(node_of[other] for other in near.split(",")), int(year))
            for code, near, year in self.table.rows("splits")
            if near
        }


def lengths_of(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Map the first two characters of words, given longest first, to their different lengths."""
    found: dict[str, tuple[int, ...]] = {}
    for word in words:
        known, length = found.get(word[:2], ()), len(word)
        if length not in known:
            found[word[:2]] = (*known, length)
    return found


def build(table: Table) -> Index:
    """Collect every spelling: today's names, other names in use, names that are gone, development zones."""
    spellings: dict[str, list[Candidate]] = defaultdict(list)
    for node, level in enumerate(table.levels):
        if level > COUNTY:
            break
        for form, full in forms(table.names[node]):
            if len(form) >= 2 and (full or not _mine(table, node, form)):
                spellings[form].append((level, node, full))
    for code, name, how in table.rows("aliases"):
        node = table.node_of[code]
        if all(found[1] != node for found in spellings[name]):
            spellings[name].append((table.levels[node], node, how == "full"))
    _add_old(table, spellings)
    zone_rows = _add_zones(table, spellings)
    return Index(table, dict(spellings), zone_rows)


def _mine(table: Table, node: int, form: str) -> bool:
    """Return whether a mining district's short name is rather its sibling's (井陉 is 井陉县, not 井陉矿区)."""
    return table.names[node].endswith("矿区") and any(
        short_name(table.names[other]) == form
        for other in table.children[table.parents[node]]
        if other != node and table.levels[other] == COUNTY
    )


def _add_old(table: Table, spellings: dict[str, list[Candidate]]) -> None:
    for row, city in enumerate(table.old_cities):
        short = short_name(city.name)
        for form, full in ((city.name, True), (short, False)):
            if not _taken(table, spellings, form, CITY, city.province) and len(form) >= 2:
                spellings[form].append((OLD_CITY, row, full))
    cities = {table.names[node] for node, level in enumerate(table.levels) if level == CITY}
    for row, county in enumerate(table.old_counties):
        short = short_name(county.name)
        called = [(county.name, county.name[-1] in KINDS), *_kinded(county.name)]
        for form, full in dict([(short, False), *called]).items():
            if len(form) >= 2 and form not in cities and (full or not _heir_says(table, county.heirs, form)):
                spellings[form].append((OLD_COUNTY, row, full))


def _kinded(name: str) -> list[tuple[str, bool]]:
    return [(form, full) for form, full in forms(name) if full and name[-1] in KINDS]


def _taken(table: Table, spellings: dict[str, list[Candidate]], form: str, level: int, province: str) -> bool:
    return any(
        found[0] <= level and table.codes[found[1]].startswith(province)
        for found in spellings.get(form, ())
        if found[0] in {PROVINCE, CITY}
    )


def _heir_says(table: Table, heirs: tuple[int, ...], form: str) -> bool:
    """Return whether an heir's own short name is this form, so that the old one adds nothing."""
    return any(short_name(table.names[heir]) == form for heir in heirs)


def _add_zones(table: Table, spellings: dict[str, list[Candidate]]) -> list[dict[int, tuple[int, ...]]]:
    by_name: dict[str, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for code, name, hosts in table.rows("zones"):
        by_name[name][table.node_of[code]] = tuple(table.node_of[host] for host in hosts.split(","))
    rows: list[dict[int, tuple[int, ...]]] = []
    for name, places in sorted(by_name.items()):
        spellings[name].append((ZONE, len(rows), True))
        rows.append(places)
    return rows
