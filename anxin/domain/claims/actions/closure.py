"""The end of a claim: lines freed, clocks stopped, nothing asked for any more."""

from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.domain.claims.models import Claim, ClaimLine, Decision
from anxin.domain.evidence import actions as evidence


def end_hearings(claim: Claim, *, by: Actor, now: datetime, step: str = "decide") -> None:
    """End the open dispute and appeal of a claim."""
    open_ones = {"state__in": ["opened", "assigned"]}
    for row in (*claim.disputes.filter(**open_ones), *claim.appeals.filter(**open_ones)):
        lock(row)
        transition(row, step, by=by, now=now)


def put_aside(claim: Claim, *, now: datetime) -> None:
    """Put aside what a reviewer has drawn up, because it is needed no more."""
    for row in Decision.objects.filter(claim=claim, state="proposed"):
        lock(row)
        transition(row, "send_back", by=SYSTEM, now=now)


def end(claim: Claim, *, outcome: str, now: datetime) -> None:
    """Free the lines of an ended claim, stop its clocks, take open requests back."""
    Claim.objects.filter(pk=claim.pk).update(outcome=outcome)
    claim.outcome = outcome
    ClaimLine.objects.filter(claim=claim).update(open=False)
    put_aside(claim, now=now)
    end_hearings(claim, by=SYSTEM, now=now, step="withdraw")
    evidence.withdraw(stream=claim.stream(), by=SYSTEM, now=now)
    clocks.stop(claim.stream(), now=now)
