"""Prices as an imported file writes them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef

from anxin.core import acting
from anxin.core.imports import ImportTable
from anxin.core.tables import Value, Values, text_in
from anxin.domain.goods.models import EndedPrice, PriceBook, PriceLine
from anxin.domain.goods.queries.price_changes import edition_before, line_values
from anxin.domain.goods.rules.price_lines import ENDING, GUARANTEE_DAYS, OTHERS, STAYS
from anxin.domain.goods.wording import CELLS
from anxin.domain.people.models import Organisation

type Lines = dict[str, PriceLine]
type Ended = dict[str, EndedPrice]


@dataclass(frozen=True, kw_only=True)
class WrittenEdition:
    """An edition as the block knows it that writes a file's rows into it, by the codes of its lines.

    `first`: its brand has no other one; `before`: the lines of the one whose place it takes.
    """

    book: PriceBook
    first: bool
    lines: Lines
    ended: Ended
    before: Lines


def written(brand: str, edition: str, read: Callable[[], WrittenEdition]) -> WrittenEdition:
    """Return the edition that rows are written into: of a block it is read once, who writes in it keeps it up."""
    return acting.remembered(written_key(brand, edition), read, Organisation, PriceBook, PriceLine, EndedPrice)


def written_key(brand: object, edition: object) -> tuple[str, str, str]:
    """Return under which key a block remembers it."""
    return "written edition", str(brand), str(edition)


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
    """Return what an edition says of a line, as a file would write it (two queries, none where its block writes it)."""
    known = acting.current().recall(written_key(key["brand"], key["edition"])) if acting.inside() else None
    if known is not None:
        return _said(key, known[0].lines, known[0].ended)
    of = {"book__brand__slug": key["brand"], "book__edition": key["edition"]}
    lines = PriceLine.objects.select_related("book").filter(**of, code=key["code"])
    if row := lines.first():
        return _said(key, {row.code: row}, {})
    ended = EndedPrice.objects.select_related("book", "line").filter(**of, line__code=key["code"])
    return _said(key, {}, {one.line.code: one for one in ended})


def _said(key: Values, lines: Lines, ended: Ended) -> Values | None:
    code = text_in(key, "code")
    if row := lines.get(code):
        ends = OTHERS if row.comes == OTHERS else STAYS
        return {**key, "from": row.book.from_date.isoformat(), **line_values(row), "ends": ends}
    one = ended.get(code)
    if one is None:
        return None
    return {**key, "from": one.book.from_date.isoformat(), **line_values(one.line), "ends": one.word}


def is_published(values: Values) -> bool:
    """Return whether there is an edition of a row's name already (one query)."""
    return PriceBook.objects.filter(brand__slug=values["brand"], edition=values["edition"]).exists()


def ended_line(values: Values) -> PriceLine | None:
    """Return the line of a row as it stands in the edition whose place its own takes (three queries)."""
    before = edition_before(*_place(values))
    return before.lines.filter(code=values["code"]).first() if before else None


def lines_before(brand: str, edition: str, day: date) -> Lines:
    """Return the lines by their codes of the edition whose place another takes (three queries)."""
    before = edition_before(brand, edition, day)
    return {one.code: one for one in before.lines.order_by("code")} if before else {}


def _place(values: Values) -> tuple[str, str, date]:
    return text_in(values, "brand"), text_in(values, "edition"), date.fromisoformat(text_in(values, "from"))


def whole_price(values: Values, ended: Callable[[Values], PriceLine | None] = ended_line) -> Values:
    """Put what an empty cell of a price stands for in its place; a line that ends is told as it stands."""
    days = GUARANTEE_DAYS if values["guarantee"] is None else values["guarantee"]
    told = {**values, "guarantee": days, "ends": values.get("ends") or STAYS}
    line = ended(told) if told["ends"] in ENDING else None
    return {**told, **line_values(line)} if line else told


def why_no_price(
    values: Values,
    published: Callable[[Values], bool] = is_published,
    find: Callable[[Values], Values | None] = imported_price,
    whole: Callable[[Values], Values] = whole_price,
) -> dict[str, str]:
    """Return why a price can't be: it says nothing, or an edition that is published is never written in again."""
    lacking = [one for one in ("name", "kind", "amount") if values.get(one) is None]
    if lacking and values.get("ends") not in ENDING:
        return dict.fromkeys(lacking, str(CELLS["empty"]))
    if not published(values):
        return {}
    given = whole({"guarantee": None, "category": None, "name_en": None, **values})
    known = find({name: values[name] for name in ("brand", "edition", "code")})
    return {} if known == given else {"edition": str(CELLS["published"])}


def for_file(known: ImportTable) -> ImportTable:
    """Return the table for a look at the rows of a file: each edition they name and the one before it are read once."""
    edition, before = cache(_edition), cache(lines_before)

    def find(key: Values) -> Values | None:
        return _said(key, *edition(key["brand"], key["edition"]))

    def published(values: Values) -> bool:
        return any(edition(values["brand"], values["edition"]))

    def whole(values: Values) -> Values:
        return whole_price(values, lambda told: before(*_place(told)).get(text_in(told, "code")))

    def check(values: Values) -> dict[str, str]:
        return why_no_price(values, published, find, whole)

    return replace(known, find=find, complete=whole, check=check)


def _edition(brand: Value, edition: Value) -> tuple[Lines, Ended]:
    """Return what stands in an edition by the codes of its lines; nothing where there is none (two queries)."""
    of = {"book__brand__slug": brand, "book__edition": edition}
    lines = PriceLine.objects.select_related("book").filter(**of)
    ended = EndedPrice.objects.select_related("book", "line").filter(**of)
    return {one.code: one for one in lines}, {one.line.code: one for one in ended}
