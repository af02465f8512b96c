"""What can be asked of the mail that brings an invoice: where it goes, what goes along, what became of it."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core import files, outbox
from anxin.core.outbox import Message, MessageAddress
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries.invoices import buyer, file_name, file_of, invoice_by_key

MAILED = "invoices.mail"


def mail_of(row: Invoice) -> str:
    """Return where an invoice is to be mailed; empty where no mail was wished, or whom it is for was erased."""
    who = buyer(row)
    return who.mail if who else ""


def mail_key(row: Invoice) -> str:
    """Return the key of an invoice's one mail."""
    return f"{MAILED}:{row.pk}"


def address_of(message: Message) -> MessageAddress:
    """Return where the mail of an invoice goes, with its file."""
    row = invoice_by_key(message.audience.removeprefix("invoice:"))
    to, kept = mail_of(row), file_of(row)
    if not to or kept is None:
        return MessageAddress()
    content = b"".join(files.open_(kept))
    return MessageAddress(
        to=to, attached=(outbox.Attached(name=file_name(row, kept), kind=kept.kind, content=content),)
    )


@dataclass(frozen=True, kw_only=True)
class MailView:
    """How the mail of an invoice stands: brought, on its way, or lost."""

    sent_at: datetime | None
    on_its_way: bool
    why: str = ""

    @property
    def is_lost(self) -> bool:
        """Return whether it did not leave, or nobody knows whether it did."""
        return self.sent_at is None and not self.on_its_way


def mailed(row: Invoice) -> MailView | None:
    """Return how the mail of an invoice stands; None where there was none (one query)."""
    found = Message.objects.filter(key=mail_key(row)).values_list("state", "settled_at", "answer").first()
    if found is None:
        return None
    state, at, why = found
    way = state in ("waiting", "sending")
    return MailView(sent_at=at if state == "sent" else None, on_its_way=way, why="" if state == "sent" else why)


def is_mail_lost(message: int) -> bool:
    """Return whether a mail did not leave still: finance waits to hear of it."""
    return Message.objects.filter(pk=message, state__in=outbox.ENDED).exists()


def mail_kept(row: Invoice) -> Message:
    """Return the mail of an invoice; expects that there is one."""
    return Message.objects.get(key=mail_key(row))


def waits_for_mail(row: Invoice) -> bool:
    """Return whether an invoice is issued, and its file with nobody yet."""
    return row.state == "issued"
