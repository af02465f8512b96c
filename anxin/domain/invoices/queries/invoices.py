"""What can be asked of one invoice, or of those of a bill: how it stands, for whom it is, what a provider is asked."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core import files, settings, vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.files import SealedFile
from anxin.core.states import can, lock
from anxin.core.timeline import Witness
from anxin.domain.invoices import choices, rules
from anxin.domain.invoices.models import Invoice, Title
from anxin.domain.invoices.providers import InvoiceRequest
from anxin.domain.invoices.rules import BillSituation
from anxin.domain.invoices.states import INVOICE
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.queries.repayments import is_asked_back
from anxin.domain.ledger.rules import customer_account
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors

BUYER, TITLE = "invoices.invoice.buyer", "invoices.title.buyer"
MAY_SEE = frozenset({"finance", "operator"})
SELLERS = frozenset({"merchant_owner", "merchant_agent"})
LIVING = INVOICE.capabilities["living"]


class NoSuchInvoice(Missing):
    """There is no such invoice, or not for this reader."""

    code = "invoices.no_such_invoice"


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Whom an invoice is for, and where it goes: opened only for who issues it."""

    title: str
    tax_number: str = ""
    mail: str = ""
    phone: str = ""
    address: str = ""
    tel: str = ""
    bank: str = ""
    account: str = ""


def is_of_erased(invoice: Invoice) -> bool:
    """Return whether whom an invoice is for was erased since it was asked for (one query)."""
    person = invoice.bill.payer.removeprefix(customer_account(""))
    return Person.objects.filter(pk=person, erased_at__isnull=False).exists() if _is_key(person) else False


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class InvoiceView:
    """An invoice as who asked for it reads it."""

    number: str
    state: str
    is_red: bool
    is_special: bool
    to_check: bool
    amount_fen: int
    title: str
    official: str
    issued_at: datetime | None
    fault: str
    has_file: bool

    @property
    def is_refused(self) -> bool:
        """Return whether it was refused, and may be put right."""
        return self.state in INVOICE.capabilities["refused"]

    @property
    def lacks_file(self) -> bool:
        """Return whether it is issued, and with nobody yet."""
        return self.state == "issued" and not self.has_file


def of_bill(row: Bill) -> list[InvoiceView]:
    """Return the invoices of a bill, newest first (one query)."""
    return [view(one) for one in Invoice.objects.filter(bill=row).order_by("-created_at", "-id")]


def with_buyers(row: Bill, *, person: UUID | None) -> list[tuple[InvoiceView, Buyer | None]]:
    """Return the invoices of a bill and, for the person who pays it, whom each is for (one query)."""
    pays = row.payer == f"customer:{person}"
    rows = Invoice.objects.filter(bill=row).order_by("created_at", "id")
    return [(view(one), buyer(one) if pays else None) for one in rows]


def view(row: Invoice) -> InvoiceView:
    """Show an invoice; a person's title is masked."""
    return InvoiceView(
        number=row.number,
        state=row.state,
        is_red=row.is_red,
        is_special=row.special,
        to_check=waits_for_check(row),
        amount_fen=row.amount_fen,
        title=row.shown,
        official=row.official,
        issued_at=row.issued_at,
        fault=row.fault,
        has_file=bool(row.file),
    )


def invoice_of(row: Bill) -> Invoice | None:
    """Return the invoice of a bill that counts; None where there is none, or it was reversed whole."""
    return Invoice.objects.filter(bill=row, blue=None, state__in=LIVING).first()


def visible_to(actor: Actor) -> QuerySet[Invoice]:
    """Return the invoices that somebody may list: finance and administrators all, a brand's people its own."""
    rows = Invoice.objects.select_related("bill", "blue").order_by("-created_at", "-id")
    if actor.may(MAY_SEE):
        return rows
    return rows.filter(brand=UUID(actor.organisation)) if actor.may(SELLERS) and actor.organisation else rows.none()


def invoice(number: str, *, actor: Actor) -> Invoice:
    """Return an invoice for who may list it."""
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NoSuchInvoice({"number": number})
    return found


def invoice_by_key(key: UUID | str) -> Invoice:
    """Return an invoice by its id, for a task."""
    return Invoice.objects.select_related("bill", "blue").get(pk=key)


def invoice_by_number(number: str) -> Invoice:
    """Return an invoice by its number, for who hears of it."""
    return Invoice.objects.select_related("bill", "blue").get(number=number)


def is_under_way(invoice: str) -> bool:
    """Return whether a provider is still to be asked for an invoice, or what became of it."""
    open_ones = Q(state__in=("requested", "asked")) | Q(state="failed", tries__lt=len(rules.TURNS_S))
    return Invoice.objects.filter(open_ones, pk=invoice).exists()


def lacks_file(invoice: str) -> bool:
    """Return whether the file of an issued invoice still lies with its provider only."""
    rows = Invoice.objects.filter(pk=invoice, state="issued", file="")
    return rows.exclude(provider="").exclude(fault=rules.NO_FILE).exists()


