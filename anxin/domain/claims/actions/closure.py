"""The end of a claim: lines freed, clocks stopped, nothing asked for any more; and a time limit that is over."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions.shop_refunds import hear_book
from anxin.domain.claims.models import Claim, ClaimLine, Outcome
from anxin.domain.claims.queries import companions, returned_goods
from anxin.domain.claims.rules.headline import APPEAL_ANSWER
from anxin.domain.evidence import actions as evidence


class GoodsAway(WrongState):
    """The goods are with the merchant, or on their way there: a claim taken back would have nobody send them back."""

    code = "claims.goods_away"


REJECTED = ("refused", "withdrawn")
"""How a claim ends whose buyer did not get right."""


def end_hearings(
    claim: Claim, *, by: Actor, now: datetime, step: str = "decide", facts: Mapping[str, object] | None = None
) -> None:
    """End the open dispute and appeal of a claim; an appeal's answer is waited for no more."""
    appeal = companions.appeal_of(claim)
    for row in (companions.dispute_of(claim), appeal):
        if row is not None:
            lock(row)
            transition(row, step, by=by, now=now, facts=facts)
    if appeal is not None:
        clocks.stop(claim.stream(), APPEAL_ANSWER, now=now)


def put_aside(claim: Claim, *, now: datetime) -> None:
    """Put aside what a reviewer has drawn up, because it is needed no more; of a correction he is told."""
    row = companions.decision_in(claim, "proposed")
    if row is not None:
        corrects = {"asker": row.decided_by.partition(":")[2], "aside": True} if row.kind == row.Kind.CORRECTED else {}
        lock(row)
        transition(row, "send_back", by=SYSTEM, now=now, facts={"how": "put_aside", **corrects})
        clocks.stop(claim.stream(), queries.SECOND_LOOK, now=now)


def take_requests_back(claim: Claim, *, now: datetime) -> None:
    """Ask no more for the pictures that a side was asked for."""
    if companions.is_asked(claim):
        evidence.withdraw(stream=claim.stream(), by=SYSTEM, now=now)


def end(claim: Claim, *, outcome: str, now: datetime) -> None:
    """Free the lines of an ended claim, stop its clocks, take open requests back."""
    if claim.outcome != outcome:
        change(claim, {"outcome": outcome})
    if outcome in REJECTED and Outcome.objects.filter(claim=claim, told_by__in=(rules.SHOP, rules.DENIED)).exists():
        hear_book(claim.purchase, now=now)  # what its buyer denied counts again
    ClaimLine.objects.filter(claim=claim).update(open=False, freed_at=now)
    put_aside(claim, now=now)
    end_hearings(claim, by=SYSTEM, now=now, step="withdraw")
    take_requests_back(claim, now=now)
    clocks.stop(claim.stream(), now=now)


def withdraw(*, claim: Claim, why: str, by: Actor, now: datetime) -> None:
    """Take a claim back, as its buyer, who has the goods; raises `claims.goods_away` where he sent them back."""
    lock(claim)
    if returned_goods.are_away(claim) and claim.forum != Claim.Forum.PLATFORM:
        raise GoodsAway({"machine": "claim", "state": claim.state, "step": "withdraw"})
    transition(claim, "withdraw", by=by, now=now, why=why)
    end(claim, outcome="withdrawn", now=now)


def late(*, stream: StreamKey, clock: clocks.Clock, now: datetime) -> None:
    """A time limit was not kept: say so on the claim; nobody is paid and nobody loses because of it.

    Before a platform nobody of ours decides: it is told as what it is there, to those who can still answer it.
    """
    there = queries.claim_by_key(stream.key).forum == Claim.Forum.PLATFORM
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    code = "claims.late_there" if there else "claims.late"
    timeline.write(stream, code, by=SYSTEM, now=now, facts=facts)
