"""The default map: hexagons around a place, positions only, no borders. Distances are kilometres east and north."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 336, 184
NEAR = 15.0  # drawing units under which two discs hide each other
REACH = 80.0  # drawing units from the middle to the outer ring
NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Grid:
    """Hexagons of one side that fill a sheet, all in drawing units; a cell is named by its column and row."""

    width: float
    height: float
    side: float

    def cells(self) -> list[tuple[int, int]]:
        """List the cells, row by row."""
        rows, columns = int(self.height / (1.5 * self.side)) + 2, int(self.width / (math.sqrt(3) * self.side)) + 2
        return [(column, row) for row in range(rows) for column in range(columns)]

    def cell_of(self, point: tuple[float, float]) -> tuple[int, int]:
        """Return the cell a point lies in."""
        near = round(point[1] / (1.5 * self.side))
        beside = (at for at in self.cells() if abs(at[1] - near) <= 1)
        return min(beside, key=lambda at: math.dist(self._centre(at), point))

    def outline(self, at: tuple[int, int]) -> str:
        """Draw a cell as an SVG path."""
        x, y = self._centre(at)
        corners = [math.radians(60 * n - 30) for n in range(6)]
        return f"M{'L'.join(f'{x + self.side * math.cos(a):.1f} {y + self.side * math.sin(a):.1f}' for a in corners)}Z"

    def _centre(self, at: tuple[int, int]) -> tuple[float, float]:
        column, row = at
        return math.sqrt(3) * self.side * (column + 0.5 * (row % 2)), 1.5 * self.side * row


GRID = Grid(WIDTH, HEIGHT, 17.0)


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Somebody on the map."""

    name: str
    east_km: float
    north_km: float
    pick: bool = False
    off: bool = False


@dataclass(frozen=True, kw_only=True)
class HexSpot:
    """A point as drawn, with the place of its name."""

    x: float
    y: float
    lx: float
    ly: float
    name: str = ""
    pick: bool = False
    off: bool = False
    target: bool = False
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class HexCell:
    """One hexagon; `n` from 0 to 3 tells how much lies in it."""

    d: str
    n: int
    gap: bool = False


@dataclass(frozen=True, kw_only=True)
class HexRing:
    """A circle of distance."""

    x: float
    y: float
    r: float
    lx: float
    ly: float
    name: str


