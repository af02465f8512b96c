"""Imports: batches from table files with a dry run, a reason per refused cell, and an exact undo.

Apps declare their tables in `apps.py`. `tables.read` judges the cells of a file; `dry_run` says what would
happen, `apply` does it in the running block, `undo` takes a batch back. The same file twice changes nothing.
"""

from anxin.core.imports.batches import ChangedSince, InUse, Refused, Report, apply, counted, dry_run, remember, undo
from anxin.core.imports.models import ImportBatch, ImportRun
from anxin.core.imports.packs import BadPack, Given, attached, drop, file_names, hash_of, plain_name, rows_of, unpack
from anxin.core.imports.queries import NoSuchBatch, brought, held, remembered
from anxin.core.imports.registry import TABLES, ImportTable, Restored, UnknownTable, declare, table
from anxin.core.imports.runs import (
    MOST,
    begin,
    carry_out,
    forget,
    go_on,
    is_kept,
    is_waited_for,
    laid,
    let_go,
    run_of,
    sweep,
    take_in,
    too_long,
)
from anxin.core.imports.summaries import Summary, summary, summary_of
from anxin.core.tables import Column as ImportColumn
