"""Read the derived division table into plain columns."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PATH = Path(__file__).parent / "data" / "divisions.gz"
VERSION = "1"
PROVINCE, CITY, COUNTY, TOWN = 1, 2, 3, 4


class TableError(ValueError):
    """The table file is not one this engine can read."""


@dataclass(frozen=True, slots=True)
class OldCounty:
    """A county name that is gone: its province's code, name, today's holders (nodes), year, cities it stood under."""

    province: str
    name: str
    heirs: tuple[int, ...]
    year: int
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldCity:
    """A prefecture name that is gone: province's code, name, heirs among prefectures, counties it held, year."""

    province: str
    name: str
    heirs: tuple[int, ...]
    counties: frozenset[int]
    year: int


@dataclass
class Table:
    """All divisions as parallel columns; a node is a row number, parents come before children.

    Attributes
    ----------
    codes, names, kinds : list of str
    parents : list of int
        Row of the parent, -1 for provinces.
    levels : bytearray
        1 province, 2 prefecture, 3 county, 4 town.
    points : list of (float, float, int) or None
        Latitude, longitude in degrees WGS-84 and radius in metres.
    """

    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    levels: bytearray = field(default_factory=bytearray)
    points: list[tuple[float, float, int] | None] = field(default_factory=list)
    node_of: dict[str, int] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, section: str) -> list[list[str]]:
        """Split the lines of a section into fields."""
        return [line.split("\t") for line in self.sections.get(section, [])]

    @cached_property
    def children(self) -> list[Sequence[int]]:
        """Nodes directly under each node; all towns share one empty tuple."""
        held: list[list[int]] = [[] for _ in range(self.levels.index(TOWN))]
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                held[parent].append(node)
        none: tuple[int, ...] = ()
        return [*held, *[none] * (len(self.codes) - len(held))]

    @cached_property
    def old_counties(self) -> list[OldCounty]:
        """County names that are gone."""
        node_of = self.node_of
        return [
            OldCounty(p, name, tuple(node_of[code] for code in heirs.split(",")), int(year), tuple(cities.split(",")))
            for p, name, heirs, year, cities in self.rows("old")
        ]

    @cached_property
    def old_cities(self) -> list[OldCity]:
        """Prefecture names that are gone."""
        node_of = self.node_of
        return [
            OldCity(
                province,
                name,
                tuple(node_of[code] for code in heirs.split(",") if code),
                frozenset(node_of[code] for code in counties.split(",") if code),
                int(year),
            )
            for province, name, heirs, counties, year in self.rows("old_cities")
        ]

    def path(self, node: int) -> list[int]:
        """List the nodes from the province down to a node."""
        found = []
        while node >= 0:
            found.append(node)
            node = self.parents[node]
        return found[::-1]

    def kin(self, a: int, b: int) -> bool:
        """Return whether one of two nodes lies in the other."""
        low, high = (a, b) if a > b else (b, a)
        while low > high:  # parents come before children
            low = self.parents[low]
        return low == high

    def full_name(self, node: int) -> str:
        """All names of a node's path in one word."""
        name, parents = self.names[node], self.parents
        while (node := parents[node]) >= 0:
            name = self.names[node] + name
        return name

    def above(self, node: int, level: int) -> int:
        """Climb to the ancestor of a level, the node itself included; -1 if there is none."""
        while node >= 0 and self.levels[node] > level:
            node = self.parents[node]
        return node if node >= 0 and self.levels[node] == level else -1


def read(path: Path = PATH) -> Table:
    """Read a table file.

    Raises
    ------
    TableError
        If the file is missing, broken or of another version.
    """
    try:
        text = gzip.decompress(path.read_bytes()).decode()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TableError(f"division table: expected a readable file {path.name}, got {error}") from error
    table = Table()
    for block in text[1:].split("\n["):
        title, _, body = block.partition("]\n")
        table.sections[title] = body.rstrip("\n").split("\n") if body.strip() else []
    table.meta = dict(line.split("\t") for line in table.sections.get("meta", []))
    if table.meta.get("version") != VERSION:
        raise TableError(f"division table: expected version {VERSION}, got {table.meta.get('version', 'none')}")
    _fill(table, table.sections.pop("divisions", []))
    return table


def _fill(table: Table, lines: list[str]) -> None:
    codes, names, kinds, parents = table.codes, table.names, table.kinds, table.parents
    points, node_of = table.points, table.node_of
    shared: dict[str, str] = {}
    for node, line in enumerate(lines):
        fields = line.split("\t")
        code = fields[0]
        node_of[code] = node
        codes.append(code)
        names.append(fields[2])
        kinds.append(shared.setdefault(fields[3], fields[3]))
        parents.append(node_of[fields[1]] if fields[1] else -1)
        points.append((float(fields[4]), float(fields[5]), int(fields[6])) if len(fields) > 4 else None)
    widths = {2: PROVINCE, 4: CITY, 6: COUNTY, 9: TOWN}
    table.levels = bytearray(widths[len(code)] for code in codes)
    for node, kind in enumerate(kinds):
        if kind == "undivided_city":
            table.levels[node] = CITY