@dataclass(frozen=True, kw_only=True)
class HexSoft:
    """A place that is known to an area only: its circle, and where its words stand."""

    x: float
    y: float
    r: float
    ly: float
    name: str


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A line from somebody to the place."""

    d: str
    old: bool


@dataclass(frozen=True, kw_only=True)
class HexMap:
    """A drawing for `parts/hexmap.html`."""

    width: int
    height: int
    said: str
    cells: tuple[HexCell, ...]
    rings: tuple[HexRing, ...]
    legs: tuple[Leg, ...]
    jobs: tuple[HexSpot, ...]
    techs: tuple[HexSpot, ...]
    soft: HexSoft | None = None
    streets: str = ""


def around(
    *,
    place: str,
    dots: Sequence[Dot],
    load: Sequence[tuple[float, float]] = (),
    said: str,
    wide_km: float = 0.0,
    streets: str = "",
) -> HexMap:
    """Draw who is how far from a place; `load` are the day's other jobs, they darken their hexagon.

    A place that is known to an area of `wide_km` only is drawn as that, and nobody's way leads to its middle.
    """
    outer_km = _outer([wide_km, *(math.hypot(dot.east_km, dot.north_km) for dot in dots)])
    scale = REACH / outer_km
    middle = (WIDTH / 2, HEIGHT / 2)

    def put(east_km: float, north_km: float) -> tuple[float, float]:
        return round(middle[0] + east_km * scale, 1), round(middle[1] - north_km * scale, 1)

    counts = Counter(GRID.cell_of(put(*job)) for job in load)
    taken: list[tuple[float, float]] = [] if wide_km else [middle]
    first = sorted(dots, key=lambda dot: not dot.pick)  # the recommended one keeps his place; others move a little
    placed = [(dot, apart(put(dot.east_km, dot.north_km), taken, width=WIDTH, height=HEIGHT)) for dot in first]
    rings = tuple(_ring(middle, outer_km * share, scale) for share in (0.5, 1.0))
    names = Names([*([] if wide_km else [middle]), *(at for _dot, at in placed)], width=WIDTH, height=HEIGHT)
    for ring in rings:
        names.keep(ring.lx, ring.ly, ring.name)
    techs = [_spot(at, dot, names) for dot, at in placed]
    return HexMap(
        width=WIDTH,
        height=HEIGHT,
        said=said,
        streets=streets,
        cells=tuple(HexCell(d=GRID.outline(at), n=min(counts[at], 3)) for at in GRID.cells()),
        rings=rings,
        legs=tuple(
            Leg(d=f"M{x} {y}L{middle[0]} {middle[1]}", old=not dot.pick)
            for dot, (x, y) in placed[:2]
            if not dot.off and not wide_km
        ),
        jobs=() if wide_km else (_target(middle, place, names),),
        soft=HexSoft(x=middle[0], y=middle[1], r=round(wide_km * scale, 1), ly=HEIGHT - 6, name=place)
        if wide_km
        else None,
        techs=tuple(reversed(techs)),
    )


def apart(
    place: tuple[float, float], taken: list[tuple[float, float]], *, width: float, height: float
) -> tuple[float, float]:
    """Return a place moved a little where another lies already (people share a town's point), and take it."""
    x, y = place
    turn = 0
    while any(math.dist((x, y), other) < NEAR for other in taken) and turn < 60:
        turn += 1
        reach, angle = 6 * math.sqrt(turn), turn * 2.4
        x, y = place[0] + reach * math.cos(angle), place[1] + reach * math.sin(angle)
    x, y = min(max(x, 10.0), width - 10.0), min(max(y, 10.0), height - 10.0)
    taken.append((x, y))
    return x, y


class Names:
    """Where names stand: beside their point where they cross no other point and no other name, as far as that goes."""

    def __init__(self, points: Sequence[tuple[float, float]], *, width: float, height: float) -> None:
        """Remember what else is drawn on the sheet."""
        self.points, self.width, self.height = points, width, height
        self.boxes: list[tuple[float, float, float, float]] = []

    def beside(self, x: float, y: float, name: str) -> tuple[float, float]:
        """Return where the name of a point begins: right of it, else left, above or below; and keep that free."""
        wide = wide_of(name)
        ways = ((x + 12, y + 4), (x - 10 - wide, y + 4), (x - wide / 2, y - 12), (x - wide / 2, y + 20))
        best = min(ways, key=lambda way: self._crossed(way, wide, (x, y)))
        self.keep(*best, name)
        return round(best[0], 1), round(best[1], 1)

    def keep(self, lx: float, ly: float, name: str) -> None:
        """Keep the room of a name that stands already."""
        self.boxes.append(_box(lx, ly, wide_of(name)))

    def _crossed(self, way: tuple[float, float], wide: float, own: tuple[float, float]) -> int:
        left, top, right, foot = _box(*way, wide)
        points = sum(
            left - NEAR / 2 < x < right + NEAR / 2 and top - NEAR / 2 < y < foot + NEAR / 2
            for x, y in self.points
            if (x, y) != own
        )
        names = sum(left < box[2] and box[0] < right and top < box[3] and box[1] < foot for box in self.boxes)
        outside = left < 0 or right > self.width or top < 0 or foot > self.height
        return points + names + 10 * outside


def wide_of(name: str) -> float:
    """Return how wide a name is drawn, about."""
    return sum(11 if ord(letter) > 0x2E80 else 6.5 for letter in name)


def _box(lx: float, ly: float, wide: float) -> tuple[float, float, float, float]:
    return lx, ly - 10, lx + wide, ly + 3


def _outer(distances_km: Sequence[float]) -> float:
    far = max(distances_km) or 1.0
    return float(next((nice for nice in NICE_KM if nice >= far), math.ceil(far)))


def _ring(middle: tuple[float, float], km: float, scale: float) -> HexRing:
    r, angle = km * scale, math.radians(40)
    lx, ly = middle[0] + r * math.cos(angle) + 3, middle[1] - r * math.sin(angle)
    name = _("{km} km").format(km=f"{km:g}")
    return HexRing(x=middle[0], y=middle[1], r=round(r, 1), lx=round(lx, 1), ly=round(ly, 1), name=name)


def _spot(at: tuple[float, float], dot: Dot, names: Names) -> HexSpot:
    lx, ly = names.beside(*at, dot.name)
    return HexSpot(x=round(at[0], 1), y=round(at[1], 1), lx=lx, ly=ly, name=dot.name, pick=dot.pick, off=dot.off)


def _target(at: tuple[float, float], name: str, names: Names) -> HexSpot:
    lx, ly = names.beside(*at, name)
    return HexSpot(x=at[0] - 7, y=at[1] - 7, lx=lx, ly=ly, name=name, target=True)
