"""A difference between our books and a provider's, told in the chain from the moment it is found to its end."""

from datetime import datetime

from django.db.models import QuerySet

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import StreamKey
from anxin.domain.ledger.models import Difference
from anxin.domain.ledger.queries.witnesses import difference_told


def tell(difference: Difference, code: str, *, by: Actor, now: datetime) -> None:
    """Write down how a difference stands."""
    told = {"row": str(difference.pk), "drawn": difference_told(difference)}
    facts = {"kind": difference.kind, "provider": difference.provider, **told}
    timeline.write(StreamKey("difference", str(difference.pk)), code, by=by, now=now, facts=facts)


def end_by_themselves(open_ones: QuerySet[Difference], *, now: datetime, how: str = "itself") -> None:
    """End differences that something else explains."""
    for row in open_ones:
        row.ended_at, row.ended_by, row.end = now, SYSTEM.key, how
        row.save(update_fields=["ended_at", "ended_by", "end"])
        tell(row, "ledger.difference_ended", by=SYSTEM, now=now)
