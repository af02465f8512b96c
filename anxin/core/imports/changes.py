"""What rows replace, cell by cell; which promised windows they free; whose starts they move; who a file leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from anxin.core.imports.registry import FREES, ImportTable, Turned
from anxin.core.tables import Column, Value, Values


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell that a row would change: what stands there and what would, nothing where that isn't shown."""

    column: str
    before: str = ""
    after: str = ""
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Change:
    """A row that changes, comes or goes: what names it, its cells, how many windows it frees, whether a start moves."""

    number: int
    key: str
    cells: tuple[Cell, ...]
    freed: int = 0
    moves: bool = False


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Somebody who is here, but not in a file that names his house: his key, his name, the numbers of the words."""

    key: str
    called: str
    words: tuple[str, ...] = ()


START = "start"
"""The cell that says from where to where a start moves, whichever of its columns changes."""
KEPT, NAMED = 5_000, 20
"""So many rows are kept with what they replace, those that free promised windows first; so many who start elsewhere."""


class Consequences:
    """What rows would do, added up one by one: what they replace, which windows they free, whose starts they move."""

    def __init__(self, known: ImportTable, *, now: datetime) -> None:
        """Begin with nothing."""
        self._known, self._now = known, now
        self._changes: list[Change] = []
        self._turned: list[Turned] = []
        self.freed, self.starts, self.first_starts = 0, 0, list[str]()

    def add(self, number: int, before: Values | None, after: Values | None) -> None:
        """Add one row; of what comes or goes whole it is kept only where it frees a window, or may move a start."""
        one = change_of(self._known, number, before, after, now=self._now)
        whole = before is None or after is None
        self.freed += one.freed
        self._count(one)
        if self._known.moved_starts is not None:
            self._turned.append((number, before, after))
        if one.freed or self._turned or (not whole and len(self._changes) < KEPT):
            self._changes.append(one)

    def _count(self, one: Change) -> None:
        self.starts += one.moves
        if one.moves and len(self.first_starts) < NAMED:
            self.first_starts.append(one.key)

    def _moved(self) -> None:
        """Say where rows that come or go whole move a start; those that do nothing more are kept no longer."""
        found = self._known.moved_starts(self._turned) if self._known.moved_starts else {}
        for place, one in enumerate(self._changes):
            if one.number in found:
                start = Cell(column=START, before=found[one.number][0], after=found[one.number][1])
                self._changes[place] = replace(one, cells=(*one.cells, start), moves=True)
                self._count(self._changes[place])
        if self._known.moved_starts:
            self._changes, self._turned = [one for one in self._changes if one.freed or one.moves], []

    def told(self) -> dict[str, Any]:
        """Return what a summary tells of it, the rows that free the most windows first."""
        self._moved()
        return {
            "changes": tuple(sorted(self._changes, key=lambda one: (-one.freed, one.number))[:KEPT]),
            "freed": self.freed,
            "starts": self.starts,
            "first_starts": tuple(self.first_starts),
        }


def change_of(known: ImportTable, number: int, before: Values | None, after: Values | None, *, now: datetime) -> Change:
    """Return what a row would replace that stands so before it and after it."""
    old, new = before or {}, after or {}
    changed = [one for one in known.columns if old.get(one.name) != new.get(one.name)]
    shown = changed if before and after else [one for one in changed if one.name in known.plain]
    frees = FREES.get(known.name)
    moves = bool(before and after) and any(one.name in known.starts for one in changed)
    cells = [_cell(known, one, old.get(one.name), new.get(one.name)) for one in shown if one.name not in known.starts]
    if moves:
        cells.append(Cell(column=START, before=known.says_start(old), after=known.says_start(new)))
    return Change(
        number=number,
        key=str((new or old).get(known.key[-1]) or ""),
        cells=tuple(cells),
        freed=frees(before, after, now=now) if frees else 0,
        moves=moves,
    )


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
