"""Declare a table that files can be imported into: its columns, its key, and the actions that write it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.file_kinds import PICTURES, VIDEOS
from anxin.core.tables.columns import Column, Value, Values


class UnknownTable(Missing):
    """No app declares an import table of this name."""

    code = "imports.unknown_table"


class ImportApply(Protocol):
    """Create or change the row of these values; raise `Invalid` with a column's name where a value can't be."""

    def __call__(self, *, values: Values, by: Actor, now: datetime) -> object:
        """Write one row."""


class Remove(Protocol):
    """Take away a row an import made."""

    def __call__(self, *, key: Values, by: Actor, now: datetime) -> object:
        """Remove one row."""


class Restore(Protocol):
    """Write what stood before a row that is taken back; tell whether all of it is here still."""

    def __call__(self, *, values: Values, by: Actor, now: datetime) -> bool:
        """Write one row as it was."""


class Restored(Protocol):
    """Take back what a row added to what stood before; its values of before were written just now."""

    def __call__(self, *, before: Values, after: Values, by: Actor, now: datetime) -> object:
        """Take back what one row added."""


class Frees(Protocol):
    """Tell how many promised windows a row would free that is new, changed, or taken back.

    A new one has nothing before it, one that goes nothing after.
    """

    def __call__(self, before: Values | None, after: Values | None, *, now: datetime) -> int:
        """Count the windows."""


class Says(Protocol):
    """Say who is left alone where rows go, by their keys."""

    def __call__(self, rows: Sequence[Values], *, now: datetime) -> Sequence[str]:
        """Return it in sentences."""


type Turned = tuple[int, Values | None, Values | None]
"""A row by its number, as it stands and as it would."""
type MovedStarts = Callable[[Sequence[Turned]], Mapping[int, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class ImportTable:
    """A table: `find` gives the values a key has now (all columns), `check` the faults across columns.

    `complete` puts what an empty cell stands for in its place, so that what was written is what `find` gives. Rows
    that are one in the columns `group` (lines of one order; part of the key) are written and taken back in one block,
    and say the same in the columns `shared`; an empty cell there takes what the first of them says; what `single`
    reads of a value stands in one group alone, or in one row where there are no groups; what the columns `once` say
    together stands under one key alone; of two values that `alike` reads as one, though they differ, a file brings the
    first. Where a file has no column
    for them, `usual` says what every row has instead, and `counted` names a column that counts the rows of what
    another names (lines of an order): `numbers` gives the rows of one group their numbers, or says of a row why it
    can't be told which one it is. `every` lists the keys there are on a day, in an order in which an empty house
    takes them; a table without it is not written out again, and `stays` says in
    sentences what no row of it tells. A file of `persons` tells who somebody is. What comes in
    `for_good` goes on here: no import of it is taken back. One that is `own` is brought by an organisation on its own
    page, about itself. Columns `attached` name files of these `kinds` that come beside the file; once found a name
    stands with its hash. Where rows are `named`, the files may come without rows: the key is what a file is called.
    What a row added that no value of before takes away again, `restored` takes back when it is undone. An empty
    cell of a file leaves the columns `kept` as they stand, and no cell rewrites the `firm` ones; a row that was
    written says them whole. Where what stood before may be gone meanwhile (a picture nobody shows any more is
    destroyed), `restore` writes it instead of `apply`. Columns that are `plain` may be shown as they stand before a
    row changes them: no personal data. Those that are `lists` say how one entry reads. `left_out` finds who is here
    but not among these rows, though they name
    his house. Columns `starts` say where somebody sets out, and `says_start` in words, so that no home is shown;
    of rows that come or go whole `moved_starts` says from where to where they move one, by their numbers. `gaps`
    says in sentences what the rows leave open, `holds` what of them waits for a word before it stands so. `across`
    says by their numbers why rows can't be beside each other, `by_now` why a row can't be at the moment it is
    looked at. Rows that say the same in the columns `contends` may take something from each other (claims about the
    pieces of one order): in a trial they stand beside each other. A row that `passes` says nothing here that isn't
    known: it is left as unchanged, whatever else bears its key. `for_file` gives the table for one look at a file's
    rows, which reads once what they name together.
    """

    name: str
    title: object
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    find: Callable[[Values], Values | None]
    apply: ImportApply
    remove: Remove
    check: Callable[[Values], Mapping[str, str]] = lambda _values: {}
    by_now: Callable[[Values, datetime], Mapping[str, str]] = lambda _values, _now: {}
    complete: Callable[[Values], Values] = lambda values: values
    passes: Callable[[Values], bool] = lambda _values: False
    group: tuple[str, ...] = ()
    contends: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    single: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    alike: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    usual: Mapping[str, str] = field(default_factory=dict)
    counted: tuple[str, str] = ("", "")
    numbers: Callable[[Sequence[Values]], Sequence[int | str]] = lambda rows: range(1, len(rows) + 1)
    every: Callable[[date], Iterable[tuple[Value, ...]]] | None = None
    stays: Callable[[], Iterable[str]] = lambda: ()
    persons: bool = False
    sealed_key: bool = False  # it tells who somebody is
    for_good: bool = False
    attached: tuple[str, ...] = ()
    kinds: frozenset[str] = PICTURES | VIDEOS
    named: bool = False
    own: bool = False
    restore: Restore | None = None
    restored: Restored | None = None
    kept: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    lists: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    left_out: Callable[[Sequence[Values]], Sequence[tuple[str, str, tuple[str, ...]]]] = lambda _rows: ()
    starts: tuple[str, ...] = ()
    says_start: Callable[[Values], str] = lambda _values: ""
    moved_starts: MovedStarts | None = None
    gaps: Callable[[Sequence[Values], datetime], Sequence[str]] = lambda _rows, _now: ()
    holds: Callable[[Sequence[Values]], Sequence[str]] = lambda _rows: ()
    across: Callable[[Sequence[tuple[int, Values]]], Mapping[int, Mapping[str, str]]] = lambda _rows: {}
    for_file: "Callable[[ImportTable], ImportTable]" = lambda known: known

    def key_of(self, values: Values) -> Values:
        """Return the key among the values."""
        return {name: values.get(name) for name in self.key}

    def beside_of(self, values: Values) -> tuple[Value, ...] | None:
        """Return what rows are tried beside each other by; None where one takes nothing from another."""
        found = tuple(values.get(name) for name in self.contends or self.group)
        return found if found and None not in found else None

    def group_of(self, values: Values) -> tuple[Value, ...] | None:
        """Return what a row with these values is one of; None where it stands alone."""
        found = tuple(values.get(name) for name in self.group)
        return found if found and None not in found else None


TABLES: dict[str, ImportTable] = {}
FREES: dict[str, Frees] = {}
"""What counts the promised windows that a table's rows free: declared by whose windows they are."""
ALONE: dict[str, Says] = {}
"""What says who is left alone where a table's rows go whole."""
FOLLOWS: dict[str, Says] = {}
"""What says what else follows of a table's rows, above the app whose table it is."""


