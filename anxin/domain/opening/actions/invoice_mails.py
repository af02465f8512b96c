"""An invoice whose file a person put on the customer's page is mailed to who asked for mail, with the file."""

from datetime import datetime

from anxin.core import outbox, settings
from anxin.core.actors import SYSTEM
from anxin.core.streams.models import Entry
from anxin.domain.invoices import queries as invoices
from anxin.domain.opening import queries


def mail_invoice(*, fact: Entry, now: datetime) -> None:
    """Put the mail of an invoice, once; what its provider issued and filed the provider has sent."""
    if fact.actor_kind == SYSTEM.kind or not fact.facts.get("sha256"):
        return
    row = invoices.invoice_by_number(str(fact.facts["number"]))
    if not queries.takes_mail() or not invoices.mail_of(row):
        return
    told = settings.get("notices.language", at=now)
    outbox.put(
        invoices.MAILED,
        audience=f"invoice:{row.pk}",
        ids={"number": row.number, "official": row.official, "language": told},
        key=invoices.mail_key(row),
        now=now,
        carrier="mail",
    )
