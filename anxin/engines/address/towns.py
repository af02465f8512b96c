"""Find towns by name inside a county, a prefecture or the country."""

import re
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from anxin.engines.address.names import TOWN_SUFFIXES, town_body, town_stem
from anxin.engines.address.table import COUNTY, TOWN, Table

Entry = tuple[str, str, int]
Bucket = tuple[Entry, ...]


KIND = re.compile("街道(?:办事处|办(?!公))?|地区办事处|街办|民族乡|镇|乡|苏木|区公所")
_LONGEST = 9


class TownHit(NamedTuple):
    """A town's name in a text: node, code points, and whether a word of kind follows the stem."""

    node: int
    start: int
    end: int
    full: bool


class Towns:
    """Town names, indexed when first asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._within: dict[int, dict[str, Bucket]] = {}
        self._bodies: dict[int, dict[str, list[tuple[str, int]]]] = {}

    def within(self, node: int) -> dict[str, Bucket]:
        """Index the towns below a node: first two characters of the name → (stem, name, node), longest stem first."""
        found = self._within.get(node)
        if found is None:
            found = self._within[node] = _index(self._table, self._below(node))
        return found

    def plain(self, node: int) -> dict[str, int]:
        """Index the three- and four-character names of towns below a node that no other town's name goes on from."""
        below = self._below(node)
        names = [self._table.names[town] for town in below]
        return {
            name: town
            for name, town in zip(names, below, strict=True)
            if 3 <= len(name) <= 4 and not any(other.startswith(name) and other != name for other in names)
        }

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """Towns of the country by stem."""
        names, levels = self._table.names, self._table.levels
        found: dict[str, list[int]] = defaultdict(list)
        for node in range(levels.index(TOWN), len(levels)):
            found[town_stem(names[node])].append(node)
        return dict(found)

    def bodies(self, node: int) -> dict[str, list[tuple[str, int]]]:
        """Index the towns below a node (-1: of the country) by what stands before the word of kind."""
        found = self._bodies.get(node)
        if found is None:
            names, levels = self._table.names, self._table.levels
            towns = self._below(node) if node >= 0 else [n for n, level in enumerate(levels) if level == TOWN]
            found = defaultdict(list)
            for town in towns:
                name = names[town]
                for body in dict.fromkeys((town_stem(name), town_body(name))):
                    found[body].append((name, town))
            found = self._bodies[node] = dict(found)
        return found

    def _below(self, node: int) -> list[int]:
        table, found, waiting = self._table, [], [node]
        while waiting:
            for child in table.children[waiting.pop()]:
                if table.levels[child] == TOWN:
                    found.append(child)
                else:
                    waiting.append(child)
        return sorted(found)

    def at(self, text: str, start: int, index: dict[str, Bucket]) -> TownHit | None:
        """Match the longest town name that begins exactly here; a bare stem counts for 镇 and 乡, or at the end."""
        bucket = index.get(text[start : start + 2])
        if not bucket:
            return None
        found, longest = None, 0
        for stem, name, node in bucket:
            if len(stem) < longest:
                break
            if text.startswith(stem, start):
                end = _full_end(text, start, stem, name)
                if end and text.startswith(name, start):
                    return TownHit(node, start, end, True)
                if found is None or (end and not found.full):
                    if end:
                        found, longest = TownHit(node, start, end, True), len(stem)
                    elif len(stem) > 1 and (name[-1] in "镇乡" or start + len(stem) == len(text)):
                        found, longest = TownHit(node, start, start + len(stem), False), len(stem)
        return found

    def all(self, text: str, node: int, start: int = 0) -> list[TownHit]:
        """Find every full town name behind a place of the text, several nodes for a name that several towns bear.

        Parameters
        ----------
        text : str
        node : int
            The division whose towns are looked for, -1 for the country.
        start : int
            Where to begin.
        """
        hits: list[TownHit] = []
        bodies: dict[str, list[tuple[str, int]]] | None = None
        for kind in KIND.finditer(text, start):
            if bodies is None:
                bodies = self.bodies(node)
            at, end = kind.span()
            for length in range(min(_LONGEST, at - start), 0, -1):
                towns = bodies.get(text[at - length : at])
                if towns:
                    hits += _bearing(text, at - length, end, towns)
                    break
        if len(hits) > 1:
            hits = _outermost(hits)
        return hits


def _bearing(text: str, start: int, end: int, towns: list[tuple[str, int]]) -> list[TownHit]:
    """Turn towns of one body into hits: those whose own name is written there, else all of two characters and more."""
    exact = [TownHit(node, start, end, True) for name, node in towns if text.startswith(name, start)]
    if exact:
        return exact
    return [TownHit(node, start, end, True) for name, node in towns if len(name) > 2 and end - start > 2]


def _outermost(hits: list[TownHit]) -> list[TownHit]:
    """Drop hits that begin inside a longer one (镇 of 杨镇街道)."""
    kept: list[TownHit] = []
    covered, begun = -1, -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= covered or (hit.start == begun and hit.end == covered):
            kept.append(hit)
            covered, begun = hit.end, hit.start
    return kept


def _office(text: str, end: int) -> int:
    """Count the characters of 办事处 or 办 after a street's full name."""
    if text.startswith("办事处", end):
        return 3
    return 1 if text.startswith("办", end) and not text.startswith("办公", end) else 0


def _full_end(text: str, start: int, stem: str, name: str) -> int:
    if text.startswith(name, start):
        return start + len(name) + _office(text, start + len(name))
    if len(stem) > 1 and text.startswith(stem, start):
        end = start + len(stem)
        for suffix in TOWN_SUFFIXES:
            if text.startswith(suffix, end):
                return end + len(suffix)
    return 0


def _index(table: Table, nodes: list[int]) -> dict[str, Bucket]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for node in nodes:
        name = table.names[node]
        stem = town_stem(name)
        found[name[:2]].append((stem, name, node))
    return {key: tuple(sorted(entries, key=lambda e: (-len(e[0]), -len(e[1]), e[2]))) for key, entries in found.items()}


def county_of(table: Table, town: int) -> int:
    """Node of the county (or undivided prefecture) a town lies in."""
    parent = table.parents[town]
    return parent if table.levels[parent] in {COUNTY, COUNTY - 1} else -1
