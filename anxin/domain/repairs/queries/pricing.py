"""A quote before it is one: the lines of the price book, and what the customer would pay of those wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from anxin.core.zone import SHANGHAI
from anxin.domain.custody import queries as keeping
from anxin.domain.custody.rules import FREIGHT_LINE
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.people.models import Organisation
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import QuoteLine, Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.rules import BENCH

VISIT_FEE = "VISIT"
OF_THE_WAY = (VISIT_FEE, FREIGHT_LINE)


@dataclass(frozen=True, kw_only=True)
class DraftedLine:
    """How much of a line a technician thinks of."""

    quantity: int = 1
    excluded: bool = False
    excluded_why: str = ""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A line of the book: its price, what the customer pays of one, and what stands on the draft.

    `by_itself`: the fee of the repair's way, which nobody puts on or takes off.
    """

    code: str
    name: str
    kind: str
    unit_fen: int
    pays_fen: int
    quantity: int
    excluded: bool
    excluded_why: str
    optional: bool
    amount_fen: int
    why: str
    guarantee_days: int
    by_itself: bool


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What would be sent: `optional_fen` comes on top if the customer wants it.

    `excludes`: what the term of its warranty leaves out, in the brand's words.

    `earlier`: some of its prices are of an earlier edition, told at the report or quoted since.
    """

    edition: str
    earlier: bool
    covered: bool
    freed: bool
    warranty_open: bool
    in_price_list: bool
    lines: tuple[DraftLine, ...]
    total_fen: int
    optional_fen: int
    excludes: str = ""


def draft(row: Repair, *, wanted: Mapping[str, DraftedLine], on: date) -> Draft:
    """Price what is wanted as the quote will: the fee of the repair's way is always on it (three queries)."""
    book, told = goods.price_books(brand=row.brand, on=on, told_at=row.created_at)
    own = _own_lines(row, book, told)
    lines = tuple(_line(row, one, _asked(one, wanted)) for one in own)
    taken = [one for one in lines if one.quantity]
    return Draft(
        edition=book.edition,
        earlier=any(one.book_id != book.pk for one in own),
        covered=row.covered,
        freed=row.covered and row.warranty_why in rules.OF_CLAIM,
        warranty_open=rules.is_warranty_open(covered=row.covered, why=row.warranty_why),
        in_price_list=not row.covered and row.warranty_why == rules.NOT_WARRANTED,
        lines=lines,
        total_fen=sum(one.amount_fen for one in taken if not one.optional),
        optional_fen=sum(one.amount_fen for one in taken if one.optional),
        excludes=_excludes(row, on) if row.covered else "",
    )


def _excludes(row: Repair, on: date) -> str:
    """Return what the term that its device was bought under leaves out (one query)."""
    bought = row.device.bought_date if row.device else None
    term = goods.term_view(goods.warranty(product=row.product, bought_date=bought, on=on).term)
    return term.excludes if term else ""


def _own_lines(row: Repair, book: PriceBook, told: PriceBook) -> list[PriceLine]:
    """Return what may stand on a repair's quote: what was quoted before as it was, all else of the book."""
    fee, kept = fee_of(row), kept_lines(row)
    rows = PriceLine.objects.filter(book__in={book.pk, told.pk}, category__in=["", row.product.category]).order_by()
    fees = [one for one in rows if one.book_id == told.pk and one.code.upper() == fee]
    steps = {one.code: one for one in rows if one.book_id == book.pk and not is_of_a_way(one)}
    steps |= {code: one for code, one in kept.items() if not is_of_a_way(one)}
    return sorted([*fees, *steps.values()], key=lambda one: (one.kind, one.name, one.code))


def kept_lines(repair: Repair) -> dict[str, PriceLine]:
    """Return the lines of a repair's earlier quotes by their codes: who didn't refuse one pays its prices in the next.

    So a newer edition changes nothing of what was quoted and agreed, only what comes onto the quote anew.
    """
    rows = QuoteLine.objects.filter(quote__repair=repair).exclude(quote__state="refused").select_related("line")
    return {one.line.code: one.line for one in rows.order_by("quote__version")}


def fee_of(repair: Repair) -> str:
    """Return which line of the price list a way adds by itself: who comes, or the way back where the customer pays."""
    if repair.mode not in BENCH:
        return VISIT_FEE
    row = keeping.open_of(repair.stream())
    return FREIGHT_LINE if row is not None and row.mode == "mail_in" and row.pays_back == "customer" else ""


def look_fen(repair: Repair, *, now: datetime) -> int:
    """Return what it costs to go there and look, which the buyer doesn't pay: the fee told when it was ordered."""
    on = now.astimezone(SHANGHAI).date()
    _book, told = goods.price_books(brand=repair.brand, on=on, told_at=repair.created_at)
    fees = PriceLine.objects.filter(book=told, code__iexact=VISIT_FEE, category__in=["", repair.product.category])
    return fees.order_by("-category").values_list("amount_fen", flat=True).first() or 0


def is_of_a_way(line: PriceLine) -> bool:
    """Return whether a line is the fee of a way, in whatever letters: no technician puts it on, or takes it off."""
    return line.code.upper() in OF_THE_WAY


def _asked(line: PriceLine, wanted: Mapping[str, DraftedLine]) -> DraftedLine:
    return DraftedLine() if is_of_a_way(line) else wanted.get(line.code, DraftedLine(quantity=0))


def _line(row: Repair, line: PriceLine, asked: DraftedLine) -> DraftLine:
    pays, _why = rules.pays(
        full_fen=line.amount_fen, covered=row.covered, kind=line.kind, excluded=False, why=row.warranty_why
    )
    full = line.amount_fen * asked.quantity
    amount, why = rules.pays(
        full_fen=full, covered=row.covered, kind=line.kind, excluded=asked.excluded, why=row.warranty_why
    )
    return DraftLine(
        code=line.code,
        name=line.called,
        kind=line.kind,
        unit_fen=line.amount_fen,
        pays_fen=pays,
        quantity=asked.quantity,
        excluded=asked.excluded,
        excluded_why=asked.excluded_why,
        optional=asked.optional,
        amount_fen=amount,
        why=why,
        guarantee_days=line.guarantee_days,
        by_itself=is_of_a_way(line),
    )


def guaranteed_days(repair: Repair) -> list[int]:
    """Return how long the price list guarantees what was agreed to and done: parts that went in, labour (one query)."""
    agreed = QuoteLine.objects.filter(quote__repair=repair, quote__state="agreed", chosen=True)
    labour = agreed.exclude(line__kind=PriceLine.Kind.PART).exclude(line__code__in=OF_THE_WAY)
    parts = repair.used_parts.values_list("line__guarantee_days", flat=True)
    return list(labour.values_list("line__guarantee_days", flat=True).union(parts))


def open_between(brand: Organisation, since: datetime, until: datetime | None) -> int:
    """Return how many open repairs of a brand came from a moment on, and before another (one query)."""
    rows = Repair.objects.exclude(state__in=sorted(REPAIR.ends)).filter(brand=brand, created_at__gte=since)
    return (rows.filter(created_at__lt=until) if until else rows).count()
