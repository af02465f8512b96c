"""Decide what a text means, and say how sure that is."""

from dataclasses import replace
from math import exp

from anxin.engines.address.chains import Reading, Weigher, deepest
from anxin.engines.address.descent import Descent
from anxin.engines.address.evidence import gather
from anxin.engines.address.halfway import Halfway
from anxin.engines.address.index import Index
from anxin.engines.address.nearly import Nearly
from anxin.engines.address.resolution import Alternative, Hints, Resolution
from anxin.engines.address.sounds import Sounds
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, Table
from anxin.engines.address.text import bracketed, fold_map, squeeze
from anxin.engines.address.towns import Towns

TIE = 0.45
TOWN_DECIDES_SINCE = 2021
HEARD = 0.94
HEARD_NOTE = "heard: spelled by sound"
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
        self.weigher = Weigher(index, self.towns)
        self.sounds = Sounds(index)
        self.nearly = Nearly(index.table)
        self._outside = bytearray(code[:2] in {"71", "81", "82"} for code in self.table.codes)
        pairs = index.table.rows("simplified")[0]
        self.folding = fold_map((pairs[0], pairs[1]))

    def resolve(self, text: str, hints: Hints | None = None) -> Resolution:
        """Resolve one text."""
        walked = self.descent.walk(text)
        if walked is None:
            reading = self.halfway.read(text)
            if reading:
                return self._decide(text, text, [reading], None, hints)
            return self.nearly.read(self._stepped(self._weigh(text, hints)))
        node, marks, confidence, old = walked
        if old or self._outside[node]:
            return Resolution(self.table, text, node, marks, confidence, (), self._notes(node, old, ""))
        return Resolution(self.table, text, node, marks, confidence)

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
                and (heard[0].firm or not self.towns.all(folded, -1))
            ):
                return self._decide(text, folded, heard, kept, hints, HEARD)
        if not readings or readings[0].score < 0.6:
            return self._by_town(text, folded, kept, hints)
        if self.table.levels[readings[0].node] == PROVINCE:
            self._deepen(folded, readings[0])
        return self._decide(text, folded, readings, kept, hints)

    def _stepped(self, found: Resolution) -> Resolution:
        """Prefer a province with its prefecture directly behind, at the text's start, to less than that (湖南长沙…)."""
        if found.node >= 0 and self.table.levels[found.node] >= CITY and HEARD_NOTE not in found.notes:
            return found
        node, marks, _ = self.halfway.city(found.text)
        if node < 0 or len(marks) < 2 or (found.node >= 0 and self.table.above(found.node, CITY) == node):
            return found
        flat = tuple(value for mark in marks for value in mark)
        return Resolution(self.table, found.text, node, flat, STEPPED, (), self._notes(node, "", ""))

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
        return best.score - other.score < TIE and not self._kin(best.node, other.node) and other.node not in best.rivals

    def _hears_better(self, readings: list[Reading], heard: list[Reading], tied: bool) -> bool:
        """Tell whether what the text sounds like makes clearly more sense than what it spells."""
        best = heard[0]
        if not best.firm and len(best.marks) < 2:
            return False
        if best.score < HEARD_AT_LEAST or self.table.levels[best.node] < COUNTY:
            return False
        if not readings or best.score > readings[0].score + HEARD_BETTER:
            return True
        return tied and not (len(heard) > 1 and self._tied(best, heard[1])) and best.score > readings[0].score + 0.1

    def _shallow(self, reading: Reading) -> bool:
        """Tell whether a reading stops above the county, or rests on a short, broken or contradicted name."""
        if self.table.levels[reading.node] < COUNTY and self.table.kinds[reading.node] != "undivided_city":
            return not reading.town
        return not (reading.firm or reading.zone or reading.town)

    def _elsewhere(self, folded: str, reading: Reading) -> Reading | None:
        """Find the town of a text in another holder of the old name, or in a neighbour the county gave towns to."""
        if reading.town:
            return None
        for other in (*reading.rivals, *self.index.splits.get(reading.node, ((), 0))[0]):
            within = self.towns.within(other)
            town = self.towns.at(folded, reading.end, within)
            towns = [town] if town and town.full else self.towns.all(folded, other)
            if towns and not any(start < towns[0].end and towns[0].start < end for _, start, end in reading.marks):
                name = reading.old or self.table.names[reading.node]
                return replace(reading, node=other, town=towns[0], old=name, score=reading.score + 1.0, rivals=())
        return None

    def _decide(
        self,
        text: str,
        folded: str,
        readings: list[Reading],
        kept: list[int] | None,
        hints: Hints | None,
        ceiling: float = 0.999,
    ) -> Resolution:
        if hints:
            readings = self._hinted(readings, hints)
        best, moved = readings[0], self._elsewhere(folded, readings[0])
        if moved and (best.rivals or self.index.splits[best.node][1] >= TOWN_DECIDES_SINCE):
            best, moved = moved, None
        rivals = [
            reading
            for reading in readings[1:]
            if best.score - reading.score < 2.5 and not self._kin(best.node, reading.node)
        ]
        margin = best.score - rivals[0].score if rivals else 9.0
        confidence = min(ceiling, _confidence(best.score, margin))
        node = deepest(self.table, best)
        alternatives = tuple(
            self._alternative(reading, best, confidence) for reading in rivals[: 5 if margin < TIE else 2]
        )
        notes = self._notes(node, best.old, best.zone)
        if ceiling == HEARD:
            notes = (*notes, HEARD_NOTE)
        marks = _marks(best, kept)
        if margin < TIE and rivals[0].node not in best.rivals:
            common = self._common([best, *[r for r in rivals if best.score - r.score < TIE]])
            alternatives = (self._alternative(best, best, confidence), *alternatives)
            marks = tuple(self._kept_marks(marks, common))
            return Resolution(self.table, text, common, marks, 0.5, alternatives, (*notes, "ambiguous"))
        if best.rivals and (best.old or best.zone) and not best.town:
            notes = (*notes, "ambiguous")
            confidence = min(confidence, 0.7)
            alternatives = tuple(
                Alternative(self.table.codes[other], self._full_name(other), 0.2) for other in best.rivals
            )
        if moved and moved.town:
            names = self.table.names
            notes = (*notes, f"moved: {names[moved.town.node]} lies in {names[moved.node]} today")
            alternatives = (self._alternative(moved, moved, 0.6), *alternatives)
        return Resolution(self.table, text, node, marks, confidence, alternatives, notes)

    def _by_town(self, text: str, folded: str, kept: list[int] | None, hints: Hints | None) -> Resolution:
        hits = self.towns.all(folded, -1)
        if hits:
            first = [hit for hit in hits if (hit.start, hit.end) == (hits[0].start, hits[0].end)]
            readings = [
                Reading(hit.node, 1.0, [(4, hit.start, hit.end)], end=hit.end) for hit in first[:MOST_NAMESAKES]
            ]
            if len(readings) == 1:
                return Resolution(self.table, text, readings[0].node, _marks(readings[0], kept), 0.8)
            return self._decide(text, folded, readings, kept, hints)
        return Resolution(self.table, text, -1, (), 0.0)

    def _hinted(self, readings: list[Reading], hints: Hints) -> list[Reading]:
        wanted = [node for node in (self.find(name) for name in (hints.city, *hints.orders, *hints.areas)) if node >= 0]
        best = readings[0].score
        for reading in readings:
            if best - reading.score < 1.0 and any(self._kin(reading.node, node) for node in wanted):
                reading.score += 1.2
        return sorted(readings, key=lambda reading: (-reading.score, reading.node))

    def find(self, name: str) -> int:
        """Find a division by code (or the nearest above it), or a prefecture or province by name; -1 if none."""
        if name.isdigit():
            known = (self.table.node_of.get(name[:length], -1) for length in (len(name), 9, 6, 4, 2))
            return next((node for node in known if node >= 0), -1)
        found = {row for level, row, _ in self.index.spellings.get(name, ()) if level <= CITY}
        return found.pop() if len(found) == 1 else -1

    def _kin(self, a: int, b: int) -> bool:
        table = self.table
        return a == b or table.above(a, table.levels[b]) == b or table.above(b, table.levels[a]) == a

    def _common(self, readings: list[Reading]) -> int:
        paths = [self.table.path(reading.node) for reading in readings]
        common = -1
        for nodes in zip(*paths, strict=False):
            if len(set(nodes)) > 1:
                break
            common = nodes[0]
        return common

    def _kept_marks(self, marks: tuple[int, ...], common: int) -> list[int]:
        limit = self.table.levels[common] if common >= 0 else 0
        return [x for i in range(0, len(marks), 3) if marks[i] <= limit for x in marks[i : i + 3]]

    def _full_name(self, node: int) -> str:
        return "".join([self.table.names[above] for above in self.table.path(node)])

    def _alternative(self, reading: Reading, best: Reading, confidence: float) -> Alternative:
        share = round(confidence * exp(min(0.0, reading.score - best.score)) * 0.6, 3)
        node = deepest(self.table, reading)
        return Alternative(self.table.codes[node], self._full_name(node), share)

    def _notes(self, node: int, old: str, zone: str) -> tuple[str, ...]:
        notes: tuple[str, ...] = ()
        if old:
            county = self.table.above(node, COUNTY)
            notes = (f"historical: {old} is now {self.table.names[county if county >= 0 else node]}",)
        if zone:
            notes = (*notes, f"zone: {zone}")
        if node >= 0 and self._outside[node]:
            notes = (*notes, "outside_service")
        return notes


def _confidence(score: float, margin: float) -> float:
    value = 1.0 / (1.0 + exp(-(0.9 * min(margin, 4.0) + 0.8 * min(score, 6.0) - 2.6)))
    return round(value, 3)


def _marks(reading: Reading, kept: list[int] | None) -> tuple[int, ...]:
    marks = list(reading.marks)
    if reading.town:
        marks.append((4, reading.town.start, reading.town.end))
    flat: list[int] = []
    for level, start, end in sorted(marks):
        if kept is not None:
            start, end = kept[start], kept[end - 1] + 1
        flat += (level, start, end)
    return tuple(flat)
