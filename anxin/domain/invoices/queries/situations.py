"""An invoice as the rules of finance's commands look at it."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.states import can, lock
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import REAL, chosen
from anxin.domain.invoices.queries.invoices import net_of
from anxin.domain.invoices.queries.mails import mailed
from anxin.domain.invoices.rules import InvoiceSituation
from anxin.domain.ledger.queries.repayments import is_asked_back


def invoice_situation(row: Invoice, *, by: Actor, now: datetime, under_lock: bool = False) -> InvoiceSituation:
    """Return the situation of an invoice for the commands of finance; `under_lock` locks its bill and it first."""
    if under_lock:
        lock(row.bill, row)
    mail, is_open = mailed(row), can(row, "open") and not row.is_red
    return InvoiceSituation(
        state=row.state,
        red=row.is_red,
        provider=row.provider in REAL or bool(chosen()),
        under_way=row.state == "asked",
        reversible=row.reversed_fen < row.amount_fen,
        special=row.special,
        to_check=row.to_check,
        filed=bool(row.file),
        mail_lost=mail is not None and mail.is_lost,
        asked_back=is_open and is_asked_back(row.bill),
        over_fen=net_of(row.bill) if is_open else row.amount_fen,
    )
