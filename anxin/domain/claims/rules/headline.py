"""What a buyer's claim page says first: the one thing true now, how late it is, and what is his to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import headlines
from anxin.core.headlines import Headline, Ran
from anxin.domain.claims.choices import ANEW
from anxin.domain.claims.rules.appeals import BOTH
from anxin.domain.claims.rules.outcomes import SAYS
from anxin.domain.claims.states import CLAIM

APPEAL_ANSWER = "claims.appeal_answer"
# The clocks that count in a state, the most telling one first.
COUNTS = {
    "merchant_answer": ("claims.answer", "claims.platform"),
    "offer_made": ("claims.offer",),
    "need_evidence": ("claims.evidence",),
    "review": (APPEAL_ANSWER, "claims.decision", "claims.ceiling"),
    "decided": ("claims.appeal",),
    "waiting_return": ("claims.ship", "claims.receive"),
    "inspecting": ("claims.inspection",),
    "executing": ("claims.nobody_sent", "claims.money", "claims.replacement", "claims.goods_back", "claims.repair"),
    "outcome_taken": ("claims.said",),
}
THERE = ("claims.answer", "claims.platform")
"""The clocks that count before a platform: what it decides has no time here."""
OWN = ("claims.offer", "claims.evidence", "claims.appeal", APPEAL_ANSWER, "claims.ship", "claims.said")
"""The buyer's own time: where it runs out nobody is late towards him."""
ACTIONS = (
    *(
        "accept_offer",
        "refuse_offer",
        "take_picture",
        "hand_in",
        "accept",
        "appeal",
        "drop_appeal",
        "answer_appeal",
        "nothing_to_add",
        "appeal_too",
        "ship",
    ),
    "contradict",
    *("give_address", "account", "add", "message", "repair", "doors", "file", "cases"),
)

UNSENT = "claims.nobody_sent"
"""The wait for somebody to be vouched for again: at its end a person decides anew, nobody is late."""

TO_SEND_BACK = frozenset({"waiting_return", "nowhere"})
"""What is said while the buyer has goods to send back, whether or not he knows where to."""


@dataclass(frozen=True, kw_only=True)
class ClaimHeadlineFacts:
    """What the headline looks at: the claim's state and what is open beside it.

    `agreed` is the kind of the merchant's yes that waits for a picture's outcome; `longer`: the merchant was
    given more time to answer than was said; `late` is a clock that ran out; `cause` is why a person decides.
    """

    claim: str
    forum: str = "own"
    agreed: str = ""
    hearing: str = ""
    cause: str = ""
    own_appeal: bool = False
    asked_back: bool = False
    asked: str = ""
    accepted: bool = False
    waybill: bool = False
    address_needed: bool = False
    nowhere: bool = False
    paying: str = ""
    goods_due: bool = False
    repairing: bool = False
    unsent: bool = False
    outcome: str = ""
    contradictable: bool = False
    may_add: bool = False
    still_needed: bool = False
    doors: bool = False
    may: frozenset[str] = frozenset()
    longer: bool = False
    late: str = ""
    late_by: timedelta = timedelta()


ASKS_ACCOUNT = ("account", "returned")
"""How its money stands where the buyer is asked to which account it goes: the first time, or since it came back."""


def counts(claim: str, *, forum: str = "own") -> tuple[str, ...]:
    """Return the clocks by which somebody else can be late in a state; before a platform only the merchant can."""
    kinds = tuple(kind for kind in COUNTS.get(claim, ()) if kind not in (*OWN, UNSENT))
    return kinds if forum == "own" else tuple(kind for kind in kinds if kind in THERE)


def counting(due: Sequence[tuple[str, datetime]], *, claim: str, now: datetime) -> str:
    """Return the kind of the clock that counts of those that are open, by when each is due; empty where none does.

    Once a side's time to answer an appeal is over nobody is late by it: the ruling's time counts.
    """
    open_ones = {kind for kind, at in due if kind != APPEAL_ANSWER or at > now}
    return next((kind for kind in COUNTS.get(claim, ()) if kind in open_ones), "")


def overdue(clocks: Iterable[Ran], *, claim: str, now: datetime, forum: str = "own") -> tuple[str, timedelta]:
    """Return the broken promise that counts now, the longest one first, and by how much; never the buyer's own time."""
    return headlines.overdue(clocks, kinds=counts(claim, forum=forum), now=now)


def headline(now: ClaimHeadlineFacts) -> Headline:
    """Return what is so now and what comes next: the buyer's own turn first, then a broken promise, then the state."""
    if now.claim in CLAIM.capabilities["over"]:
        return _ended(now)
    turn = _turn(now)
    if turn is not None:
        return turn
    waits = _waiting(now)
    if now.late:
        says = "late_platform" if now.forum == "platform" else f"late_{now.late.rpartition('.')[2]}"
        return Headline(says=says, main=waits.main, beside=waits.beside, late=now.late, late_by=now.late_by)
    return waits


