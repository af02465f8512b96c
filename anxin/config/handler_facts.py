"""The facts that a handler of `wiring` may write in turn: others are refused while it runs."""

from anxin.core.facts import Handler
from anxin.domain.claims import actions as claims
from anxin.domain.contacts import actions as contacts
from anxin.domain.invoices import actions as invoices
from anxin.domain.network import actions as network
from anxin.domain.opening import actions as opening
from anxin.domain.people.actions import freed_requests
from anxin.domain.privacy_numbers import actions as privacy_numbers
from anxin.domain.quality import actions as quality
from anxin.domain.repairs import actions as repairs
from anxin.domain.staff.actions import absences
from anxin.domain.visits import actions as visits

BOOKED_ELSEWHERE = (
    *("ledger.gone_elsewhere", "ledger.elsewhere_reversed", "ledger.came_in_again"),
    *("bill.give_back", "bill.regain"),
)
"""What an order's bill tells once its book is applied to it."""

# Which facts a handler may write in turn: another is refused while it runs, a circle when the table is installed.
WRITES: dict[Handler, tuple[str, ...]] = {
    freed_requests.hold_lifted: ("people.request_freed",),
    absences.pass_on_draft: (
        *("dispute.release", "appeal.release", "claims.handed_over", "staff.handed_over", "staff.handed_back"),
    ),
    repairs.assigned: ("repair.arrange",),
    repairs.reopened: ("repair.unarrange",),
    repairs.arrived: ("repair.begin",),
    repairs.gave_up: (
        *("repair.wait_for_part", "repair.wait_for_customer", "repair.wait_for_brand", "custody.from_bench"),
        *("repair.cancel", "bill.replace"),
    ),
    repairs.goods_held: ("repair.accept", "repair.await_goods", "repair.resume", "visit.open"),
    repairs.word_changed: ("custody.moved", "custody.stuck", "custody.not_stuck"),
    repairs.key_lost: ("custody.moved", "custody.stuck", "custody.not_stuck"),
    repairs.outlet_changed: ("custody.moved", "custody.stuck", "custody.not_stuck"),
    repairs.nobody_left: ("repairs.nobody_left",),
    repairs.hands_gone: ("repairs.nobody_left",),
    repairs.outlet_closed: ("custody.home_closed",),
    repairs.goods_put_back: ("custody.moved", "custody.stuck", "custody.not_stuck"),
    repairs.goods_back: (
        *("repair.confirm", "repairs.guaranteed", "repair.close", "repair.cancel", "visit.cancel"),
        *("bill.waive", "bill.replace"),
        *("bill.reduce", "bill.agree", "bill.settle", "bill.give_back", "ledger.repayment_proposed"),
    ),
    repairs.goods_deposited: (
        *("repair.confirm", "repairs.guaranteed", "repair.close", "repair.cancel", "visit.cancel"),
        *("bill.waive", "bill.replace"),
        *("bill.reduce", "bill.agree", "bill.settle", "bill.give_back", "ledger.repayment_proposed"),
    ),
    repairs.goods_lost: (
        *("repair.cancel", "repair.write_off", "visit.cancel", "bill.waive", "bill.replace"),
        *("bill.reduce", "bill.agree", "bill.settle", "bill.give_back", "ledger.repayment_proposed"),
    ),
    visits.word_ended: (
        *("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
        *("outlet_order.give_back", "outlet_order.time_out", "visits.unvouched"),
    ),
    visits.hours_changed: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.skills_changed: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.outlet_closed: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.left: (
        *("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
        "visits.unvouched",
    ),
    visits.joined: ("visits.vouched_again",),
    visits.shut_out: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.word_returned: ("visits.vouched_again",),
    visits.key_lost: (
        *("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
        *("outlet_order.give_back", "outlet_order.time_out", "visits.unvouched"),
    ),
    visits.bill_shown: ("visits.code_ready",),
    repairs.finished: (
        *("bill.agree", "bill.settle", "repair.finish", "repair.confirm", "repairs.guaranteed", "repair.close"),
        "custody.make_ready",
    ),
    privacy_numbers.arrange: ("privacy_numbers.ended",),
    privacy_numbers.end: ("privacy_numbers.ended",),
    privacy_numbers.phone_corrected: ("privacy_numbers.ended",),
    privacy_numbers.erased: ("privacy_numbers.ended",),
    invoices.refunded: ("invoice.requested",),
    invoices.gone_elsewhere: ("invoice.requested",),
    invoices.erased: ("invoice.drop",),
    repairs.bill_settled: ("repair.close",),
    quality.repair_closed: ("follow_up.planned",),
    quality.repair_reworked: ("follow_up.drop",),
    claims.examined: (
        *("claims.answer_longer", "decision.proposed", "claim.agree", "claim.accept_offer", "dispute.decide"),
        *("challenge.withdraw", "decision.give", "decision.finish", "claim.await_return", "claim.execute"),
        *("payment.intended", "payment.call", "payment.lose_track"),
        *("claims.repair_opened", "repair.submitted", "dispute.withdraw"),
        *("claims.heard", "claims.payout", "claims.paid_before", "claim.close", "decision.send_back"),
        *("decision.replace", "appeal.decide"),
    ),
    claims.look_not_needed: (
        *("repair.cancel", "visit.cancel", "appointment.cancel", "offer.withdraw", "outlet_order.give_back"),
        *("outlet_order.unname", "bill.replace", "claims.inspection_called_off"),
    ),
    claims.decided_in_vain: ("repair.cancel", "bill.replace"),
    claims.late_picture: ("evidence.received", "examination.asked"),
    claims.bill_released: ("ledger.borne", "claims.payer_charged"),
    claims.look_decided: ("ledger.borne", "claims.payer_charged"),
    claims.release_went_back: ("ledger.borne", "claims.payer_charged"),
    claims.repair_failed: ("claims.exchange_offered",),
    claims.repair_ended: (
        *("claim.close", "claim.miss_repair", "dispute.opened", "dispute.withdraw", "challenge.withdraw"),
        "claims.goods_due",
        *(
            "ledger.borne",
            "claims.payer_charged",
            "evidence.received",
            "examination.asked",
            "claims.inspected",
            "claims.inspection_missed",
        ),
    ),
    claims.money_unsent: ("claims.money_unsent",),
    claims.shop_refund_told: (
        *BOOKED_ELSEWHERE,
        *("claims.refunded_in_shop", "claim.take_outcome", "claims.gone_twice"),
        *("dispute.withdraw", "appeal.withdraw", "challenge.withdraw", "decision.send_back"),
    ),
    claims.transfer_fell: ("payment.succeed", "claims.gone_twice", *BOOKED_ELSEWHERE),
    claims.refund_word: ("claims.refund_said",),
    claims.money_came_back: (
        *("claim.owe_again", "claims.money_came_back", "claims.payout", "claims.paid_before", "ledger.borne_reversed"),
        *(*BOOKED_ELSEWHERE, "claim.close", "claims.goods_due"),
    ),
    claims.refund_account: (
        *("claims.account_asked", "claims.account_told", "claims.account_seen", "claims.refund_renumbered"),
        "claims.money_kept",
    ),
    claims.seller_gone: (
        *("claims.seller_left", "claims.seller_silent", "claims.seller_answers"),
        *("claim.lose_seller", "dispute.opened"),
    ),
    opening.heard_again: ("opening.house_answers",),
    claims.money_moved: (
        *("claims.money_out", "claims.money_failed", "claim.close", "dispute.withdraw", "challenge.withdraw"),
        *("ledger.borne", "claims.payer_said", "claims.payer_charged", "claims.gone_twice"),
        "claims.goods_due",
        *BOOKED_ELSEWHERE,
    ),
    contacts.handed_over: ("contact.received", "contacts.logged"),
    contacts.consent_taken_back: ("contact.received", "contacts.logged"),
    contacts.waiting_served: ("contact.received",),
    contacts.waiting_over: ("contact.received",),
    contacts.waiting_asked: ("contact.received",),
    contacts.erased: ("timeline.emptied",),
    network.erased: ("waiting.drop",),
    network.consent_taken_back: ("waiting.drop", "people.erase"),
    quality.consent_taken_back: ("follow_up.drop",),
    privacy_numbers.consent_taken_back: ("privacy_numbers.ended",),
}
