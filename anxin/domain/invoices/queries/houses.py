"""What a brand reads of invoices: those customers asked for of repairs of its goods, by month and state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.core.actors import Actor
from anxin.core.files import SealedFile
from anxin.domain.invoices import rules
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries.invoices import NoSuchInvoice, file_of
from anxin.domain.ledger.models import Bill
from anxin.domain.people.models import Party
from anxin.domain.people.queries import access


@dataclass(frozen=True, kw_only=True)
class BrandInvoice:
    """An invoice as the brand reads it whose goods were repaired; a person's title is masked."""

    number: str
    state: str
    is_red: bool
    is_special: bool
    is_company: bool
    amount_fen: int
    reversed_fen: int
    title: str
    case: str
    bill: str
    official: str
    reverses: str
    reversed_by: tuple[str, ...]
    asked_at: datetime
    issued_at: datetime | None
    has_document: bool


def brand_of(bill: Bill) -> UUID | None:
    """Return the brand whose goods a bill is about; None where it is no brand's (one query)."""
    seats = Party.objects.filter(stream_kind=bill.stream_kind, stream_key=bill.stream_key, role="brand", to_at=None)
    return seats.values_list("organisation", flat=True).first()


def shown_to_brand(rows: Iterable[Invoice]) -> list[BrandInvoice]:
    """Return invoices as their brand reads them, with the numbers of their cases (two queries)."""
    found = list(rows)
    numbers = access.numbers_of(one.stream() for one in found)
    reversed_ = [one.pk for one in found if one.reversed_fen]
    reds = list(Invoice.objects.filter(blue__in=reversed_).order_by("created_at")) if reversed_ else []
    return [
        _shown(one, numbers.get(one.stream(), ""), tuple(red.number for red in reds if red.blue_id == one.pk))
        for one in found
    ]


def _shown(row: Invoice, case: str, reds: tuple[str, ...]) -> BrandInvoice:
    return BrandInvoice(
        number=row.number,
        state=row.state,
        is_red=row.is_red,
        is_special=row.special,
        is_company=row.company,
        amount_fen=row.amount_fen,
        reversed_fen=row.reversed_fen,
        title=row.shown,
        case=case,
        bill=row.bill.number,
        official=row.official,
        reverses=row.blue.number if row.blue else "",
        reversed_by=reds,
        asked_at=row.created_at,
        issued_at=row.issued_at,
        has_document=bool(row.file) and row.company,
    )


def document(row: Invoice, *, actor: Actor) -> SealedFile:
    """Return the document of a company's invoice, for the owner of its brand; a person's stays his own."""
    kept = file_of(row) if rules.takes_documents(actor.roles, is_company=row.company) else None
    if kept is None:
        raise NoSuchInvoice({"number": row.number})
    return kept


def month_of(month: date) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    first = month.replace(day=1)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, date.fromordinal(after.toordinal() - 1)
