"""What waits for finance: a special invoice to be looked at, one that no provider issues; each has its clock."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.timeline import StreamKey
from anxin.domain.invoices import queries
from anxin.domain.invoices.models import Invoice

BY_HAND = "invoices.by_hand"


def turn(invoice: Invoice, *, now: datetime) -> None:
    """Let the clock of finance run where it is its turn, and end where it is no more."""
    if queries.needs_a_hand(invoice):
        clocks.start(BY_HAND, _own(invoice), whose="finance", now=now)
    else:
        clocks.stop(_own(invoice), BY_HAND, now=now)


def done(invoice: Invoice, *, now: datetime) -> None:
    """End the clock of what waited for finance; expects the row as it was before."""
    if queries.needs_a_hand(invoice):
        clocks.stop(_own(invoice), BY_HAND, now=now)


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Finance did nothing about an invoice in time: say so on its bill's case, and tell it again."""
    row = queries.invoice_by_key(stream.key)
    facts = {"number": row.number, "clock": clock.kind}
    timeline.write(row.stream(), "invoices.late", by=SYSTEM, now=now, facts=facts)


def _own(invoice: Invoice) -> StreamKey:
    return StreamKey("invoice", str(invoice.pk))