def declare(*tables: ImportTable) -> None:
    """Register an app's tables."""
    for one in tables:
        said = {
            *one.single,
            *one.alike,
            *one.usual,
            *one.attached,
            *filter(None, one.counted),
            *one.plain,
            *one.kept,
            *one.firm,
            *one.once,
            *one.contends,
        }
        said |= {*one.lists, *one.starts}
        named = {*one.key, *one.group, *one.shared, *said}
        unknown = named - {column.name for column in one.columns}
        if unknown or TABLES.get(one.name, one) != one:
            raise ValueError(f"import table {one.name!r}: expected one declaration with its key among its columns")
        TABLES[one.name] = one


def declare_frees(frees: Frees, *names: str) -> None:
    """Register what counts the promised windows that rows of these tables free."""
    FREES.update(dict.fromkeys(names, frees))


def declare_alone(says: Says, *names: str) -> None:
    """Register what says in sentences who is left alone where rows of these tables, by their keys, go whole."""
    ALONE.update(dict.fromkeys(names, says))


def declare_follows(says: Says, *names: str) -> None:
    """Register what says in sentences what else follows of rows of these tables, before they are written."""
    FOLLOWS.update(dict.fromkeys(names, says))


def table(name: str) -> ImportTable:
    """Return a table by its name."""
    if name not in TABLES:
        raise UnknownTable({"name": name, "known": ", ".join(sorted(TABLES))})
    return TABLES[name]
