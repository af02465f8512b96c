"""Table files: Excel and CSV read into judged cells with a reason each, and written so that nothing runs."""

from anxin.core.tables.columns import Column, Value, Values, day, fen, text, whole
from anxin.core.tables.mapping import Mapping, read_mapping
from anxin.core.tables.reading import Row, Sheet, Unreadable, read
from anxin.core.tables.writing import safe, write_csv, write_refused, write_xlsx

__all__ = [
    "Column",
    "Mapping",
    "Row",
    "Sheet",
    "Unreadable",
    "Value",
    "Values",
    "day",
    "fen",
    "read",
    "read_mapping",
    "safe",
    "text",
    "whole",
    "write_csv",
    "write_refused",
    "write_xlsx",
]
