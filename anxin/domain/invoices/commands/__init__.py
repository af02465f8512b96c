"""What the customer may do about the invoice of his bill, and finance with an invoice."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Given, RecordedReason, Table, calling
from anxin.core.zone import SHANGHAI
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.commands import fields
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.invoices.rules import BillSituation, InvoiceSituation
from anxin.domain.ledger.models import Bill

type OfBill = Given[Bill, Any]
type OfInvoice = Given[Invoice, Any]
FINANCE = "finance"


def _wish(it: OfBill) -> None:
    told = it.fields
    buyer = Buyer(title=told.title, tax_number=told.tax_number, mail=told.mail, phone=told.phone)
    _asked(it, buyer, special=False)


def _special(it: OfBill) -> None:
    _asked(it, Buyer(**it.fields.model_dump(exclude={"keep"})), special=True)


def _asked(it: OfBill, buyer: Buyer, *, special: bool) -> None:
    invoices.ask_for(bill=it.row, buyer=buyer, special=special, by=it.by, now=it.now)
    if it.fields.keep:
        invoices.keep_title(buyer=buyer, by=it.by, now=it.now)


def _file(it: OfInvoice) -> None:
    invoices.add_file(invoice=it.row, file=it.fields.files[0], by=it.by, now=it.now)


def _issued(it: OfInvoice) -> None:
    at = datetime.combine(it.fields.day, time(12), SHANGHAI)
    told = {"official": it.fields.official, "amount_fen": it.fields.amount_fen}
    invoices.issue(invoice=it.row, at=min(at, it.now), by=it.by, now=it.now, **told)


def _over(row: Invoice, _now: datetime) -> Mapping[str, str]:
    """Return over how much it is issued by hand, as its form shows it."""
    row.bill.refresh_from_db()
    return {str(row.pk): str(row.amount_fen if row.is_red else queries.net_of(row.bill))}


BILLS = Table(
    "bill_invoice",
    situation=queries.bill_situation,
    commands=(
        Command[Bill, BillSituation](
            name="wish",
            title=_("Ask for the invoice"),
            who="customer",
            when=rules.may_ask_for,
            because="invoices.nothing_to_invoice",
            fields=fields.Wish,
            do=_wish,
            follows=_("A fully digital invoice over what you paid. Should money go back, it is reversed by as much."),
        ),
        Command(
            name="special",
            title=_("Ask for a special invoice"),
            who="customer",
            when=rules.may_ask_for_special,
            because=invoices.NoSpecial,
            fields=fields.SpecialWish,
            do=_special,
            follows=_(
                "For a company that deducts the tax; the law allows none to a person. All of it stands on the invoice, "
                "so copy it from the company's licence and bank permit."
            ),
        ),
        Command(
            name="withdrawal",
            title=pgettext_lazy("an invoice", "I need none"),
            who="customer",
            when=rules.may_take_back,
            do=calling("bill", invoices.take_back),
        ),
    ),
)

INVOICES = Table(
    "invoice",
    situation=queries.invoice_situation,
    commands=(
        Command[Invoice, InvoiceSituation](
            name="again",
            title=_("Ask the provider again"),
            who=FINANCE,
            when=rules.may_ask_again,
            do=calling("invoice", invoices.ask_again),
        ),
        Command(
            name="clearance",
            title=_("The details are right: issue it"),
            who=FINANCE,
            when=rules.waits_for_check,
            asks=True,
            do=calling("invoice", invoices.clear),
            follows=_(
                "Look first whom it is for: does the company exist under this number, does what you did let its buyer "
                "deduct the tax? Then the provider is asked, or you issue it by hand."
            ),
        ),
        Command(
            name="refusal",
            title=_("No special invoice: say why"),
            who=FINANCE,
            when=rules.may_refuse,
            fields=fields.Refusal,
            do=calling("invoice", invoices.refuse, "reason"),
            final=True,
            follows=_("The customer reads the reason, and may ask for an ordinary one."),
        ),
        Command(
            name="buyer",
            title=_("Show whom it is for"),
            who=FINANCE,
            when=rules.may_open,
            asks=True,
            do=calling("invoice", invoices.open_buyer),
            follows=_("Who looked stays on the customer's own record. Look only to write the invoice or to send it."),
        ),
        Command(
            name="issued",
            title=_("It was issued by hand"),
            who=FINANCE,
            when=rules.may_issue,
            fields=fields.Issued,
            shows=_over,
            do=_issued,
            weighs=True,
            final=True,
            follows=_("You have issued it at the tax office yourself. No provider is asked for it any more."),
        ),
        Command(
            name="sent",
            title=_("It was sent another way"),
            who=FINANCE,
            when=rules.may_deliver,
            do=calling("invoice", invoices.deliver),
        ),
        Command(
            name="mailing",
            title=_("Mail it again"),
            who=FINANCE,
            when=rules.may_mail_again,
            do=calling("invoice", invoices.mail_again),
        ),
        Command(
            name="file",
            title=_("Put it on the customer's page"),
            who=FINANCE,
            when=rules.may_add_file,
            fields=fields.InvoiceFile,
            do=_file,
        ),
        Command(
            name="correction",
            title=_("Reverse it: something in it is wrong"),
            who=FINANCE,
            when=rules.may_correct,
            fields=RecordedReason,
            do=calling("invoice", invoices.correct, "why"),
            weighs=True,
            final=True,
            follows=_("A red invoice reverses all that is left of it. Then the customer may ask for another."),
        ),
        Command(
            name="dropping",
            title=_("It need not be issued"),
            who=FINANCE,
            when=rules.may_drop,
            fields=RecordedReason,
            do=calling("invoice", invoices.drop, "why"),
            final=True,
            follows=_("The customer reads that none comes, and may ask again."),
        ),
    ),
)
