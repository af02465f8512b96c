"""What waits for finance: a special invoice to be looked at, one that no provider issues, or whose file lacks; each has
its clock.
"""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.invoices import queries, rules
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


def lacks_file(invoice: Invoice, *, now: datetime) -> None:
    """Say that an issued invoice is with nobody: it is finance's turn to send it, or to put its file on the page."""
    lock(invoice.bill, invoice)
    if invoice.state != "issued" or invoice.file or invoice.fault:
        return
    change(invoice, {"fault": rules.NO_FILE})
    facts = {"number": invoice.number, "row": str(invoice.pk)}
    timeline.write(invoice.stream(), "invoices.file_lacks", by=SYSTEM, now=now, facts=facts)
    clocks.start(BY_HAND, _own(invoice), whose="finance", now=now)


def has_file(invoice: Invoice, *, now: datetime) -> None:
    """End the clock of an invoice whose file lacked; expects the row as it was before."""
    if invoice.fault == rules.NO_FILE:
        clocks.stop(_own(invoice), BY_HAND, now=now)


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Finance did nothing about an invoice in time: say so on its bill's case, and tell it again."""
    row = queries.invoice_by_key(stream.key)
    facts = {"number": row.number, "clock": clock.kind}
    timeline.write(row.stream(), "invoices.late", by=SYSTEM, now=now, facts=facts)


def _own(invoice: Invoice) -> StreamKey:
    return StreamKey("invoice", str(invoice.pk))
