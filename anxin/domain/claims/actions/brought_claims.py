"""A merchant is told of the claims that the operator's file brought in for him: once a file, the soonest end first."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.timeline import StreamKey
from anxin.domain.claims.models import TakenOver
from anxin.domain.claims.queries.brought_claims import NAMED, BroughtClaims


def tell_brought(*, brought: BroughtClaims, now: datetime) -> None:
    """Tell a merchant how many claims came in and until when he has to act; what is due within hours by its number."""
    if not TakenOver.objects.filter(pk__in=brought.rows, untold=True).update(untold=False):
        return
    facts: dict[str, str | int] = {"count": len(brought.rows)}
    if brought.due_at is not None:
        facts["due"] = brought.due_at.isoformat(timespec="minutes")
    if brought.soon:
        more = len(brought.soon) - NAMED
        facts["numbers"] = ",".join(brought.soon[:NAMED]) + (f",+{more}" if more > 0 else "")
    stream = StreamKey("organisation", str(brought.seller))
    timeline.write(stream, "claims.brought_for", by=SYSTEM, now=now, facts=facts)
