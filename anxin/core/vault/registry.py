"""The sealed columns of the house: what rotation walks."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class SealedColumn:
    """One sealed column, its logical name, and the column of its blind index, if any.

    `case`: by which fields a row belongs to a case, with which its words end (`case_contents`); `left`: what stays.
    """

    model: type[models.Model]
    column: str
    name: str
    index: str = ""
    row: str = "pk"
    case: tuple[str, str] | None = None
    left: str = ""


COLUMNS: dict[str, SealedColumn] = {}


def declare_column(
    model: type[models.Model],
    column: str,
    name: str,
    *,
    index: str = "",
    row: str = "pk",
    case: tuple[str, str] | None = None,
    left: str = "",
) -> None:
    """Say that a model's column holds texts sealed under a logical name (`row`: the attribute bound to them)."""
    known = COLUMNS.get(name)
    if known and (known.model, known.column) != (model, column):
        raise ValueError(f"sealed column {name!r}: expected one column, got {known.column!r} and {column!r}")
    COLUMNS[name] = SealedColumn(model, column, name, index, row, case, left)
