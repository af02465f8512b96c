"""A quote before it is one: the lines of the price book, and what the customer would pay of those wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anxin.domain.custody import queries as keeping
from anxin.domain.custody.rules import FREIGHT_LINE
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceLine
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.rules import BENCH

VISIT_FEE = "VISIT"


@dataclass(frozen=True, kw_only=True)
class DraftedLine:
    """How much of a line a technician thinks of."""

    quantity: int = 1
    excluded: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A line of the book: its price, what the customer pays of one, and what stands on the draft."""

    code: str
    name: str
    kind: str
    unit_fen: int
    pays_fen: int
    quantity: int
    excluded: bool
    optional: bool
    amount_fen: int
    why: str
    guarantee_days: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What would be sent: `optional_fen` comes on top if the customer wants it."""

    edition: str
    covered: bool
    freed: bool
    warranty_open: bool
    lines: tuple[DraftLine, ...]
    total_fen: int
    optional_fen: int


def draft(row: Repair, *, wanted: Mapping[str, DraftedLine], on: date) -> Draft:
    """Price what is wanted by the book of a day; the fee of the repair's way is always on it (two queries)."""
    book, fee = goods.price_book(brand=row.brand, on=on), fee_of(row)
    rows = book.lines.filter(category__in=["", row.product.category]).order_by("kind", "name", "code")
    own = (one for one in rows if not is_of_a_way(one) or one.code.upper() == fee)
    lines = tuple(_line(row, one, _asked(one, wanted)) for one in own)
    taken = [one for one in lines if one.quantity]
    return Draft(
        edition=book.edition,
        covered=row.covered,
        freed=row.covered and row.warranty_why in rules.OF_CLAIM,
        warranty_open=rules.is_warranty_open(covered=row.covered, why=row.warranty_why),
        lines=lines,
        total_fen=sum(one.amount_fen for one in taken if not one.optional),
        optional_fen=sum(one.amount_fen for one in taken if one.optional),
    )


def fee_of(repair: Repair) -> str:
    """Return which line of the price list a way adds by itself: who comes, or the way back where the customer pays."""
    if repair.mode not in BENCH:
        return VISIT_FEE
    row = keeping.open_of(repair.stream())
    return FREIGHT_LINE if row is not None and row.mode == "mail_in" and row.pays_back == "customer" else ""


def is_of_a_way(line: PriceLine) -> bool:
    """Return whether a line is the fee of a way, in whatever letters: no technician puts it on, or takes it off."""
    return line.code.upper() in (VISIT_FEE, FREIGHT_LINE)


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
        optional=asked.optional,
        amount_fen=amount,
        why=why,
        guarantee_days=line.guarantee_days,
    )
