"""A decision is accepted by both sides, or one asks that somebody else looks once more."""

from datetime import datetime, timedelta

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions import decisions
from anxin.domain.claims.actions.appeal_answers import AppealOver as AppealOver
from anxin.domain.claims.actions.appeal_answers import NotASide, await_answer, other_side, side_of
from anxin.domain.claims.actions.closure import put_aside
from anxin.domain.claims.actions.gone_sellers import seller_heard
from anxin.domain.claims.models import Appeal, Claim, Decision
from anxin.domain.claims.queries import companions
from anxin.domain.claims.rules.appeals import BOTH
from anxin.domain.claims.rules.headline import APPEAL_ANSWER


def accept(*, claim: Claim, by: Actor, now: datetime) -> Decision:
    """Accept a decision, as a side; once both have, it stands at once."""
    side = side_of(claim, by)
    lock(claim)
    row = _given(claim)
    seller_heard(claim, by=by, now=now)
    _accepted(row, side, by, now)
    if row.buyer_accepted_at and row.merchant_accepted_at:
        decisions.final(row, by=SYSTEM, now=now)
    else:
        clocks.leave_to(claim.stream(), "claims.appeal", whose=queries.side_key(claim, other_side(side)))
    return row


def appeal(*, claim: Claim, why: str, by: Actor, now: datetime) -> Appeal:
    """Ask that somebody else looks at a decision, as a side that has not accepted it, within the time to appeal."""
    side = side_of(claim, by)
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(claim)
    decision = _given(claim)
    if getattr(decision, f"{side}_accepted_at") is not None:
        raise WrongState({"machine": "decision", "state": "accepted", "step": "appeal"})
    put_aside(claim, now=now)
    seller_heard(claim, by=by, now=now)
    transition(claim, "appeal", by=by, now=now, facts=_told(decision, side), why=why)
    row = Appeal(claim=claim, decision=decision, cause=side, opened_by=by.key)
    begin(row, by=by, now=now, facts={"side": side, "reviewer": ""})
    clocks.stop(claim.stream(), "claims.appeal", now=now)
    clocks.start("claims.decision", claim.stream(), whose=str(claim.operator_id), now=now)
    clocks.reopen(claim.stream(), "claims.ceiling", now=now)
    await_answer(claim, appealed_by=side, now=now)
    return row


def drop_appeal(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Take an appeal back, as who alone made it, and accept the decision; the other side has what it had left."""
    side = side_of(claim, by)
    lock(claim)
    row = companions.appeal_of(claim)
    if row is None or row.cause == BOTH or companions.decision_in(claim, "proposed") is not None:
        raise WrongState({"machine": "appeal", "state": "none", "step": "withdraw"})
    if row.cause != side or (side == "merchant" and row.opened_by != by.key):
        raise NotASide({"number": claim.number})
    lock(row)
    transition(claim, "drop_appeal", by=by, now=now, facts={"by_seller": True} if side == "merchant" else {})
    transition(row, "withdraw", by=by, now=now)
    clocks.stop(claim.stream(), "claims.decision", APPEAL_ANSWER, now=now)
    clocks.meet(claim.stream(), "claims.ceiling", now=now)
    decision = _given(claim)
    _accepted(decision, side, by, now)
    until = now + _left_of(decision, row)
    if until <= now or (decision.buyer_accepted_at and decision.merchant_accepted_at):
        decisions.final(decision, by=SYSTEM, now=now)
    else:
        whose = queries.side_key(claim, other_side(side))
        clocks.start("claims.appeal", claim.stream(), whose=whose, now=now, due_at=until)


def _left_of(decision: Decision, appeal: Appeal) -> timedelta:
    """Return how long a decision could still be appealed when one side did: the other could not, from then on."""
    return clocks.due_time("claims.appeal", now=decision.given_at or appeal.created_at) - appeal.created_at


def appeal_window_over(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody appealed in time: the decision stands and is carried out."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    row = companions.decision_in(claim, "given")
    if claim.state == "decided" and row is not None:
        decisions.final(row, by=SYSTEM, now=now)


def _accepted(row: Decision, side: str, by: Actor, now: datetime) -> None:
    """Write down that a side accepts a decision, once."""
    field = f"{side}_accepted_at"
    if getattr(row, field) is None:
        Decision.objects.filter(pk=row.pk).update(**{field: now})
        setattr(row, field, now)
        facts = {"side": side, "row": row.pk, field: timeline.told_at(now)}
        timeline.write(row.claim.stream(), "claims.accepted", by=by, now=now, facts=facts)


def _told(decision: Decision, side: str) -> dict[str, object]:
    """Return the facts of an appeal; whose it is tells the other side, which may answer."""
    return {"decision": str(decision.id), ("by_seller" if side == "merchant" else "by_buyer"): True}


def _given(claim: Claim) -> Decision:
    row = companions.decision_in(claim, "given")
    if claim.state != "decided" or row is None or row.kind == Decision.Kind.AGREED:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "appeal"})
    return row
