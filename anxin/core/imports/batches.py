"""Batches of imported rows: preview what a file would change, apply it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.core.acting import current
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.ids import uuid7
from anxin.core.imports.models import ImportBatch, ImportLine, ImportMapping
from anxin.core.imports.queries import CONTENT, fingerprint
from anxin.core.imports.registry import ImportTable
from anxin.core.tables import Row, Sheet, Value, Values, text_in
from anxin.core.vault import blind_index, seal
from anxin.core.wording import joined

type Kind = Literal["new", "changed", "same", "refused"]


@dataclass(frozen=True)
class ImportOutcome:
    """What happens to one row of the file: its values before and after."""

    row: Row
    kind: Kind
    before: Values | None = None
    after: Values | None = None


@dataclass(frozen=True)
class ImportReport:
    """What happens to a file, row by row; `batch` is set once something was written."""

    outcomes: list[ImportOutcome]
    batch: ImportBatch | None = None

    def count(self, kind: Kind) -> int:
        """Return how many rows are of one kind."""
        return sum(outcome.kind == kind for outcome in self.outcomes)

    @property
    def refused(self) -> list[Row]:
        """Return the refused rows, each with its reasons."""
        return [outcome.row for outcome in self.outcomes if outcome.kind == "refused"]


class ImportRefused(Invalid):
    """The file has refused rows, so nothing was written; `report` has the reasons."""

    code = "imports.refused"

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        facts = {"refused": len(report.refused), "rows": len(report.outcomes)}
        super().__init__("file", expected="no refused row", got=len(report.refused), facts=facts)


def dry_run(
    known: ImportTable,
    sheet: Sheet,
    *,
    now: datetime | None = None,
    tells: Callable[[int], object] = lambda _rows: None,
) -> ImportReport:
    """Return what `apply` would do, without writing anything; `tells` hears of each row how many came before.

    With a moment of `now` also what can't be by then is refused.
    """
    return ImportReport(list(looked(known, sheet, now=now, tells=tells)))


def looked(
    known: ImportTable,
    sheet: Sheet,
    *,
    now: datetime | None = None,
    tells: Callable[[int], object] = lambda _rows: None,
) -> Iterator[ImportOutcome]:
    """Yield what would happen to each row, without keeping it or writing anything."""
    seen: dict[str, int] = {}
    first: dict[str, Row] = {}
    known = known.for_file(known)
    beside = known.across([(row.number, row.values) for row in sheet.rows if not row.reasons])
    for number, row in enumerate(sheet.rows):
        row.reasons.update(beside.get(row.number, {}))
        tells(number)
        yield _outcome(known, _alone(known, _agreeing(known, row, sheet, first), first), seen, now)


def apply(
    known: ImportTable,
    sheet: Sheet,
    *,
    by: Actor,
    now: datetime,
    partial: bool = False,
    reads: Callable[[int], object] = lambda _rows: None,
    writes: Callable[[int], object] = lambda _rows: None,
) -> ImportReport:
    """Write every new and changed row inside the running `acting` block.

    `reads` and `writes` hear how many rows were looked at, and written.
    Raises Refused where rows are refused, unless `partial` is asked for: then the others are written.
    """
    current()
    report = dry_run(known, sheet, now=now, tells=reads)
    if partial or not report.refused:
        done: list[ImportOutcome] = []
        for outcome in report.outcomes:
            writes(len(done))
            done.append(write(known, outcome, by=by, now=now))
        report = ImportReport(done)
    if report.refused and not partial:
        raise ImportRefused(report)
    if not report.count("new") + report.count("changed"):
        return report
    batch = ImportBatch.objects.create(
        table=known.name,
        sha256=sheet.sha256,
        new=report.count("new"),
        changed=report.count("changed"),
        same=report.count("same"),
        refused=len(report.refused),
        applied_by=by.key,
        applied_at=now,
        organisation=by.organisation,
    )
    written = [outcome for outcome in report.outcomes if outcome.kind in ("new", "changed")]
    ImportLine.objects.bulk_create([line_of(known, batch, outcome) for outcome in written], batch_size=500)
    return ImportReport(report.outcomes, batch)


def counted(known: ImportTable, sheet: Sheet, columns: Mapping[str, str]) -> Sheet:
    """Number the rows of what belongs together, where no column of the file does: an order's first line, its second.

    A file that begins in the middle of an order never writes over what is here: its table tells which line a row is.
    A row that stands there twice, cell by cell, is refused: nothing tells that more was bought.
    """
    name, group = known.counted
    if not name or columns.get(name):
        return sheet
    groups: dict[tuple[Value, ...], list[Row]] = {}
    first: dict[tuple[str, ...], int] = {}
    for row in sheet.rows:
        number = first.setdefault(tuple(row.cells), row.number)
        if number != row.number:
            said = _("row {number} once more; more than one is told by the quantity")
            row.reasons[group] = said.format(number=number)
            continue
        groups.setdefault(tuple(row.values.get(one) for one in known.group or (group,)), []).append(row)
    for rows in groups.values():
        for row, told in zip(rows, known.numbers([row.values for row in rows]), strict=True):
            if isinstance(told, int):
                row.values[name] = told
            else:
                row.reasons.setdefault(group, told)
    return sheet


def _agreeing(known: ImportTable, row: Row, sheet: Sheet, first: dict[str, Row]) -> Row:
    """Fill a row's empty shared cells from the first row of its group; a cell that differs from it is a fault."""
    if not known.group or any(row.values.get(name) is None for name in known.group):
        return row
    head = first.setdefault(json.dumps([row.values[name] for name in known.group], ensure_ascii=False), row)
    if head is row:
        return row
    for column in known.columns:
        name = column.name
        if name not in known.shared or name in row.reasons or name in head.reasons:
            continue
        here, there = row.values.get(name), head.values.get(name)
        if here is None and there is not None:
            row.values[name] = there
        elif here != there:
            text = _("{title}: {here} here, {there} in row {number}; rows that belong together say the same")
            both = {"here": _written_in(sheet, row, name), "there": _written_in(sheet, head, name)}
            row.reasons[name] = text.format(title=column.title, number=head.number, **both)
    return row


