"""What can be asked about repairs: the queue, one repair whole, its timeline and stepper."""

from anxin.domain.repairs.queries.finding import (
    NoSuchRepair,
    quote,
    repair,
    repair_by_key,
    shows,
    visible_to,
)
from anxin.domain.repairs.queries.listing import (
    KnownCaller,
    Queue,
    QueueRow,
    caller,
    mine,
    queue,
    search,
)
from anxin.domain.repairs.queries.telling import (
    ClockView,
    EntryLine,
    audience_of,
    clocks_of,
    stepper_of,
    timeline_of,
)
from anxin.domain.repairs.queries.viewing import (
    DeviceView,
    DuplicateView,
    GuaranteeView,
    PartView,
    PictureView,
    QuoteLineView,
    QuoteView,
    RepairView,
    view,
)

__all__ = [
    "ClockView",
    "DeviceView",
    "DuplicateView",
    "EntryLine",
    "GuaranteeView",
    "KnownCaller",
    "NoSuchRepair",
    "PartView",
    "PictureView",
    "Queue",
    "QueueRow",
    "QuoteLineView",
    "QuoteView",
    "RepairView",
    "audience_of",
    "caller",
    "clocks_of",
    "mine",
    "queue",
    "quote",
    "repair",
    "repair_by_key",
    "search",
    "shows",
    "stepper_of",
    "timeline_of",
    "view",
    "visible_to",
]
