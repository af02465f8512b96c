"""An area as hexagons: open repairs darken their hexagon, technicians stand where they are now, gaps are amber."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from anxin.faces.ground import streets
from anxin.faces.ground.hexes import Grid, HexCell, Names, apart, wide_of
from anxin.faces.ground.streets import StreetMark

WIDTH, HEIGHT = 404, 392
GRID = Grid(WIDTH, HEIGHT, 20.0)
EDGE = 34.0  # drawing units that stay free at the rim
LEAST_KM = 12.0
KM_A_DEGREE = 111.2
MOST_SQUARES, MOST_DISCS = 60, 40
NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something on the map: a repair (square) or a technician (disc), with a name where it needs one."""

    lng: float
    lat: float
    name: str = ""
    said: str = ""
    url: str = ""
    tone: str = ""
    chosen: bool = False
    key: str = ""
    radius_m: int = 0
    """With one it is known to that area only."""

    @property
    def pressing(self) -> bool:
        """Return whether it is late, or nobody can go."""
        return self.tone in ("late", "gap")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A point as drawn."""

    x: float
    y: float
    lx: float
    ly: float
    point: Point

    @property
    def left(self) -> float:
        """The left edge of a square around it."""
        return round(self.x - 5, 1)

    @property
    def top(self) -> float:
        """The upper edge of a square around it."""
        return round(self.y - 5, 1)


@dataclass(frozen=True, kw_only=True)
class Soft:
    """Repairs whose place is known to one area only: its circle, and in the point's name how many they are."""

    x: float
    y: float
    r: float
    ly: float
    point: Point


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """A drawing for `desk/board/area.html`."""

    said: str
    cells: tuple[HexCell, ...]
    jobs: tuple[Spot, ...]
    techs: tuple[Spot, ...]
    legs: tuple[tuple[str, bool], ...]
    scale_km: int
    scale_to: float
    soft: tuple[Soft, ...] = ()
    streets: str = ""
    width: int = WIDTH
    height: int = HEIGHT


class _Sheet:
    """Where points of the earth come to lie on the drawing."""

    def __init__(self, points: Sequence[Point], *, least_km: float) -> None:
        lngs, lats = [one.lng for one in points], [one.lat for one in points]
        self.lng, self.lat = (min(lngs) + max(lngs)) / 2, (min(lats) + max(lats)) / 2
        self.wide = KM_A_DEGREE * math.cos(math.radians(self.lat))
        width = max((max(lngs) - min(lngs)) * self.wide, LEAST_KM, least_km)
        height = max((max(lats) - min(lats)) * KM_A_DEGREE, LEAST_KM, least_km)
        self.scale = min((WIDTH - 2 * EDGE) / width, (HEIGHT - 2 * EDGE) / height)

    def at(self, one: Point) -> tuple[float, float]:
        x = WIDTH / 2 + (one.lng - self.lng) * self.wide * self.scale
        y = HEIGHT / 2 - (one.lat - self.lat) * KM_A_DEGREE * self.scale
        return x, y


