"""A repair as the rules of its commands read it, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anxin.domain.custody.states import CUSTODY
from anxin.domain.ledger.states import BILL
from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.repairs.rules.proofs import may_be_decided
from anxin.domain.repairs.rules.wishes import is_wish_open
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.rules import BENCH
from anxin.domain.visits.states import VISIT


@dataclass(frozen=True, kw_only=True)
class RepairSituation:
    """A repair and what stands beside it; the states of rows that are not there are empty."""

    repair: str
    mode: str = "visit"
    comes_back: bool = False
    visit: str = ""
    bill: str = ""
    quote: str = ""
    barred: bool = False  # the brand vouches no more for who is there
    technician: bool = False
    outlet_asked: bool = False  # or has it
    outlets: bool = True  # there is one that can be asked
    window_from: datetime | None = None
    served: bool = True  # somebody can be sent to the place
    windowless: bool = False  # its brand has whoever can come asked where all windows are taken
    free_to_move: bool = False
    urgent: bool = False
    arrival: str = ""
    code_ready: bool = False  # pictures, parts and bill are there, so that the customer has a code to give
    reset_due: bool = False
    cover: str = "settled"
    speaks: str = ""  # who asks says what the warranty pays: for the `brand` as one of its people, or at the `desk`
    word_waits: bool = False  # the brand may still object to what the desk wrote down
    twin: bool = False
    namesake: bool = False  # a device of this serial number is registered under another model
    guaranteed: bool = False
    urged_lately: bool = False
    mine: bool = False  # the customer himself asks
    custody: str = ""
    stuck: bool = False  # its outlet can't mend it any more
    disowned: bool = False  # the brand vouches no more for the outlet that has it
    uncollected: bool = False  # it lies ready beyond its term
    mended: bool | None = None
    claim: str = ""
    codes_locked: bool = False
    has_mobile: bool = False  # a message with his page reaches the customer whose goods are ready
    pays_first: bool = True
    collects: bool = False  # the outlet that has the goods asks, and its customer can be shown a code
    cash: str = ""  # and how cash stands for the bill
    paying: bool = False  # a payment is under way
    code_shown: bool = False  # by a code that can still be taken back
    bill_wrong: bool = False  # the customer says so
    bill_unanswered: bool = False  # and nobody has answered, nor lowered it since
    takes_part: bool = False  # who asks had a part in the case
    others: bool = True  # somebody who had none could answer
    paid_fen: int = 0  # and not given back
    held: str = ""  # by a legal hold, who asks' `own` or some `other`'s
    now: datetime

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        states = {"repair": self.repair, "visit": self.visit, "bill": self.bill, "quote": self.quote}
        return {**states, "custody": self.custody, "parcel_claim": self.claim}


def is_alive(case: RepairSituation) -> bool:
    """Return whether the repair has not ended."""
    return case.repair not in REPAIR.ends


def may_urge(case: RepairSituation) -> bool:
    """Return whether urging can still hurry anything, and was not done a moment ago."""
    return case.repair in REPAIR.capabilities["urge"] and not case.urged_lately


def is_guaranteed(case: RepairSituation) -> bool:
    """Return whether the same fault is put right free of charge today; goods that are here still are gone on with."""
    return case.guaranteed and not has_goods(case)


def may_record_call(case: RepairSituation) -> bool:
    """Return whether there is a visit that a call can be about."""
    return is_alive(case) and bool(case.visit)


def may_waive(case: RepairSituation) -> bool:
    """Return whether what the bill is for is over: during a service nobody trades the bill for anything."""
    owed = case.bill in BILL.capabilities["owed"] and not case.paying
    return case.repair in REPAIR.capabilities["waive"] and owed


def may_lower(case: RepairSituation) -> bool:
    """Return whether the bill may become lower: the service is over, or its customer says that it is wrong."""
    over = case.repair in REPAIR.capabilities["waive"]
    return case.bill in ("shown", "agreed") and not case.paying and (over or case.bill_wrong)


def may_call_right(case: RepairSituation) -> bool:
    """Return whether the actor may say that a bill is right: who had no part in the case; where all had, anybody."""
    return case.bill_wrong and (not case.takes_part or not case.others)


def may_finish_by_call(case: RepairSituation) -> bool:
    """Return whether a visit may end by a recorded call, which agrees to its bill.

    Nobody calls the bill wrong, and the brand vouches for who is there: else his customer is told to pay nothing.
    """
    return is_code_ready(case) and not (case.bill_unanswered or case.barred)


def may_repay(case: RepairSituation) -> bool:
    """Return whether money that was paid for the repair is still here and nobody gives it back already."""
    return case.paid_fen > 0


def may_cancel(case: RepairSituation) -> bool:
    """Return whether nothing is owed by agreement: what was agreed to on site is concluded first.

    A customer whose repair is done and priced gives the code, or says what is wrong; calling off would make it free, as
    it would while somebody is at the work he agreed to a price for: then the desk does.
    """
    owed = case.bill in BILL.capabilities["owed"] or (case.mine and case.bill == "shown")
    at_work = case.mine and case.visit == "on_site" and case.quote == "agreed"
    return not owed and not at_work and not has_goods(case)


def may_check_cover(case: RepairSituation) -> bool:
    """Return whether a day of purchase decides the warranty; while somebody pays, what it comes to is known first."""
    decided = may_be_decided(case.cover) and not case.paying
    return case.repair in REPAIR.capabilities["check_cover"] and decided


def may_name_device(case: RepairSituation) -> bool:
    """Return whether the serial number may still decide who pays; while somebody pays, what it comes to comes first."""
    return case.repair in REPAIR.capabilities["check_cover"] and not case.paying


def may_take_registered(case: RepairSituation) -> bool:
    """Return whether it may be the device of its number that is registered under another model."""
    return may_name_device(case) and case.namesake


def may_merge(case: RepairSituation) -> bool:
    """Return whether another open report may be of the same fault."""
    return is_alive(case) and case.twin


def is_code_ready(case: RepairSituation) -> bool:
    """Return whether a visit may end: with the code, or by a recorded call for who has no page or gave wrong ones."""
    return case.code_ready and case.bill in BILL.capabilities["told"]


def is_reset_due(case: RepairSituation) -> bool:
    """Return whether a lock was opened and the customer has yet to say that old credentials are gone."""
    return case.reset_due


def is_missed(case: RepairSituation) -> bool:
    """Return whether the agreed window has begun and nobody has come."""
    return case.window_from is not None and case.window_from < case.now


def may_move(case: RepairSituation) -> bool:
    """Return whether the customer may choose another window: moved while there is time, or chosen anew."""
    return may_want_another(case) or _may_choose_anew(case)


def may_want_another(case: RepairSituation) -> bool:
    """Return whether another window may be wanted than the reported one: nobody has said yes to it yet."""
    return not case.urgent and is_wish_open(case.repair, case.mode, case.visit)


def may_rebook(case: RepairSituation) -> bool:
    """Return whether the desk may move a window: the agreed one, or the one that is wanted."""
    return VISIT.step("rebook", case.visit) is not None or may_want_another(case)


def _may_choose_anew(case: RepairSituation) -> bool:
    moves = case.visit == "booked" and case.free_to_move
    if is_bench(case):
        return is_sent_for(case)
    return case.repair in REPAIR.capabilities["again"] or moves or is_sent_for(case)


def may_go_soonest(case: RepairSituation) -> bool:
    """Return whether whoever can come soonest may be wanted instead of a window, where the brand takes that."""
    if not case.windowless or (is_bench(case) and not is_sent_for(case)):
        return False
    if case.mine:
        return _may_choose_anew(case)
    goes_on = REPAIR.step("resume", case.repair) is not None or case.visit == "booked"
    return goes_on or may_send_after_all(case)


def may_correct_address(case: RepairSituation) -> bool:
    """Return whether the address still counts, and nobody stands before it."""
    return is_alive(case) and case.visit != "on_site"


def is_visit(case: RepairSituation) -> bool:
    """Return whether somebody goes there: else the goods come here, or help comes from afar."""
    return case.mode == "visit"


def may_send_after_all(case: RepairSituation) -> bool:
    """Return whether somebody may be sent where nobody was to go, and somebody serves the place."""
    return case.served and is_sent_for(case)


def is_sent_for(case: RepairSituation) -> bool:
    """Return whether a visit is asked for because help from afar doesn't do or didn't last, or instead of bringing.

    A place that nobody serves is refused where it is done, with its reason.
    """
    if case.repair == "solved_remotely":
        return case.comes_back
    goods = case.custody in ("", "expected")
    return case.mode != "visit" and goods and case.repair in REPAIR.capabilities["sent_for"]


def may_object(case: RepairSituation) -> bool:
    """Return whether it is still time to say that it isn't put right, or that the bill is wrong."""
    return case.repair in REPAIR.capabilities["object"]


