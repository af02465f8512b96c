"""What can be done with a claim: file, hand in, answer, agree, offer, decide, appeal, return, refund, recover."""

from anxin.domain.claims.actions.addresses import (
    AddressNeeded,
    BuyerSilent,
    NobodyVouchedFor,
    NothingToRepair,
    ask_address,
    name_goods,
)
from anxin.domain.claims.actions.advance_answers import give_advance_answer, revoke_advance_answer
from anxin.domain.claims.actions.answers import (
    NoSuchEvidence,
    ReasonNeeded,
    accept_offer,
    agree,
    answer,
    answer_timed_out,
    offer,
    offer_lapsed,
    refuse_offer,
)
from anxin.domain.claims.actions.appeal_answers import answer_appeal, appeal_too, appeal_unanswered, waive_answer
from anxin.domain.claims.actions.appeals import AppealOver, accept, appeal, appeal_window_over, drop_appeal
from anxin.domain.claims.actions.brought_claims import tell_brought
from anxin.domain.claims.actions.callers import reveal_caller
from anxin.domain.claims.actions.captures import ChallengeOver, announce_frame, answer_challenge, send_frame
from anxin.domain.claims.actions.casework import (
    NotYourCase,
    OnLeave,
    ask_evidence,
    confirm,
    evidence_timed_out,
    note,
    propose,
    send_back,
    take_case,
    waive_evidence,
)
from anxin.domain.claims.actions.closure import GoodsAway, late, withdraw
from anxin.domain.claims.actions.corrections import correct
from anxin.domain.claims.actions.decided_repairs import decided_in_vain, give_up_repair, grace_over
from anxin.domain.claims.actions.decisions import Locked, Ruling, examined
from anxin.domain.claims.actions.earlier_versions import call_off_look, follow_repair
from anxin.domain.claims.actions.execution import (
    money_moved,
    pay_again,
    piece_missed,
    send_replacement,
)
from anxin.domain.claims.actions.filing import (
    ClaimLineGiven,
    FiledClaim,
    Filing,
    NoPlatform,
    NotAllowed,
    OpenAlready,
    SaidBack,
    TooMuch,
    file,
    give_address,
)
from anxin.domain.claims.actions.former_money import paid_there, pay_here
from anxin.domain.claims.actions.gone_payers import (
    charge_earlier,
    count_paid,
    payer_paid,
    payer_returned,
    payer_unpaid,
    say_payer,
)
from anxin.domain.claims.actions.gone_sellers import seller_gone
from anxin.domain.claims.actions.grants import close_to, open_to
from anxin.domain.claims.actions.inspections import late_picture, look_not_needed, order_inspection
from anxin.domain.claims.actions.linked_repairs import (
    NoExchange,
    accept_exchange,
    bill_released,
    look_decided,
    release_went_back,
    repair_ended,
    repair_failed,
)
from anxin.domain.claims.actions.listeners import call_programs, refresh_pages
from anxin.domain.claims.actions.originals import PictureGiven, hand_in
from anxin.domain.claims.actions.outside_forums import (
    ContradictionOver,
    DeniedByBuyer,
    SaidAndClosed,
    SaidByYou,
    contradict,
    correct_outcome,
    said_over,
    take_outcome,
)
from anxin.domain.claims.actions.platform_money import CameBack
from anxin.domain.claims.actions.recoveries import (
    DayOver,
    MoreCame,
    NotTheirForum,
    demand,
    go_on,
    promise_over,
    repay,
)
from anxin.domain.claims.actions.referrals import hear_back, refer
from anxin.domain.claims.actions.refund_accounts import refund_account, refund_word
from anxin.domain.claims.actions.return_addresses import tell_address
from anxin.domain.claims.actions.returned_goods import goods_missed, send_goods_back
from anxin.domain.claims.actions.returned_money import money_came_back
from anxin.domain.claims.actions.returns import (
    address_missed,
    fail_inspection,
    inspection_timed_out,
    parcel_missed,
    pass_inspection,
    receive_back,
    receive_late,
    return_lapsed,
    ship_back,
)
from anxin.domain.claims.actions.said_refunds import (
    pay_in_shop,
    say_refund,
    shop_refund_told,
    show_refund,
    transfer_fell,
)
from anxin.domain.claims.actions.second_looks import second_waits
from anxin.domain.claims.actions.shop_refunds import hold_order, name_shop_refund, read_book, take_shop_refund
from anxin.domain.claims.actions.takeovers import ClaimTakenOverAlready
from anxin.domain.claims.actions.unsent_refunds import money_unsent, shop_unpaid, tell_shop
