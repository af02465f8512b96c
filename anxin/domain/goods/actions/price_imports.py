"""Prices from an imported file: an edition changes what its file names, all else is carried on from the one before."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from anxin.core.acting import alone, current
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.tables import Values, text_in, whole_in
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.actions.catalogue import begin_edition
from anxin.domain.goods.models import EndedPrice, PriceBook, PriceLine
from anxin.domain.goods.queries import later_editions, told_prices
from anxin.domain.goods.queries.price_changes import edition_before
from anxin.domain.goods.queries.price_imports import WrittenEdition, lines_before, written, written_key
from anxin.domain.goods.rules.price_lines import CARRIED, ENDING, OTHERS, RESTATES
from anxin.domain.goods.wording import CELLS
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

AT_ONCE = 500


class CarriedOn(WrongState):
    """A later edition goes on with what a row says: taken back alone it would stay in force."""

    code = "goods.carried_on"


class ToldPrices(WrongState):
    """Open cases were told the prices of an edition: they stay what they were told."""

    code = "goods.told_prices"


def import_price(*, values: Values, by: Actor, now: datetime) -> None:
    """Write what one row says of its edition; only the file that publishes an edition writes in it."""
    here = _edition(values, now)
    code, category, word = text_in(values, "code"), text_in(values, "category"), text_in(values, "ends")
    if word in ENDING and code not in here.before:
        raise Invalid("ends", expected=str(CELLS["not_in_force"]), got=code)
    with current().sparing(written_key(values["brand"], values["edition"])):
        if word in RESTATES:
            _end_carried(here, [one for one in here.lines.values() if one.category == category and one.code != code])
        if word in ENDING:
            _end_carried(here, [here.lines[code]] if code in here.lines else [])
            here.ended[code] = EndedPrice.objects.create(book=here.book, line=here.before[code], word=word)
        else:
            _say(here, values)


def _end_carried(here: WrittenEdition, lines: Collection[PriceLine]) -> None:
    """Let lines that were carried on be in the edition no more."""
    gone = {one.pk: one.code for one in lines if one.comes == CARRIED}
    if gone:
        here.book.lines.filter(pk__in=gone, comes=CARRIED).delete()
    for code in gone.values():
        del here.lines[code]


def _say(here: WrittenEdition, values: Values) -> None:
    """Write a line as its row says it, in the place of the one that was carried on."""
    code = text_in(values, "code")
    told = {
        "category": text_in(values, "category"),
        "name": text_in(values, "name"),
        "name_en": text_in(values, "name_en"),
        "kind": text_in(values, "kind"),
        "amount_fen": whole_in(values, "amount"),
        "guarantee_days": whole_in(values, "guarantee"),
        "comes": OTHERS if values.get("ends") == OTHERS else "",
    }
    carried = here.lines.get(code)
    line = PriceLine(pk=carried.pk if carried else uuid7(), book=here.book, code=code, **told)
    if carried is None:
        line.save(force_insert=True)
    else:
        here.book.lines.filter(pk=carried.pk).update(**told)
    here.lines[code] = line


def _edition(values: Values, now: datetime) -> WrittenEdition:
    """Return the edition a row is of; its first one begins it with all that counts until then."""
    day = date.fromisoformat(text_in(values, "from"))
    here = written(text_in(values, "brand"), text_in(values, "edition"), lambda: _begun(values, day, now))
    if not here.first and day < now.astimezone(SHANGHAI).date():
        raise Invalid("from", expected=str(CELLS["today_or_later"]), got=values["from"])
    if here.book.published_at != now:
        raise Invalid("edition", expected=str(CELLS["published"]), got=here.book.edition)
    if here.book.from_date != day:
        raise Invalid("from", expected=here.book.from_date.isoformat(), got=values["from"])
    return here


def _begun(values: Values, day: date, now: datetime) -> WrittenEdition:
    brand, edition = people.organisation(str(values["brand"])), text_in(values, "edition")
    first = not PriceBook.objects.filter(brand=brand).exclude(edition=edition).exists()
    book = PriceBook.objects.filter(brand=brand, edition=edition).first()
    if book is None and (first or day >= now.astimezone(SHANGHAI).date()):
        alone(_turn(brand))
        book = begin_edition(brand=brand, edition=edition, from_date=day, now=now)
        _carry(book, Q())
    if book is None:
        raise Invalid("from", expected=str(CELLS["today_or_later"]), got=values["from"])
    return WrittenEdition(
        book=book,
        first=first,
        lines={one.code: one for one in book.lines.all()},
        ended={one.line.code: one for one in book.ended.select_related("line")},
        before=lines_before(brand.slug, edition, book.from_date),
    )


def _before(book: PriceBook) -> PriceBook | None:
    return edition_before(book.brand.slug, book.edition, book.from_date)


def _carry(book: PriceBook, which: Q) -> None:
    """Carry lines on from the edition before, as they stand there."""
    before = _before(book)
    rows = before.lines.filter(which).order_by("code") if before else PriceLine.objects.none()
    told = ("category", "code", "name", "name_en", "kind", "amount_fen", "guarantee_days")
    lines = [PriceLine(book=book, comes=CARRIED, **one) for one in rows.values(*told)]
    PriceLine.objects.bulk_create(lines, batch_size=AT_ONCE)


def remove_price(*, key: Values, by: Actor, now: datetime) -> None:
    """Take back what a row said, and the edition with the last one; refused where a quote rests on it.

    Raises `ToldPrices` while open cases were told it, `CarriedOn` while a later edition goes on with what the row says.
    """
    book = PriceBook.objects.select_related("brand").filter(brand__slug=key["brand"], edition=key["edition"]).first()
    if book is None:
        return
    alone(_turn(book.brand))
    if cases := told_prices.told(book):
        raise ToldPrices({"edition": book.edition, "cases": cases})
    line = book.lines.filter(code=key["code"]).exclude(comes=CARRIED).first()
    ended = book.ended.filter(line__code=key["code"]).select_related("line").first()
    if line is not None:
        _free(later_editions.carrying(book, line) or later_editions.ending(book.lines.filter(pk=line.pk)))
    for one in filter(None, (line, ended)):
        one.delete()
    word, category = (line.comes, line.category) if line else (ended.word, ended.line.category) if ended else ("", "")
    again = Q(code=key["code"])
    if word in RESTATES and not _restated(book, category):
        again |= Q(category=category)
    here = [*book.lines.values_list("code", flat=True), *book.ended.values_list("line__code", flat=True)]
    _give_back(book, again & ~Q(code__in=here))


def _give_back(book: PriceBook, which: Q) -> None:
    """Carry on again what a row ended or replaced; an edition that says nothing any more goes."""
    before = _before(book)
    back = list(before.lines.filter(which).values_list("code", "category")) if before else []
    _free(later_editions.lacking(book, back))
    if book.ended.exists() or book.lines.exclude(comes=CARRIED).exists():
        _carry(book, which)
        return
    _free(later_editions.ending(book.lines.all()))
    book.delete()


def _free(later: PriceBook | None) -> None:
    if later is not None:
        raise CarriedOn({"edition": later.edition, "day": later.from_date.isoformat()})


def _turn(brand: Organisation) -> str:
    """Return the name by which editions of a brand begin and are taken back one after the other."""
    return f"goods.prices|{brand.pk}"


def _restated(book: PriceBook, category: str) -> bool:
    """Return whether another row says that no line of a class is carried on."""
    ends = book.ended.filter(line__category=category, word__in=RESTATES)
    return ends.exists() or book.lines.filter(category=category, comes=OTHERS).exists()


def restore_price(*, values: Values, by: Actor, now: datetime) -> bool:
    """Carry a line on that stood in an edition before a row of its file said otherwise."""
    remove_price(key=values, by=by, now=now)
    return True
