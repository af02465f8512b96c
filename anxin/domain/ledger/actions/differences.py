"""A difference between our books and a provider's, told in the chain from the moment it is found to its end."""

from datetime import datetime

from django.db.models import QuerySet

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.ledger.models import Difference
from anxin.domain.ledger.queries.witnesses import difference_told

UNPROPOSED = {"correction": "", "voucher": "", "told_as": "", "proposed_by": "", "proposed_at": None}
OPEN_AGAIN = {"ended_at": None, "ended_by": "", "end": "", **UNPROPOSED}


class DifferenceEnded(WrongState):
    """Somebody has ended this difference already, or its money is on its way back."""

    code = "ledger.difference_ended"


def tell(difference: Difference, code: str, *, by: Actor, now: datetime) -> None:
    """Write down how a difference stands."""
    told = {"row": str(difference.pk), "drawn": difference_told(difference)}
    waits = {"waits": True} if difference.ended_at is None else {}
    facts = {"kind": difference.kind, "provider": difference.provider, **told, **waits}
    timeline.write(StreamKey("difference", str(difference.pk)), code, by=by, now=now, facts=facts)


def end_by_themselves(open_ones: QuerySet[Difference], *, now: datetime, how: str = "itself") -> None:
    """End differences that something else explains."""
    for row in open_ones:
        row.ended_at, row.ended_by, row.end = now, SYSTEM.key, how
        row.save(update_fields=["ended_at", "ended_by", "end"])
        tell(row, "ledger.difference_ended", by=SYSTEM, now=now)


def hold_open(difference: Difference) -> None:
    """Hold a difference nobody has ended, and about which nothing is under way; raises `DifferenceEnded`."""
    lock(difference)
    busy = difference.returning_at is not None or difference.proposed_at is not None
    if difference.ended_at is not None or busy:
        raise DifferenceEnded({"number": difference.number})


def end(difference: Difference, *, how: str, note: str, by: Actor, now: datetime) -> None:
    """End a difference."""
    ended = {"ended_at": now, "ended_by": by.key, "end": how, "note": note[:500], "fault": ""}
    change(difference, ended)
    tell(difference, "ledger.difference_ended", by=by, now=now)
