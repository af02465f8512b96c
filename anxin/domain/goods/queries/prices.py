"""The published price lists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from anxin.core.compiled_queries import compiled
from anxin.core.errors import Invalid, Missing
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import PriceBook, PriceLine, Product
from anxin.domain.goods.queries.catalogue import UnknownCategory
from anxin.domain.goods.rules import LINES
from anxin.domain.people.models import Organisation

NEWEST = ("-from_date", "-published_at")
"""The order of editions: of one day the last published one first, which takes the place of the others."""


class NoPriceBook(Missing):
    """No edition of prices stands on that day."""

    code = "goods.no_price_book"


class UnknownLine(Invalid):
    """The price book has no such line."""

    code = "goods.unknown_line"


@dataclass(frozen=True, kw_only=True)
class PriceView:
    """One line of the published price list."""

    code: str
    name: str
    kind: str
    amount_fen: int
    guarantee_days: int


def service_prices(product: Product, *, on: date) -> dict[str, int]:
    """Return what the published list says a kind or a way costs, in fen; what it doesn't name is left out.

    A brand without a list names nothing.
    """
    told = _price_lines(brand=product.brand_id, category=product.category, on=on)
    found = {name: [fen for code, fen in told if f"-{code}".upper().endswith(f"-{of}")] for name, of in LINES.items()}
    return {name: several[-1] for name, several in found.items() if several}


@compiled
def _price_lines(*, brand: UUID, category: str, on: date) -> QuerySet[PriceLine, tuple[str, int]]:
    book = PriceBook.objects.filter(brand_id=brand, from_date__lte=on).order_by(*NEWEST)[:1]
    rows = PriceLine.objects.filter(Q(category="") | Q(category=category), book__in=book).order_by("category")
    return rows.values_list("code", "amount_fen")


def price_book(*, brand: Organisation, on: date, edition: str = "") -> PriceBook:
    """Return the edition of prices that stands on a day, or the one that is named."""
    rows = PriceBook.objects.filter(brand=brand)
    found = (rows.filter(edition=edition) if edition else rows.filter(from_date__lte=on).order_by(*NEWEST)).first()
    if found is None:
        raise NoPriceBook({"brand": brand.slug})
    return found


def price_books(*, brand: Organisation, on: date, told_at: datetime) -> tuple[PriceBook, PriceBook]:
    """Return the edition of prices that stands on a day, and the one that a report of that moment was told (one query).

    Where none was published yet when it came, it was told nothing: the day's counts for both.
    """
    editions = list(PriceBook.objects.filter(brand=brand, from_date__lte=on).order_by(*NEWEST))
    if not editions:
        raise NoPriceBook({"brand": brand.slug})
    day = told_at.astimezone(SHANGHAI).date()
    told = (one for one in editions if one.from_date <= day and one.published_at <= told_at)
    return editions[0], next(told, editions[0])


def price_lines(
    *, book: PriceBook, codes: Collection[str], told: PriceBook, fee: str, kept: Mapping[str, PriceLine]
) -> dict[str, PriceLine]:
    """Return lines by their codes: those `kept` as they were, the others of an edition.

    `fee`, in whatever letters, need not be there; it is of the edition that was `told`. Raises `UnknownLine`.
    """
    new = Q(book=book, code__in=[code for code in codes if code not in kept])
    rows = list(PriceLine.objects.filter(new | Q(book=told, code__iexact=fee)).order_by())
    found = {row.code: row for row in sorted(rows, key=lambda row: row.book_id == told.pk)}
    found |= {code: line for code, line in kept.items() if code in codes}
    for code in codes:
        if code not in found:
            raise UnknownLine("code", expected="a line of the price list", got=code, facts={"code": code})
    return found


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """A published list: whose, of which category, in which edition, since when."""

    brand: str
    brand_name: str
    category: str
    edition: str
    from_date: date
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class PriceEdition:
    """One edition of a brand's prices: from which day on it counts, and until which (None: nothing takes its place).

    `replaced_at`: when another edition of the same day took its place; it counted until then, if it had begun.
    """

    edition: str
    from_date: date
    to_date: date | None
    published_at: datetime
    replaced_at: datetime | None


def price_editions(brand: Organisation) -> list[PriceEdition]:
    """Return every published edition of a brand's prices, the newest first; one that is to count too (one query)."""
    rows = PriceBook.objects.filter(brand=brand).order_by(*NEWEST)
    found: list[PriceEdition] = []
    for edition, day, published_at in rows.values_list("edition", "from_date", "published_at"):
        after = found[-1] if found else None
        same = after is not None and after.from_date == day
        end = after.to_date if after and same else after.from_date - timedelta(days=1) if after else None
        replaced = after.published_at if after and same else None
        found.append(
            PriceEdition(edition=edition, from_date=day, to_date=end, published_at=published_at, replaced_at=replaced)
        )
    return found


def price_lists(*, on: date) -> list[PriceList]:
    """Return every list that is published today, brand by brand (one query)."""
    rows = PriceLine.objects.filter(book__from_date__lte=on).exclude(category="")
    rows = rows.order_by("book__brand__name", "-book__from_date", "-book__published_at")
    told = rows.values_list(
        "book__brand__slug", "book__brand__name", "category", "book__edition", "book__from_date", "book__published_at"
    )
    newest: dict[str, str] = {}
    lists = {}
    for slug, name, category, edition, from_date, published_at in told:
        if newest.setdefault(slug, edition) == edition:
            lists[slug, category] = PriceList(
                brand=slug,
                brand_name=name,
                category=category,
                edition=edition,
                from_date=from_date,
                published_at=published_at,
            )
    return list(lists.values())


def unpriced_classes(held: Mapping[UUID, Collection[str]], *, on: date) -> dict[UUID, list[str]]:
    """Return of each brand with a list on a day which of its classes have no line of their own in it (one query).

    Of one that has lines for all of its goods alone, none.
    """
    books = PriceBook.objects.filter(brand=OuterRef("book__brand"), from_date__lte=on)
    newest = Subquery(books.order_by(*NEWEST).values("pk")[:1])
    priced: dict[UUID, set[str]] = {}
    rows = PriceLine.objects.filter(book__from_date__lte=on, book=newest).order_by()
    for brand, category in rows.values_list("book__brand", "category").distinct():
        priced.setdefault(brand, set()).add(category)
    return {
        brand: [one for one in held.get(brand, ()) if one not in classes] if classes - {""} else []
        for brand, classes in priced.items()
    }


def prices(*, brand: Organisation, category: str, on: date, edition: str = "") -> list[PriceView]:
    """Return the published prices of a category on a day, fees first; a line of no category is of all of them.

    `edition` names another that was published.

    Raises `UnknownCategory` where the brand has neither a price nor a product of it.
    """
    book = price_book(brand=brand, on=on, edition=edition)
    priced = PriceLine.objects.filter(book=book, category=category)
    if not category or not (priced.exists() or Product.objects.filter(brand=brand, category=category).exists()):
        raise UnknownCategory({"brand": brand.slug, "category": category[:40]})
    rows = PriceLine.objects.filter(book=book, category__in=["", category]).order_by("kind", "amount_fen", "code")
    return [
        PriceView(
            code=one.code,
            name=one.called,
            kind=one.kind,
            amount_fen=one.amount_fen,
            guarantee_days=one.guarantee_days,
        )
        for one in rows
    ]
