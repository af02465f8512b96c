"""The other side answers an appeal, or appeals as well; it may say that it has nothing to add, and is waited for."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions.gone_sellers import seller_heard
from anxin.domain.claims.models import Appeal, Claim
from anxin.domain.claims.queries import companions
from anxin.domain.claims.rules.appeals import BOTH
from anxin.domain.claims.rules.headline import APPEAL_ANSWER
from anxin.domain.people.queries import actors
from anxin.domain.threads import queries as threads


class NotASide(Forbidden):
    """Only the buyer and the merchant accept, appeal or answer an appeal."""

    code = "claims.not_a_side"


class AppealOver(WrongState):
    """The time to appeal is over, or this side has accepted the decision."""

    code = "claims.appeal_over"


def side_of(claim: Claim, by: Actor) -> str:
    """Return the side of a claim somebody stands on; raises `claims.not_a_side`."""
    side = threads.side_of(by)
    mine = side == "buyer" and str(claim.buyer_id) in actors.selves(by)
    if side == "merchant":
        mine = by.organisation == str(claim.seller_id) and "packer" not in by.roles
    if not mine:
        raise NotASide({"number": claim.number})
    return side


def other_side(side: str) -> str:
    """Return who is heard beside a side."""
    return "merchant" if side == "buyer" else "buyer"


def await_answer(claim: Claim, *, appealed_by: str, now: datetime) -> None:
    """Give the other side its time to answer an appeal."""
    whose = queries.side_key(claim, other_side(appealed_by))
    clocks.start(APPEAL_ANSWER, claim.stream(), whose=whose, now=now)


def answer_appeal(*, claim: Claim, text: str, by: Actor, now: datetime) -> None:
    """Answer the other side's appeal, once; after the time for it too, while nobody has decided."""
    if not text.strip():
        raise Invalid("text", expected="an answer", got="")
    _say(claim, "claims.appeal_answered", text.strip(), by, now)


def appeal_too(*, claim: Claim, text: str, by: Actor, now: datetime) -> None:
    """Answer the other side's appeal with one's own, in the time to answer, as a side that has not accepted.

    The side that appealed first has its time to answer this one then.
    """
    if not text.strip():
        raise Invalid("text", expected="a reason", got="")
    _say(claim, "claims.appeal_answered", text.strip(), by, now, too=True)


def waive_answer(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Say that there is nothing to add to the other side's appeal: it may be decided at once."""
    _say(claim, "claims.appeal_answer_waived", "", by, now)


def _say(claim: Claim, code: str, text: str, by: Actor, now: datetime, *, too: bool = False) -> None:
    side = side_of(claim, by)
    lock(claim)
    waits, appeal = queries.appeal_answer_clock(claim), companions.appeal_of(claim)
    if appeal is None or waits is None or waits.whose != queries.side_key(claim, side):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "answer_appeal"})
    if too and (waits.due_at <= now or companions.accepted_by(claim, side) or appeal.cause == BOTH):
        raise AppealOver({"number": claim.number})
    seller_heard(claim, by=by, now=now)
    facts = {"side": side} | (_join(appeal, side) if too else {})
    timeline.write(claim.stream(), code, by=by, now=now, facts=facts, private={"text": text} if text else None)
    clocks.meet(claim.stream(), APPEAL_ANSWER, now=now)
    if too:
        await_answer(claim, appealed_by=side, now=now)


def _join(appeal: Appeal, side: str) -> dict[str, object]:
    """Make an appeal both sides' own, and return what its fact tells, whose the second one is too."""
    lock(appeal)
    change(appeal, {"cause": BOTH})
    return {"row": appeal.pk, "cause": BOTH, ("by_seller" if side == "merchant" else "by_buyer"): True}


def appeal_unanswered(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The time to answer an appeal is over: whoever decides it is told; silence is no yes."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if companions.appeal_of(claim) is not None:
        timeline.write(stream, "claims.appeal_unanswered", by=SYSTEM, now=now)
