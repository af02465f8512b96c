"""What can be asked of invoices: a bill's, finance's list, what waits for somebody, what a provider is asked."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from anxin.core import files, vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.files import SealedFile
from anxin.core.states import can, lock
from anxin.core.timeline import Witness
from anxin.core.zone import SHANGHAI
from anxin.domain.invoices import rules
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import REAL, Request, chosen
from anxin.domain.invoices.rules import BillSituation, InvoiceSituation
from anxin.domain.invoices.states import INVOICE
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules import customer_account
from anxin.domain.people.models import Person

BUYER = "invoices.invoice.buyer"
MAY_SEE = frozenset({"finance", "operator"})
LIVING = INVOICE.capabilities["living"]
STUCK = Q(state="requested", provider="") | Q(state="failed") | Q(state="asked", looks__gte=rules.UNHEARD)
STUCK |= Q(fault__startswith=rules.TWICE)
"""What somebody has to do something about: to be written by hand, refused, long without an answer, issued twice."""


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


def of_bill(row: Bill) -> list[InvoiceView]:
    """Return the invoices of a bill, newest first (one query)."""
    return [view(one) for one in Invoice.objects.filter(bill=row).order_by("-created_at", "-id")]


def with_buyers(row: Bill, *, person: UUID) -> list[tuple[InvoiceView, Buyer | None]]:
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
    """Return the invoices that somebody may list: finance and administrators all of them."""
    rows = Invoice.objects.select_related("bill", "blue").order_by("-created_at", "-id")
    return rows if actor.may(MAY_SEE) else rows.none()


def invoice(number: str, *, actor: Actor) -> Invoice:
    """Find an invoice for who may list it."""
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NoSuchInvoice({"number": number})
    return found


def invoice_by_key(key: UUID | str) -> Invoice:
    """Find an invoice by its id, for a task."""
    return Invoice.objects.select_related("bill", "blue").get(pk=key)


def finance_list(
    actor: Actor, *, only: str = "", colour: str = "", text: str = "", since: date | None = None, to: date | None = None
) -> QuerySet[Invoice]:
    """Return finance's list: `only` ∈ stuck or a state, `colour` ∈ blue red, by the day it was asked for."""
    rows = visible_to(actor)
    if only == "stuck":
        rows = rows.filter(STUCK)
    elif only in INVOICE.states:
        rows = rows.filter(state=only)
    if colour in ("blue", "red"):
        rows = rows.filter(blue__isnull=colour == "blue")
    if text:
        titled = Q(company=True, shown__contains=text)
        rows = rows.filter(Q(number=text) | Q(official=text) | Q(bill__number=text) | titled)
    if since:
        rows = rows.filter(created_at__gte=datetime.combine(since, time.min, SHANGHAI))
    if to:
        rows = rows.filter(created_at__lt=datetime.combine(to + timedelta(days=1), time.min, SHANGHAI))
    return rows


def waiting(actor: Actor) -> int:
    """Count what waits for finance (one query)."""
    return visible_to(actor).filter(STUCK).count()


def sums(rows: QuerySet[Invoice]) -> tuple[int, int]:
    """Return what the official ones of a list come to: blue and red, in fen (one query)."""
    there = rows.filter(~Q(official="")).order_by()
    blue, red = Sum("amount_fen", filter=Q(blue=None)), Sum("amount_fen", filter=Q(blue__isnull=False))
    told = there.aggregate(all_blue=blue, all_red=red)
    return told["all_blue"] or 0, told["all_red"] or 0


def buyer(row: Invoice) -> Buyer | None:
    """Open whom an invoice is for; None where that was erased."""
    return Buyer(**json.loads(vault.open_(BUYER, row.id, row.buyer_sealed))) if row.buyer_sealed else None


def file_of(row: Invoice) -> SealedFile | None:
    """Return what was kept of an invoice."""
    return files.holding(row.file) if row.file else None


def file_name(row: Invoice, file: SealedFile) -> str:
    """Return what the file of an invoice is called where it is taken away."""
    return f"{row.official}.{'pdf' if file.kind == 'application/pdf' else 'ofd'}"


def waits_for_a_hand(row: Invoice) -> bool:
    """Return whether nobody but a person will issue it."""
    return can(row, "by_hand") and not row.provider


def takes_file(row: Invoice) -> bool:
    """Return whether its file can be added."""
    return can(row, "official") and not row.file


def own_file(row: Bill, number: str) -> tuple[Invoice, SealedFile]:
    """Find the file of an invoice of a bill that its reader was let to."""
    one = Invoice.objects.filter(bill=row, number=number).first()
    kept = file_of(one) if one else None
    if one is None or kept is None:
        raise NoSuchInvoice({"number": number})
    return one, kept


def request_of(row: Invoice, *, now: datetime) -> Request | None:
    """Return what a provider is asked about an invoice; None where whom it is for was erased."""
    who = buyer(row)
    if who is None:
        return None
    first = row.blue if row.blue else None
    return Request(
        number=rules.number_there(row.number, row.attempt),
        amount_fen=row.amount_fen,
        title=who.title,
        tax_number=who.tax_number,
        mail=who.mail,
        phone=who.phone,
        blue_official=first.official if first else "",
        blue_fen=first.amount_fen if first else 0,
        mistake=row.reason == rules.MISTAKE,
        before=tuple(rules.number_there(row.number, one) for one in range(1, row.attempt)),
        now=now,
    )


def bill_situation(row: Bill, *, by: Actor, now: datetime, hold: bool = False) -> BillSituation:
    """Look at a bill as who wants an invoice of it; `hold` locks it first."""
    if hold:
        lock(row)
    there = invoice_of(row)
    if there is not None and hold:
        lock(there)
    return BillSituation(
        of_repair=row.stream_kind == "repair",
        bill=row.state,
        net_fen=rules.net_fen(paid_fen=row.paid_fen, refunded_fen=row.refunded_fen, reserved_fen=row.reserved_fen),
        invoice=there.state if there else "",
    )


def invoice_situation(row: Invoice, *, by: Actor, now: datetime, hold: bool = False) -> InvoiceSituation:
    """Look at an invoice as finance's commands do; `hold` locks its bill and it first."""
    if hold:
        lock(row.bill, row)
    return InvoiceSituation(
        state=row.state,
        red=row.is_red,
        provider=row.provider in REAL or bool(chosen()),
        under_way=row.state == "asked",
        reversible=row.reversed_fen < row.amount_fen,
    )


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
