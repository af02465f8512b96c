"""What a report tells a person: how many rows of each kind, the first as they are read, the refused with reasons.

Of a long file a worker writes it down, sealed, for the page that shows it.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from anxin.core.imports.batches import ImportOutcome, ImportReport
from anxin.core.imports.changes import Change, Consequences, LeftOut, changes_from
from anxin.core.imports.models import ImportRun
from anxin.core.imports.registry import FOLLOWS, ImportTable
from anxin.core.tables import Row, Sheet
from anxin.core.vault import open_, seal

SUMMARY = "core.import.summary"
SHOWN, PREVIEWED, NAMED = 100, 8, 20
LISTED = 5_000
"""So many refused rows are kept for the file that tells them."""


@dataclass(frozen=True, kw_only=True)
class FirstRow:
    """One of the first rows: what becomes of it, and its cells by column."""

    number: int
    kind: str
    cells: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that can't be: by column what is written, and why not; `cells` as they stand in the file."""

    number: int
    reasons: list[tuple[str, str, str]]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What becomes of a file; `slip` says why none of it can be read."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    first: tuple[FirstRow, ...] = ()
    refusals: tuple[RefusedRow, ...] = ()
    slip: str = ""
    loose: int = 0
    loose_names: tuple[str, ...] = ()
    """How many files beside it no row names, and the first of them."""
    changes: tuple[Change, ...] = ()
    freed: int = 0
    """How many promised windows the rows would free."""
    starts: int = 0
    first_starts: tuple[str, ...] = ()
    """How many people would set out from elsewhere, and the first of them."""
    left_out: int = 0
    first_left_out: tuple[LeftOut, ...] = ()
    gaps: tuple[str, ...] = ()
    """What the rows leave open, in sentences."""
    headers: tuple[str, ...] = ()
    """How the file calls its columns; empty where no file was read."""


class Tally:
    """What becomes of a file, added up row by row: of a long one no more is kept than is told.

    Before it is written, with a moment of `now`, also what changed rows replace, and who is left out.
    """

    def __init__(self, known: ImportTable, sheet: Sheet, *, now: datetime | None = None) -> None:
        """Begin with nothing."""
        self._known, self._sheet, self._now = known, sheet, now
        self._follows = Consequences(known, now=now) if now else None
        self._counts: Counter[str] = Counter()
        self._first: list[FirstRow] = []
        self._refusals: list[RefusedRow] = []

    def add(self, outcome: ImportOutcome, *, before: str = "") -> None:
        """Count one row; one that was counted as something `before` is that no longer."""
        self._counts[outcome.kind] += 1
        if before:
            self._counts[before] -= 1
        elif len(self._first) < PREVIEWED or outcome.row.number < self._first[-1].number:
            self._first.append(_first(self._known, self._sheet, outcome))
            self._first = sorted(self._first, key=lambda one: one.number)[:PREVIEWED]
        if outcome.kind in ("new", "changed") and self._follows:
            self._follows.add(outcome.row.number, outcome.before, outcome.after)
        if outcome.kind == "refused" and before != "refused" and len(self._refusals) < LISTED:
            self._refusals.append(self._refused(outcome.row))

    def _left_out(self) -> tuple[LeftOut, ...]:
        rows = self._known.left_out([one.values for one in self._sheet.rows]) if self._follows else ()
        return tuple(LeftOut(key=key, called=called, words=words) for key, called, words in rows)

    def _gaps(self) -> tuple[str, ...]:
        if self._now is None:
            return ()
        rows, says = [one.values for one in self._sheet.rows], FOLLOWS.get(self._known.name)
        more = says(rows, now=self._now) if says else ()
        return tuple([*self._known.gaps(rows, self._now), *self._known.holds(rows), *more][:NAMED])

    def _refused(self, row: Row) -> RefusedRow:
        reasons = [(name, _written(self._sheet, row.cells, name), why) for name, why in row.reasons.items()]
        return RefusedRow(number=row.number, reasons=reasons, cells=tuple(row.cells))

    def summary(self) -> Summary:
        """Sum up what was added."""
        left_out = self._left_out()
        return Summary(
            rows=len(self._sheet.rows),
            new=self._counts["new"],
            changed=self._counts["changed"],
            same=self._counts["same"],
            refused=self._counts["refused"],
            loose=len(self._sheet.loose),
            loose_names=self._sheet.loose[:NAMED],
            first=tuple(self._first),
            refusals=tuple(sorted(self._refusals, key=lambda one: one.number)),
            left_out=len(left_out),
            first_left_out=left_out[: 5 * SHOWN],
            gaps=self._gaps(),
            headers=tuple(self._sheet.headers),
            **(self._follows.told() if self._follows else {}),
        )


def summary(known: ImportTable, sheet: Sheet, report: ImportReport, *, now: datetime | None = None) -> Summary:
    """Sum a report up; of one that isn't written, at a moment of `now`, with what it would replace."""
    tally = Tally(known, sheet, now=now)
    for one in report.outcomes:
        tally.add(one)
    return tally.summary()


def _first(known: ImportTable, sheet: Sheet, outcome: ImportOutcome) -> FirstRow:
    row, cells = outcome.row, {}
    for column in known.columns:
        value = row.values.get(column.name)
        told = column.rewritten and value and column.name not in row.reasons
        cells[column.name] = str(value) if told else _written(sheet, row.cells, column.name)
    return FirstRow(number=row.number, kind=outcome.kind, cells=cells)


def _written(sheet: Sheet, cells: list[str], name: str) -> str:
    at = sheet.places.get(name, len(cells))
    return cells[at] if at < len(cells) else ""


def sealed(run: ImportRun, told: Summary) -> str:
    """Seal what is told of a long file."""
    return seal(SUMMARY, run.pk, json.dumps(asdict(told), ensure_ascii=False))


def summary_of(run: ImportRun) -> Summary:
    """Open what a worker wrote down of a long file."""
    if not run.summary_sealed:
        return Summary()
    told = json.loads(open_(SUMMARY, run.pk, run.summary_sealed))
    first = tuple(FirstRow(**one) for one in told.pop("first"))
    refusals = tuple(
        RefusedRow(
            number=one["number"],
            reasons=[(a, b, c) for a, b, c in one["reasons"]],
            cells=tuple(one.get("cells", ())),
        )
        for one in told.pop("refusals")
    )
    loose_names = tuple(told.pop("loose_names", ()))
    changes = changes_from(told.pop("changes", ()))
    left = tuple(LeftOut(**{**one, "words": tuple(one["words"])}) for one in told.pop("first_left_out", ()))
    starts = tuple(told.pop("first_starts", ()))
    told["gaps"], told["headers"] = tuple(told.pop("gaps", ())), tuple(told.pop("headers", ()))
    told |= {"loose_names": loose_names, "changes": changes, "first_left_out": left, "first_starts": starts}
    return Summary(**told, first=first, refusals=refusals)
