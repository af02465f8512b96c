"""What can be asked about repairs: the queue, one repair whole, its timeline and stepper."""

from anxin.domain.repairs.queries.beside import Beside, beside, duplicates_of
from anxin.domain.repairs.queries.dispatch_board import Board, Gap, Tally, board, gaps, numbers
from anxin.domain.repairs.queries.history import (
    ClockView,
    EntryLine,
    audience_of,
    stepper_of,
    timeline_of,
)
from anxin.domain.repairs.queries.lists import (
    UNDER_WAY,
    KnownCaller,
    Queue,
    QueueRow,
    caller,
    earlier,
    mine,
    queue,
    search,
)
from anxin.domain.repairs.queries.lookup import (
    NoSuchRepair,
    is_over,
    quote,
    repair,
    repair_by_key,
    shows,
    visible_to,
)
from anxin.domain.repairs.queries.pagination import Leaf, Line, Wish, leaf
from anxin.domain.repairs.queries.pricing import Draft, DraftLine, Wanted, draft
from anxin.domain.repairs.queries.situations import job_situation, situation
from anxin.domain.repairs.queries.views import (
    DeviceView,
    DuplicateView,
    GuaranteeView,
    PartView,
    PictureView,
    QuoteLineView,
    QuoteView,
    RepairView,
    steps_of,
    view,
)
