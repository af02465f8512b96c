"""What can be done with visits: open, offer, accept, book, set out, check in, record, finish."""

from anxin.domain.visits.actions.addresses import correct_place
from anxin.domain.visits.actions.appointments import (
    NeedsProof,
    NoRoom,
    book,
    call_of,
    give_window_back,
    miss_by_customer,
    miss_by_technician,
    record_call,
    record_rung,
    reschedule,
    take_over,
)
from anxin.domain.visits.actions.arrivals import FarOff, Position, WorkOver, answer_arrival, check_in
from anxin.domain.visits.actions.barred_work import joined, word_returned
from anxin.domain.visits.actions.bench import begin_at_bench, finish_at_bench
from anxin.domain.visits.actions.completion import (
    CompletionCodeLocked,
    NoCode,
    WrongCompletionCode,
    bill_shown,
    finish,
    finish_by_call,
    state_parts,
)
from anxin.domain.visits.actions.door_checks import check_identity, confirm_reset, refuse_to_open
from anxin.domain.visits.actions.earlier_turns import TOLD_AFTER, EarlierWord, told_after
from anxin.domain.visits.actions.lifecycle import Sent, cancel, hand_back, open_visit, part_ways
from anxin.domain.visits.actions.offers import (
    TakenAlready,
    WindowHeld,
    accept,
    assign_by_hand,
    decline,
    offer_expired,
    offer_to,
    see,
    seek,
)
from anxin.domain.visits.actions.onsite import (
    NotChecked,
    add_earlier_photo,
    add_photo,
    add_receipt,
    give_up,
    handed_in,
    late_where_over,
    tick,
)
from anxin.domain.visits.actions.orders import (
    accept_order,
    give_back_order,
    name_technician,
    order_expired,
    order_outlet,
    refuse_order,
    send_technician,
)
from anxin.domain.visits.actions.recalls import (
    hours_changed,
    key_lost,
    left,
    outlet_closed,
    shut_out,
    skills_changed,
    window_filled,
    word_ended,
)
from anxin.domain.visits.actions.reservations import (
    WindowGone,
    case_ended,
    require_free,
    reserve,
    reserve_anew,
    reserve_within,
)
from anxin.domain.visits.actions.rounds import ask_again, send_round
from anxin.domain.visits.actions.setting_out import TooEarly, TooLateToTurn, set_out, turn_back
from anxin.domain.visits.actions.signatures import (
    NoSignature,
    OwnName,
    drawn_file,
    require_other,
    sign,
    sign_answer,
    sign_cash,
)
from anxin.domain.visits.actions.spoken import OwnWork, record_word
from anxin.domain.visits.actions.technician_rights import NotVouched, NotVouchedFor, OutletNotVouched
from anxin.domain.visits.actions.waits import wait
from anxin.domain.visits.actions.wishes import want
