"""Prices as an imported file writes them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from anxin.core.tables import Value, Values, text_in
from anxin.domain.goods.models import EndedPrice, PriceBook, PriceLine
from anxin.domain.goods.queries.price_changes import edition_before, line_values
from anxin.domain.goods.rules.price_lines import ENDING, GUARANTEE_DAYS, OTHERS, STAYS
from anxin.domain.goods.wording import CELLS


def every_price(on: date) -> Iterable[tuple[Value, ...]]:
    """Return the lines in force on a day and those to come, by their keys: of a brand the oldest edition first.

    Of an edition to come also what it ends: where it comes in, all else is carried on from the one before.
    """
    books = PriceBook.objects.filter(brand=OuterRef("book__brand"))
    follows = books.filter(from_date__gt=OuterRef("book__from_date"), from_date__lte=on)
    instead = books.filter(from_date=OuterRef("book__from_date"), published_at__gt=OuterRef("book__published_at"))
    rows = PriceLine.objects.exclude(Exists(follows)).exclude(Exists(instead)).order_by()
    newer = PriceBook.objects.filter(brand=OuterRef("brand"), from_date=OuterRef("from_date"))
    newer = newer.filter(published_at__gt=OuterRef("published_at"))
    told = rows.values_list("book__brand__slug", "book__from_date", "book__edition", "code")
    ended = EndedPrice.objects.filter(book__from_date__gt=on, book__in=PriceBook.objects.exclude(Exists(newer)))
    told_ended = ended.values_list("book__brand__slug", "book__from_date", "book__edition", "line__code")
    for brand, _day, edition, code in sorted([*told, *told_ended]):
        yield brand, edition, code


def imported_price(key: Values) -> Values | None:
    """Return what an edition says of a line, as a file would write it."""
    of = {"book__brand__slug": key["brand"], "book__edition": key["edition"]}
    row = PriceLine.objects.select_related("book").filter(**of, code=key["code"]).first()
    if row is not None:
        ends = OTHERS if row.comes == OTHERS else STAYS
        return {**key, "from": row.book.from_date.isoformat(), **line_values(row), "ends": ends}
    rows = EndedPrice.objects.select_related("book", "line").filter(**of, line__code=key["code"])
    return next(
        ({**key, "from": one.book.from_date.isoformat(), **line_values(one.line), "ends": one.word} for one in rows),
        None,
    )


def whole_price(values: Values) -> Values:
    """Put what an empty cell of a price stands for in its place; a line that ends is told as it stands."""
    days = GUARANTEE_DAYS if values["guarantee"] is None else values["guarantee"]
    told = {**values, "guarantee": days, "ends": values.get("ends") or STAYS}
    if told["ends"] not in ENDING:
        return told
    edition, day = text_in(values, "edition"), date.fromisoformat(text_in(values, "from"))
    before = edition_before(brand=text_in(values, "brand"), edition=edition, day=day)
    line = before.lines.filter(code=values["code"]).first() if before else None
    return {**told, **line_values(line)} if line else told


def why_no_price(values: Values) -> dict[str, str]:
    """Return why a price can't be: it says nothing, or an edition that is published is never written in again."""
    lacking = [one for one in ("name", "kind", "amount") if values.get(one) is None]
    if lacking and values.get("ends") not in ENDING:
        return dict.fromkeys(lacking, str(CELLS["empty"]))
    if not PriceBook.objects.filter(brand__slug=values["brand"], edition=values["edition"]).exists():
        return {}
    given = whole_price({"guarantee": None, "category": None, "name_en": None, **values})
    known = imported_price({name: values[name] for name in ("brand", "edition", "code")})
    return {} if known == given else {"edition": str(CELLS["published"])}
