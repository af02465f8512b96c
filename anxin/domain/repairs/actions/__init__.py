"""What can be done with a repair: report, accept, triage, quote, confirm, rework, close."""

from anxin.domain.repairs.actions.addresses import SameAddress, correct_address
from anxin.domain.repairs.actions.answers import NotSigned, Signed, agree_quote, refuse_quote
from anxin.domain.repairs.actions.arrangements import (
    arrived,
    assigned,
    booked,
    called,
    clock_missed,
    denied,
    gave_up,
    keep_arrival,
    move,
    reopened,
    resume,
    wait,
)
from anxin.domain.repairs.actions.bench import (
    custody_before,
    custody_of,
    give_back,
    goods_back,
    goods_deposited,
    goods_held,
    goods_lost,
    keep_on,
    take_to_bench,
)
from anxin.domain.repairs.actions.bills import call_right, lower_bill, propose_repayment
from anxin.domain.repairs.actions.brand_words import (
    brand_word_over,
    confirm_brand_word,
    deny_brand_word,
    take_brand_word,
)
from anxin.domain.repairs.actions.disputes import (
    answer_dispute,
    answer_stands,
    confirm_on_call,
    dispute,
    object_to,
)
from anxin.domain.repairs.actions.endings import (
    LongOver,
    NotGuaranteed,
    bill_settled,
    cancel,
    confirm,
    finished,
    rework,
    urge,
)
from anxin.domain.repairs.actions.goods import HereStill
from anxin.domain.repairs.actions.intake import accept, note, redirect, solve_remotely, triage
from anxin.domain.repairs.actions.left_alone import hands_gone, nobody_left
from anxin.domain.repairs.actions.listeners import call_programs, refresh_pages
from anxin.domain.repairs.actions.lock_openings import IdentityNeeded, confirm_reset, identify
from anxin.domain.repairs.actions.merges import NotTheSame, merge
from anxin.domain.repairs.actions.named_devices import name_device, take_registered
from anxin.domain.repairs.actions.programs import report_by_program, wait_by_program
from anxin.domain.repairs.actions.quotes import QuoteLineGiven, priced, quote
from anxin.domain.repairs.actions.relocations import (
    choose_home,
    goods_put_back,
    key_lost,
    outlet_changed,
    outlet_closed,
    send_on,
    word_changed,
)
from anxin.domain.repairs.actions.remote import (
    NotAgain,
    OfEndedClaim,
    confirm_help,
    help_from_afar,
    help_unanswered,
    say_helped,
    send_after_all,
)
from anxin.domain.repairs.actions.reports import (
    NotCovered,
    PromiseChanged,
    Report,
    Reported,
    WindowWanted,
    add_picture,
    covered,
    report,
    require_free,
)
from anxin.domain.repairs.actions.soonest import go_soonest
from anxin.domain.repairs.actions.spoken import ask_for_invoice_on_call, object_on_call
from anxin.domain.repairs.actions.standstills import stood_still
from anxin.domain.repairs.actions.used_parts import NotAgreed, PartGiven, QuoteNeeded, use_parts, write_finding
from anxin.domain.repairs.actions.warranty import check_cover, set_free, take_receipt
