"""The mail that brings an invoice: finance hears of one that did not leave, and has it sent again."""

from datetime import datetime

from anxin.core import outbox, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.outbox import Message
from anxin.core.states import lock
from anxin.domain.invoices import queries
from anxin.domain.invoices.models import Invoice


def miss_mail(*, message: int, now: datetime) -> None:
    """Say on its bill's case that an invoice's mail did not leave, unless it was sent since."""
    kept = Message.objects.get(pk=message)
    row = queries.invoice_by_key(kept.audience.removeprefix("invoice:"))
    lock(row.bill, row)
    mail = queries.mailed(row)
    if mail is not None and mail.is_lost:
        facts = {"invoice": row.number}
        timeline.write(row.stream(), "invoices.mail_lost", by=SYSTEM, now=now, facts=facts)


def mail_again(*, invoice: Invoice, by: Actor, now: datetime) -> None:
    """Have the mail of an invoice that did not leave sent again, by the server that is there now."""
    outbox.send_again(queries.mail_kept(invoice).pk, now=now)
    timeline.write(invoice.stream(), "invoices.mailed_again", by=by, now=now, facts={"invoice": invoice.number})
