"""Find the divisions near a point; points, no boundaries, so the answer says how sure it can be."""

from collections import defaultdict
from math import cos, floor, radians
from typing import NamedTuple

from anxin.engines.address.datum import distance_m
from anxin.engines.address.table import Table

_DEGREE_M = 111_195.0


class Near(NamedTuple):
    """A division near a point: its code, the distance of its own point in metres, whether its radius reaches here."""

    code: str
    full_name: str
    distance_m: int
    within_radius: bool


class Nearby:
    """Points of one level in cells of one degree."""

    def __init__(self, table: Table, level: int) -> None:
        self._table = table
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for node, spot in enumerate(table.points):
            if spot and table.levels[node] == level:
                self._cells[floor(spot[0]), floor(spot[1])].append(node)

    def find(self, latitude: float, longitude: float, limit: int) -> list[Near]:
        """List the nearest divisions, nearest first; rings of cells are searched until no nearer one can follow."""
        found: list[tuple[float, int]] = []
        squeezed = max(0.05, cos(radians(min(89.0, abs(latitude) + 1.0))))
        for ring in range(60):
            if len(found) >= limit and sorted(found)[limit - 1][0] < (ring - 1) * _DEGREE_M * squeezed:
                break
            for node in self._ring(floor(latitude), floor(longitude), ring):
                spot = self._table.points[node]
                assert spot is not None
                found.append((distance_m((latitude, longitude), spot[:2]), node))
        table = self._table
        return [
            Near(
                table.codes[node],
                "".join(table.names[above] for above in table.path(node)),
                round(far),
                far <= (table.points[node] or (0.0, 0.0, 0))[2],
            )
            for far, node in sorted(found)[:limit]
        ]

    def _ring(self, row: int, column: int, ring: int) -> list[int]:
        cells = self._cells
        if ring == 0:
            return cells.get((row, column), [])
        edge = range(-ring, ring + 1)
        keys = {(row + a, column + b) for a in edge for b in edge if max(abs(a), abs(b)) == ring}
        return [node for key in sorted(keys) if key in cells for node in cells[key]]
