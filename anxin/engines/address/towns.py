"""Find towns by name inside a county, a prefecture or the country."""

import re
from bisect import insort
from collections.abc import Iterator
from typing import NamedTuple

from anxin.engines.address.names import TOWN_SUFFIXES, town_body, town_stem
from anxin.engines.address.table import COUNTY, TOWN, Table

Entry = tuple[str, str, int]
Bucket = tuple[Entry, ...]
Found = int | list[int]

KIND = re.compile("街道(?:办事处|办(?!公))?|地区办事处|街办|民族乡|镇|乡|苏木|区公所")
_LONGEST = 9


class TownHit(NamedTuple):
    """A town's name in a text: node, code points, and whether a word of kind follows the stem."""

    node: int
    start: int
    end: int
    full: bool


class Towns:
    """Town names, indexed at once over the country, so that a file's first lines cost no more than its last.

    Attributes
    ----------
    starts : dict
        First two characters of a name + chr(its county) → the one town, or several.
    tails : dict
        Last two characters of what stands before the word of kind, and of the stem, + chr(its county) → the same.
    bodies : dict
        What stands before the word of kind, and the stem → the one town of the country, or several.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._buckets: dict[str, Bucket] = {}
        names, parents, first = table.names, table.parents, table.levels.index(TOWN)
        towns = [*range(first, len(names))]
        counties = [chr(parent) for parent in parents[first:]]
        self._body = [*names[:first], *[n[:-1] if n[-1] == "镇" else town_body(n) for n in names[first:]]]
        self._stem = {
            town: stem
            for town in towns
            if names[town][-1] == "乡" and (stem := town_stem(names[town])) != self._body[town]
        }
        bodies, more = self._body[first:], [*self._stem]
        spelled, stems = [*towns, *more], [*bodies, *self._stem.values()]
        self.starts = _grouped([name[:2] + county for name, county in zip(names[first:], counties, strict=True)], towns)
        self.tails = _grouped(
            [name[-2:] + chr(parents[town]) for name, town in zip(stems, spelled, strict=True)], spelled
        )
        self.bodies = _grouped(stems, spelled)

    def stems(self, stem: str) -> list[int]:
        """List the towns of the country with this stem."""
        return [town for town in _listed(self.bodies.get(stem)) if self._stem.get(town, stem) == stem]

    def at(self, text: str, start: int, node: int) -> TownHit | None:
        """Match the longest name of a town below a node that begins exactly here.

        A bare stem counts for 镇 and 乡, or at the end.
        """
        key = text[start : start + 2]
        bucket = self._buckets.get(key + chr(node))
        if bucket is None:
            towns = [town for holder in self._holders(node) for town in _listed(self.starts.get(key + chr(holder)))]
            if not towns:
                return None
            bucket = self._buckets[key + chr(node)] = _entries(self._table, towns)
        found, longest = None, 0
        for stem, name, town in bucket:
            if len(stem) < longest:
                break
            if text.startswith(stem, start):
                end = _full_end(text, start, stem, name)
                if end and text.startswith(name, start):
                    return TownHit(town, start, end, True)
                if found is None or (end and not found.full):
                    if end:
                        found, longest = TownHit(town, start, end, True), len(stem)
                    elif len(stem) > 1 and (name[-1] in "镇乡" or start + len(stem) == len(text)):
                        found, longest = TownHit(town, start, start + len(stem), False), len(stem)
        return found

    def _holders(self, node: int) -> Iterator[int]:
        """List a node and what lies below it down to the counties, of which towns may be children."""
        yield node
        if self._table.levels[node] < COUNTY:
            for child in self._table.children[node]:
                if self._table.levels[child] <= COUNTY:
                    yield from self._holders(child)

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
        below = self._of_county if node >= 0 and self._table.levels[node] == COUNTY else self._of_all
        for kind in KIND.finditer(text, max(start, first)):
            at, end = kind.span()
            begin, towns = below(text, start, at, node)
            if towns:
                hits += self._bearing(text, begin, end, towns)
        if len(hits) > 1:
            hits = _outermost(hits)
        return hits

    def first(self, text: str, county: int, start: int, kind: re.Match[str] | None) -> TownHit | None:
        """Find the first of `all` in a county, where the first word of kind is known already."""
        names, spelled = self._table.names, chr(county)
        while kind:
            at, end = kind.span()
            found = self.tails.get(text[at - 2 : at] + spelled) if at - start > 1 else None
            if type(found) is int and found not in self._stem:
                body = self._body[found]
                begin = at - len(body)
                if begin >= max(start, at - _LONGEST) and text.startswith(body, begin):
                    if KIND.search(text, end, begin + _LONGEST + 5):
                        break
                    if text.startswith(names[found], begin) or (len(names[found]) > 2 and end - begin > 2):
                        return TownHit(found, begin, end, True)
                    kind = KIND.search(text, end)
                    continue
            elif found is not None:
                break
            if at > start and text[at - 1] + spelled in self.tails:
                break
            kind = KIND.search(text, end)
        hits = self.all(text, county, start, kind.start()) if kind else None
        return hits[0] if hits else None

    def _of_county(self, text: str, start: int, at: int, node: int) -> tuple[int, list[int]]:
        """Find the towns of a county whose body, or stem, ends before a word of kind: where it begins, and which."""
        county, start = chr(node), max(start, at - _LONGEST)
        for length in (2, 1):
            found = self.tails.get(text[at - length : at] + county) if at - start >= length else None
            begin, towns = at, list[int]()
            for town in _listed(found):
                for name in (self._body[town], self._stem.get(town)):
                    if name and begin >= at - len(name) and text.endswith(name, start, at):
                        towns = [*towns, town] if begin == at - len(name) else [town]
                        begin = at - len(name)
            if towns:
                return begin, towns
        return at, []

    def _of_all(self, text: str, start: int, at: int, node: int) -> tuple[int, list[int]]:
        """Find the same below any division, -1 being the country."""
        kin = self._table.kin
        for length in range(min(_LONGEST, at - start), 0, -1):
            known = self.bodies.get(text[at - length : at])
            if known is not None:
                towns = [town for town in _listed(known) if node < 0 or kin(town, node)]
                if towns:
                    return at - length, towns
        return at, []

    def _bearing(self, text: str, start: int, end: int, towns: list[int]) -> list[TownHit]:
        """Turn towns of one body into hits: those whose own name is written there, else all of two characters up."""
        names = self._table.names
        exact = [TownHit(town, start, end, True) for town in towns if text.startswith(names[town], start)]
        if exact:
            return exact
        return [TownHit(town, start, end, True) for town in towns if len(names[town]) > 2 and end - start > 2]


def _grouped(keys: list[str], towns: list[int]) -> dict[str, Found]:
    """Map each key to its town, or to the list of its towns in their order."""
    found: dict[str, Found] = dict(zip(reversed(keys), reversed(towns), strict=True))
    for key, town in zip(keys, towns, strict=True):
        known = found[key]
        if known != town:
            if isinstance(known, list):
                insort(known, town)
            else:
                found[key] = sorted((known, town))
    return found


def _listed(found: Found | None) -> list[int]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


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


def _entries(table: Table, towns: list[int]) -> Bucket:
    """Order the towns of one bucket, longest stem first."""
    entries = [(town_stem(table.names[town]), table.names[town], town) for town in towns]
    return tuple(sorted(entries, key=lambda e: (-len(e[0]), -len(e[1]), e[2])))


def county_of(table: Table, town: int) -> int:
    """Node of the county (or undivided prefecture) a town lies in."""
    parent = table.parents[town]
    return parent if table.levels[parent] in {COUNTY, COUNTY - 1} else -1
