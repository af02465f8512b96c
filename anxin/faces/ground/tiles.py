"""The country as a grid of 34 tiles: position only, no borders. Each tile says its name and one value."""

from collections.abc import Callable
from dataclasses import dataclass

from anxin.domain.places import gateway as places

SIDE, STEP = 46, 49
WIDTH = HEIGHT = 392
SHORT, LONG = 6, 9
"""So many letters of a name fit a tile as they are, and written small."""
# province → column and row
PLACED: dict[str, tuple[int, int]] = {
    "23": (7, 0),
    **{"65": (0, 1), "15": (5, 1), "22": (7, 1)},
    **{"62": (2, 2), "64": (3, 2), "14": (4, 2), "11": (5, 2), "12": (6, 2), "21": (7, 2)},
    **{"63": (1, 3), "61": (3, 3), "41": (4, 3), "13": (5, 3), "37": (6, 3)},
    **{"54": (0, 4), "51": (2, 4), "50": (3, 4), "42": (4, 4), "34": (5, 4), "32": (6, 4), "31": (7, 4)},
    **{"53": (2, 5), "52": (3, 5), "43": (4, 5), "36": (5, 5), "33": (6, 5)},
    **{"45": (3, 6), "44": (4, 6), "35": (5, 6), "71": (6, 6)},
    **{"46": (3, 7), "82": (4, 7), "81": (5, 7)},
}


@dataclass(frozen=True, kw_only=True)
class Shade:
    """The content of a tile: a short value, a grade (g0 to g3, nil, na) and an address."""

    value: str
    grade: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile as drawn."""

    code: str
    name: str
    x: int
    y: int
    shade: Shade

    @property
    def long(self) -> bool:
        """Return whether its name is written small, so that it stays within the tile."""
        return len(self.name) > SHORT

    @property
    def width(self) -> int | None:
        """Return the width its name is drawn in; None where it fits by itself."""
        return SIDE - 4 if len(self.name) > LONG else None

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.x + SIDE / 2


@dataclass(frozen=True, kw_only=True)
class TileMap:
    """A drawing for `parts/tilemap.html`."""

    said: str
    tiles: tuple[Tile, ...]
    width: int = WIDTH
    height: int = HEIGHT
    side: int = SIDE


def country(shade: Callable[[str], Shade], *, said: str) -> TileMap:
    """Draw the country; `shade` is asked for every province by its code."""
    return TileMap(
        said=said,
        tiles=tuple(
            Tile(code=code, name=name_of(code), x=column * STEP, y=row * STEP, shade=shade(code))
            for code, (column, row) in PLACED.items()
        ),
    )


def name_of(code: str) -> str:
    """Return the short name of a division in the language that is spoken: 内蒙古, Chengdu."""
    return places.division(code).called
