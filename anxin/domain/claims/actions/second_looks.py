"""A drawn-up decision waits for a second person: who may be it is told every working day, administrators then too."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import companions

WAITS = queries.SECOND_LOOK


def await_second(claim: Claim, *, now: datetime) -> None:
    """Give whoever may be the second person his time to look."""
    clocks.start(WAITS, claim.stream(), whose=str(claim.operator_id), now=now)


def second_waits(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Say that nobody has looked in time, and wait on; from the second time on administrators are told as well.

    They are told at once where nobody may confirm it.
    """
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    row = companions.decision_in(claim, "proposed")
    if row is None:
        return
    alone = queries.why_nobody_confirms(claim, now=now) is not None
    facts = {"decision": str(row.id)} | ({"up": True} if alone or clock.started_at > row.created_at else {})
    timeline.write(stream, "claims.second_waits", by=SYSTEM, now=now, facts=facts)
    await_second(claim, now=now)
