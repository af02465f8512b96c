"""Imports: batches from table files with a dry run, a reason per refused cell, and an exact undo.

Apps declare their tables in `apps.py`. `tables.read` judges the cells of a file; `rehearse` says what would
happen, `apply` does it in the running block, `undo` takes a batch back. The same file twice changes nothing. What is
long is done in short blocks: by a worker (`begin` and `go_on`, `begin_back`, `stop`), or `here`, by who brings it.
"""

from anxin.core.imports.batches import ImportRefused, ImportReport, apply, counted, dry_run, remember
from anxin.core.imports.changes import START, Change
from anxin.core.imports.erasures import forget_old, forget_person
from anxin.core.imports.here import HANDED, begin_here, check_size, take_back_here, write_here
from anxin.core.imports.holders import declare_holders
from anxin.core.imports.kept_looks import Reading, drop_look, keep_look, kept_look, seen_anew
from anxin.core.imports.models import ImportBatch, ImportRun
from anxin.core.imports.paces import Halted
from anxin.core.imports.packs import (
    BadPack,
    PackedFile,
    attached,
    drop,
    file_names,
    hash_of,
    plain_name,
    rows_of,
    unpack,
)
from anxin.core.imports.queries import NoSuchBatch, brought, held, is_being_written, remembered
from anxin.core.imports.registry import (
    FREES,
    TABLES,
    ImportTable,
    Restored,
    Turned,
    UnknownTable,
    declare,
    declare_alone,
    declare_follows,
    declare_frees,
    table,
)
from anxin.core.imports.runs import begin, carry_out, go_on, is_waited_for, note, run_of, stop, sweep
from anxin.core.imports.summaries import Summary, summary, summary_of
from anxin.core.imports.table_files import LONG, MOST, forget, is_kept, laid, let_go, take_in
from anxin.core.imports.takeback_rows import foretold, tried
from anxin.core.imports.takebacks import ChangedSince, InUse, begin_back, is_long, undo, undo_rest
from anxin.core.imports.trials import rehearse