def to_merchant(
    claim: str,
    *,
    forum: str,
    answered: bool,
    waybill: bool,
    unheard: bool = False,
    unsent: bool = False,
    cause: str = "",
    asked_back: bool = False,
    owes: bool = False,
    filed: bool = False,
    sent: bool = False,
    goods_due: bool = False,
) -> str:
    """Return what a merchant reads first; `answered`: only its outcome is awaited; `unheard`: its time passed.

    `owes`: his shop gives back what was decided; `filed`: its file says it did; `sent`: finance has sent it;
    `goods_due`: what came back is to go to its buyer again.
    """
    if claim == "review" and (cause in ("piece_missed", "goods_missed") or asked_back):
        return "asked_back" if asked_back else cause
    if unsent or owes:
        return "nobody_sent" if unsent else "give_back_filed" if filed else "give_back"
    if sent:
        return "sent_for_you"
    if goods_due:
        return "goods_back"
    if forum == "platform" and unheard:
        return "unanswered_there"
    if forum == "platform":
        return "answered_there" if answered else f"{claim}_there"
    return "sent_back" if claim == "waiting_return" and waybill else claim


def _ended(now: ClaimHeadlineFacts) -> Headline:
    says = "withdrawn" if now.claim == "withdrawn" else f"closed_{now.outcome}" if now.outcome else "closed"
    if now.claim == "withdrawn" or now.outcome == "not_returned":
        return Headline(says=says, main="file")
    if now.claim == "outcome_taken" and (now.outcome.startswith(SAYS) or now.contradictable):
        return Headline(says=says, main="contradict", beside=("message",))
    if now.outcome in ("refused", "platform_refused") and now.doors:
        return Headline(says=says, main="doors")
    return Headline(says=says, main="cases")


def _turn(now: ClaimHeadlineFacts) -> Headline | None:
    """Return what waits for the buyer himself; before a platform only an offer does."""
    if now.claim == "offer_made" and not now.agreed and "accept_offer" in now.may:
        says = "offer_there" if now.forum == "platform" else "offer_made"
        more = _appeal_too(now, "answer_appeal") if now.asked_back else "message"
        return Headline(says=says, main="accept_offer", beside=("refuse_offer", more), yours=True)
    if now.forum == "platform":
        return None
    if now.paying in ASKS_ACCOUNT:
        return Headline(says=f"money_{now.paying}", main="account", beside=("message",), yours=True)
    if now.claim == "need_evidence" and now.asked:
        main = "take_picture" if now.asked == "link" else "hand_in"
        return Headline(says="need_evidence", main=main, beside=("message",), yours=True)
    if now.claim == "review" and now.asked_back:
        more = _appeal_too(now, "message")
        return Headline(says="asked_back", main="answer_appeal", beside=(more, "nothing_to_add"), yours=True)
    if now.claim == "decided" and not now.accepted and "appeal" in now.may:
        return Headline(says="decided", main="accept", beside=("appeal", "message"), yours=True)
    if now.claim == "waiting_return" and not now.waybill and not now.nowhere:
        return Headline(says="waiting_return", main="ship", beside=("message",), yours=True)
    if now.address_needed and not now.repairing:
        return Headline(says="address_needed", main="give_address", beside=("message",), yours=True)
    return None


def _appeal_too(now: ClaimHeadlineFacts, other: str) -> str:
    """Return the door of an appeal beside the other side's; the `other` where that isn't open."""
    return other if now.accepted or now.cause == BOTH else "appeal_too"


def _waiting(now: ClaimHeadlineFacts) -> Headline:
    """Return who works on it; adding pictures comes first while some would still help, writing otherwise."""
    says = _says(now)
    if now.forum == "platform":
        return Headline(says=says, main="message")
    if now.repairing:
        return Headline(says=says, main="repair", beside=("message",))
    if now.claim == "waiting_return" and not now.waybill:
        return Headline(says=says, main="message")
    drop = ("drop_appeal",) if now.claim == "review" and now.own_appeal and "drop_appeal" in now.may else ()
    if now.may_add and now.still_needed:
        return Headline(says=says, main="add", beside=(*drop, "message"))
    return Headline(says=says, main="message", beside=(*drop, "add") if now.may_add else drop)


def _says(now: ClaimHeadlineFacts) -> str:
    if now.forum == "platform":
        return "platform"
    if now.agreed and now.claim in CLAIM.capabilities["judge"]:
        return "offer_taken" if now.agreed == "offer" else "agreed"
    if now.claim == "merchant_answer" and now.longer:
        return "merchant_answer_longer"
    if now.claim == "review":
        return "appeal" if now.hearing == "appeal" else f"anew_{now.cause}" if now.cause in ANEW else "review"
    if now.claim == "decided":
        return "accepted" if now.accepted else "decided"
    if now.claim == "waiting_return":
        return "sent_back" if now.waybill else "nowhere"
    if now.claim == "executing":
        if now.unsent:
            return "nobody_sent"
        if now.goods_due:
            return "goods_back"
        return "repairing" if now.repairing else f"money_{now.paying}" if now.paying else "exchanging"
    return now.claim
