"""Read what a clean walk leaves open in one point only: several heirs, towns given away, a zone, words in front."""

from anxin.engines.address.chains import Reading
from anxin.engines.address.descent import SKIP, Descent
from anxin.engines.address.index import ZONE
from anxin.engines.address.table import CITY, COUNTY, PROVINCE
from anxin.engines.address.towns import TownHit

CLEAN = 6.0
FURTHEST = 14
TWO_LEVELS = 6
Marks = list[tuple[int, int, int]]


class Halfway:
    """Readings that need no weighing, made from a descent's steps."""

    def __init__(self, descent: Descent) -> None:
        self._descent = descent
        self._table = descent.table
        self._towns = descent.towns
        self._zones: dict[str, list[tuple[str, int]]] = {}
        for form, candidates in descent.index.spellings.items():
            for level, row, _ in candidates:
                if level == ZONE:
                    self._zones.setdefault(form[:2], []).append((form, row))
        for found in self._zones.values():
            found.sort(key=lambda zone: -len(zone[0]))

    def read(self, text: str) -> Reading | None:
        """Read a text, or give None where more than one point is open."""
        begin = self._begin(text)
        chain = self._descent.chain(text, begin)
        if chain is None:
            return self._zone(text) if not begin else None
        node, above, marks, at, form, full, old, _ = chain
        heirs = self._descent.heirs.get((node, old), ()) if old else ()
        if not (heirs or begin or self._moved(text, at, node, full, marks)) or not (full or not begin):
            return None
        while at < len(text) and (text[at] in SKIP or text.startswith(form, at)):
            at += len(form) if text.startswith(form, at) else 1
        if self._descent.sibling_follows(text, at, above, node) or not self._descent.clear(text, at, node):
            return None
        town = self._town(text, at, node) or self._in_front(text, begin, node)
        rivals = tuple(heir for heir in heirs if heir != node)
        return Reading(
            node, CLEAN, _triples(marks), old, chained=True, rivals=rivals, town=town, own=begin, end=at, firm=True
        )

    def _moved(self, text: str, at: int, node: int, full: bool, marks: tuple[int, ...]) -> bool:
        """Return whether a county's town lies elsewhere; behind a short name only with a prefecture before it."""
        moved = self._descent.moved
        if self._table.levels[node] != COUNTY or (not full and len(marks) < TWO_LEVELS):
            return False
        return moved.speaks(text, at, node) if full else moved.behind(text, at, node) is not None

    def _begin(self, text: str) -> int:
        """Find where the chain begins: 0, or at the full name of a province or prefecture behind a few words."""
        steps, levels = self._descent.steps[-1], self._table.levels
        if any(text.startswith(step[0]) for step in steps.get(text[:2], ())) or text[:1] in SKIP or text[:2] == "中国":
            return 0
        for at in range(1, min(FURTHEST, len(text) - 3)):
            for form, node, full, _ in steps.get(text[at : at + 2], ()):
                if full and levels[node] <= CITY and text.startswith(form, at):
                    return at
        return 0

    def _town(self, text: str, at: int, node: int) -> TownHit | None:
        town = self._towns.at(text, at, node)
        towns = [town] if town and town.full else self._towns.all(text, node, at)
        return towns[0] if towns else None

    def _in_front(self, text: str, begin: int, node: int) -> TownHit | None:
        towns = self._towns.all(text[:begin], node) if begin else []
        return towns[0] if towns else None

    def _zone(self, text: str) -> Reading | None:
        """Read a prefecture's name with a development zone directly behind, and no county anywhere."""
        node, marks, at = self.city(text)
        if node < 0:
            return None
        for form, row in self._zones.get(text[at : at + 2], ()):
            hosts = self._descent.index.zone_rows[row].get(node, ())
            if hosts and text.startswith(form, at):
                end = at + len(form)
                counties = [child for child in self._table.children[node] if self._table.levels[child] == COUNTY]
                if any(self._table.names[county] in text for county in counties):
                    return None
                if not self._descent.clear(text, end, hosts[0]):
                    return None
                towns = [(host, self._town(text, end, host)) for host in hosts]
                host, town = next((pair for pair in towns if pair[1]), (hosts[0], None))
                rivals = tuple(other for other in hosts if other != host)
                return Reading(
                    host, CLEAN - 1.0, marks, zone=form, chained=True, rivals=rivals, town=town, own=at, end=end
                )
        return None

    def city(self, text: str) -> tuple[int, Marks, int]:
        """Step down from the top to a prefecture; the node is -1 if the text names none."""
        node, at = -1, 2 if text.startswith("中国") else 0
        marks: Marks = []
        while node < 0 or self._table.levels[node] == PROVINCE:
            step = next(
                (s for s in self._descent.steps[node].get(text[at : at + 2], ()) if text.startswith(s[0], at)), None
            )
            if step is None or self._table.levels[step[1]] > CITY or step[1] == node:
                return -1, [], 0
            node = step[1]
            marks.append((self._table.levels[node], at, at + len(step[0])))
            at += len(step[0])
        return node, marks, at


def _triples(marks: tuple[int, ...]) -> Marks:
    return [(marks[i], marks[i + 1], marks[i + 2]) for i in range(0, len(marks), 3)]
