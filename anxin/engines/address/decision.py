"""Decide between weighed readings: which division, how sure, and what else it may be."""

from collections import Counter
from dataclasses import replace
from math import exp

from anxin.engines.address.chains import Reading, deepest
from anxin.engines.address.index import OLD_CITY, OLD_COUNTY, Index
from anxin.engines.address.lone_names import MOST, Lone
from anxin.engines.address.moved_towns import Moved
from anxin.engines.address.resolution import Alternative, Resolution
from anxin.engines.address.table import CITY, COUNTY, Table
from anxin.engines.address.towns import KIND, TownHit, Towns

TIE = 0.45
RIVAL = 2.5
SURE = 0.999
HEARD = 0.89
HEARD_OTHER_KIND = 0.6
HEARD_NOTE = "heard: spelled by sound"
MOVED_BARE, LEFT = 0.89, 0.1
SEVERAL_HEIRS = 0.7
MAIN_HEIR, MAIN_SHARE = 0.85, 0.6
INSIDE = 0.89


class Decider:
    """Turns the best reading into an answer."""

    def __init__(self, index: Index, towns: Towns, moved: Moved, lone: Lone) -> None:
        self.table: Table = index.table
        self._index = index
        self._towns = towns
        self._moved = moved
        self._lone = lone
        self.outside = bytearray(code[:2] in {"71", "81", "82"} for code in self.table.codes)

    def decide(
        self, text: str, folded: str, readings: list[Reading], kept: list[int] | None, heard: bool = False
    ) -> Resolution:
        """Answer with the best reading; where another is as good, with what both have in common.

        Parameters
        ----------
        text, folded : str
            As it came, and as it was read.
        readings : list of Reading
            Best first.
        kept : list of int or None
            Where each folded character stood.
        heard : bool
            Whether it was read by sound.
        """
        best = self.grown(folded, self._elsewhere(folded, readings[0]) or readings[0])
        rivals = self._rivals(best, readings)
        margin = best.score - rivals[0].score if rivals else 9.0
        ceiling, remarks = self._ceiling(folded, best, heard)
        confidence = min(ceiling, _confidence(best.score, margin))
        alternatives = tuple(self._alternative(one, best, confidence) for one in rivals[: MOST if margin < TIE else 2])
        node = deepest(self.table, best)
        notes = (*self.notes(best.left if best.left >= 0 else node, best.old, best.zone), *remarks)
        marks = marks_of(best, kept)
        if margin < TIE:
            common = self._common([best, *[one for one in rivals if best.score - one.score < TIE]])
            alternatives = (self._alternative(best, best, confidence), *alternatives)
            marks = tuple(self._kept_marks(marks, common))
            return Resolution(self.table, text, common, marks, 0.5, alternatives, (*notes, "ambiguous"))
        if best.rivals and (best.old or best.zone) and not best.town:
            confidence, notes = self._among_heirs(best, confidence, notes)
            alternatives = tuple(self._named(other, 0.2) for other in best.rivals)
        if self._is_lone(best):
            form = folded[best.marks[0][1] : best.marks[0][2]]
            confidence = self._lone.doubted(form, len(form) == len(folded), confidence)
            alternatives = (*alternatives, *self._lone.namesakes(form))
        elif self._is_inside(best):
            confidence = min(confidence, INSIDE)
        if best.left >= 0 and best.town:
            names = self.table.names
            notes = (*notes, f"moved: {names[best.town.node]} lies in {names[best.node]} today")
            alternatives = (self._named(best.left, LEFT), *alternatives)
        return Resolution(self.table, text, node, marks, confidence, alternatives, notes)

    def _rivals(self, best: Reading, readings: list[Reading]) -> list[Reading]:
        """List the other readings that come near; the other heirs of an old name are told apart by themselves."""
        return [
            one
            for one in readings[1:]
            if best.score - one.score < RIVAL
            and not self.table.kin(best.node, one.node)
            and not (one.node in best.rivals and one.old == best.old)
        ]

    def _elsewhere(self, folded: str, reading: Reading) -> Reading | None:
        """Find the town of a text in another holder of the old name, or in the county it lies in today."""
        if reading.town:
            return None
        for other in reading.rivals:
            town = self._towns.at(folded, reading.end, other)
            towns = [town] if town and town.full else self._towns.all(folded, other)
            if towns and not _taken(reading, towns[0]):
                name = reading.old or self.table.names[reading.node]
                return replace(reading, node=other, town=towns[0], old=name, score=reading.score + 1.0, rivals=())
        if self.table.levels[reading.node] != COUNTY:
            return None
        town = self._moved.behind(folded, reading.end, reading.node)
        town = town or self._moved.named(folded, reading.end, reading.node)
        if town is None or _taken(reading, town):
            return None
        if self.table.levels[town.node] == COUNTY:
            marks = [mark for mark in reading.marks if mark[0] < COUNTY] + [(COUNTY, town.start, town.end)]
            return replace(reading, node=town.node, marks=marks, old=folded[town.start : town.end], rivals=())
        county = self.table.parents[town.node]
        return replace(reading, node=county, town=town, left=reading.node, score=reading.score + 1.0, rivals=())

    def grown(self, folded: str, reading: Reading) -> Reading:
        """Read a town that became a county: 三亚市田独镇 lies in 吉阳区, 温州市龙港镇 is 龙港市."""
        above = [mark for mark in reading.marks if mark[0] <= CITY]
        city = self.table.above(reading.node, CITY)
        risen = self._moved.risen(folded, above[-1][2], city) if above and city >= 0 and not reading.town else None
        if risen:
            county, end = risen
            marks = [*above, (COUNTY, above[-1][2], end)]
            name = folded[above[-1][2] : end]
            return replace(reading, node=county, marks=marks, old=name, score=reading.score + 1.0, rivals=())
        if self.table.levels[reading.node] == COUNTY and not (
            reading.town or reading.old or reading.zone or reading.firm
        ):
            kind = KIND.match(folded, reading.end)
            if kind and kind[0] in {"镇", "乡"} and len(reading.marks) > 1:
                marks = [(mark, start, kind.end() if end == reading.end else end) for mark, start, end in reading.marks]
                return replace(reading, marks=marks, old=folded[reading.own : kind.end()], end=kind.end())
        return reading

    def _ceiling(self, folded: str, best: Reading, heard: bool) -> tuple[float, tuple[str, ...]]:
        """Return the most that may be claimed for how the reading came about, and the note that says so."""
        if best.left >= 0 and best.town:
            known = best.town.full and self._moved.listed(best.left, best.town.node)
            return (SURE if known else MOVED_BARE), ()
        if not heard:
            return SURE, ()
        other_kind = not best.firm and folded[best.end : best.end + 1] in "县区市旗" and best.end < len(folded)
        ceiling = HEARD_OTHER_KIND if other_kind else HEARD
        return ceiling, (HEARD_NOTE,)

    def spelled(self, folded: str, best: Reading) -> bool:
        """Return whether every name of a reading stands there letter by letter."""
        return all(
            any(self._fits(row, found, level, best.node) for found, row, _ in self._index.spellings.get(form, ()))
            for level, form in ((level, folded[start:end]) for level, start, end in best.marks)
        )

    def _fits(self, row: int, found: int, level: int, node: int) -> bool:
        """Return whether a spelling's candidate is the reading's own division of a level, or an old name of it."""
        if found == OLD_COUNTY:
            return level == COUNTY and node in self.table.old_counties[row].heirs
        if found == OLD_CITY:
            return level == CITY
        return found == level and (self.table.above(node, level) == row or node in self._index.members.get(row, ()))

    def _among_heirs(self, best: Reading, confidence: float, notes: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        """Return how sure the first of several heirs is; a prefecture that holds most of the old one is sure enough."""
        if self.table.levels[best.node] == CITY and best.old.endswith("市"):
            for city in self.table.old_cities:
                if city.name == best.old and best.node in city.heirs:
                    held = Counter(self.table.parents[county] for county in city.counties)
                    if held[best.node] >= MAIN_SHARE * len(city.counties):
                        return min(confidence, MAIN_HEIR), notes
        return min(confidence, SEVERAL_HEIRS), (*notes, "ambiguous")

    def _is_lone(self, best: Reading) -> bool:
        """Return whether a county was read from its short name and nothing else."""
        named = len(best.marks) == 1 and best.marks[0][0] == COUNTY
        short = named and best.marks[0][2] - best.marks[0][1] < len(self.table.names[best.node])
        return short and not (best.town or best.old or best.zone or best.firm)

    def _is_inside(self, best: Reading) -> bool:
        """Return whether a county's name is the only one and stands somewhere within the text (农大东区)."""
        return len(best.marks) == 1 and best.own > 0 and best.marks[0][0] == COUNTY and not best.town

    def notes(self, node: int, old: str, zone: str) -> tuple[str, ...]:
        """Return which old name or zone an answer was read from, and whether it lies outside the service."""
        notes: tuple[str, ...] = ()
        if old:
            county = self.table.above(node, COUNTY)
            notes = (f"historical: {old} is now {self.table.names[county if county >= 0 else node]}",)
        if zone:
            notes = (*notes, f"zone: {zone}")
        if node >= 0 and self.outside[node]:
            notes = (*notes, "outside_service")
        return notes

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

    def _alternative(self, reading: Reading, best: Reading, confidence: float) -> Alternative:
        share = round(confidence * exp(min(0.0, reading.score - best.score)) * 0.6, 3)
        return self._named(deepest(self.table, reading), share)

    def _named(self, node: int, share: float) -> Alternative:
        return Alternative(self.table.codes[node], self.table.full_name(node), share)


def _taken(reading: Reading, town: TownHit) -> bool:
    """Return whether the reading's own names stand where the town was read."""
    return any(start < town.end and town.start < end for _, start, end in reading.marks)


def _confidence(score: float, margin: float) -> float:
    value = 1.0 / (1.0 + exp(-(0.9 * min(margin, 4.0) + 0.8 * min(score, 6.0) - 2.6)))
    return round(value, 3)


def marks_of(reading: Reading, kept: list[int] | None) -> tuple[int, ...]:
    """Flatten the names of a reading, the town's among them, to positions of the original text."""
    marks = list(reading.marks)
    if reading.town:
        marks.append((4, reading.town.start, reading.town.end))
    flat: list[int] = []
    for level, start, end in sorted(marks):
        if kept is not None:
            start, end = kept[start], kept[end - 1] + 1
        flat += (level, start, end)
    return tuple(flat)