def area(
    *, jobs: Sequence[Point], techs: Sequence[Point], gaps: Sequence[Point], picks: Sequence[str], said: str
) -> AreaMap | None:
    """Draw an area by what lies in it; nothing where nothing lies in it.

    `picks` are the keys of the technicians ranked for the chosen repair: the first two are joined with it.
    """
    everything = [*jobs, *techs, *gaps]
    if not everything:
        return None
    wide, jobs = _gathered([one for one in jobs if one.radius_m]), [one for one in jobs if not one.radius_m]
    sheet = _Sheet(everything, least_km=0 if jobs or techs else max((one.radius_m for one in wide), default=0) / 500)
    counts = Counter(GRID.cell_of(sheet.at(one)) for one in jobs)
    open_cells = {GRID.cell_of(sheet.at(one)) for one in gaps}
    taken: list[tuple[float, float]] = []
    squares = jobs if len(jobs) <= MOST_SQUARES else [one for one in jobs if one.chosen or one.tone]
    km = max(one for one in NICE_KM if one * sheet.scale <= WIDTH / 3 or one == NICE_KM[0])
    stand = [(one, apart(sheet.at(one), taken, width=WIDTH, height=HEIGHT)) for one in squares]
    people = tuple(_named_above(one, apart(sheet.at(one), taken, width=WIDTH, height=HEIGHT)) for one in techs)
    names = Names(taken, width=WIDTH, height=HEIGHT)
    for one in people:
        names.keep(one.lx, one.ly, one.point.name)
    drawn = tuple(_spot(one, at, names) for one, at in stand)
    return AreaMap(
        said=said,
        cells=tuple(HexCell(d=GRID.outline(at), n=min(counts[at], 3), gap=at in open_cells) for at in GRID.cells()),
        jobs=drawn,
        techs=people,
        legs=tuple(_legs(drawn, people, picks)),
        scale_km=km,
        scale_to=round(8 + km * sheet.scale, 1),
        soft=tuple(_soft(one, sheet, n) for n, one in enumerate(wide)),
        streets=streets.below(
            [
                *(_mark(one, "job") for one in (*wide, *squares)),
                *(_mark(one, "tech") for one in techs),
            ]
        ),
    )


def _gathered(wide: Sequence[Point]) -> list[Point]:
    """Return one point for each area, with how many lie in it; it leads to them one after the other."""
    groups: dict[tuple[float, float], list[Point]] = {}
    for one in wide:
        groups.setdefault((one.lng, one.lat), []).append(one)
    return [_gathered_in(several) for several in groups.values()]


def _gathered_in(several: Sequence[Point]) -> Point:
    turn = next((n for n, one in enumerate(several, 1) if one.chosen), 0) % len(several)
    name = f"{several[0].name} · {len(several)}" if len(several) > 1 else several[0].name
    widest = max(several, key=lambda one: (one.chosen, one.radius_m))
    then = several[turn]
    return replace(widest, name=name, said=f"{name} · {then.said}", url=then.url, tone="")


def _soft(one: Point, sheet: _Sheet, n: int) -> Soft:
    """Draw an area; its words stand at the sheet's upper edge, where no technician is named."""
    x, y = sheet.at(one)
    r = round(one.radius_m / 1000 * sheet.scale, 1)
    return Soft(x=round(x, 1), y=round(y, 1), r=r, ly=15.0 + 15 * n, point=one)


def _mark(one: Point, kind: str) -> StreetMark:
    tone = "chosen" if one.chosen else one.tone
    told = {"name": one.name, "kind": kind, "said": one.said, "url": one.url, "tone": tone}
    return StreetMark(lng=one.lng, lat=one.lat, radius_m=one.radius_m, **told)


def _legs(jobs: Sequence[Spot], techs: Sequence[Spot], picks: Sequence[str]) -> list[tuple[str, bool]]:
    target = next((one for one in jobs if one.point.chosen), None)
    places = {one.point.key: one for one in techs}
    if target is None:
        return []
    ends = [(places[key], turn > 0) for turn, key in enumerate(picks[:2]) if key in places]
    return [(f"M{one.x} {one.y}L{target.x} {target.y}", second) for one, second in ends]


def _spot(point: Point, place: tuple[float, float], names: Names) -> Spot:
    x, y = place
    lx, ly = names.beside(x, y, point.name) if point.name else place
    return Spot(x=round(x, 1), y=round(y, 1), lx=lx, ly=ly, point=point)


def _named_above(point: Point, place: tuple[float, float]) -> Spot:
    x, y = place
    wide = wide_of(point.name)
    lx = min(max(x - wide / 2, 2), WIDTH - wide - 2)
    return Spot(x=round(x, 1), y=round(y, 1), lx=round(lx, 1), ly=round(y - 11, 1), point=point)
