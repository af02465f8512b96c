"""Read a county's short name that stands alone at the start, and say what else bears it."""

from dataclasses import dataclass

from anxin.engines.address.evidence import short_weight
from anxin.engines.address.index import Index
from anxin.engines.address.names import short_name
from anxin.engines.address.resolution import Alternative, Resolution
from anxin.engines.address.table import CITY, COUNTY, PROVINCE
from anxin.engines.address.towns import Towns

FULL_STOP = 0.9
FOLLOWED = 0.85
BEFORE_A_PLACE = 0.6
NAMESAKE = 0.7
ECHO = 0.85
MOST = 8
MOST_TOWNS = 4
COUNTRYWIDE = 12


@dataclass(frozen=True, slots=True)
class Bearers:
    """The counties, and the towns elsewhere, that bear a short name."""

    counties: tuple[int, ...]
    towns: tuple[int, ...]


class Lone:
    """Names without anything above them: how sure they are, and who else is called so."""

    def __init__(self, index: Index, towns: Towns) -> None:
        self._table = index.table
        self._towns = towns
        self._spellings = index.spellings
        self._known: dict[str, Bearers] = {}

    def bearers(self, form: str) -> Bearers:
        """List who bears a short name: counties, and towns of other counties (none where it is borne countrywide)."""
        found = self._known.get(form)
        if found is None:
            table = self._table
            counties = tuple(
                dict.fromkeys(row for level, row, full in self._spellings.get(form, ()) if level == COUNTY and not full)
            )
            towns = tuple(town for town in self._towns.stems(form) if table.parents[town] not in counties)
            found = self._known[form] = Bearers(counties, towns if len(towns) <= COUNTRYWIDE else ())
        return found

    def read(self, text: str) -> Resolution | None:
        """Read a short name at the very start before a place of that name (慈溪火车站), if nothing else was read."""
        for length in range(min(8, len(text)), 1, -1):
            form = text[:length]
            if form not in self._spellings:
                continue
            nodes = self._meant(form)
            if not nodes or not 0.0 < short_weight(text, length, frozenset()) < 1.0:
                return None
            if len(nodes) > 1:
                others = tuple(self._alternative(one, round(0.5 / len(nodes), 3)) for one in nodes[:MOST])
                return Resolution(self._table, text, self._common(nodes), (), 0.3, others, ("ambiguous",))
            marks = (self._table.levels[nodes[0]], 0, length)
            return Resolution(self._table, text, nodes[0], marks, BEFORE_A_PLACE, self.namesakes(form))
        return None

    def _meant(self, form: str) -> tuple[int, ...]:
        """List the divisions that a short name may mean: a prefecture swallows its own county of that name."""
        table = self._table
        if any(level == PROVINCE for level, _, _ in self._spellings[form]):
            return ()
        cities = [row for level, row, full in self._spellings[form] if level == CITY and not full]
        counties = [one for one in self.bearers(form).counties if table.parents[one] not in cities]
        return (*cities, *counties)

    def namesakes(self, form: str) -> tuple[Alternative, ...]:
        """Return the towns elsewhere that bear a county's short name."""
        return tuple(self._alternative(town, 0.1) for town in self.bearers(form).towns[:MOST_TOWNS])

    def doubted(self, form: str, whole: bool, sure: float) -> float:
        """Lower the confidence of a county read from its short name alone."""
        if self.bearers(form).towns:
            return min(sure, NAMESAKE)
        return min(sure, FULL_STOP if whole else FOLLOWED)

    def straddled(self, found: Resolution) -> Resolution:
        """Read 市南 behind a prefecture's name as its county where nothing follows (青岛市南); else offer it."""
        table, text = self._table, found.text
        if found.node < 0 or table.levels[found.node] != CITY or not found.marks:
            return found
        end = found.marks[-1]
        name = text[end - 1 : end + 1] + "区"
        below = [one for one in table.children[found.node] if table.names[one] == name] if text[end - 1] == "市" else []
        if not below:
            return found
        if end + 1 == len(text):
            marks = (*found.marks[:-1], end - 1, COUNTY, end - 1, end + 1)
            return Resolution(table, text, below[0], marks, FULL_STOP)
        others = (*found.alternatives, self._alternative(below[0], 0.3))
        return Resolution(table, text, found.node, found.marks, min(found.confidence, ECHO), others, found.notes)

    def echoed(self, found: Resolution) -> Resolution:
        """Say of a prefecture named only in short that a county of it is called the same (吉安: 吉安市 or 吉安县)."""
        table, node = self._table, found.node
        if node < 0 or table.levels[node] != CITY or not found.marks or "ambiguous" in found.notes:
            return found
        level, start, end = max(
            (found.marks[i : i + 3] for i in range(0, len(found.marks), 3)), key=lambda mark: mark[0]
        )
        form = found.text[start:end]
        if level != CITY or form == table.names[node]:
            return found
        called = [
            one for one in table.children[node] if table.levels[one] == COUNTY and short_name(table.names[one]) == form
        ]
        if not called or any(other.code == table.codes[called[0]] for other in found.alternatives):
            return found
        others = (*found.alternatives, *(self._alternative(one, 0.2) for one in called))
        sure = min(found.confidence, ECHO)
        return Resolution(table, found.text, node, found.marks, sure, others, (*found.notes, "ambiguous"))

    def _alternative(self, node: int, sure: float) -> Alternative:
        table = self._table
        return Alternative(table.codes[node], table.full_name(node), sure)

    def _common(self, nodes: tuple[int, ...]) -> int:
        for level in (CITY, PROVINCE):
            above = {self._table.above(node, level) for node in nodes}
            if len(above) == 1:
                return above.pop()
        return -1
