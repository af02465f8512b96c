"""Find towns by name inside a county, a prefecture or the country."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from anxin.engines.address.names import TOWN_SUFFIXES, town_body, town_stem
from anxin.engines.address.table import COUNTY, TOWN, Table

Entry = tuple[str, str, int]
Bucket = tuple[Entry, ...]
Within = dict[str, list[int] | Bucket]


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
        self._first = table.levels.index(TOWN)
        self._within: dict[int, Within] = {}
        self._bodies: dict[int, tuple[dict[str, list[int]], int]] = {}

    @cached_property
    def starts(self) -> dict[str, int | list[int]]:
        """Index every town by the first two characters of its name + chr(its county): one town, or several."""
        names, parents = self._table.names, self._table.parents
        found: dict[str, int | list[int]] = {}
        for town in range(self._first, len(names)):
            key = names[town][:2] + chr(parents[town])
            known: int | list[int] = found.setdefault(key, town)
            if not isinstance(known, int):
                known.append(town)
            elif known != town:
                found[key] = [known, town]
        return found

    def within(self, node: int) -> Within:
        """Index the towns below a node: first two characters of the name → towns, entries by `at` when first met."""
        found = self._within.get(node)
        if found is None:
            names = self._table.names
            found = self._within[node] = {}
            for town in self._below(node):
                key = names[town][:2]
                bucket = found.get(key)
                if bucket is None:
                    found[key] = [town]
                else:
                    bucket.append(town)  # type: ignore[union-attr]
        return found

    @cached_property
    def bodies(self) -> dict[str, list[int]]:
        """Index the towns of the country by what stands before the word of kind, and by their stem."""
        return _by_body(self._table.names, range(self._first, len(self._table.names)))

    def stems(self, stem: str) -> list[int]:
        """List the towns of the country with this stem."""
        return [town for town in self.bodies.get(stem, ()) if town_stem(self._table.names[town]) == stem]

    def _below(self, node: int) -> list[int]:
        table, found, waiting = self._table, [], [node]
        if table.levels[node] == COUNTY:
            return table.children[node]
        while waiting:
            for child in table.children[waiting.pop()]:
                if table.levels[child] == TOWN:
                    found.append(child)
                else:
                    waiting.append(child)
        return sorted(found)

    def at(self, text: str, start: int, index: Within) -> TownHit | None:
        """Match the longest town name that begins exactly here; a bare stem counts for 镇 and 乡, or at the end."""
        key = text[start : start + 2]
        bucket = index.get(key)
        if bucket is None:
            return None
        if isinstance(bucket, list):
            bucket = index[key] = _entries(self._table, bucket)
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

    def all(self, text: str, node: int, start: int = 0, first: int = 0) -> list[TownHit]:
        """Find every full town name behind a place of the text, several nodes for a name that several towns bear.

        Parameters
        ----------
        text : str
        node : int
            The division whose towns are looked for, -1 for the country.
        start, first : int
            Where the first name may begin, and (if known to be later) where the first word of kind may.
        """
        hits: list[TownHit] = []
        bodies, longest = self._own(node) if node >= 0 else (self.bodies, _LONGEST)
        for kind in KIND.finditer(text, max(start, first)):
            at, end = kind.span()
            for length in range(min(longest, at - start), 0, -1):
                towns = bodies.get(text[at - length : at])
                if towns:
                    hits += self._bearing(text, at - length, end, towns)
                    break
        if len(hits) > 1:
            hits = _outermost(hits)
        return hits

    def _own(self, node: int) -> tuple[dict[str, list[int]], int]:
        """Index the towns below a node as `bodies` does, and give the longest key."""
        found = self._bodies.get(node)
        if found is None:
            bodies = _by_body(self._table.names, self._below(node))
            found = self._bodies[node] = bodies, min(_LONGEST, max(map(len, bodies), default=0))
        return found

    def _bearing(self, text: str, start: int, end: int, towns: list[int]) -> list[TownHit]:
        """Turn towns of one body into hits: those whose own name is written there, else all of two characters up."""
        names = self._table.names
        exact = [TownHit(town, start, end, True) for town in towns if text.startswith(names[town], start)]
        if exact:
            return exact
        return [TownHit(town, start, end, True) for town in towns if len(names[town]) > 2 and end - start > 2]


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


def _by_body(names: list[str], towns: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for town in towns:
        name = names[town]
        body = name[:-1] if name[-1] == "镇" else town_body(name)
        found.setdefault(body, []).append(town)
        if name[-1] == "乡":
            stem = town_stem(name)
            if stem != body:
                found.setdefault(stem, []).append(town)
    return found


def _entries(table: Table, towns: list[int]) -> Bucket:
    """Order the towns of one bucket, longest stem first."""
    entries = [(town_stem(table.names[town]), table.names[town], town) for town in towns]
    return tuple(sorted(entries, key=lambda e: (-len(e[0]), -len(e[1]), e[2])))


def county_of(table: Table, town: int) -> int:
    """Node of the county (or undivided prefecture) a town lies in."""
    parent = table.parents[town]
    return parent if table.levels[parent] in {COUNTY, COUNTY - 1} else -1
