"""Find where a town lies that the county named before it does not hold today."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from anxin.engines.address.evidence import ROAD, short_weight
from anxin.engines.address.names import town_stem
from anxin.engines.address.table import CITY, COUNTY
from anxin.engines.address.towns import KIND, TownHit, Towns

if TYPE_CHECKING:
    from anxin.engines.address.index import Index

FURTHEST = 6
COMMON, TOO_COMMON = 3, 12
GONE = -1
SEATS = frozenset(
    {
        "城关",
        "城郊",
        "城东",
        "城西",
        "城南",
        "城北",
        "东城",
        "西城",
        "南城",
        "北城",
        "城厢",
        "城区",
        "城中",
        "新城",
        "中心",
        "郊区",
    }
)
DISTRICT = "区县市新旗州省路街镇"


class Moved:
    """The towns that went to another county of the prefecture; built when first asked.

    Three sources, in this order: what the codes of earlier years show, the neighbours a county gave towns to, and the
    one town of that full name in the prefecture. Only the last two and a half names (a stem without its word of kind)
    are left out where the county itself once had such a town.
    """

    def __init__(self, index: "Index", towns: Towns) -> None:
        self._table = index.table
        self._splits = index.splits
        self._towns = towns

    @cached_property
    def rows(self) -> dict[tuple[int, str], int]:
        """County and town's stem → the town of today, `GONE` if it is no more."""
        node_of = self._table.node_of
        return {
            (node_of[county], stem): node_of[rest[0]] if rest and rest[0] else GONE
            for county, stem, *rest in self._table.rows("moved")
        }

    @cached_property
    def _rows_of(self) -> dict[int, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for (county, stem), town in self.rows.items():
            found[county].append((stem, town))
        return found

    @cached_property
    def givers(self) -> frozenset[int]:
        """The counties of which it is known that towns left them."""
        return frozenset(county for county, _ in self.rows).union(self._splits)

    @cached_property
    def given(self) -> dict[int, dict[str, int]]:
        """The stems of the towns that each county gave away."""
        return {county: self._gave(county) for county in self.givers}

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The first two characters of these stems + chr(the county that gave the town away)."""
        return frozenset(stem[:2] + chr(county) for county, stems in self.given.items() for stem in stems)

    def _gave(self, county: int) -> dict[str, int]:
        table = self._table
        own = {town_stem(table.names[town]) for town in table.children[county]}
        found: dict[str, int] = {}
        for other in self._splits.get(county, ((), 0))[0]:
            for town in table.children[other]:
                stem = town_stem(table.names[town])
                if len(stem) > 1 and stem not in own:
                    found[stem] = town
        for stem, town in self._rows_of.get(county, ()):
            found.pop(stem, None)
            if town != GONE:
                found[stem] = town
        return found

    def listed(self, county: int, town: int) -> bool:
        """Return whether a town is known to have gone from this county, or to a neighbour it gave towns to."""
        return town in self.given.get(county, {}).values()

    def speaks(self, text: str, at: int, county: int) -> bool:
        """Return whether a text that names none of the county's own towns names one that lies elsewhere."""
        return self.behind(text, at, county) is not None or self.named(text, at, county) is not None

    def behind(self, text: str, at: int, county: int) -> TownHit | None:
        """Find the town directly behind a county's name that lies in another county, with or without its word of kind.

        The caller has looked for the county's own towns there before.
        """
        while at < len(text) and text[at] in " ,，、-/|\u3000":
            at += 1
        for kind in KIND.finditer(text, at, at + FURTHEST + 3):
            node = self._full(text[at : kind.start()], kind[0], county) if kind.start() > at + 1 else GONE
            if node != GONE:
                return TownHit(node, at, kind.end(), True)
        return self.bare(text, at, county)

    def risen(self, text: str, at: int, city: int) -> tuple[int, int] | None:
        """Find, directly behind a prefecture's name, a town that became a county, and where its name ends."""
        for length in range(FURTHEST, 2, -1):
            county = self.rows.get((city, text[at : at + length]), GONE)
            if county != GONE:
                return county, at + length
        return None

    def named(self, text: str, at: int, county: int) -> TownHit | None:
        """Find the full name of a town that this county gave away, anywhere behind a place of the text."""
        given = self.given.get(county)
        if not given:
            return None
        for kind in KIND.finditer(text, at):
            for length in range(min(FURTHEST, kind.start() - at), 1, -1):
                node = given.get(text[kind.start() - length : kind.start()], GONE)
                if node != GONE:
                    return TownHit(node, kind.start() - length, kind.end(), True)
        return None

    def _full(self, body: str, kind: str, county: int) -> int:
        if county in self.givers:
            known = self.rows.get((county, body), self.given[county].get(body))
            if known is not None:
                return known
        if body not in self._towns.bodies:
            return GONE
        table = self._table
        above = table.parents[county]
        if body in SEATS or (table.levels[above] != CITY and table.kinds[above] != "municipality"):
            return GONE
        found = [town for town in self._towns.stems(body) if self._beside(town, above)]
        if len(found) != 1 or table.parents[found[0]] == county or len(self._towns.stems(body)) > TOO_COMMON:
            return GONE
        name = table.names[found[0]]
        grown = kind in {"镇", "街道"} and name.endswith("街道")
        return found[0] if grown or name in {body + kind, body + "族" + kind} else GONE

    def _beside(self, town: int, above: int) -> bool:
        """Return whether a town lies in a county of this prefecture."""
        county = self._table.parents[town]
        return self._table.levels[county] == COUNTY and self._table.parents[county] == above

    def bare(self, text: str, at: int, county: int) -> TownHit | None:
        """Find, behind a county's name, the stem of a town it gave away, where no road or village bears it."""
        given = self.given.get(county)
        if not given or text[at : at + 2] + chr(county) not in self._heads:
            return None
        for length in range(FURTHEST, 1, -1):
            stem = text[at : at + length]
            node = given.get(stem, GONE)
            end = at + len(stem)
            if (
                node == GONE
                or (ROAD.match(stem, len(stem) - 1) and (county, stem) not in self.rows)
                or stem[-1] == "路"
            ):
                continue
            if (county, stem) not in self.rows and len(self._towns.stems(stem)) > COMMON:
                continue
            if text[end : end + 1] not in DISTRICT or end == len(text):
                return TownHit(node, at, end, False) if short_weight(text, end, frozenset()) == 1.0 else None
        return None
