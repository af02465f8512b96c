"""Where goods go back to: the buyer's time to send them begins once he knows it."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim

ASKED = queries.ADDRESS_ASKED


def await_goods(claim: Claim, *, now: datetime, due_at: datetime | None = None) -> None:
    """Give the buyer his time to send the goods back; where he knows no address, the merchant his to name one."""
    if queries.return_address(claim, now=now):
        clocks.start("claims.ship", claim.stream(), whose=f"person:{claim.buyer_id}", now=now, due_at=due_at)
    else:
        clocks.start(ASKED, claim.stream(), whose=str(claim.seller_id), now=now, due_at=due_at)


def tell_address(*, claim: Claim, now: datetime) -> None:
    """Begin the buyer's time once the merchant has named a place, and tell him."""
    lock(claim)
    if queries.waits_for_address(claim) and queries.return_address(claim, now=now):
        begin_return(claim, now=now)


def begin_return(claim: Claim, *, now: datetime) -> None:
    """Begin the buyer's time: he knows where the goods go back to."""
    clocks.meet(claim.stream(), ASKED, now=now)
    clocks.start("claims.ship", claim.stream(), whose=f"person:{claim.buyer_id}", now=now)
    timeline.write(claim.stream(), "claims.return_to_known", by=SYSTEM, now=now)
