"""The end of a claim: lines freed, clocks stopped, nothing asked for any more."""

from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import hold, take
from anxin.domain.claims.models import Claim, ClaimLine, Dispute
from anxin.domain.evidence import actions as evidence


def end_disputes(claim: Claim, *, by: Actor, now: datetime, step: str = "decide") -> None:
    """End the open dispute of a claim."""
    for row in Dispute.objects.filter(claim=claim, state__in=["opened", "assigned"]):
        hold(row)
        take(row, step, by=by, now=now)


def end(claim: Claim, *, outcome: str, now: datetime) -> None:
    """Free the lines of an ended claim, stop its clocks, take open requests back."""
    Claim.objects.filter(pk=claim.pk).update(outcome=outcome)
    claim.outcome = outcome
    ClaimLine.objects.filter(claim=claim).update(open=False)
    end_disputes(claim, by=SYSTEM, now=now, step="withdraw")
    evidence.withdraw(stream=claim.stream(), by=SYSTEM, now=now)
    clocks.stop(claim.stream(), now=now)
