"""Weigh which division the names of a text, taken together, mean."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from anxin.engines.address.evidence import HOUSE, Evidence, Hit
from anxin.engines.address.index import Index
from anxin.engines.address.table import COUNTY, TOWN, Table
from anxin.engines.address.towns import TownHit, Towns, county_of

GAP = 1
LEFT_PROVINCE = {"51": "50", "44": "46"}  # 重庆 left 四川 in 1997, 海南 left 广东 in 1988
MAX_READINGS = 24
TOWN_REACH = 1.8
SURE_SOUND = 0.7
OWN_NAME = re.compile(
    "(?!高新|经济|技术|工业|化学|城乡|国家|保税|空港|火炬|临港|港|新|园|滨海).{2,}(?:区|城|基地|港|谷|工业园)$"
)


@dataclass(slots=True)
class Reading:
    """One way to understand a text.

    Attributes
    ----------
    node : int
        The county (or prefecture, province) meant.
    score : float
        Weight of all names that speak for it, less those that speak against it.
    marks : list of (int, int, int)
        Level, start, end of the names used, in the folded text.
    left : int
        The county named, where its town lies in another one today; else -1.
    old, zone : str
        The name that is gone, or of the development zone, that led here.
    chained : bool
        Whether a prefecture or province stands directly before the county's own name.
    start, own, end : int
        Where the unbroken chain begins, where the county's own name begins and ends.
    firm : bool
        Whether the county stands there in full, unbroken and uncontradicted.
    rivals : tuple of int
        Other holders of the same old name or zone.
    """

    node: int
    score: float
    marks: list[tuple[int, int, int]] = field(default_factory=list)
    old: str = ""
    zone: str = ""
    chained: bool = False
    rivals: tuple[int, ...] = ()
    town: TownHit | None = None
    start: int = 0
    own: int = 0
    end: int = 0
    firm: bool = False
    left: int = -1


by_score = attrgetter("score")


class Weigher:
    """Scores readings over one table; stateless but for its indexes."""

    def __init__(self, index: Index, towns: Towns) -> None:
        self.index = index
        self.table: Table = index.table
        self.towns = towns
        self._top = self._provinces()
        self._covers = lru_cache(maxsize=4096)(self._covers_uncached)

    def _provinces(self) -> list[int]:
        """Province of each node; parents come before children."""
        tops: list[int] = []
        for node, parent in enumerate(self.table.parents):
            tops.append(node if parent < 0 else tops[parent])
        return tops

    def readings(self, evidence: Evidence) -> list[Reading]:
        """List the readings of a text, best first, one for each division."""
        found: dict[int, Reading] = {}
        all_readings = [
            *self._from_counties(evidence),
            *self._from_old_counties(evidence),
            *self._from_zones(evidence),
            *self._from_above(evidence),
        ]
        all_readings.sort(key=by_score, reverse=True)
        for rank, reading in enumerate(all_readings):
            if reading.score > all_readings[0].score - TOWN_REACH and rank < MAX_READINGS:
                self._add_town(evidence, reading)
            known = found.get(reading.node)
            if known is None or reading.score > known.score:
                found[reading.node] = reading
        ranked = sorted(found.values(), key=by_score, reverse=True)
        return self._prefer_later_chain(evidence, ranked) if len(ranked) > 1 else ranked

    def _from_counties(self, evidence: Evidence) -> list[Reading]:
        seen: set[tuple[int, int]] = set()
        found = []
        for hit in evidence.counties:
            if (hit.start, hit.row) not in seen:
                seen.add((hit.start, hit.row))
                found.append(self._county(evidence, hit, hit.row))
        return found

    def _from_old_counties(self, evidence: Evidence) -> list[Reading]:
        found = []
        for hit in evidence.old_counties:
            old = self.table.old_counties[hit.row]
            readings = [self._county(evidence, hit, heir, old.province) for heir in old.heirs]
            for rank, reading in enumerate(readings):
                reading.old = old.name
                reading.score -= 0.3 + 0.4 * rank
                reading.rivals = tuple(heir for heir in old.heirs if heir != reading.node)
            found += readings
        return found

    def _from_zones(self, evidence: Evidence) -> list[Reading]:
        found = []
        for hit in evidence.zones:
            places = self.index.zone_rows[hit.row]
            for city in places if len(places) == 1 else self._cities_named(evidence, places):
                hosts = places[city]
                support, front, marks = self._support(evidence, hit, city, hosts[0])
                lone = len(places) == 1 and bool(OWN_NAME.match(evidence.text[hit.start : hit.end]))
                named = any(level == 2 for level, _, _ in marks) or self.table.levels[city] == 1
                if not (support > 0 and named) and not lone:
                    continue
                support -= self._against(evidence, hit, hosts[0])
                if not named and support < 0:
                    continue
                for rank, host in enumerate(hosts):
                    reading = Reading(host, 1.6 + support - 0.4 * rank, [*marks], end=hit.end, own=hit.start)
                    reading.chained, reading.start = front < hit.start, front
                    reading.zone = evidence.text[hit.start : hit.end]
                    reading.rivals = tuple(other for other in hosts if other != host)
                    found.append(reading)
        return found

    def _cities_named(self, evidence: Evidence, places: dict[int, tuple[int, ...]]) -> list[int]:
        """Prefectures (and municipalities) of a zone's name that the text names, by old names too."""
        named = {hit.row for hit in (*evidence.cities, *evidence.provinces)}
        named.update(heir for hit in evidence.old_cities for heir in self.table.old_cities[hit.row].heirs)
        return sorted(named & places.keys())

    def _from_above(self, evidence: Evidence) -> list[Reading]:
        found = []
        for level, hits in ((2, evidence.cities), (1, evidence.provinces)):
            for hit in hits:
                score = hit.weight * (2.2 if hit.full else 1.5) - 0.05 * (2 - level)
                reading = Reading(hit.row, score, [(level, hit.start, hit.end)], end=hit.end)
                if level == 2:
                    province = self._best(evidence.provinces, hit, self.table.parents[hit.row])
                    if province:
                        reading.score += 1.0 + (0.6 if province.full else 0.3)
                        reading.marks.append((1, province.start, province.end))
                        reading.chained = True
                    reading.score -= self._against(evidence, hit, hit.row)
                found.append(reading)
        for hit in evidence.old_cities:
            old = self.table.old_cities[hit.row]
            for rank, heir in enumerate(old.heirs[:3]):
                reading = Reading(
                    heir,
                    hit.weight * (2.0 if hit.full else 1.4) - 0.3 * rank,
                    [(2, hit.start, hit.end)],
                    old.name,
                    end=hit.end,
                )
                province = self._best(evidence.provinces, hit, self.table.parents[heir])
                if province:
                    reading.score += 1.3
                    reading.marks.append((1, province.start, province.end))
                reading.rivals = tuple(other for other in old.heirs[:3] if other != heir)
                found.append(reading)
        return found

    def _county(self, evidence: Evidence, hit: Hit, node: int, province: str = "") -> Reading:
        length = hit.end - hit.start
        base = (2.0 + 0.25 * min(length, 6)) if hit.full else 1.35 + 0.1 * min(length, 4)
        base *= hit.weight
        if not hit.full and (evidence.text[hit.start : hit.end], node) in self.index.echoes:
            base *= 0.3
        support, front, marks = self._support(evidence, hit, self.table.parents[node], node)
        marks.append((COUNTY, hit.start, hit.end))
        tight = front < hit.start
        if tight and length == 2:
            tight = any(stop == hit.start for _, _, stop in marks)
        if hit.full and length == 2 and not tight:
            base *= 0.05 if hit.weight < 1.0 else 0.5 if hit.start == 0 else 0.15
        elif hit.full and length == 2:
            base *= 0.5
        if not hit.full and len(marks) == 1 and hit.start:
            base *= 0.35
        if hit.weight < SURE_SOUND and hit.full and len(marks) == 1:
            base *= 0.3
        against = self._against(evidence, hit, node)
        if tight and hit.full and any(level == 2 and end == hit.start for level, _, end in marks):
            against *= 0.5
        score = base + support * (1.0 if hit.weight > 0.3 else 0.4) - against
        firm = hit.full and against < 0.5 and (tight or not marks[:-1]) and (tight or length > 2 or hit.start == 0)
        chained = tight and hit.weight > 0.3
        return Reading(node, score, marks, chained=chained, start=front, end=hit.end, own=hit.start, firm=firm)

    def _support(
        self, evidence: Evidence, hit: Hit, parent: int, node: int
    ) -> tuple[float, int, list[tuple[int, int, int]]]:
        """Weigh the names of the prefecture, old prefectures, province and sibling city that speak for a county.

        The second value is where the unbroken chain before the county begins.
        """
        table = self.table
        score, front = 0.0, hit.start
        marks: list[tuple[int, int, int]] = []
        if table.levels[parent] == 2:
            city, worth = self._best_city(evidence, hit, parent, node)
            if city:
                near = 0 <= front - city.end <= GAP
                score += worth - (0.5 if city.start > hit.start else 0.0)
                marks.append((2, city.start, city.end))
                if near:
                    front = city.start
        sibling = self._sibling(evidence, hit, parent, node) if len(evidence.counties) > 1 else 0
        if sibling:
            score += 1.3
            front = min(front, max(0, sibling))
        province = self._best(evidence.provinces, hit, self._top[node])
        if province:
            near = 0 <= front - province.end <= GAP
            score += (1.6 if province.full else 1.2) * province.weight + (0.5 if near else 0.0)
            marks.append((1, province.start, province.end))
            if near:
                front = province.start
        return score, front, marks

    def _best_city(self, evidence: Evidence, hit: Hit, parent: int, node: int) -> tuple[Hit | None, float]:
        best: tuple[float, Hit] | None = None
        for city in evidence.cities:
            if city.end <= hit.start or city.start >= hit.end:
                worth = (2.0 if city.full else 1.5) * city.weight
                if city.row != parent:
                    if node not in self.index.members.get(city.row, frozenset()):
                        continue
                    worth *= 0.8
                worth -= 0.01 * abs(hit.start - city.end) - (1.2 if 0 <= hit.start - city.end <= GAP else 0.0)
                if best is None or worth > best[0]:
                    best = (worth, city)
        for city in evidence.old_cities:
            old = self.table.old_cities[city.row]
            if node in old.counties and (city.end <= hit.start or city.start >= hit.end):
                worth = (1.7 if city.full else 1.1) * city.weight - 0.01 * abs(hit.start - city.end)
                worth += 1.2 if 0 <= hit.start - city.end <= GAP else 0.0
                if best is None or worth > best[0]:
                    best = (worth, city)
        return (best[1], best[0]) if best else (None, 0.0)

    def _best(self, hits: list[Hit], near: Hit, row: int) -> Hit | None:
        best: Hit | None = None
        for hit in hits:
            if hit.row != row or (hit.end > near.start and hit.start < near.end):
                continue
            worth = (hit.full, hit.weight, -abs(near.start - hit.end))
            if best is None or worth > (best.full, best.weight, -abs(near.start - best.end)):
                best = hit
        return best

    def _sibling(self, evidence: Evidence, hit: Hit, parent: int, node: int) -> int:
        """Find a county-level city of the same prefecture directly before, used as if it were the prefecture.

        Returns where it begins, 0 if there is none (or if it begins the text).
        """
        table = self.table
        for other in evidence.counties:
            if (
                other.row != node
                and table.parents[other.row] == parent
                and table.levels[parent] == 2
                and table.names[other.row][-1] == "市"
                and other.full
                and 0 <= hit.start - other.end <= 1
            ):
                return other.start or -1
        return 0

    def _against(self, evidence: Evidence, hit: Hit, node: int) -> float:
        """Weigh full names of provinces and prefectures that this county does not lie under and that stand nearer."""
        against = 0.0
        for province in evidence.provinces:
            if province.weight > 0.5 and province.end <= hit.start + 1 and not self._covers(province.row, node):
                against = max(against, (1.5 if province.full else 0.7) * province.weight)
        for city in evidence.cities:
            if city.end <= hit.start and city.weight > 0.5 and not self._covers(city.row, node):
                against = max(against, (1.7 if city.full else 1.2 if city.end == hit.start else 0.6) * city.weight)
        return against

    def _covers_uncached(self, upper: int, node: int) -> bool:
        table = self.table
        if upper in (self._top[node], table.above(node, table.levels[upper])):
            return True
        left = LEFT_PROVINCE.get(table.codes[upper])
        return table.codes[node].startswith(left) if left else node in self.index.members.get(upper, frozenset())

    def _add_town(self, evidence: Evidence, reading: Reading) -> None:
        """Let a town of the reading's division, named in the text, speak for it."""
        table = self.table
        if table.levels[reading.node] == 1:
            return
        text, end = evidence.text, reading.end
        if table.levels[reading.node] == COUNTY or len(table.codes[reading.node]) == 6:
            town = self.towns.at(text, end, reading.node)
            if town:
                reading.town = town
                reading.score += 1.5 if town.full else 0.35
                return
        taken = [(start, stop) for _, start, stop in reading.marks]
        hits = [
            hit
            for hit in self.towns.all(text, reading.node)
            if all(hit.end <= start or hit.start >= stop for start, stop in taken)
        ]
        nodes = {county_of(table, hit.node) for hit in hits}
        if hits and (len(nodes) == 1 or table.levels[reading.node] == COUNTY):
            after = [hit for hit in hits if hit.start >= end]
            reading.town = (after or hits)[0]
            reading.score += 1.0

    def _prefer_later_chain(self, evidence: Evidence, ranked: list[Reading]) -> list[Reading]:
        """Of several full chains let the later one win where the first belongs to the name of a bank or firm."""
        chains = [reading for reading in ranked if reading.chained and self.table.levels[reading.node] >= COUNTY]
        if len(chains) < 2 or ranked[0] not in chains or not HOUSE.match(evidence.text, chains[0].end):
            return ranked
        best = chains[0]
        later = [
            reading
            for reading in chains[1:]
            if reading.start >= best.end
            and reading.score > best.score - 2.5
            and best.node not in reading.rivals
            and (reading.own not in evidence.remarks or best.own in evidence.remarks)
        ]
        if not later:
            return ranked
        last = max(later, key=lambda reading: (reading.start, reading.score))
        last.score = best.score + 1.5
        return sorted(ranked, key=by_score, reverse=True)


def deepest(table: Table, reading: Reading) -> int:
    """Node of the town if one was read, else of the division itself."""
    return reading.town.node if reading.town and table.levels[reading.town.node] == TOWN else reading.node
