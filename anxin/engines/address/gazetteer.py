"""The front of the engine: one object that knows every division and reads every address."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anxin.engines.address import index as indexes
from anxin.engines.address import table as tables
from anxin.engines.address.contact import Contact, take_apart
from anxin.engines.address.names import short_name, town_stem
from anxin.engines.address.resolution import WORDS, Hints, Point, Resolution
from anxin.engines.address.resolver import Resolver
from anxin.engines.address.table import TOWN, Table


@dataclass(frozen=True, slots=True)
class Division:
    """One division of today's table.

    Attributes
    ----------
    code : str
        2, 4, 6 or 9 digits (6 for prefectures without counties).
    level, kind, name, short, full_name : str
        Level is province, city, county or town.
    parent : str
        Code of the division above, "" for a province.
    point : Point or None
        None where no source places it.
    """

    code: str
    level: str
    kind: str
    name: str
    short: str
    full_name: str
    parent: str
    point: Point | None


class UnknownDivision(ValueError):
    """A code that the table does not have."""


class Gazetteer:
    """All divisions and the resolver over them; make one with `load`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._resolver = Resolver(indexes.build(table))

    @property
    def as_of(self) -> str:
        """Day the newest source was taken."""
        return self._table.meta["as_of"]

    @property
    def table(self) -> Table:
        """The table behind, for those who print or measure it."""
        return self._table

    def resolve_contact(self, line: str, hints: Hints | None = None) -> Contact:
        """Take a pasted line apart into name, telephone numbers and address."""
        return take_apart(self._resolver, line, hints)

    def resolve(self, text: str, hints: Hints | None = None) -> Resolution:
        """Tell which division a text names.

        Parameters
        ----------
        text : str
            Anything; never raises on a string.
        hints : Hints, optional
            Break ties only.
        """
        return self._resolver.resolve(text, hints)

    def division(self, code: str) -> Division:
        """Look a division up by its code; trailing zeros of longer codes are accepted (``"440000"``).

        Raises
        ------
        UnknownDivision
            If the table has no such code.
        """
        node = self._node(code)
        return self._division(node)

    def children(self, code: str = "") -> list[Division]:
        """List the divisions directly under one, or the provinces."""
        if not code:
            return [self._division(node) for node, parent in enumerate(self._table.parents) if parent < 0]
        return [self._division(node) for node in self._table.children[self._node(code)]]

    def search(self, prefix: str, limit: int = 20) -> list[Division]:
        """Find divisions whose name or short name begins with a prefix, higher levels first."""
        found: list[int] = []
        if prefix:
            for node, name in enumerate(self._table.names):
                if name.startswith(prefix):
                    found.append(node)
                    if len(found) >= limit:
                        break
        return [self._division(node) for node in found]

    def _node(self, code: str) -> int:
        node_of = self._table.node_of
        shorter = (code, code.removesuffix("000"), code.removesuffix("000000"), code.removesuffix("00"))
        for spelled in (*shorter, code.removesuffix("0000"), code[:6].removesuffix("00"), code[:6].removesuffix("0000")):
            if spelled in node_of and code[len(spelled) :].strip("0") == "":
                return node_of[spelled]
        raise UnknownDivision(f"division: expected a code of 2, 4, 6 or 9 digits in the table, got {code!r}")

    def _division(self, node: int) -> Division:
        table = self._table
        name, level, spot = table.names[node], table.levels[node], table.points[node]
        parent = table.parents[node]
        return Division(
            table.codes[node],
            WORDS[level],
            table.kinds[node],
            name,
            town_stem(name) if level == TOWN else short_name(name),
            "".join(table.names[above] for above in table.path(node)),
            table.codes[parent] if parent >= 0 else "",
            Point(spot[1], spot[0], "WGS-84", spot[2]) if spot else None,
        )


@cache
def load(path: Path = tables.PATH) -> Gazetteer:
    """Load the shipped table (or another) once; later calls give the same object."""
    return Gazetteer(tables.read(path))