def _alone(known: ImportTable, row: Row, first: dict[str, Row]) -> Row:
    """Refuse what a row says that a row of another group, or another row, said before, where one alone may say it."""
    for name, read in known.single.items():
        value = read(str(row.values.get(name) or ""))
        head = first.setdefault(f"{name} {value}", row) if value else row
        if any(head.values.get(one) != row.values.get(one) for one in known.group or known.key):
            row.reasons[name] = _("the same as in row {number}").format(number=head.number)
    for name, read in known.alike.items():
        code = row.values.get(name)
        head = row if code is None else first.setdefault(f"alike {name} {read(str(code))}", row)
        if head.values.get(name) != code:
            told = {"number": head.number, "there": head.values.get(name)}
            row.reasons[name] = _("{there} in row {number} is written the same way in addresses").format(**told)
    return _once(known, row, first)


def _once(known: ImportTable, row: Row, first: dict[str, Row]) -> Row:
    """Refuse a row under another key that says of its columns `once` what a row said before: it is the same one."""
    said = [row.values.get(name) for name in known.once]
    if not said or not all(said):
        return row
    head, name = first.setdefault(f"once {json.dumps(said, ensure_ascii=False)}", row), known.key[-1]
    if head.values.get(name) != row.values.get(name):
        titles = joined(str(one.title) for one in known.columns if one.name in known.once)
        told = {"number": head.number, "there": head.values.get(name), "columns": titles, "here": row.values.get(name)}
        text = _("row {number} has the same under {columns}, with {there}: one row each, expected {there}, got {here}")
        row.reasons[name] = text.format(**told)
    return row


def _written_in(sheet: Sheet, row: Row, name: str) -> str:
    at = sheet.places.get(name)
    written = row.cells[at] if at is not None and at < len(row.cells) else str(row.values.get(name) or "")
    return written.strip() or pgettext("a cell", "nothing")