def buyer(row: Invoice) -> Buyer | None:
    """Open whom an invoice is for; None where that was erased."""
    return Buyer(**json.loads(vault.open_(BUYER, row.id, row.buyer_sealed))) if row.buyer_sealed else None


def title_of(row: Title) -> Buyer:
    """Open a title that a customer keeps."""
    return Buyer(**json.loads(vault.open_(TITLE, row.id, row.buyer_sealed)))


def own_titles(actor: Actor) -> QuerySet[Title]:
    """Return the rows of the titles that a customer who proved his phone keeps, the last used first."""
    selves = [UUID(one) for one in actors.proved_selves(actor)]
    return Title.objects.filter(person__in=selves).order_by("-used_at", "-id")


def titles(actor: Actor) -> list[tuple[UUID, Buyer]]:
    """Return the titles of somebody who proved his phone, the last used first; a link opens none (two queries)."""
    if actor.kind != "customer_phone":
        return []
    return [(one.id, title_of(one)) for one in own_titles(actor)]


def file_of(row: Invoice) -> SealedFile | None:
    """Return what was kept of an invoice."""
    return files.holding(row.file) if row.file else None


def file_name(row: Invoice, file: SealedFile) -> str:
    """Return what the file of an invoice is called where it is taken away."""
    return f"{row.official}.{'pdf' if file.kind == 'application/pdf' else 'ofd'}"


def waits_for_check(row: Invoice) -> bool:
    """Return whether it is a special one that finance has yet to look at."""
    return row.to_check and can(row, "by_hand")


def needs_a_hand(row: Invoice) -> bool:
    """Return whether finance does something before it is issued: looks at it, or writes it, there or here."""
    return row.to_check or not row.provider or (row.is_red and not row.buyer_sealed)


def waits_for_the_post(row: Invoice) -> bool:
    """Return whether it is issued to somebody whom no message reaches: it is printed and posted."""
    return row.by_post and row.state == "issued"


def waits_for_a_hand(row: Invoice) -> bool:
    """Return whether nobody but a person will issue it."""
    return can(row, "by_hand") and not row.provider and not row.to_check


def is_payer(row: Bill, by: Actor) -> bool:
    """Return whether somebody is who pays a bill; a helper of his is not."""
    return row.payer in map(customer_account, actors.selves(by))


def own_file(row: Bill, number: str, *, by: Actor) -> tuple[Invoice, SealedFile]:
    """Return the file of an invoice of a bill that its reader was let to, for who pays it."""
    one = Invoice.objects.filter(bill=row, number=number).first() if is_payer(row, by) else None
    kept = file_of(one) if one else None
    if one is None or kept is None:
        raise NoSuchInvoice({"number": number})
    return one, kept


def request_of(row: Invoice, *, now: datetime) -> InvoiceRequest | None:
    """Return what a provider is asked about an invoice; None where whom it is for was erased."""
    who = buyer(row)
    if who is None:
        return None
    first = row.blue if row.blue else None
    return InvoiceRequest(
        number=rules.number_there(row.number, row.attempt),
        amount_fen=row.amount_fen,
        title=who.title,
        tax_number=who.tax_number,
        mail=who.mail,
        phone=who.phone,
        special=row.special,
        address=who.address,
        tel=who.tel,
        bank=who.bank,
        account=who.account,
        blue_official=first.official if first else "",
        blue_fen=first.amount_fen if first else 0,
        mistake=row.reason == rules.MISTAKE,
        before=tuple(rules.number_there(row.number, one) for one in range(1, row.attempt)),
        now=now,
    )


def bill_situation(row: Bill, *, by: Actor, now: datetime, under_lock: bool = False) -> BillSituation:
    """Return the situation of a bill for whom an invoice is wanted; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    there = invoice_of(row)
    if there is not None and under_lock:
        lock(there)
    return BillSituation(
        payer=is_payer(row, by),
        of_repair=row.stream_kind == "repair",
        bill=row.state,
        net_fen=net_of(row),
        invoice=there.state if there else "",
        is_special=bool(there and there.special),
        offers_special=settings.get("invoices.special", at=now) != choices.NONE,
        asked_back=is_asked_back(row),
    )


def net_of(row: Bill) -> int:
    """Return what of a bill may be invoiced now."""
    return rules.net_fen(paid_fen=row.paid_fen, refunded_fen=row.refunded_fen, reserved_fen=row.reserved_fen)


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of an invoice: over how much, by which official number, and which file shows it."""
    sum_, file = {"amount_fen": "amount_fen"}, {"file": "sha256"}
    return (
        Witness(
            model=Invoice,
            told={
                "invoice.requested": {"number": "number", **sum_},
                "invoice.ask": sum_,
                "invoice.issue": {"official": "official", **sum_},
                "invoice.deliver": file,
                "invoices.file_added": file,
            },
        ),
    )
