"""Find towns by name inside a county, a prefecture or the country."""

from collections import defaultdict
from typing import NamedTuple

from anxin.engines.address.names import TOWN_SUFFIXES, town_stem
from anxin.engines.address.table import COUNTY, TOWN, Table

Entry = tuple[str, str, int]
Bucket = tuple[Entry, ...]


TOWN_SIGNS = ("镇", "街", "乡", "苏木", "区公所")


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
        self._everywhere: dict[str, Bucket] | None = None

    def within(self, node: int) -> dict[str, Bucket]:
        """Index the towns below a node: first two characters of the name → (stem, name, node), longest stem first."""
        found = self._within.get(node)
        if found is None:
            found = self._within[node] = _index(self._table, self._below(node))
        return found

    def everywhere(self) -> dict[str, Bucket]:
        """Index the towns of the whole country."""
        if self._everywhere is None:
            levels = self._table.levels
            self._everywhere = _index(self._table, [node for node, level in enumerate(levels) if level == TOWN])
        return self._everywhere

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

    def all(self, text: str, index: dict[str, Bucket]) -> list[TownHit]:
        """Find every full town name in a text, several nodes for a name that several towns bear."""
        hits: list[TownHit] = []
        if not any(sign in text for sign in TOWN_SIGNS):
            return hits
        covered = 0
        for start in range(len(text) - 1):
            bucket = index.get(text[start : start + 2])
            if not bucket or start < covered:
                continue
            best, exact = 0, False
            here: list[TownHit] = []
            for stem, name, node in bucket:
                if len(stem) < best:
                    break
                end = _full_end(text, start, stem, name)
                if end:
                    same = text.startswith(name, start)
                    if same > exact:
                        here, exact = [], True
                    if same == exact:
                        here.append(TownHit(node, start, end, True))
                    best, covered = len(stem), max(covered, end)
            hits += here
        return hits


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