def may_object_on_call(case: RepairSituation) -> bool:
    """Return whether an objection said on the phone can be written down: during the service, or to its end."""
    return may_object(case) or REPAIR.step("dispute", case.repair) is not None


def may_be_invoiced(case: RepairSituation) -> bool:
    """Return whether an invoice can be asked for: the bill was paid, and not all of it went back."""
    return case.bill in BILL.capabilities["invoiced"] and case.paid_fen > 0


def may_pay(case: RepairSituation) -> bool:
    """Return whether there is a bill to pay, nobody looks into it, and the brand vouches for who is there, if any."""
    return not case.barred and case.bill in ("shown", "agreed") and may_ask_money(case.repair)


def may_void_code(case: RepairSituation) -> bool:
    """Return whether a code to pay is about that can be taken back; what is unclear a person looks into."""
    return case.code_shown


def may_collect(case: RepairSituation) -> bool:
    """Return whether the customer can be shown a code at the counter: it is mended, and the sum is agreed to."""
    return case.collects and case.bill in BILL.capabilities["owed"]


def may_take_cash(case: RepairSituation) -> bool:
    """Return whether the counter may take the bill in cash, and has not begun to: of an outlet that is vouched for."""
    return case.cash == "may" and not case.disowned


def is_taking_cash(case: RepairSituation) -> bool:
    """Return whether the customer has yet to confirm the cash he hands over."""
    return case.cash == "begun"


