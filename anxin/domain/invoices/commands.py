"""What the customer may do about the invoice of his bill, and finance with an invoice."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, field_validator, model_validator

from anxin.core.commands import Ask, Command, Fields, Given, Sentence, Table, calling, lacking
from anxin.core.zone import SHANGHAI
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.invoices.rules import BillSituation, InvoiceSituation
from anxin.domain.ledger.models import Bill

type OfBill = Given[Bill, Any]
type OfInvoice = Given[Invoice, Any]
FINANCE = "finance"


class Wish(Fields):
    """Whom an invoice is for, and where it goes."""

    kind: Annotated[
        Literal["person", "company"],
        Ask(label=_("For whom"), names={"person": _("a person"), "company": _("a company")}),
    ]
    title: Annotated[
        str,
        Field(min_length=1, max_length=100),
        Ask(label=_("Title of the invoice"), hint=_("the full name, as it shall stand on it")),
    ]
    tax_number: Annotated[
        str,
        Field(max_length=20),
        Ask(label=_("Tax number"), hint=_("only for a company: 18 characters, as on its licence"), depends=True),
    ] = ""
    mail: Annotated[
        str,
        Field(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$", max_length=50),
        Ask(label=_("Send it to this mail"), hint=_("such as name@example.com"), depends=True),
    ] = ""
    phone: Annotated[
        str,
        Field(pattern=r"^(1[3-9][0-9]{9})?$", max_length=11),
        Ask(label=_("or to this mobile phone"), hint=_("11 digits")),
    ] = ""

    @field_validator("tax_number", mode="before")
    @classmethod
    def plain(cls, value: object) -> object:
        """Read a tax number without blanks, in capitals."""
        return "".join(value.split()).upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Ask for what the choice makes necessary."""
        if self.kind == "company" and not rules.is_tax_number(self.tax_number):
            raise lacking("tax_number", _("This is no tax number: 18 characters, of which the last checks the others."))
        if self.kind == "person" and self.tax_number:
            raise lacking("tax_number", _("A person has none here. Choose “a company”, or leave it empty."))
        if not self.mail and not self.phone:
            raise lacking("mail", _("Where shall it go? Write a mail address or a mobile phone."))
        return self


class Issued(Fields):
    """An invoice that was written elsewhere."""

    official: Annotated[
        str,
        Field(pattern=rules.OFFICIAL, max_length=20),
        Ask(label=_("Number of the invoice"), hint=_("20 digits, as it stands on it")),
    ]
    day: Annotated[date, Ask(label=_("Day of issue"))]


class Why(Fields):
    """Why; it stays in the record."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=3)]


def _wish(it: OfBill) -> None:
    told = it.fields
    buyer = Buyer(title=told.title, tax_number=told.tax_number, mail=told.mail, phone=told.phone)
    invoices.ask_for(bill=it.row, buyer=buyer, by=it.by, now=it.now)


def _issued(it: OfInvoice) -> None:
    at = datetime.combine(it.fields.day, time(12), SHANGHAI)
    invoices.issue(invoice=it.row, official=it.fields.official, at=min(at, it.now), by=it.by, now=it.now)


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
            fields=Wish,
            do=_wish,
            follows=_("A fully digital invoice over what you paid. Should money go back, it is reversed by as much."),
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
            fields=Issued,
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
            name="correction",
            title=_("Reverse it: something in it is wrong"),
            who=FINANCE,
            when=rules.may_correct,
            fields=Why,
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
            fields=Why,
            do=calling("invoice", invoices.drop, "why"),
            final=True,
            follows=_("The customer reads that none comes, and may ask again."),
        ),
    ),
)
