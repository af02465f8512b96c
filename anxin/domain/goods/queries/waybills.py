"""Which waybills an order had before the one it has: what the record keeps of each correction."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists

from anxin.core import timeline
from anxin.core.timeline import Entry
from anxin.domain.goods.models import Purchase

CORRECTED, WORDS = "goods.waybill_corrected", ("was", "becomes")


@dataclass(frozen=True, kw_only=True)
class WaybillChange:
    """A waybill that was put right: when, what stood there, what stands since; empty words where they are erased."""

    at: datetime
    was: str
    becomes: str


def was_corrected(purchase: str) -> Exists:
    """Return whether an order's waybill was ever put right, to be read within another statement."""
    return Exists(Entry.objects.filter(stream__kind="purchase", stream__key=purchase, code=CORRECTED))


def waybill_changes(row: Purchase) -> tuple[WaybillChange, ...]:
    """Return how an order's waybill was put right, oldest first (one query)."""
    found = Entry.objects.filter(stream__kind="purchase", stream__key=str(row.pk), code=CORRECTED)
    views = timeline.views(found.order_by("position"), opened=WORDS)
    return tuple(
        WaybillChange(at=one.at, **{name: one.private[name].text if name in one.private else "" for name in WORDS})
        for one in views
    )
