"""Walk a cleanly written address down the tree: the short way, taken by nine lines in ten."""

import re
from collections import Counter
from functools import cached_property
from itertools import product

from anxin.engines.address.evidence import WORDS_ON, short_weight
from anxin.engines.address.index import OLD_CITY, Index
from anxin.engines.address.moved_towns import Moved
from anxin.engines.address.names import forms, short_name
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, Table
from anxin.engines.address.towns import KIND, Towns
from anxin.engines.address.walk_memory import SOUTH_OF_CITY, Chain, Memory, Steps, Walked, add, longest_first

OTHERS = re.compile("[市省治]")  # without these the rest names no other chain in full
ANYTHING = re.compile("[市省治镇乡苏街所办]")  # without these neither another chain nor a town follows
OLD_KINDS = frozenset("镇乡")
NEAR = 10
SKIP = frozenset(" ,，、-/|\u3000")
OTHER_KIND = re.compile("[市县区州盟旗]|地区|新区|自治")
NO_BREAKS: frozenset[int] = frozenset()
SHORT, SHORT_OF_PROVINCE, BEFORE_A_PLACE, SAID_TWICE = 0.98, 0.95, 0.86, 0.8


class Descent:
    """The tree of unambiguous steps; built once, walked by `walk`."""

    def __init__(self, index: Index, towns: Towns) -> None:
        self.table: Table = index.table
        self.index = index
        self.towns = towns
        self.moved = Moved(index, towns)
        self.city_names = {
            self.table.names[node] for node, level in enumerate(self.table.levels) if level in {PROVINCE, CITY}
        } | {city.name for city in self.table.old_cities}
        self.heirs: dict[tuple[int, str], tuple[int, ...]] = {}
        self._starts = towns.starts
        self._names = self.table.names
        self._givers = self.moved.givers
        self._own = {
            node: {self.table.names[above] for above in self.table.path(node)}
            for node, level in enumerate(self.table.levels)
            if level <= CITY
        }
        self._own[-1] = set()
        self._ends = bytearray(
            level >= COUNTY or kind == "undivided_city"
            for level, kind in zip(self.table.levels, self.table.kinds, strict=True)
        )
        self.steps: dict[int, Steps] = {-1: self._root()}
        for node, level in enumerate(self.table.levels):
            if level > CITY:
                break
            self.steps[node] = self._below(node)
        self._memory = Memory(self.table.levels, self._ends, self.steps)
        self._walk_ahead()

    def _walk_ahead(self) -> None:
        """Walk to every prefecture once, as it is usually written, so that no line has to walk there first."""
        names = self.table.names
        for node, level in enumerate(self.table.levels):
            if level == CITY:
                above = names[self.table.parents[node]]
                for way in product((above, short_name(above)), (names[node], short_name(names[node]))):
                    self.chain("".join(way))

    def walk(self, text: str) -> tuple[int, tuple[int, ...], float, str] | None:
        """Read a text that begins with its chain.

        Returns
        -------
        (int, tuple of int, float, str) or None
            Node, marks (level, start, end, …), confidence and old name; None where anything is doubtful.
        """
        chain = self._memory.find(text) or self.chain(text)
        if chain is None:
            return None
        node, above, marks, at, form, full, old, county = chain
        if old and (node, old) in self.heirs:
            return self._among_heirs(text, self.heirs[node, old], marks, at, old)
        key = text[at : at + 2] + county
        town = self._starts.get(key)
        if town is None:
            if full and key[0] not in SKIP and not text.startswith(form, at):
                return self._townless(text, above, node, marks, at, 0.998, old)
        elif type(town) is int:
            name = self._names[town]
            end = at + len(name)
            if text.startswith(name, at):
                called = text[end : end + 1] != "办"
            else:  # 乡 that is 镇 today, 镇 that is 街道
                end -= name.endswith("街道")
                called = text[end - 1 : end] in OLD_KINDS and end > at + 2 and text.startswith(name[: end - at - 1], at)
            if called:
                if OTHERS.search(text, end) and self._another_chain(text, at, node):
                    return None
                return town, (*marks, 4, at, end), 0.998, old
        return self._finish(text, above, node, marks, at, form, full, old)

    def _townless(
        self, text: str, above: int, node: int, marks: tuple[int, ...], at: int, sure: float, old: str
    ) -> tuple[int, tuple[int, ...], float, str] | None:
        """Read what follows a county where no town of its own stands directly behind."""
        if text[at : at + 2] in self.steps[above] and self.sibling_follows(text, at, above, node):
            return None
        kind = None
        if ANYTHING.search(text, at):
            if OTHERS.search(text, at) and self._another_chain(text, at, node):
                return None
            kind = KIND.search(text, at)
            if kind:
                town = self.towns.first(text, node, at, kind)
                if town:
                    return town.node, (*marks, 4, town.start, town.end), 0.998 if sure > SHORT else SHORT, old
        elsewhere: object = None
        if node in self._givers:
            elsewhere = self.moved.speaks(text, at, node) if kind else self.moved.bare(text, at, node)
        elif kind and kind.start() < at + NEAR and self.table.levels[node] == COUNTY:
            elsewhere = self.moved.behind(text, at, node)
        if elsewhere:
            return None
        return node, marks, sure, old

    def _among_heirs(
        self, text: str, heirs: tuple[int, ...], marks: tuple[int, ...], at: int, old: str
    ) -> tuple[int, tuple[int, ...], float, str] | None:
        """Let the town directly behind an old county's name tell which of its heirs is meant."""
        hits = [self.towns.at(text, at, heir) for heir in heirs]
        towns = [hit for hit in hits if hit and hit.full]
        if len(towns) == 1 and self.clear(text, at, towns[0].node):
            return towns[0].node, (*marks, 4, towns[0].start, towns[0].end), 0.99, old
        return None

    def clear(self, text: str, at: int, node: int) -> bool:
        """Return whether the rest of a text names no other chain."""
        return not (OTHERS.search(text, at) and self._another_chain(text, at, node))

    def chain(self, text: str, begin: int = 0) -> Chain | None:
        """Step down from the top to a county (or undivided prefecture), and remember the way."""
        at = begin + 2 if text.startswith("中国", begin) else begin
        if begin:
            return self._step(text, at, (-1, -1, (), at), [])
        chain, walked = self._memory.ahead(text, at)
        if chain is not None:
            return chain
        if walked is not None:
            return self._step(text, at, walked, [])
        longer: list[tuple[int, str]] = []
        chain = self._step(text, at, (-1, -1, (), at), longer, self._memory)
        if chain is not None:
            end = chain[3]
            if not any(form.startswith(text[start:end]) for start, form in longer):
                self._memory.keep(text[:end], chain)
        return chain

    def _step(
        self, text: str, first: int, walked: Walked, longer: list[tuple[int, str]], memory: Memory | None = None
    ) -> Chain | None:
        """Step on from where one stands, noting every longer name that was tried."""
        levels, steps, ends = self.table.levels, self.steps, self._ends
        node, above, marks, at = last = walked
        while True:
            key = text[at : at + 2]
            step = None
            for candidate in steps[node].get(key, ()):
                if text.startswith(candidate[0], at):
                    step = candidate
                    break
                longer.append((at, candidate[0]))
            if step is None:
                if key and key[0] in SKIP:
                    at += 1
                    continue
                break
            form, target, full, gone = step
            start, at = at, at + len(form)
            if text[at - 1 : at + 1] in WORDS_ON:
                return None
            if target != node:
                if form in SOUTH_OF_CITY and text[start - 1] == "市":
                    start -= 1
                    marks = (*marks[:-1], start)
                marks += (levels[target], start, at)
                above, node = node, target
                if ends[node]:
                    break
            last = node, above, marks, at
        if memory is not None:
            memory.remember(text, first, last, longer)
        if step is None:
            return None
        return node, above if above >= 0 else self.table.parents[node], marks, at, form, full, gone, chr(node)

    def _finish(
        self, text: str, above: int, node: int, marks: tuple[int, ...], at: int, form: str, full: bool, old: str
    ) -> tuple[int, tuple[int, ...], float, str] | None:
        key = text[at : at + 2]
        town = self.towns.at(text, at, node)
        sure = 0.998 if full else 0.98
        while not (town and town.full):
            if full and text.startswith(form, at):
                at += len(form)
            elif key and key[0] in SKIP:
                at += 1
            else:
                break
            key = text[at : at + 2]
            town = self.towns.at(text, at, node)
        if town and town.full:
            if OTHERS.search(text, at) and self._another_chain(text, at, node):
                return None
            return town.node, (*marks, 4, town.start, town.end), 0.998, old
        if not full and at < len(text):
            sure = self._short(text, at, node, marks)
            if not sure:
                return None
        if town:
            if key in self.steps[above] and self.sibling_follows(text, at, above, node):
                return None
            if OTHERS.search(text, at) and self._another_chain(text, at, node):
                return None
            return town.node, (*marks, 4, town.start, town.end), min(sure, 0.99), old
        return self._townless(text, above, node, marks, at, sure, old)

    def _short(self, text: str, at: int, node: int, marks: tuple[int, ...]) -> float:
        """Return how sure a county's short name behind its prefecture's is, by what follows; 0 to have it weighed."""
        table = self.table
        above = table.parents[node]
        if OTHER_KIND.match(text, at) or (len(marks) > 3 and self.moved.risen(text, marks[-4], above)):
            return 0.0
        if len(marks) < 6:
            return SHORT if table.kinds[node] == "undivided_city" and short_weight(text, at, NO_BREAKS) == 1.0 else 0.0
        weight = short_weight(text, at, NO_BREAKS)
        if above >= 0 and short_name(table.names[above]) == short_name(table.names[node]):
            return SAID_TWICE if weight > 0.0 and not KIND.match(text, at) else 0.0
        if weight == 1.0:
            return SHORT if marks[-6] == CITY or table.parents[above] < 0 else SHORT_OF_PROVINCE
        return BEFORE_A_PLACE if weight > 0.0 and not KIND.match(text, at) else 0.0

    def sibling_follows(self, text: str, at: int, above: int, node: int) -> bool:
        """Return whether another county's full name stands directly behind ours, with or without the prefecture's."""
        for form, target, full, _ in self.steps[above].get(text[at : at + 2], ()):
            if text.startswith(form, at):
                if target == above:
                    return self._other_county(text, at + len(form), node)
                return full and target != node
        return False

    def _another_chain(self, text: str, at: int, node: int) -> bool:
        """Return whether the rest names another province, prefecture or county of the prefecture in full."""
        if self.table.levels[node] > COUNTY:
            node = self.table.parents[node]
        own = self._own[self.table.parents[node]]
        for sign in "市省":
            found = text.find(sign, at)
            while found >= 0:
                end = found + 1
                for start in (found - 2, found - 3):
                    name = text[start:end] if start >= at else ""
                    if name in self.city_names and (name not in own or self._other_county(text, end, node)):
                        return True
                found = text.find(sign, end)
        rest = text[at:]
        if "自治" in rest:
            for name in (self.table.names[node], *sorted(own)):
                rest = rest.replace(name, "")
        return "自治" in rest

    def _other_county(self, text: str, at: int, node: int) -> bool:
        """Return whether the prefecture's name, said again, is followed by another county than ours."""
        for form, target, _, _ in self.steps[self.table.parents[node]].get(text[at : at + 2], ()):
            if text.startswith(form, at):
                return target not in (node, self.table.parents[node])
        return False

    def _root(self) -> Steps:
        table = self.table
        steps: Steps = {}
        for node, level in enumerate(table.levels):
            if level > CITY:
                break
            for form, full in forms(table.names[node]):
                candidates = self.index.spellings.get(form, [])
                upto = CITY if table.kinds[node] != "undivided_city" else COUNTY
                if level == PROVINCE or full or {c[1] for c in candidates if c[0] <= upto} == {node}:
                    add(steps, form, node, full, "")
        for form, candidates in self.index.spellings.items():
            level, node, full = candidates[0]
            if len(candidates) == 1 and full and level == COUNTY and len(form) >= 3:
                add(steps, form, node, True, "")
            elif len(candidates) == 1 and level == OLD_CITY and len(table.old_cities[node].heirs) == 1:
                add(steps, form, table.old_cities[node].heirs[0], full, "")
        return longest_first(steps)

    def _below(self, node: int) -> Steps:
        table = self.table
        steps: Steps = {}
        taken: dict[str, int] = {}
        below = [child for child in table.children[node] if table.levels[child] <= COUNTY]
        spoken = Counter(form for child in below for form, _ in self._spoken(child))
        for child in below:
            for form, full in self._spoken(child):
                if full or spoken[form] == 1:
                    taken[form] = child
                    add(steps, form, child, full, "")
        for form, full in forms(table.names[node]):
            if form not in taken and len(form) >= 2:
                taken[form] = node
                add(steps, form, node, full, "")
        if table.levels[node] == PROVINCE:
            self._add_grandchildren(node, taken, steps)
            for city in table.old_cities:
                if city.province == table.codes[node] and len(city.heirs) == 1:
                    for form in (city.name, short_name(city.name)):
                        if form not in taken:
                            taken[form] = city.heirs[0]
                            add(steps, form, city.heirs[0], form == city.name, "")
        self._add_old(node, taken, steps)
        self._add_members(node, taken, steps)
        if table.kinds[node] == "municipality":
            add(steps, "市辖区", node, True, "")
        return longest_first(steps)

    def _spoken(self, node: int) -> list[tuple[str, bool]]:
        """Spellings of two characters and more that the index knows for a node."""
        known = self.index.spellings
        return [
            (form, full)
            for form, full in forms(self.table.names[node])
            if any(row == node and level <= COUNTY for level, row, _ in known.get(form, ()))
        ]

    def _add_grandchildren(self, node: int, taken: dict[str, int], steps: Steps) -> None:
        table = self.table
        found: dict[str, dict[int, bool]] = {}
        for child in table.children[node]:
            for grandchild in table.children[child]:
                if table.levels[child] == CITY and table.levels[grandchild] == COUNTY:
                    for form, full in forms(table.names[grandchild]):
                        if len(form) >= (3 if full else 2):
                            found.setdefault(form, {})[grandchild] = full
        for form, nodes in found.items():
            others = {c[1] for c in self.index.spellings.get(form, ()) if c[0] == COUNTY and c[1] in nodes}
            if len(nodes) == 1 == len(others) and form not in taken:
                ((grandchild, full),) = nodes.items()
                add(steps, form, grandchild, full, "")

    def _add_members(self, node: int, taken: dict[str, int], steps: Steps) -> None:
        """Add counties that left the prefecture, and 市南区 as it reads after 青岛市."""
        names = self.table.names
        for county in sorted(self.index.members.get(node, ())):
            if names[county] not in taken and self.table.levels[county] == COUNTY:
                taken[names[county]] = county
                add(steps, names[county], county, True, "")
        for child in self.table.children[node]:
            tail = names[child][1:]
            if names[child][0] == "市" and tail in SOUTH_OF_CITY and tail not in taken:
                taken[tail] = child
                add(steps, tail, child, True, "")

    def _add_old(self, node: int, taken: dict[str, int], steps: Steps) -> None:
        table = self.table
        for row in self._old_rows.get(node, ()):
            old = table.old_counties[row]
            if old.name not in taken and len(old.name) >= 2:
                taken[old.name] = old.heirs[0]
                add(steps, old.name, old.heirs[0], True, old.name)
                tail = old.name[1:]
                if old.name[0] == "市" and tail in SOUTH_OF_CITY and tail not in taken:
                    taken[tail] = old.heirs[0]
                    add(steps, tail, old.heirs[0], True, old.name)
                if len(old.heirs) > 1:
                    self.heirs[old.heirs[0], old.name] = old.heirs

    @cached_property
    def _old_rows(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        names: dict[tuple[int, str], int] = {}
        for row, old in enumerate(self.table.old_counties):
            if len({self.table.parents[heir] for heir in old.heirs}) == 1:
                parent = self.table.parents[old.heirs[0]]
                key = (parent, old.name)
                if key in names and self.table.old_counties[names[key]].heirs != old.heirs:
                    found[parent] = [other for other in found[parent] if other != names[key]]
                elif key not in names:
                    names[key] = row
                    found.setdefault(parent, []).append(row)
        return found
