"""The table of days off that a file is imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.tables import columns, day, one_of, up_to
from anxin.domain.opening.actions import days_off
from anxin.domain.opening.queries import days_off as known
from anxin.domain.opening.wording import tables

TABLES = (
    ImportTable(
        name="days_off",
        title=tables.DAYS_OFF,
        columns=columns(
            tables.DAY_OFF_COLUMNS,
            needed="from what source",
            also=tables.DAY_OFF_ALSO,
            reads={
                "from": day,
                "to": day,
                "what": one_of(tables.WHATS, also=tables.WHATS_CALLED),
                "source": up_to(64),
            },
        ),
        key=("from", "to"),
        find=known.imported_run,
        every=known.every_run,
        apply=days_off.import_run,
        remove=days_off.remove_run,
        restore=days_off.restore_run,
        check=known.why_no_run,
        complete=known.whole_run,
    ),
)
