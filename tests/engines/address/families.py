"""Lines of the short kinds, made for every county and every town that moved; their truth is the county's code."""

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from anxin.engines.address import Gazetteer
from anxin.engines.address.names import short_name
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, TOWN

FITTED, REPORTED = 0, 1
TAILS = (
    ("体育西路12号", "学院路8号", "火车站", "人民医院", "解放路88号", "万达广场"),
    ("文化东路3号", "科技路100号", "汽车站", "中心小学", "三北大街66号", "国际花园2栋301", "师范大学", "和平巷5号"),
)


class Line(NamedTuple):
    """One line: its family, its text, and the county it means."""

    family: str
    text: str
    code: str


class Tally(NamedTuple):
    """How a family was answered: all, right, honestly ambiguous, lost or wrong, sure (0.9 and more), sure but wrong."""

    lines: int
    right: int
    honest: int
    missed: int
    sure: int
    sure_wrong: int


def short_lines(gazetteer: Gazetteer, half: int) -> Iterator[Line]:
    """Write every county of a half by its short name: alone, behind its prefecture, before a place, before its town."""
    table, draw = gazetteer.table, random.Random(half)
    names = table.names
    for node, level in enumerate(table.levels):
        code = table.codes[node]
        own = short_name(names[node])
        kept = level == COUNTY and table.kinds[node] != "outside" and (own != names[node] or len(own) == 2)
        if not kept or zlib.crc32(code.encode()) % 2 != half or names[node].endswith("矿区"):
            continue
        above = table.parents[node]
        city, tails = short_name(names[above]), TAILS[half]
        province = short_name(names[table.above(node, PROVINCE)]) if table.levels[above] == CITY else ""
        yield Line("alone", own, code)
        yield Line("alone, before a place", own + draw.choice(tails), code)
        yield Line("with the city", city + own, code)
        for tail in tails:
            yield Line("with the city, before a place", city + own + tail, code)
        yield Line("with the city in full, before a place", names[above] + own + draw.choice(tails), code)
        yield Line("with province and city, before a place", province + city + own + draw.choice(tails), code)
        if province:
            yield Line("with the province, before a place", province + own + draw.choice(tails), code)
        towns = [town for town in table.children[node] if table.levels[town] == TOWN and len(names[town]) > 2]
        if towns:
            yield Line("with a town", own + names[draw.choice(towns)] + "8号", code)


def moved_lines(gazetteer: Gazetteer) -> Iterator[Line]:
    """Write every town that went to another county under the old one, with and without its word of kind."""
    table = gazetteer.table
    for county, stem, *town in table.rows("moved"):
        node = table.node_of.get(town[0], -1) if town else -1
        old = table.node_of[county]
        if node < 0 or table.levels[node] != TOWN or table.levels[old] != COUNTY or stem.endswith("路"):
            continue
        city, name = table.names[table.parents[old]], table.names[old]
        code = table.codes[table.parents[node]]
        for chain in (city + name, name, short_name(city) + short_name(name)):
            for tail in ("", "8号"):
                yield Line("moved town in full", chain + table.names[node] + tail, code)
                yield Line("moved town, bare", chain + stem + tail, code)


def tallied(gazetteer: Gazetteer, lines: Iterator[Line]) -> tuple[dict[str, Tally], list[Line]]:
    """Answer all lines; honest is an answer below 0.9 that has the county among its alternatives.

    An answer that stops at the county's own prefecture or province is missed, and sure but wrong only if it is neither.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    missed = []
    for line in lines:
        found = gazetteer.resolve(line.text)
        right = found.county_code == line.code
        honest = not right and found.confidence < 0.9 and line.code in {one.code[:6] for one in found.alternatives}
        sure = found.confidence >= 0.9
        row = counts[line.family]
        for place, one in enumerate(
            (True, right, honest, not (right or honest), sure, sure and not (right or line.code.startswith(found.code)))
        ):
            row[place] += one
        if not (right or honest):
            missed.append(line)
    return {family: Tally(*row) for family, row in counts.items()}, missed
