"""Prices from an imported file: an edition changes what its file names, all else is carried on from the one before."""

from datetime import date, datetime

from django.db.models import Q

from anxin.core.acting import alone
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.tables import Values, text_in, whole_in
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.actions.catalogue import begin_edition
from anxin.domain.goods.models import EndedPrice, PriceBook, PriceLine
from anxin.domain.goods.queries import later_editions
from anxin.domain.goods.queries.price_changes import edition_before
from anxin.domain.goods.rules.price_lines import CARRIED, ENDING, OTHERS, RESTATES
from anxin.domain.goods.wording import CELLS
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

AT_ONCE = 500


class CarriedOn(WrongState):
    """A later edition goes on with what a row says: taken back alone it would stay in force."""

    code = "goods.carried_on"


def import_price(*, values: Values, by: Actor, now: datetime) -> None:
    """Write what one row says of its edition; only the file that publishes an edition writes in it."""
    book, code, word = _edition(values, now), text_in(values, "code"), text_in(values, "ends")
    gone = Q(code=code)
    if word in RESTATES:
        gone |= Q(category=text_in(values, "category"))
    if word in ENDING:
        EndedPrice.objects.create(book=book, line=_line_before(book, code), word=word)
    book.lines.filter(gone, comes=CARRIED).delete()
    if word not in ENDING:
        PriceLine.objects.create(
            book=book,
            category=text_in(values, "category"),
            code=code,
            name=text_in(values, "name"),
            name_en=text_in(values, "name_en"),
            kind=text_in(values, "kind"),
            amount_fen=whole_in(values, "amount"),
            guarantee_days=whole_in(values, "guarantee"),
            comes=OTHERS if word == OTHERS else "",
        )


def _edition(values: Values, now: datetime) -> PriceBook:
    """Return the edition a row is of; its first one begins it with all that counts until then."""
    brand = people.organisation(str(values["brand"]))
    edition, day = text_in(values, "edition"), date.fromisoformat(text_in(values, "from"))
    later = PriceBook.objects.filter(brand=brand).exclude(edition=edition).exists()
    if later and day < now.astimezone(SHANGHAI).date():
        raise Invalid("from", expected=str(CELLS["today_or_later"]), got=values["from"])
    book = PriceBook.objects.filter(brand=brand, edition=edition).first()
    if book is None:
        alone(_turn(brand))
        book = begin_edition(brand=brand, edition=edition, from_date=day, now=now)
        _carry(book, Q())
    if book.published_at != now:
        raise Invalid("edition", expected=str(CELLS["published"]), got=book.edition)
    if book.from_date != day:
        raise Invalid("from", expected=book.from_date.isoformat(), got=values["from"])
    return book


def _before(book: PriceBook) -> PriceBook | None:
    return edition_before(brand=book.brand.slug, edition=book.edition, day=book.from_date)


def _line_before(book: PriceBook, code: str) -> PriceLine:
    before = _before(book)
    found = before.lines.filter(code=code).first() if before else None
    if found is None:
        raise Invalid("ends", expected=str(CELLS["not_in_force"]), got=code)
    return found


def _carry(book: PriceBook, which: Q) -> None:
    """Carry lines on from the edition before, as they stand there."""
    before = _before(book)
    rows = before.lines.filter(which).order_by("code") if before else PriceLine.objects.none()
    told = ("category", "code", "name", "name_en", "kind", "amount_fen", "guarantee_days")
    lines = [PriceLine(book=book, comes=CARRIED, **one) for one in rows.values(*told)]
    PriceLine.objects.bulk_create(lines, batch_size=AT_ONCE)


def remove_price(*, key: Values, by: Actor, now: datetime) -> None:
    """Take back what a row said, and the edition with the last one; refused where a quote rests on it.

    Raises `CarriedOn` while a later edition goes on with what the row says.
    """
    book = PriceBook.objects.select_related("brand").filter(brand__slug=key["brand"], edition=key["edition"]).first()
    if book is None:
        return
    alone(_turn(book.brand))
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
