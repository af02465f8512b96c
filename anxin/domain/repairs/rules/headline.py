"""What a customer's repair page says first: the one thing true now, how late it is, and what is his to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import headlines
from anxin.core.headlines import Headline, Ran
from anxin.domain.repairs.rules import goods
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.rules import BENCH
from anxin.domain.visits.states import VISIT

ACTIONS = (
    *("agree", "refuse", "give_code", "not_fixed", "bill_wrong", "move", "choose", "check", "confirm", "wrong", "pay"),
    *("redo", "report", "talk", "urge", "say_there", "call", "cancel", "join", "works", "send"),
    *("reset", "sign", "sent", "as_it_is", "came", "missing", "elsewhere"),
)

NOBODY_LEFT = ("nobody_left", "late_nobody")
"""What is said while nobody can be sent: of no technician's coming does anything beside it speak then."""


@dataclass(frozen=True, kw_only=True)
class RepairHeadlineFacts:
    """What the headline looks at: states of the repair and what is open beside it; `late` is a clock that ran out.

    `free_look` is whether somebody only looks, for a claim, and nothing is charged.
    `another` is whether who was to come goes no more, and nobody else does yet; `served` is whether somebody can be
    sent to its place; `asking` whether its customer wants to pay and has no code yet, `failed` whether he wanted
    to and it came to nothing. `kept_out` is who was on his way, may be at the door, and is vouched for no more.
    """

    repair: str
    mode: str = "visit"
    free_look: bool = False
    custody: str = ""
    uncollected: bool = False
    brought: bool = False
    stuck: bool = False
    disowned: bool = False
    mended: bool = False
    served: bool = True
    link: bool = False
    again: bool = False
    visit: str = ""
    barred: bool = False
    kept_out: str = ""
    another: bool = False
    outcome: str = ""
    quote: str = ""
    quote_over: bool = False  # the time to answer it; its price still counts
    bill: str = ""
    due_fen: int = 0
    paying: bool = False
    asking: bool = False
    failed: bool = False
    paid_fen: int = 0
    online: bool = True
    cash: bool = False
    transfer: bool = False
    to_scan: bool = False
    code: bool = False
    reset: bool = False
    locked: bool = False
    objected: bool = False
    answered: bool = False
    arrival: str = ""
    guarantee: bool = False
    may_move: bool = False
    may_want: bool = False
    in_hands: bool = False  # nobody has taken it yet: a dispatcher looks for somebody
    phone: str = ""
    may: frozenset[str] = frozenset()
    late: str = ""
    late_by: timedelta = timedelta()


TO_PAY = ("bill_open", "bill_part", "pay_failed")
"""What is said of a bill that is paid on the page."""


def counts(repair: str, visit: str, arrival: str = "", mode: str = "visit") -> str:
    """Return the clock whose promise is the one that counts in a state; empty where none is given."""
    if repair == "submitted":
        return "repairs.acknowledged"
    if mode in BENCH:
        return "repairs.mended" if repair in ("triaged", "in_service") else ""
    if repair == "accepted" and mode == "remote":
        return "repairs.helped"
    if repair in ("accepted", "triaged"):
        return "repairs.assigned"
    if repair == "in_service" and arrival == "no":
        return "repairs.arrived"
    if repair == "arranged":
        return "repairs.arrived" if visit in VISIT.capabilities["promised"] else "repairs.called"
    return ""


def overdue(
    clocks: Iterable[Ran], *, repair: str, visit: str, arrival: str = "", mode: str = "visit", now: datetime
) -> tuple[str, timedelta]:
    """Return the broken promise that counts now and by how much; a promise kept at last is late no more."""
    return headlines.overdue(clocks, kinds=(counts(repair, visit, arrival, mode),), now=now)


