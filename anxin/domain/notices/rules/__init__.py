"""What is decided about notices: the one table fact or clock → audience → template → carrier, and quiet hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.domain.notices.rules.links import HIS_HOME, HIS_PAGES, LINKS
from anxin.domain.notices.rules.quiet_hours import DAYTIME, KEPT, goes_at

__all__ = ["DAYTIME", "HIS_HOME", "HIS_PAGES", "KEPT", "LINKS", "goes_at"]

CUSTOMER = "customer"
SMS, INSIDE = "sms", "inside"
KEPT_FACTS = (
    *("due", "amount_fen", "remedy", "from", "to", "count", "days", "way", "day", "colleague", "provider", "minutes"),
)
"""What of a fact goes into the sentence about it."""
GONE, LONGEST_ENDPOINT = "gone", 1000
"""What became of a browser that doesn't want to be told any more, and how long the address of one may be."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One line of the table.

    `on`: a fact's code, after a slash the clock it speaks of; a clock's name with `before_min` where it is told
    ahead. `to`: `customer`, or roles of staff in the organisations of the case; `narrow`: him alone who has the
    case, once somebody has; those of the house that asked; him who asked; who took over; or of technicians him who
    wishes, the colleague, or both; or him alone whose job it is; or the people of the outlet that is asked; or nobody
    but where somebody did it who works here. `needs`: only where the fact carries this; `but`: only where it doesn't.
    `urgent` goes at night too; `outside`: told outside of the page too (a technician as he chose, anybody else by
    mail); `gathers`: of all it would tell about the same the first alone, of a provider for an hour, of a case until
    ten minutes after it went. `after`: told by a task, of what asks much of the database already.
    """

    code: str
    on: str
    to: str
    carrier: str = INSIDE
    kind: str = ""
    narrow: str = ""
    needs: str = ""
    but: str = ""
    urgent: bool = False
    gathers: str = ""
    after: bool = False
    outside: bool = False
    before_min: int = 0

    @property
    def template(self) -> str:
        """Return the sentence in the wording."""
        return f"notices.{self.code}"


SELLER = "merchant_owner merchant_agent"
LEADS = "outlet_manager dispatcher"
HALF_MIN = 30 * 24 * 60
"""So long ahead is before half of any time: nothing is told of a clock before half of it is over."""
SECOND = "operator reviewer quality merchant_owner merchant_agent outlet_manager"
HIS: dict[str, Any] = {"narrow": "his", "needs": "technician", "outside": True}
BY_US: dict[str, Any] = {"narrow": "by_us", "after": True}
ASKERS = SECOND + " agent dispatcher finance outlet_dispatcher parts_clerk technician"
# fmt: off
TABLE = (
    #      code                    fact or clock                 to                           carrier
    Notice(code="repair_accepted",    on="repair.accept",           to=CUSTOMER, carrier=SMS, but="bench"),
    Notice(code="repair_booked",      on="visit.book",              to=CUSTOMER, carrier=SMS, kind="repair"),
    Notice(code="repair_another",     on="visit.reopen",            to=CUSTOMER, carrier=SMS, needs="told"),
    Notice(code="repair_coming",      on="visit.set_out",           to=CUSTOMER, carrier=SMS, urgent=True),
    Notice(code="repair_quote",       on="quote.send",              to=CUSTOMER, carrier=SMS, urgent=True),
    Notice(code="repair_helping",     on="repair.help",             to=CUSTOMER, carrier=SMS, urgent=True),
    Notice(code="repair_helped",      on="repair.say_helped",       to=CUSTOMER, carrier=SMS),
    Notice(code="repair_done",        on="repair.confirm",          to=CUSTOMER, carrier=SMS),
    Notice(code="invoice_ready",      on="invoice.deliver",         to=CUSTOMER, carrier=SMS),
    Notice(code="repair_waits_part",  on="repair.wait_for_part",    to=CUSTOMER, carrier=SMS, after=True),
    Notice(code="repair_waits_you",   on="repair.wait_for_customer", to=CUSTOMER, carrier=SMS, after=True,
                                      needs="another_window"),
    Notice(code="repair_waits_brand", on="repair.wait_for_brand",   to=CUSTOMER, carrier=SMS, after=True),
    Notice(code="repair_again",       on="repair.rework",           to=CUSTOMER, carrier=SMS, **BY_US),
    Notice(code="repair_cancelled",   on="repair.cancel",           to=CUSTOMER, carrier=SMS, **BY_US),
    Notice(code="repair_refunded",    on="payment.succeed",         to=CUSTOMER, carrier=SMS, kind="repair",
                                      needs="went_back"),
    Notice(code="invoice_refused",    on="invoice.drop",            to=CUSTOMER, carrier=SMS, kind="repair",
                                      needs="reason"),
    Notice(code="repair_redirected",  on="repair.redirect",         to=CUSTOMER, carrier=SMS),
    Notice(code="goods_to_bring",     on="custody.expected",        to=CUSTOMER, carrier=SMS, needs="brought"),
    Notice(code="goods_to_send",      on="custody.expected",        to=CUSTOMER, carrier=SMS, but="brought"),
    Notice(code="goods_moved",        on="custody.moved",           to=CUSTOMER, carrier=SMS),
    Notice(code="goods_nowhere",      on="custody.stuck",           to=CUSTOMER, carrier=SMS, needs="waits"),
    Notice(code="goods_go_on",        on="custody.stuck",           to=CUSTOMER, carrier=SMS, but="waits"),
    Notice(code="goods_receipt",      on="custody.take_in",         to=CUSTOMER, carrier=SMS, urgent=True),
    Notice(code="goods_arrived",      on="custody.arrive",          to=CUSTOMER, carrier=SMS, but="damaged"),
    Notice(code="goods_damaged",      on="parcel_claim.opened",     to=CUSTOMER, carrier=SMS, needs="damaged"),
    Notice(code="goods_unpacked",     on="custody.open",            to=CUSTOMER, carrier=SMS),
    Notice(code="goods_ready",        on="custody.make_ready",      to=CUSTOMER, carrier=SMS),
    Notice(code="goods_sent",         on="custody.send_back",       to=CUSTOMER, carrier=SMS),
    Notice(code="goods_missing",      on="custody.miss",            to=CUSTOMER, carrier=SMS),
    Notice(code="goods_bring",        on="custody.not_brought",     to=CUSTOMER, carrier=SMS),
    Notice(code="goods_collect",      on="custody.reminded",        to=CUSTOMER, carrier=SMS),
    Notice(code="goods_long_way",     on="custody.long_way",        to=CUSTOMER, carrier=SMS),
    Notice(code="parcel_settled",     on="parcel_claim.settle",     to=CUSTOMER, carrier=SMS),
    Notice(code="exchange_offered",   on="claims.exchange_offered", to=CUSTOMER, carrier=SMS),
    Notice(code="claim_filed",        on="claim.submitted",         to=CUSTOMER, carrier=SMS),
    Notice(code="claim_brought",      on="claims.brought_in",       to=CUSTOMER, carrier=SMS),
    Notice(code="claim_asked",        on="claim.ask_evidence",      to=CUSTOMER, carrier=SMS),
    Notice(code="claim_address",      on="claims.address_asked",    to=CUSTOMER, carrier=SMS),
    Notice(code="claim_offer",        on="claim.offer",             to=CUSTOMER, carrier=SMS),
    Notice(code="claim_decided",      on="claim.decide",            to=CUSTOMER, carrier=SMS),
    Notice(code="claim_send_back",    on="claim.await_return",      to=CUSTOMER, carrier=SMS),
    Notice(code="claim_paid",         on="claims.money_out",        to=CUSTOMER, carrier=SMS),
    Notice(code="claim_replaced",     on="claims.replacement_sent", to=CUSTOMER, carrier=SMS),
    Notice(code="claim_lapsed",       on="claim.return_lapses",     to=CUSTOMER, carrier=SMS),
    Notice(code="claim_message",      on="threads.said",            to=CUSTOMER, carrier=SMS, kind="claim",
                                      needs="tells_buyer", gathers="case"),
    Notice(code="claim_ship_due",     on="claims.ship",             to=CUSTOMER, carrier=SMS, before_min=24 * 60),
    Notice(code="claim_evidence_due", on="claims.evidence",         to=CUSTOMER, carrier=SMS, before_min=12 * 60),
    Notice(code="contact_received",   on="contact.received",        to=CUSTOMER, carrier=SMS, kind="contact"),
    Notice(code="contact_answered",   on="contacts.said",           to=CUSTOMER, carrier=SMS, kind="contact"),
    Notice(code="waiting_served",     on="waiting.serve",           to=CUSTOMER, carrier=SMS),
    Notice(code="number_confirmed",   on="reported_number.confirm", to=CUSTOMER, carrier=SMS),
    Notice(code="number_cleared",     on="reported_number.clear",   to=CUSTOMER, carrier=SMS),
    Notice(code="number_open",        on="reported_number.leave_open", to=CUSTOMER, carrier=SMS),
    Notice(code="number_taken_down",  on="network.number_taken_down", to=CUSTOMER, carrier=SMS),
    Notice(code="claim_new",          on="claim.ask_merchant",      to=SELLER, outside=True),
    Notice(code="claim_taken_offer",  on="claim.accept_offer",      to=SELLER),
    Notice(code="claim_refused",      on="claim.refuse_offer",      to=SELLER),
    Notice(code="claim_given",        on="claim.decide",            to=SELLER),
    Notice(code="claim_appealed",     on="claim.appeal",            to=SELLER),
    Notice(code="claim_shipped",      on="claims.shipped_back",     to=SELLER + " packer"),
    Notice(code="claim_no_address",   on="claim.await_return",      to=SELLER, needs="nowhere"),
    Notice(code="claim_return",       on="claim.open_return",       to=SELLER, needs="nowhere"),
    Notice(code="claim_missed",       on="claim.time_out",          to=SELLER, outside=True),
    Notice(code="claim_missed_there", on="claims.unanswered_there", to=SELLER),
    Notice(code="claim_offer_there",  on="claim.leave_there",       to=SELLER),
    Notice(code="claim_answer_half",  on="claims.answer",           to=SELLER, before_min=HALF_MIN, outside=True),
    Notice(code="claim_answer_due",   on="claims.answer",           to=SELLER, before_min=6 * 60, outside=True),
    Notice(code="claim_platform_due", on="claims.platform",         to=SELLER, before_min=4 * 60),
    Notice(code="claim_look_due",     on="claims.inspection",       to=SELLER + " packer", before_min=12 * 60),
    Notice(code="review_contested",   on="claim.contest",           to="reviewer"),
    Notice(code="review_unanswered",  on="claim.time_out",          to="reviewer"),
    Notice(code="review_refused",     on="claim.refuse_offer",      to="reviewer"),
    Notice(code="review_lapsed",      on="claim.offer_lapses",      to="reviewer"),
    Notice(code="review_parcel",      on="claim.miss_parcel",       to="reviewer"),
    Notice(code="review_brought",     on="claim.bring_evidence",    to="reviewer", narrow="reviewer"),
    Notice(code="review_address",     on="claims.address_given",    to="reviewer", narrow="reviewer"),
    Notice(code="review_second",      on="decision.proposed",       to="reviewer", needs="second"),
    Notice(code="review_appeal",      on="claim.appeal",            to="reviewer"),
    Notice(code="review_due",         on="claims.decision",         to="reviewer", narrow="reviewer", before_min=1440),
    Notice(code="money_failed",       on="claims.money_failed",     to="finance"),
    Notice(code="payment_unclear",    on="payment.lose_track",      to="finance"),
    Notice(code="claim_money_unclear", on="payment.lose_track",     to="merchant_owner", kind="claim"),
    Notice(code="money_differs",      on="ledger.difference_found", to="finance", needs="waits", gathers="provider"),
    Notice(code="invoice_by_hand",    on="invoice.requested",       to="finance", needs="by_hand"),
    Notice(code="invoice_late",       on="invoices.late",           to="finance"),
    Notice(code="invoice_failed",     on="invoice.fail",            to="finance"),
    Notice(code="buyer_link_often",   on="goods.link_often",        to="merchant_owner"),
    Notice(code="buyer_link_own",     on="goods.link_own",          to="merchant_owner"),
    Notice(code="review_link_often",  on="goods.link_often",        to="reviewer quality"),
    Notice(code="review_link_own",    on="goods.link_own",          to="reviewer quality"),
    Notice(code="order_not_shipped",  on="shops.not_shipped",       to=SELLER),
    Notice(code="visit_by_hand",      on="visits.by_hand",          to="dispatcher"),
    Notice(code="visit_denied",       on="visits.arrival_denied",   to="agent dispatcher outlet_manager"),
    Notice(code="opening_suspicious", on="visits.opening_suspicious", to="agent dispatcher outlet_manager"),
    Notice(code="opening_alone",      on="visits.identity_checked", to="agent outlet_manager", needs="alone"),
    Notice(code="reset_open",         on="repairs.reset_open",      to="agent"),
    Notice(code="repair_urged",       on="repairs.urged",           to="agent dispatcher"),
    Notice(code="repair_disputed",    on="repair.dispute",          to="agent"),
    Notice(code="repair_not_fixed",   on="repairs.not_fixed",       to="agent outlet_manager"),
    Notice(code="repair_bill_wrong",  on="repairs.bill_wrong",      to="agent outlet_manager"),
    Notice(code="repair_stood_still", on="repairs.stood_still",     to="agent dispatcher"),
    Notice(code="repair_late",        on="repairs.late",            to="agent dispatcher outlet_manager"),
    Notice(code="goods_kept_long",    on="custody.reminded",        to="agent outlet_manager", needs="too_long"),
    Notice(code="goods_damaged_here", on="parcel_claim.opened",     to="agent outlet_manager", needs="damaged"),
    Notice(code="goods_lost_here",    on="custody.miss",            to="agent outlet_manager"),
    Notice(code="goods_stuck",        on="custody.stuck",           to="agent outlet_manager outlet_dispatcher"),
    Notice(code="goods_late",         on="custody.late",            to="agent outlet_manager outlet_dispatcher"),
    Notice(code="repayment_asked",    on="ledger.repayment_proposed", to="finance"),
    Notice(code="repayment_refused",  on="ledger.repayment_refused", to="agent"),
    Notice(code="claim_late",         on="claims.late",             to="agent reviewer finance"),
    Notice(code="claim_yours_late",   on="claims.late/claims.replacement", to=SELLER),
    Notice(code="claim_platform_late", on="claims.late_there",     to=SELLER + " agent"),
    Notice(code="claim_not_handed_in", on="shops.not_answered",    to=SELLER),
    Notice(code="claim_answered_there", on="shops.answered_there", to=SELLER),
    Notice(code="shop_failing",       on="shops.failing",           to="merchant_owner"),
    Notice(code="outlet_order",       on="outlet_order.offered",    to="outlet_manager outlet_dispatcher",
                                      narrow="outlet", outside=True, urgent=True),
    Notice(code="leave_asked",        on="leave.asked",             to=LEADS),
    Notice(code="leave_withdrawn",    on="leave.withdraw",          to=LEADS),
    Notice(code="leave_agreed",       on="leave.agree",             to="technician", narrow="wisher"),
    Notice(code="leave_refused",      on="leave.refuse",            to="technician", narrow="wisher"),
    Notice(code="swap_asked",         on="swap.asked",              to="technician", narrow="colleague"),
    Notice(code="swap_wished",        on="swap.asked",              to=LEADS),
    Notice(code="swap_consented",     on="swap.consent",            to="technician", narrow="wisher"),
    Notice(code="swap_waits",         on="swap.consent",            to=LEADS),
    Notice(code="swap_agreed",        on="swap.agree",              to="technician", narrow="both"),
    Notice(code="swap_refused",       on="swap.refuse",             to="technician", narrow="both"),
    Notice(code="swap_withdrawn",     on="swap.withdraw",           to="technician", narrow="both"),
    Notice(code="offer_new",          on="offer.sent",              to="technician", **HIS, urgent=True),
    Notice(code="job_named",          on="visit.assign",            to="technician", **HIS, urgent=True),
    Notice(code="job_window",         on="visit.book",              to="technician", **HIS),
    Notice(code="job_taken",          on="visit.reopen",            to="technician", **HIS, urgent=True),
    Notice(code="job_called_off",     on="visit.cancel",            to="technician", **HIS, urgent=True),
    Notice(code="words_ending",       on="network.words_ending",    to="merchant_owner operator"),
    Notice(code="papers_ending",      on="network.papers_ending",   to="merchant_owner operator"),
    Notice(code="papers_yours",       on="network.own_papers_ending", to="technician", narrow="himself"),
    Notice(code="papers_theirs",      on="network.own_papers_ending", to=LEADS),
    Notice(code="key_ending",         on="network.key_ending",      to="merchant_owner operator"),
    Notice(code="role_asked",         on="role_change.asked",       to="operator merchant_owner outlet_manager",
                                      narrow="house", needs="waits"),
    Notice(code="change_asked",       on="provider_change.asked",   to="operator", but="leads"),
    Notice(code="company_asked",      on="provider_change.asked",   to="merchant_owner outlet_manager", needs="leads"),
    Notice(code="company_stopped",    on="opening.company_stopped", to="operator merchant_owner outlet_manager"),
    Notice(code="provider_stopped",   on="opening.provider_stopped", to="operator"),
    Notice(code="way_kept",           on="staff.way_kept",          to="operator merchant_owner outlet_manager"),
    Notice(code="handed_over",        on="staff.handed_over",       to="operator agent dispatcher quality reviewer",
                                      narrow="deputy"),
    Notice(code="handed_back",        on="staff.handed_back",       to="agent dispatcher reviewer"),
    Notice(code="number_reported",    on="reported_number.received", to="agent"),
    Notice(code="takedown_due",       on="takedown.fall_due",       to="agent"),
    Notice(code="reveal_asked",       on="reveal_request.asked",    to=SECOND, narrow="house"),
    Notice(code="reveal_agreed",      on="reveal_request.agree",    to=ASKERS, narrow="asker"),
    Notice(code="reveal_refused",     on="reveal_request.refuse",   to=ASKERS, narrow="asker"),
    Notice(code="person_second",      on="data_request.put_forward", to="operator reviewer quality"),
    Notice(code="person_objected",    on="data_request.object",     to="agent quality operator"),
    Notice(code="contact_new",        on="contact.received",        to="agent", kind="contact"),
    Notice(code="contact_late",       on="contacts.late",           to="agent", kind="contact"),
    Notice(code="contact_due",        on="contacts.call_back",      to="agent", narrow="taker", before_min=15),
)
# fmt: on
GATHERS_MIN = {"provider": 60, "case": 10}
"""For how many minutes a line tells of the same once."""
WISHES = ("wisher", "himself", "colleague", "both")
"""Which technicians a line about one of them, a leave or a swap tells."""
AHEAD = tuple(one for one in TABLE if one.before_min)
FACTS = tuple(dict.fromkeys(one.on.partition("/")[0] for one in TABLE if not one.before_min))


def on(code: str, facts: Mapping[str, object], kind: str) -> tuple[Notice, ...]:
    """Return the lines that speak of a fact on a stream of some kind."""
    return tuple(
        one
        for one in TABLE
        if not one.before_min
        and one.on in (code, f"{code}/{facts.get('clock', '')}")
        and one.kind in ("", kind)
        and kind in LINKS
        and (not one.needs or facts.get(one.needs))
        and not (one.but and facts.get(one.but))
    )


def line_of(code: str) -> Notice:
    """Return a line of the table."""
    return next(one for one in TABLE if one.code == code)


def cause(line: Notice, case: str, facts: Mapping[str, object], now: datetime) -> str:
    """Return what a line that gathers tells of once: the same case or provider, for its minutes."""
    about = case if line.gathers == "case" else facts.get(line.gathers, "")
    return f"{about}:{int(now.timestamp()) // (60 * GATHERS_MIN[line.gathers])}"
