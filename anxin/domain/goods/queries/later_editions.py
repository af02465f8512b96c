"""Which edition of prices goes on with what an earlier one says: it was published on top of it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.domain.goods.models import EndedPrice, PriceBook, PriceLine
from anxin.domain.goods.rules.price_lines import CARRIED, RESTATES

TOLD = ("code", "category", "name", "name_en", "kind", "amount_fen", "guarantee_days")


def built_on(book: PriceBook) -> list[PriceBook]:
    """Return the editions whose place before was an edition's: what their files don't name they have from it."""
    between = PriceBook.objects.filter(
        Q(from_date__gt=book.from_date) | Q(from_date=book.from_date, published_at__gt=book.published_at),
        Q(published_at__lt=OuterRef("published_at"))
        | Q(published_at=OuterRef("published_at"), from_date__lt=OuterRef("from_date")),
        brand=OuterRef("brand"),
        from_date__lte=OuterRef("from_date"),
    )
    after = Q(published_at__gt=book.published_at, from_date__gte=book.from_date)
    same_file = Q(published_at=book.published_at, from_date__gt=book.from_date)
    rows = PriceBook.objects.filter(after | same_file, brand=book.brand_id)
    return list(rows.exclude(Exists(between)).order_by("from_date", "published_at"))


def carrying(book: PriceBook, line: PriceLine) -> PriceBook | None:
    """Return an edition that has a line from this one, as it says it."""
    told = {name: getattr(line, name) for name in TOLD}
    return next((one for one in built_on(book) if one.lines.filter(comes=CARRIED, **told).exists()), None)


def lacking(book: PriceBook, lines: list[tuple[str, str]]) -> PriceBook | None:
    """Return an edition that is without one of these lines (code and class) because this one says that they end."""
    for one in built_on(book) if lines else ():
        named = {*one.lines.values_list("code", flat=True), *one.ended.values_list("line__code", flat=True)}
        restated = {*one.lines.filter(comes__in=RESTATES).values_list("category", flat=True)}
        restated |= {*one.ended.filter(word__in=RESTATES).values_list("line__category", flat=True)}
        if any(code not in named and category not in restated for code, category in lines):
            return one
    return None


def ending(lines: QuerySet[PriceLine]) -> PriceBook | None:
    """Return an edition that says of one of these lines of an earlier one that it ends."""
    found = EndedPrice.objects.select_related("book").filter(line__in=lines).order_by("book__published_at").first()
    return found.book if found else None