def headline(now: RepairHeadlineFacts) -> Headline:
    """Return what is so and what comes next: the customer's own turn first, then a broken promise, then the state."""
    if now.kept_out:
        return _warning("stay_out", now)
    if now.reset and now.repair in ("confirmed", "closed"):
        below = _after(now).says if now.repair == "confirmed" else ""
        beside = ("pay", "talk") if below in TO_PAY else ("talk",)
        return Headline(says="reset_due", main="reset", beside=beside, yours=True, below=below)
    if now.repair in REPAIR.ends:
        return _ended(now)
    if now.mode in BENCH and (at := goods.headline(now)) is not None:
        return at
    if now.barred and now.repair == "in_service":
        return _warning("unvouched", now)
    if now.quote == "sent" and now.repair == "in_service":
        says = "quote_over" if now.quote_over else "quote_waits"
        return Headline(says=says, main="agree", beside=("refuse",), yours=True)
    if now.code and now.repair == "in_service":
        if now.objected:
            return Headline(says="objected", main="talk", beside=("give_code",))
        return Headline(says="code_ready", main="give_code", beside=_objections(now), yours=True)
    if now.locked and now.repair == "in_service":
        return Headline(says="code_locked", main="talk", beside=_objections(now))
    if now.repair in REPAIR.capabilities["again"]:
        return _again(now)
    if now.repair == "in_service" and now.arrival == "asked" and now.quote != "refused":
        return Headline(says="arrival_asked", main="say_there", beside=("talk",), yours=True)
    if now.repair in ("done", "disputed", "confirmed"):
        return _after(now)
    if now.repair in ("helping", "helped"):
        return _helped(now)
    if now.late and not _is_nobody_left(now):
        return _late(now)
    return _under_way(now)


def _warning(says: str, now: RepairHeadlineFacts) -> Headline:
    main, beside = ("call", ("talk",)) if now.phone else ("talk", ())
    return Headline(says=says, main=main, beside=beside, yours=True, danger=True, phone=now.phone, whom=now.kept_out)


def _objections(now: RepairHeadlineFacts) -> tuple[str, ...]:
    """Return what a customer may object to before the code: a look for a claim has no bill that could be wrong."""
    return ("not_fixed",) if now.free_look else ("not_fixed", "bill_wrong")


def _is_nobody_left(now: RepairHeadlineFacts) -> bool:
    sought = now.repair in REPAIR.capabilities["sought"] and (now.mode == "visit" or now.repair == "triaged")
    return sought and not now.served


def _nobody_left(now: RepairHeadlineFacts) -> Headline:
    """Return that nobody can be sent, and how late that is by now: no other window helps."""
    says, main = ("late_nobody" if now.late else "nobody_left"), "call" if now.phone else "talk"
    beside = (*(("cancel",) if "cancel" in now.may else ()), "urge")
    return Headline(says=says, main=main, beside=beside, late=now.late, late_by=now.late_by, phone=now.phone)


def _late(now: RepairHeadlineFacts) -> Headline:
    """Return what was broken: who waited in vain chooses another window, others call who can say.

    While nobody was found another window may be quicker; else calling off stays.
    """
    ask = "call" if now.phone else "talk"
    wants = now.may_want and now.late == "repairs.assigned"
    other = ("move",) if wants else ("cancel",) if "cancel" in now.may else ()
    main, beside = ("move", (ask, "urge")) if _booked(now) and now.may_move else (ask, (*other, "urge"))
    says = "late_wanted" if wants else f"late_{now.late.rpartition('.')[2]}"
    return Headline(says=says, main=main, beside=beside, late=now.late, late_by=now.late_by, phone=now.phone)


def _ended(now: RepairHeadlineFacts) -> Headline:
    if now.repair == "closed" and now.guarantee and "rework" in now.may:
        return Headline(says="guarantee_runs", main="redo", beside=("talk",))
    if now.repair == "solved_remotely" and now.again and now.served:
        return Headline(says="solved_for_now", main="send", beside=("talk",))
    says = "guarantee_over" if now.repair == "closed" else now.repair
    if now.mode in BENCH and now.repair == "cancelled" and now.custody in ("returned", "lost", "deposited"):
        return Headline(says=f"goods_{now.custody}", main="report", beside=("talk",))
    return Headline(says=says, main="talk" if now.repair == "redirected" else "report")


def _helped(now: RepairHeadlineFacts) -> Headline:
    if now.repair == "helped":
        says, beside = ("helped", ("send",)) if now.served else ("helped_only", ("talk",))
        return Headline(says=says, main="works", beside=beside, yours=True)
    main = "join" if now.link else "talk"
    if now.served:
        return Headline(says="helping", main=main, beside=("send",), yours=now.link)
    return Headline(says="helping_only", main=main, beside=("talk",) if now.link else (), yours=now.link)


