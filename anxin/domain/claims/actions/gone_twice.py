"""What of a claim's money went twice: said in its record, and marked on its row, by which finance finds it."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.gone_twice import TWICE
from anxin.domain.claims.queries.order_sums import sums_of


def say_twice(claim: Claim, *, amount_fen: int, left_fen: int, by: Actor, now: datetime) -> None:
    """Say that more went back than was left, and what of its order went in all by now."""
    facts = {"amount_fen": amount_fen, "left_fen": left_fen, **sums_of(claim.purchase).facts}
    timeline.write(claim.stream(), TWICE, by=by, now=now, facts=facts)
    Claim.objects.filter(pk=claim.pk).update(twice_at=now)
