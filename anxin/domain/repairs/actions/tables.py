"""The table of repairs that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.imports.earlier_numbers import numbers_read
from anxin.core.tables import columns, day, handle, one_of, up_to
from anxin.domain.goods.queries.imports import model
from anxin.domain.goods.wording import YES_NO
from anxin.domain.people.actions.customers import address
from anxin.domain.people.queries.imports import organisation_of, phone
from anxin.domain.repairs.actions import takeovers
from anxin.domain.repairs.queries import imports as known
from anxin.domain.repairs.queries import takeouts
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.domain.repairs.wording import tables as wording

LONG = 4_000
"""So many characters may say what is wrong: what was told, and the faults that were chosen."""
TABLES = (
    ImportTable(
        name="repairs",
        title=wording.REPAIRS,
        columns=columns(
            wording.REPAIR_COLUMNS,
            needed="brand old_number model state name phone address",
            also=wording.REPAIR_ALSO,
            reads={
                "brand": organisation_of("brand"),
                "old_number": known.old_number,
                "earlier_numbers": numbers_read(known.old_number),
                "model": model,
                "state": one_of(wording.TAKEN_OVER_STATES, also=wording.STATES_CALLED),
                "kind": one_of(KINDS),
                "name": up_to(80),
                "phone": phone,
                "address": address,
                "told": up_to(LONG),
                "reported": day,
                "urgent": one_of(YES_NO),
                "serial": lambda written: str(handle(64)(written)).upper(),
                "bought": day,
                "technician": up_to(40),
                "day": day,
                "hours": known.hours,
                "mode": one_of(MODES, also=wording.MODES_CALLED),
                "outlet": up_to(24),
                "goods": one_of(wording.GOODS, also=wording.GOODS_CALLED),
                "shelf": up_to(24),
                "waybill": handle(40),
            },
        ),
        key=("brand", "old_number"),
        find=known.imported,
        apply=takeovers.take_over,
        remove=takeovers.keep,
        for_good=True,
        every=takeouts.every,
        stays=takeouts.open_money,
        persons=True,
        check=known.why_not,
        by_now=takeovers.why_not_now,
        gaps=known.left_open,
        complete=known.whole,
    ),
)
