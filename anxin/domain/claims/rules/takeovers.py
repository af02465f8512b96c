"""Claims that come from another system: what each state needs there, and whose words from there move no money here."""

from datetime import datetime

from anxin.core.actors import SYSTEM
from anxin.domain.claims.rules import MONEY, granted
from anxin.domain.claims.states import CLAIM
from anxin.domain.ledger import rules as ledger
from anxin.domain.ledger.rules.payees import GONE_KEY

MERCHANT, DESK = "former_merchant", "former_desk"
FORMER = frozenset({f"system:{MERCHANT}", f"system:{DESK}"})
"""Who answered and who decided in the former system, as rows keep it."""
DECIDED = ("decided", "waiting_return", "inspecting", "executing")
HEARD = ("review", "need_evidence", *DECIDED)
ENDED = tuple(sorted(CLAIM.ends))
THERE = ("merchant_answer", "offer_made", "review", "need_evidence", "outcome_taken", *ENDED)
"""The states of a claim before a platform: it decides, so nothing decided is carried out here."""
OWN = ("merchant_answer", "offer_made", "review", "need_evidence")
"""The states in which a merchant brings claims himself: what was decided or paid elsewhere only the operator does."""
NEEDS = {
    "offer_made": ("remedy", "answer"),
    "need_evidence": ("wanted",),
    "decided": ("remedy", "why"),
    "waiting_return": ("amount",),
    "inspecting": ("amount", "waybill"),
    "executing": ("remedy",),
    "outcome_taken": ("platform_number", "amount"),
}
"""What a claim has to name in such a state."""
YES = frozenset(
    f"{whose}{yes}"
    for whose in ("", "商家", "卖家")
    for yes in ("同意", "已同意", "同意退款", "已同意退款", "同意申请")
) | {"同意退货", "同意退货退款", "同意换货", "同意补发", "同意维修", "可以", "agree", "agreed", "yes", "ok"}
"""What a merchant's yes reads like in files of former systems, where it says nothing more."""
RETURNING = ("waiting_return", "inspecting")
STATUTORY = (*RETURNING, "executing", *ENDED)
LYING = ("review", "need_evidence", "decided", "executing")
"""The states in which a file says that the goods lie with the merchant; while they are looked at they do anyway."""
OUTCOMES = {
    "refund_only": "paid",
    "refund_part": "paid",
    "return": "paid",
    "exchange": "exchanged",
    "repair": "repaired",
    "refuse": "refused",
}
PLATFORMS = {"refund_only": "refunded", "refund_part": "refunded", "return": "returned", "refuse": "refused"}
CLOCKS = {
    "merchant_answer": "claims.answer",
    "offer_made": "claims.offer",
    "need_evidence": "claims.evidence",
    "review": "claims.decision",
    "decided": "claims.appeal",
    "waiting_return": "claims.ship",
    "inspecting": "claims.inspection",
}
"""Which clock the day a file names is of; what has none here runs by its own."""


def state_here(*, state: str, there: bool) -> str:
    """Return the state a claim has here: before a platform every answered one waits where it was answered."""
    if there and state in ("review", "need_evidence"):
        return "merchant_answer"
    return "review" if there and state == "outcome_taken" else state


def waits(*, state: str, there: bool) -> bool:
    """Return whether a day that a merchant names is of a clock that runs here in this state."""
    return state != "review" and state_here(state=state, there=there) == state


def keeps_time(*, state: str, due_at: datetime, usual_at: datetime) -> bool:
    """Return whether a merchant's own word on a day gives himself no more time, and a buyer no less, than the rules."""
    return due_at <= usual_at if state == "merchant_answer" else due_at >= usual_at


def answer_due(*, usual_at: datetime, least_at: datetime, due_at: datetime | None, there: bool) -> datetime:
    """Return until when a merchant answers what is brought in for him: not before he had time, but where it can't wait.

    A platform's own end stands as it is.
    """
    if due_at is None:
        return usual_at
    return due_at if there else max(due_at, least_at)


def remedy_of(*, state: str, remedy: str, amount_fen: int = 0) -> str:
    """Return what was decided: goods come back for a return, else what the file says; empty where nothing was.

    Of a claim that is over a sum alone says that it went back.
    """
    if state == "closed" and not remedy and amount_fen:
        return "refund_part"
    return "return" if state in RETURNING else remedy


def gone_fen(*, state: str, amount_fen: int, gone_fen: int) -> int:
    """Return what a claim has given back there: one that is over its sum, one that was taken back nothing."""
    if state not in ENDED:
        return gone_fen
    return amount_fen if state != "withdrawn" else 0


def outcome(*, state: str, remedy: str, there: bool) -> str:
    """Return how a claim that is over elsewhere ended."""
    if state == "withdrawn":
        return "withdrawn"
    if there:
        return f"platform_{PLATFORMS[remedy]}" if remedy in PLATFORMS else ""
    return OUTCOMES.get(remedy, "")


def agreed(*, remedy: str, amount_fen: int, type: str, asked_fen: int, why: str) -> bool:
    """Return whether the merchant granted there what was asked: then nobody had to say why."""
    whole = amount_fen == (asked_fen if remedy in MONEY else 0)
    return not why and whole and remedy in (granted(type, came_back=False), granted(type, came_back=True))


def says_yes(answer: str) -> bool:
    """Return whether a merchant's whole answer there is a yes, to whatever was decided.

    >>> says_yes("同意。"), says_yes("不同意"), says_yes("同意退一半，杯子寄回")
    (True, False, False)
    """
    return answer.strip(" 。.!！~").casefold() in YES


def is_from_elsewhere(decided_by: str) -> bool:
    """Return whether a decision rests on words of the former system: its money goes by a person's word only."""
    return decided_by in FORMER


def heard_as(kind: str, by: str) -> str:
    """Return how a merchant was heard: of one whose former system brought no answer it isn't known, so no silence.

    What is contested in nobody's name is that it was settled elsewhere, as somebody said and the buyer denies.

    >>> heard_as("timeout", "system:former_merchant"), heard_as("timeout", "system:clocks")
    ('untold', 'timeout')
    >>> heard_as("contest", SYSTEM.key), heard_as("contest", "staff:1")
    ('settled', 'contest')
    """
    if kind == "timeout" and is_from_elsewhere(by):
        return "untold"
    return "settled" if kind == "contest" and by == SYSTEM.key else kind


def way_of(*, provider: str, key: str) -> str:
    """Return which way money of a claim went back: from a former system, or as its provider says."""
    gone = key.rpartition(":")[2].startswith(GONE_KEY)
    return ledger.FORMER if gone else ledger.went_by(provider, by_hand=False)
