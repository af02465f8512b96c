"""Trace every county name since 1980 to the counties that hold its ground today."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from anxin.engines.address.names import short_name
from tools.address.sources import Row, Year, listed

MOVED_PROVINCES = {"51": "50", "44": "46"}  # 重庆 left 四川 in 1997, 海南 left 广东 in 1988
GENERIC = {
    "城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新区", "市区", "市中区", "市郊区", "城关区", "新城区",
}  # fmt: skip
COLLECTIVE = {"县", "市辖区", "直辖县", "直辖县级", "省直辖", "自治区直辖县级行政区划", "省直辖县级行政区划", "市", ""}


@dataclass
class Past:
    """Names that are gone.

    Attributes
    ----------
    counties : dict
        (province code, old city name, old county name) → (successors, last year).
    cities : dict
        (province code, old prefecture name) → (county code → rows that named it, last year).
    members : dict
        Prefecture code → counties that once belonged to it and do not today.
    lost : list
        Old names without a successor, for the keeper of `lists/successors.tsv`.
    """

    counties: dict[tuple[str, str, str], tuple[tuple[str, ...], int]] = field(default_factory=dict)
    cities: dict[tuple[str, str], tuple[Counter[str], int]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lost: list[tuple[str, str, str, int]] = field(default_factory=list)


class _Today:
    """Today's provinces, prefectures and counties, by name and stem inside a province."""

    def __init__(self, rows: list[Row]) -> None:
        self.names = {row.code: row.name for row in rows if row.level < 4}
        self.parent = {row.code: row.parent for row in rows if row.level < 4}
        self.provinces = {row.name: row.code for row in rows if row.level == 1}
        self.prefectures = {(row.parent, row.name): row.code for row in rows if row.level == 2}
        self.by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.by_stem: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            if row.level == 3:
                self.by_name[row.code[:2], row.name].append(row.code)
                self.by_stem[row.code[:2], short_name(row.name)].append(row.code)

    def named(self, province: str, names: str) -> tuple[str, ...]:
        """Look up "county" or "prefecture/county" names of the hand-kept lists; refuse what is not one county."""
        found = []
        for name in names.split(","):
            city, _, county = name.rpartition("/")
            codes = [
                code for code in self.by_name[province, county] if not city or self.names[self.parent[code]] == city
            ]
            if name != "-" and len(codes) != 1:
                raise ValueError(f"hand-kept list, province {province}: expected one county named {name}, got {codes}")
            found += codes
        return tuple(found)

    def county(self, code: str) -> bool:
        return len(code) == 6 and code in self.names


def trace(rows: list[Row], years: list[Year]) -> Past:
    """Map each old (province, city, county) name to today's counties.

    The order of trust: the hand-kept list; the same full name in the province; the same stem; the lineage of the
    source where it ends in a county of today (its chains are noisy before 1985, so only later rows may rename by it).
    """
    today = _Today(rows)
    by_hand = {
        (scope, county): today.named(scope[:2], successors) for scope, county, successors in listed("successors.tsv")
    }
    last: dict[tuple[str, str, str, str], int] = {}
    for row in years:
        key = (row.province, row.city, row.county, row.lineage)
        last[key] = max(row.year, last.get(key, 0))
    past = Past()
    for (province, city, county, lineage), year in sorted(last.items()):
        code = today.provinces.get(province, "")
        if code and county not in COLLECTIVE:
            _place(past, today, by_hand, (code, city, county, lineage), year)
    return past


def _place(
    past: Past,
    today: _Today,
    by_hand: dict[tuple[str, str], tuple[str, ...]],
    key: tuple[str, str, str, str],
    year: int,
) -> None:
    province, city, county, lineage = key
    current_city = today.prefectures.get((province, city), "")
    successors = _successors(today, by_hand, key, current_city, year)
    if province in MOVED_PROVINCES and year < 1997:
        moved = _successors(today, by_hand, (MOVED_PROVINCES[province], city, county, lineage), "", year)
        known = (province, county) in today.by_name or (province, short_name(county)) in today.by_stem
        successors = moved if moved and not known else successors
    if not successors:
        if year >= 1985 and (province, county) not in today.prefectures:
            past.lost.append((province, city, county, year))
        return
    if current_city:
        past.members[current_city] |= {code for code in successors if today.parent.get(code) != current_city}
    elif city not in COLLECTIVE:
        seen, until = past.cities.get((province, city), (Counter(), 0))
        seen.update(successors)
        past.cities[province, city] = (seen, max(until, year))
    if all(today.names[code] != county for code in successors):
        previous, until = past.counties.get((province, city, county), ((), 0))
        if year >= until:
            past.counties[province, city, county] = (tuple(dict.fromkeys(successors + previous)), year)


def _successors(
    today: _Today,
    by_hand: dict[tuple[str, str], tuple[str, ...]],
    key: tuple[str, str, str, str],
    current_city: str,
    year: int,
) -> tuple[str, ...]:
    province, city, county, lineage = key
    for scope in (f"{province}/{city}", province):
        if (scope, county) in by_hand:
            return by_hand[scope, county]
    same = today.by_name.get((province, county), [])
    within = [code for code in same if current_city and today.parent[code] == current_city]
    if len(within) == 1:
        return tuple(within)
    if len(same) == 1 and county not in GENERIC:
        return tuple(same)
    if today.county(lineage) and lineage in same:
        return (lineage,)
    if year >= 2001 and today.county(lineage) and lineage[:2] == province:
        return (lineage,)
    stem = today.by_stem.get((province, short_name(county)), [])
    within = [code for code in stem if current_city and today.parent[code] == current_city]
    if today.county(lineage) and lineage in stem:
        return (lineage,)
    if len(within) == 1:
        return tuple(within)
    if len(stem) == 1 and county not in GENERIC and (not current_city or year < 2005):
        return tuple(stem)
    if today.county(lineage) and year >= 1985 and lineage[:2] == province:
        return (lineage,)
    return ()
