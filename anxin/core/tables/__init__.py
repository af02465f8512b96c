"""Table files: Excel and CSV read into judged cells with a reason each, and written so that nothing runs."""

from anxin.core.tables.columns import (
    Column,
    Reader,
    Value,
    Values,
    between,
    columns,
    day,
    fen,
    handle,
    list_of,
    many,
    one_of,
    pair,
    plain_header,
    text,
    up_to,
    whole,
)
from anxin.core.tables.mapping import Mapping, read_mapping
from anxin.core.tables.reading import Row, Sheet, Unreadable, read
from anxin.core.tables.writing import safe, write_csv, write_refused, write_xlsx

__all__ = [
    "Column",
    "Mapping",
    "Reader",
    "Row",
    "Sheet",
    "Unreadable",
    "Value",
    "Values",
    "between",
    "columns",
    "day",
    "fen",
    "handle",
    "list_of",
    "many",
    "one_of",
    "pair",
    "plain_header",
    "read",
    "read_mapping",
    "safe",
    "text",
    "up_to",
    "whole",
    "write_csv",
    "write_refused",
    "write_xlsx",
]
