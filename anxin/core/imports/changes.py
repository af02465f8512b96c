"""What changed rows replace, cell by cell; what was promised that they would free; and who a file leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from anxin.core.imports.batches import Outcome
from anxin.core.imports.registry import FREES, ImportTable
from anxin.core.tables import Column, Value


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell that a row would change: what stands there and what would, nothing where that isn't shown."""

    column: str
    before: str = ""
    after: str = ""
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Change:
    """A changed row: what names it, its changed cells, and how many promised windows it would free."""

    number: int
    key: str
    cells: tuple[Cell, ...]
    freed: int = 0


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Somebody who is here, but not in a file that names his house: his key, his name, the numbers of the words."""

    key: str
    called: str
    words: tuple[str, ...] = ()


def change_of(known: ImportTable, outcome: Outcome, *, now: datetime) -> Change:
    """Return what a changed row would replace."""
    before, after = outcome.before or {}, outcome.after or {}
    changed = (one for one in known.columns if before.get(one.name) != after.get(one.name))
    cells = tuple(_cell(known, one, before.get(one.name), after.get(one.name)) for one in changed)
    frees = FREES.get(known.name)
    freed = frees(before, after, now=now) if frees else 0
    return Change(number=outcome.row.number, key=str(after.get(known.key[-1]) or ""), cells=cells, freed=freed)


def changes_from(told: Sequence[dict[str, Any]]) -> tuple[Change, ...]:
    """Read changes that were written down."""
    return tuple(Change(**{**one, "cells": tuple(Cell(**cell) for cell in one["cells"])}) for one in told)


def _cell(known: ImportTable, column: Column, before: Value, after: Value) -> Cell:
    """Tell a cell; of a list only what goes and what comes, of personal data nothing."""
    name = column.name
    if name not in known.plain:
        return Cell(column=name, shown=False)
    if name not in known.lists:
        return Cell(column=name, before=_written(column.written(before)), after=_written(column.written(after)))
    gone, come = (set(filter(None, _written(one).split(", "))) for one in (before, after))
    say = known.lists[name]
    fewer, more = (", ".join(map(say, sorted(one))) for one in (gone - come, come - gone))
    return Cell(column=name, before=fewer, after=more)


def _written(value: Value | Decimal) -> str:
    return "" if value is None else str(value)