def may_say_there(case: RepairSituation) -> bool:
    """Return whether the customer is asked if the technician is there."""
    return case.arrival == "asked"


def has_technician(case: RepairSituation) -> bool:
    """Return whether somebody is set who can be let go."""
    return case.technician


def is_bench(case: RepairSituation) -> bool:
    """Return whether the goods are brought or sent in, and mended at a bench."""
    return case.mode in BENCH


def is_to_be_sent(case: RepairSituation) -> bool:
    """Return whether the goods are expected in a parcel; what is brought over the counter comes in none."""
    return is_alive(case) and case.mode == "mail_in"


def may_arrive(case: RepairSituation) -> bool:
    """Return whether a parcel can come: of goods that are sent in or on, or of any that are lost on their way back."""
    return case.mode == "mail_in" or case.custody in ("sent_in", "missing")


def has_goods(case: RepairSituation) -> bool:
    """Return whether the goods are with us or on their way: whatever ends, they go back first."""
    return bool(case.custody) and case.custody not in CUSTODY.capabilities["away"]


def are_goods_here(case: RepairSituation) -> bool:
    """Return whether the goods lie where a picture of them can be taken."""
    return case.custody in CUSTODY.capabilities["photographed"]


def is_no_bench(case: RepairSituation) -> bool:
    """Return whether a window and a technician on the way can be meant."""
    return not is_bench(case)


def may_choose_technician(case: RepairSituation) -> bool:
    """Return whether somebody can be chosen to go: an outlet serves the place."""
    return is_no_bench(case) and case.outlets


def may_ask_outlet(case: RepairSituation) -> bool:
    """Return whether an outlet can be asked to name somebody: one serves the place, and none is asked yet."""
    return may_choose_technician(case) and not case.outlet_asked


def may_confirm(case: RepairSituation) -> bool:
    """Return whether the customer can say that it works: he has it."""
    return not has_goods(case)


def may_work(case: RepairSituation) -> bool:
    """Return whether the goods lie here and nobody works on them though somebody should."""
    return case.custody == "held" and case.repair in REPAIR.capabilities["on_a_shelf"]


def may_go_to_bench(case: RepairSituation) -> bool:
    """Return whether somebody of the outlet may begin on the goods: the brand vouches for it still."""
    return may_work(case) and not case.stuck


def may_give_back(case: RepairSituation) -> bool:
    """Return whether the goods may go back as they came: they lie here, and nothing was agreed and done on them."""
    return may_work(case) and case.bill not in BILL.capabilities["owed"]


def may_go_elsewhere(case: RepairSituation) -> bool:
    """Return whether another outlet can be chosen: nobody brought or sent the goods yet."""
    return is_alive(case) and is_bench(case) and case.custody == "expected"


def may_send_on(case: RepairSituation) -> bool:
    """Return whether goods go on to another outlet: this one can't mend them any more, and nothing is owed for them."""
    return is_alive(case) and case.stuck and case.bill not in BILL.capabilities["owed"]


def may_be_answered(case: RepairSituation) -> bool:
    """Return whether the customer may answer the quote at the counter where his goods are."""
    return case.quote == "sent" and are_goods_here(case)


def may_return(case: RepairSituation) -> bool:
    """Return whether nothing has to be paid before the goods go back."""
    owed = case.mended and case.bill in (*BILL.capabilities["owed"], "shown")
    return not (owed and case.pays_first)


def may_return_signed(case: RepairSituation) -> bool:
    """Return whether a signature may stand for the code: of who has no page to read one from, after no wrong ones."""
    return may_return(case) and not case.has_mobile and not case.codes_locked


def is_uncollected(case: RepairSituation) -> bool:
    """Return whether goods lie ready beyond the day until which they are kept: a person says what becomes of them."""
    return case.custody == "ready" and case.uncollected


def may_send_home(case: RepairSituation) -> bool:
    """Return whether goods that nobody collects can be sent home: nothing has to be paid before."""
    return is_uncollected(case) and may_return(case)


def may_keep_on(case: RepairSituation) -> bool:
    """Return whether goods that were ready may be worked on again."""
    return case.custody == "ready" and case.repair in ("done", "disputed", "waiting_customer", "waiting_part")


def is_hand_code_locked(case: RepairSituation) -> bool:
    """Return whether three wrong codes shut the counter's way, so that the desk makes a new one."""
    return case.codes_locked
