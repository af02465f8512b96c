"""What can be asked about repairs: the queue, one repair whole, its timeline and stepper."""

from anxin.domain.repairs.queries.brand_words import BrandWordRow, brand_word, brand_words
from anxin.domain.repairs.queries.companions import RepairCompanions, companions_of, duplicates_of
from anxin.domain.repairs.queries.counts import UNDER_WAY
from anxin.domain.repairs.queries.devices import (
    bought_as_said,
    done_to,
    is_anothers_under_way,
    is_owner,
    own_cases,
    own_under_way,
)
from anxin.domain.repairs.queries.dispatch_board import CountyGap, DispatchBoard, board, field_day
from anxin.domain.repairs.queries.dossiers import NoDossierOfRepair, dossier, takes_dossiers
from anxin.domain.repairs.queries.history import ClockView, EntryLine, timeline_of
from anxin.domain.repairs.queries.job_situations import job_situation
from anxin.domain.repairs.queries.lists import QueueRow, RepairQueue, earlier, mine, queue
from anxin.domain.repairs.queries.lookup import (
    NoSuchRepair,
    is_bill_wrong,
    is_over,
    quote,
    repair,
    repair_by_key,
    shows,
    visible_to,
)
from anxin.domain.repairs.queries.own_turns import OwnTurn, own_turns
from anxin.domain.repairs.queries.pagination import RepairFilter, RepairListRow, page
from anxin.domain.repairs.queries.pricing import Draft, DraftedLine, DraftLine, draft
from anxin.domain.repairs.queries.quotes import QuoteView
from anxin.domain.repairs.queries.repair_views import RepairView
from anxin.domain.repairs.queries.searches import caller, of_number, search
from anxin.domain.repairs.queries.service_warranty import service_warranty
from anxin.domain.repairs.queries.situations import situation
from anxin.domain.repairs.queries.views import view
