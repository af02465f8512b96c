"""Table files: Excel and CSV read into judged cells with a reason each, and written so that nothing runs."""

from anxin.core.tables.columns import (
    Column,
    Reader,
    Value,
    Values,
    between,
    code,
    columns,
    day,
    fen,
    handle,
    list_of,
    many,
    one_of,
    pair,
    text,
    text_in,
    up_to,
    whole,
    whole_in,
)
from anxin.core.tables.mapping import Mapping, read_mapping
from anxin.core.tables.reader import Row, Sheet, UnreadableTable, faults, headers_of, is_long, lines_of, read
from anxin.core.tables.writer import safe, write_csv, write_refused, write_xlsx