_SAID_AGAIN = ("rework", "customer_absent", "quote_refused", "sent_away", "wrong_address")


def _again(now: RepairHeadlineFacts) -> Headline:
    says = "rework" if now.repair == "rework" else now.outcome
    known = says if says in _SAID_AGAIN else "waiting_customer"
    return Headline(says=known, main="choose", beside=("talk",), yours=True)


def _after(now: RepairHeadlineFacts) -> Headline:
    wrong = ("wrong",) if "dispute" in now.may else ()
    if now.repair == "disputed":
        return Headline(says="disputed", main="talk", beside=("confirm",) if "confirm" in now.may else ())
    if now.repair == "done":
        return Headline(says="answered" if now.answered else "please_confirm", main="confirm", beside=wrong, yours=True)
    if now.to_scan:
        return Headline(says="to_scan", main="talk", beside=wrong, yours=True)
    if now.paying:
        return Headline(says="no_code_yet" if now.asking else "paying", main="talk", beside=wrong)
    if now.bill == "agreed" and now.due_fen:
        says, main = (_to_pay(now), "pay") if now.online else (_unpaid(now), "talk")
        return Headline(says=says, main=main, beside=wrong, yours=True)
    redo = ("redo",) if now.guarantee and "rework" in now.may else ()
    if redo and not now.due_fen:
        return Headline(says="guarantee_runs", main="redo", beside=wrong)
    return Headline(says="bill_being_settled", main="talk", beside=(*redo, *wrong))


def _to_pay(now: RepairHeadlineFacts) -> str:
    """Return what is said of an open bill that is paid on the page: the last try failed, a part is paid, or nothing."""
    if now.failed:
        return "pay_failed"
    return "bill_part" if now.paid_fen else "bill_open"


def _unpaid(now: RepairHeadlineFacts) -> str:
    """Return what is said of an open bill where nobody takes money online: transfer, cash, or a way to be agreed on."""
    if now.mode in BENCH:
        return goods.unpaid(now)
    if now.transfer:
        return "bill_by_transfer"
    return "bill_in_cash" if now.cash else "bill_unpaid"


_TALK = {
    **dict.fromkeys(("waiting_part", "waiting_brand", "waiting_goods"), ("urge",)),
    "submitted": ("urge",),
}


def _booked(now: RepairHeadlineFacts) -> bool:
    return now.repair == "arranged" and now.visit == "booked"


def _under_way(now: RepairHeadlineFacts) -> Headline:
    wish = ("move",) if now.may_want else ()
    if _is_nobody_left(now):
        return _nobody_left(now)
    if now.repair == "accepted" and now.mode == "remote":
        says, beside = ("helper_calls", ("send",)) if now.served else ("helper_calls_only", ("cancel",))
        return Headline(says=says, main="talk", beside=beside)
    if now.repair in _TALK:
        return Headline(says=now.repair, main="talk", beside=(*wish, *_TALK[now.repair]))
    if now.repair == "in_service" and now.arrival == "no":
        return Headline(says="not_there", main="talk", beside=("urge",))
    if now.repair == "in_service":
        at_work = "said_no" if now.quote == "refused" else "at_work"
        return Headline(says=at_work, main="check", beside=("talk",))
    if now.visit == "on_the_way":
        return Headline(says="on_the_way", main="check", beside=("call" if now.phone else "talk",), phone=now.phone)
    if _booked(now):
        main, beside = ("move", ("talk",)) if now.may_move else ("check", ("talk",))
        return Headline(says="booked", main=main, beside=beside)
    if now.repair == "arranged":
        return Headline(says="window_to_agree", main="talk", beside=("urge",))
    if now.in_hands and now.may_want:
        return Headline(says="no_taker", main="move", beside=("talk", "urge"))
    if now.another:
        return Headline(says="another", main="talk", beside=(*wish, "urge"))
    says = "asking" if now.visit == "offered" else "looking"
    return Headline(says=says, main="talk", beside=(*wish, "urge"))
