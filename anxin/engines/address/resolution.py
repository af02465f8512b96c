"""What the resolver is asked with and what it answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from anxin.engines.address.table import Table

AROUND = " \t,，、;；/|-—\u3000"
WORDS = ("", "province", "city", "county", "town")


class Span(NamedTuple):
    """Where a level was read: code points ``[start, end)`` of the original text."""

    level: str
    start: int
    end: int


class Alternative(NamedTuple):
    """Another division the text may mean."""

    code: str
    name: str
    confidence: float


class Point(NamedTuple):
    """A point in degrees with its datum and the radius in metres that holds about 90 % of what it stands for."""

    lng: float
    lat: float
    datum: str
    radius_m: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the text; hints only break ties.

    Parameters
    ----------
    city : str
        Name or code of the phone's city.
    orders : tuple of str
        Codes of earlier orders.
    areas : tuple of str
        Codes of the divisions served.
    """

    city: str = ""
    orders: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


class Resolution:
    """The answer for one text; what costs time is worked out when asked for.

    Parameters
    ----------
    text : str
        The original text.
    node : int
        Row of the most specific division, -1 if none.
    marks : tuple of int
        Triples level, start, end in the original text.
    confidence : float
        Calibrated: of answers at 0.95 or more at least 99.5 % are right.
    """

    __slots__ = ("_detail", "_table", "alternatives", "confidence", "marks", "node", "notes", "text")

    def __init__(
        self,
        table: "Table",
        text: str,
        node: int,
        marks: tuple[int, ...],
        confidence: float,
        alternatives: tuple[Alternative, ...] = (),
        notes: tuple[str, ...] = (),
        detail: str | None = None,
    ) -> None:
        self._table = table
        self._detail = detail
        self.text = text
        self.node = node
        self.marks = marks
        self.confidence = confidence
        self.alternatives = alternatives
        self.notes = notes

    def __repr__(self) -> str:
        return f"Resolution({self.text!r}, code={self.code!r}, full_name={self.full_name!r}, {self.confidence})"

    @property
    def code(self) -> str:
        """Code of the most specific division, "" if none."""
        return self._table.codes[self.node] if self.node >= 0 else ""

    @property
    def county_code(self) -> str:
        """Six digits: the county, or the prefecture where it has none; "" if the text does not go so deep."""
        code = self.code
        if len(code) == 9:
            code = self._table.codes[self._table.parents[self.node]]
        return code if len(code) == 6 else ""

    def within(self, text: str) -> "Resolution":
        """The same answer for a longer text in which this one's characters kept their places."""
        return Resolution(
            self._table, text, self.node, self.marks, self.confidence, self.alternatives, self.notes, self.detail
        )

    def name(self, level: int) -> str:
        """Name of the division of a level on the path, "" if there is none."""
        found = self._table.above(self.node, level) if self.node >= 0 else -1
        return self._table.names[found] if found >= 0 else ""

    @property
    def province(self) -> str:
        """Name of the province."""
        return self.name(1)

    @property
    def city(self) -> str:
        """Name of the prefecture; "" for counties ruled by a province."""
        return self.name(2)

    @property
    def county(self) -> str:
        """Name of the county."""
        return self.name(3)

    @property
    def town(self) -> str:
        """Name of the town."""
        return self.name(4)

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the province down."""
        return tuple(self._table.names[node] for node in self._table.path(self.node)) if self.node >= 0 else ()

    @property
    def full_name(self) -> str:
        """All names of the path in one word."""
        return "".join(self.path)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each level was read, in the order of the text."""
        marks = self.marks
        found = [Span(WORDS[marks[i]], marks[i + 1], marks[i + 2]) for i in range(0, len(marks), 3)]
        return tuple(sorted(found, key=lambda span: span.start))

    @property
    def detail(self) -> str:
        """What is left of the text beside the division's names (and, of a contact line, beside name and phones)."""
        if self._detail is not None:
            return self._detail
        text, marks = self.text, self.marks
        at = 2 if marks and marks[1] == 2 and text.startswith("中国") else 0
        for i in range(1, len(marks), 3):  # the usual chain, name by name
            if marks[i] != at:
                return self._between()
            at = marks[i + 1]
        return text[at:].strip(AROUND)

    def _between(self) -> str:
        """Join what stands before, between and behind names that are not one unbroken chain."""
        text, parts, at = self.text, [], 0
        for _, start, end in self.spans:
            if start > at and not (start == 2 and text.startswith("中国")):
                parts.append(text[at:start])
            at = max(at, end)
        parts.append(text[at:])
        return "".join(part.strip(AROUND) for part in parts)

    @property
    def point(self) -> Point | None:
        """The point of the most specific division that has one; `precision` says whose it is."""
        node = self._placed()
        spot = self._table.points[node] if node >= 0 else None
        return Point(spot[1], spot[0], "WGS-84", spot[2]) if spot else None

    @property
    def radius_m(self) -> int:
        """Radius of the point in metres, 0 without a point."""
        point = self.point
        return point.radius_m if point else 0

    @property
    def precision(self) -> str:
        """Whose point it is: town, county, city, province or none (a house is never claimed offline)."""
        node = self._placed()
        return WORDS[self._table.levels[node]] if node >= 0 else "none"

    def _placed(self) -> int:
        node = self.node
        while node >= 0 and self._table.points[node] is None:
            node = self._table.parents[node]
        return node
