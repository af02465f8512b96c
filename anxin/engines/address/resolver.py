"""Decide what a text means, and say how sure that is."""

from anxin.engines.address import second_addresses
from anxin.engines.address.ambiguities import Halfway
from anxin.engines.address.chains import Reading, Weigher
from anxin.engines.address.decision import HEARD_NOTE, TIE, Decider, marks_of
from anxin.engines.address.descent import Descent
from anxin.engines.address.evidence import gather
from anxin.engines.address.index import OLD_CITY, Index
from anxin.engines.address.lone_names import Lone
from anxin.engines.address.misspellings import Nearly
from anxin.engines.address.resolution import Alternative, Hints, Resolution
from anxin.engines.address.sounds import Sounds
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, Table
from anxin.engines.address.text import LIMIT, bracketed, fold_map, squeeze
from anxin.engines.address.towns import Towns

STEPPED = 0.94
MOST_NAMESAKES = 12
HEARD_AT_LEAST = 1.2
HEARD_BETTER = 0.5


class Resolver:
    """Resolves texts over one index."""

    def __init__(self, index: Index) -> None:
        self.table: Table = index.table
        self.index = index
        self.towns = Towns(index.table)
        self.descent = Descent(index, self.towns)
        self.halfway = Halfway(self.descent)
        self.lone = Lone(index, self.towns)
        self.decider = Decider(index, self.towns, self.descent.moved, self.lone)
        self.weigher = Weigher(index, self.towns)
        self.sounds = Sounds(index)
        self.nearly = Nearly(index.table)
        self._outside = self.decider.outside
        self._break = second_addresses.break_before(self.descent.steps[-1]).search
        pairs = index.table.rows("simplified")[0]
        self._ready()
        self.folding = fold_map((pairs[0], pairs[1]))

    def _ready(self) -> None:
        """Build what would else be built by the first line that needs it."""
        _ = self.index.lengths, self.index.forms, self.index.echoes, self.index.members, self.index.splits
        _ = self.sounds.lengths, self.descent.moved.given

    def resolve(self, text: str, hints: Hints | None = None) -> Resolution:
        """Resolve one text."""
        walked = self.descent.walk(text)
        if walked is None:
            return self._first_of_two(text, hints) or self._closely(text, hints)
        node, marks, confidence, old = walked
        if self._break(text, marks[-1]):
            two = self._first_of_two(text, hints, marks[-1])
            if two is not None:
                return two
        if old or self._outside[node]:
            return Resolution(self.table, text, node, marks, confidence, (), self.decider.notes(node, old, ""))
        return Resolution(self.table, text, node, marks, confidence)

    def _closely(self, text: str, hints: Hints | None) -> Resolution:
        """Read a text that the walk gave up."""
        reading = self.halfway.read(text)
        if reading:
            return self.decider.decide(text, text, self._hinted([reading], hints), None)
        found = self.nearly.read(self._stepped(self._weigh(text, hints)))
        if found.node < 0 and not found.alternatives:
            found = self.lone.read(text) or found
        return self.lone.echoed(self.lone.straddled(found))

    def _first_of_two(self, text: str, hints: Hints | None, at: int = 0) -> Resolution | None:
        """Answer the first of two addresses of one line, and note the second."""
        begin = second_addresses.begins(self.descent, text, at) if len(text) <= LIMIT else -1
        if begin <= 0:
            return None
        first, other = self.resolve(text[:begin], hints), self.resolve(text[begin:], hints)
        if not first.county_code or not other.county_code or first.county_code == other.county_code:
            return None
        if second_addresses.only_names(text, first.spans[-1].end):
            return None
        notes = (*first.notes, f"second address: {other.full_name}")
        alternatives = (*first.alternatives, Alternative(other.code, other.full_name, 0.2))
        sure = min(first.confidence, second_addresses.SURE)
        return Resolution(self.table, text, first.node, first.marks, sure, alternatives, notes)

    def _weigh(self, text: str, hints: Hints | None) -> Resolution:
        folded, kept = squeeze(text, self.folding)
        breaks = frozenset(i for i in range(1, len(kept)) if kept[i] - kept[i - 1] > 1) if kept else frozenset()
        remarks = bracketed(text, kept) if kept else frozenset()
        evidence = gather(self.index, folded, breaks, remarks)
        readings = self.weigher.readings(evidence)
        if not readings:
            found = self._by_town(text, folded, kept, hints)
            if found.node >= 0 or found.alternatives:
                return found
        tied = len(readings) > 1 and self._tied(readings[0], readings[1])
        if not readings or tied or self._shallow(readings[0]):
            heard = self._heard(folded, remarks)
            if (
                heard
                and self._hears_better(readings, heard, tied)
                and not self.decider.spelled(folded, heard[0])
                and (heard[0].firm or not self.towns.all(folded, -1))
            ):
                return self.decider.decide(text, folded, self._hinted(heard, hints), kept, heard=True)
        if not readings or readings[0].score < 0.6:
            return self._by_town(text, folded, kept, hints)
        if self.table.levels[readings[0].node] == PROVINCE:
            self._deepen(folded, readings[0])
        return self.decider.decide(text, folded, self._hinted(readings, hints), kept)

    def _stepped(self, found: Resolution) -> Resolution:
        """Prefer a province with its prefecture directly behind, at the text's start, to less than that (湖南长沙…)."""
        if found.node >= 0 and self.table.levels[found.node] >= CITY and HEARD_NOTE not in found.notes:
            return found
        node, marks, end = self.halfway.city(found.text)
        if node < 0 or len(marks) < 2 or (found.node >= 0 and self.table.above(found.node, CITY) == node):
            return found
        reading = self.decider.grown(found.text, Reading(node, 0.0, marks, end=end))
        notes = self.decider.notes(reading.node, reading.old, "")
        return Resolution(self.table, found.text, reading.node, marks_of(reading, None), STEPPED, (), notes)

    def _heard(self, folded: str, remarks: frozenset[int]) -> list[Reading]:
        """Read a text as it sounds, if a county can be heard in it at all."""
        evidence = self.sounds.gather(folded, remarks)
        return self.weigher.readings(evidence) if evidence.counties or evidence.old_counties else []

    def _deepen(self, folded: str, reading: Reading) -> None:
        """Let a town of which the province named has only one speak for the whole chain."""
        hits = [hit for hit in self.towns.all(folded, -1) if self.table.above(hit.node, PROVINCE) == reading.node]
        if len({hit.node for hit in hits}) == 1:
            reading.town = hits[0]

    def _tied(self, best: Reading, other: Reading) -> bool:
        return (
            best.score - other.score < TIE
            and not self.table.kin(best.node, other.node)
            and other.node not in best.rivals
        )

    def _hears_better(self, readings: list[Reading], heard: list[Reading], tied: bool) -> bool:
        """Return whether what the text sounds like makes clearly more sense than what it spells."""
        best = heard[0]
        if not best.firm and len(best.marks) < 2:
            return False
        if readings and self._is_old_city(readings[0]) and any(start < readings[0].end for _, start, _ in best.marks):
            return False
        if best.score < HEARD_AT_LEAST or self.table.levels[best.node] < COUNTY:
            return False
        if not readings or best.score > readings[0].score + HEARD_BETTER:
            return True
        return tied and not (len(heard) > 1 and self._tied(best, heard[1])) and best.score > readings[0].score + 0.1

    def _is_old_city(self, reading: Reading) -> bool:
        """Return whether a reading is a prefecture under a name that is gone (思茅地区 is not 思茅区)."""
        return bool(reading.old) and self.table.levels[reading.node] == CITY

    def _shallow(self, reading: Reading) -> bool:
        """Return whether a reading stops above the county, or rests on a short, broken or contradicted name."""
        if self.table.levels[reading.node] < COUNTY and self.table.kinds[reading.node] != "undivided_city":
            return not reading.town
        return not (reading.firm or reading.zone or reading.town)

    def _by_town(self, text: str, folded: str, kept: list[int] | None, hints: Hints | None) -> Resolution:
        hits = self.towns.all(folded, -1)
        if hits:
            first = [hit for hit in hits if (hit.start, hit.end) == (hits[0].start, hits[0].end)]
            readings = [
                Reading(hit.node, 1.0, [(4, hit.start, hit.end)], end=hit.end) for hit in first[:MOST_NAMESAKES]
            ]
            if len(readings) == 1:
                return Resolution(self.table, text, readings[0].node, marks_of(readings[0], kept), 0.8)
            return self.decider.decide(text, folded, self._hinted(readings, hints), kept)
        return Resolution(self.table, text, -1, (), 0.0)

    def _hinted(self, readings: list[Reading], hints: Hints | None) -> list[Reading]:
        if not hints:
            return readings
        wanted = [node for node in (self.find(name) for name in (hints.city, *hints.orders, *hints.areas)) if node >= 0]
        best = readings[0].score
        for reading in readings:
            if best - reading.score < 1.0 and any(self.table.kin(reading.node, node) for node in wanted):
                reading.score += 1.2
        return sorted(readings, key=lambda reading: (-reading.score, reading.node))

    def find(self, name: str) -> int:
        """Find a division by code (or the nearest above it) or a county, prefecture or province by name; -1 if none."""
        if name.isdigit():
            known = (self.table.node_of.get(name[:length], -1) for length in (len(name), 9, 6, 4, 2))
            return next((node for node in known if node >= 0), -1)
        spelled = self.index.spellings.get(name, ())
        heirs = {self.table.old_cities[row].heirs[:1] for level, row, _ in spelled if level == OLD_CITY}
        for found in (
            {row for level, row, _ in spelled if level <= CITY},
            {heir for first in heirs for heir in first},
            {row for level, row, full in spelled if level == COUNTY and full},
        ):
            if found:
                return found.pop() if len(found) == 1 else -1
        return -1