def _outcome(known: ImportTable, row: Row, seen: dict[str, int], now: datetime | None) -> ImportOutcome:
    if row.reasons:
        return ImportOutcome(row, "refused")
    if known.passes(row.values):
        return ImportOutcome(row, "same")
    key = json.dumps(known.key_of(row.values), sort_keys=True, ensure_ascii=False)
    if key in seen:
        row.reasons[known.key[-1]] = _("the same as in row {number}").format(number=seen[key])
        return ImportOutcome(row, "refused")
    seen[key] = row.number
    row.reasons.update(known.check(row.values))
    if row.reasons:
        return ImportOutcome(row, "refused")
    found = outcome_now(known, row)
    if now is not None and found.kind in ("new", "changed") and found.after is not None:
        row.reasons.update(known.by_now(found.after, now))
    return ImportOutcome(row, "refused") if row.reasons else found


def outcome_now(known: ImportTable, row: Row) -> ImportOutcome:
    """Return what becomes of a row that can be, as what it names stands at this moment."""
    before = known.find(known.key_of(row.values))
    if before is None:
        empty: Values = dict.fromkeys((column.name for column in known.columns), None)
        return ImportOutcome(row, "new", None, known.complete({**empty, **row.values}))
    may = {name: value for name, value in row.values.items() if name not in known.firm}
    said = {name: value for name, value in may.items() if value is not None or name not in known.kept}
    after = known.complete({**before, **said})
    return ImportOutcome(row, "same" if after == before else "changed", before, after)


def write(known: ImportTable, outcome: ImportOutcome, *, by: Actor, now: datetime) -> ImportOutcome:
    """Write one row; where the app refuses it, undo this row alone and return it as refused."""
    if outcome.kind not in ("new", "changed") or outcome.after is None:
        return outcome
    try:
        with transaction.atomic():
            known.apply(values=outcome.after, by=by, now=now)
    except AnxinError as error:
        return refuse(known, outcome, error)
    except IntegrityError:
        outcome.row.reasons[known.key[-1]] = _("somebody else wrote this just now; please try again")
        return ImportOutcome(outcome.row, "refused")
    return outcome


def refuse(known: ImportTable, outcome: ImportOutcome, error: AnxinError) -> ImportOutcome:
    """Return a row as refused, and say why beside its cell."""
    named = error.field if isinstance(error, Invalid) else ""
    column = named if named in {one.name for one in known.columns} else known.key[-1]
    outcome.row.reasons[column] = _reason(error)
    return ImportOutcome(outcome.row, "refused")


def _reason(error: AnxinError) -> str:
    """Return the reason without the column's name, which is shown beside it."""
    plain = isinstance(error, Invalid) and error.code == Invalid.code
    return _("{expected} expected").format(expected=error.facts["expected"]) if plain else wording.error(error)


def line_of(known: ImportTable, batch: ImportBatch, outcome: ImportOutcome) -> ImportLine:
    """Return the line of a row that was written, its values sealed; of a person's also whose phone they name."""
    line_id, number = uuid7(), outcome.row.number
    sealed = seal(CONTENT, line_id, json.dumps([outcome.before, outcome.after], ensure_ascii=False))
    after, new = outcome.after or {}, outcome.before is None
    key = {} if known.sealed_key else known.key_of(after)
    phone, before = _index_of(known, after), _index_of(known, outcome.before or {})
    told = {"number": number, "key": key, "content": sealed, "phone_index": phone, "new": new}
    told |= {"before_index": before} if before != phone else {}
    return ImportLine(id=line_id, batch=batch, **told)


def _index_of(known: ImportTable, values: Values) -> str:
    return blind_index(text_in(values, "phone")) if known.persons and values.get("phone") else ""


def remember(name: str, headers: Sequence[str], columns: Mapping[str, str], *, owner: str, now: datetime) -> None:
    """Save which header maps to which column, for this owner's next file with the same headers."""
    ImportMapping.objects.update_or_create(
        table=name,
        owner=owner,
        headers=fingerprint(headers),
        defaults={"columns": dict(columns), "saved_at": now},
    )
