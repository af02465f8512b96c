"""Who called about a claim, and from which number: kept sealed beside the fact, read for a reason that is logged."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.history import CALLER
from anxin.domain.people import actions as people


def reveal_caller(*, claim: Claim, reason: str, by: Actor, now: datetime) -> str:
    """Open who called about a claim, the last first; the buyer reads among the looks who did. Raises `NotRevealed`."""
    people.note_caller(person=claim.buyer, stream=claim.stream(), reason=reason, by=by, now=now)
    calls = timeline.read(claim.stream(), opened=(CALLER,))
    named = [one.private[CALLER].text for one in reversed(calls) if CALLER in one.private]
    return " · ".join(dict.fromkeys(name for name in named if name))
