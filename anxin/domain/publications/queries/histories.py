"""What changed on a public page and when, read from the dated rows it is made of: its edition, and its history."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.utils import timezone

from anxin.core import settings
from anxin.core.errors import Missing
from anxin.core.wording import in_language
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import PriceBook, PriceLine, Symptom, WarrantyTerm
from anxin.domain.network.models import Authorisation, PromiseProfile
from anxin.domain.network.queries import attestations, promises
from anxin.domain.network.queries.outlet_names import called
from anxin.domain.people.models import Organisation
from anxin.domain.publications import rules
from anxin.domain.publications.models import CityEdition, Text
from anxin.domain.publications.queries.told_settings import IMPRINTED
from anxin.domain.publications.wording import LEGAL

KINDS_OF_PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "brand": ("hotlines", "prices", "promises", "guides"),
        "product": ("prices", "promises", "warranty"),
        "prices": ("prices",),
        "help": ("guides",),
        "outlets": ("outlets",),
        "cities": ("cities",),
        "brands": ("hotlines",),
        "check": ("hotlines",),
        "price_lists": ("prices",),
        "products": ("hotlines",),
        "devices": ("warranty",),
        "device": ("warranty", "guides"),
        "contact": ("notice",),
        "number_report": ("notice",),
        "claim": ("claim_texts",),
        "texts": ("texts",),
        "shut": ("hotlines",),
    }
)
"""The kinds of public pages without a text of their own, each with the rows that it shows."""
OF_A_BRAND = ("brand", "product", "prices", "help", "outlets", "cities", "device", "shut")
MOST = 300
"""So many changes a history tells, the latest."""


class NoSuchPage(Missing):
    """There is no such page, or it has no history."""

    code = "publications.no_such_page"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A public page: its kind, whose it is (nobody's: the house's), and of which class of goods (none: of all).

    `among`: the brands that a page of the house tells of.
    """

    kind: str
    brand: Organisation | None = None
    category: str = ""
    among: QuerySet[Any, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class PageEdition:
    """Which edition of a page this is: on so many days it changed; since when it reads so; who answers for it."""

    number: int
    since: date | None
    responsible: str


@dataclass(frozen=True, kw_only=True)
class PageChange:
    """One change: on which day, what happened to what, by which organisation (empty: the house)."""

    day: date
    what: str
    by: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


type Days = QuerySet[Any, Any]


def page_of(
    kind: str, *, brand: Organisation | None = None, category: str = "", among: QuerySet[Any, Any] | None = None
) -> Page:
    """Return a page by its kind: a brand's, or one of the house about some brands; raises `NoSuchPage`."""
    if kind not in KINDS_OF_PAGES or (kind in OF_A_BRAND) != (brand is not None):
        raise NoSuchPage({"page": kind[:24]})
    return Page(kind=kind, brand=brand, category=category, among=among)


def set_up_on() -> date:
    """Return the day on which the house was set up, with its first imprint: no page of it is older."""
    row = settings.first(IMPRINTED)
    return timezone.localdate(row.valid_from) if row else date.min


def page_edition(one: Page, *, now: datetime) -> PageEdition:
    """Return the edition of a page as of today (one query); what its rows say of before the house is its first."""
    on, began = timezone.localdate(now), set_up_on()
    first, *more = [days for source in KINDS_OF_PAGES[one.kind] for days in _SOURCES[source][0](one, on)]
    found = sorted({max(day, began) for day in (first.union(*more) if more else first)})
    house = str(one.brand.pk) if one.brand else ""
    return PageEdition(
        number=len(found),
        since=found[-1] if found else None,
        responsible=settings.get("publications.responsible", at=now, organisation=house),
    )


def page_changes(one: Page, *, now: datetime) -> list[PageChange]:
    """Return what changed on a page, the latest first (a query or two a kind of rows)."""
    on, began = timezone.localdate(now), set_up_on()
    told = [change for source in KINDS_OF_PAGES[one.kind] for change in _SOURCES[source][1](one, on)]
    found = [replace(change, day=max(change.day, began)) for change in told]
    return sorted(found, key=lambda change: change.day, reverse=True)[:MOST]


def _whose(one: Page) -> Q:
    return Q(brand=one.brand) if one.brand else Q(brand__in=one.among)


def _books(one: Page, on: date) -> QuerySet[PriceBook]:
    rows = PriceBook.objects.filter(_whose(one), from_date__lte=on).order_by()
    return rows.filter(lines__category__in=(one.category, "")) if one.category else rows


def _book_days(one: Page, on: date) -> list[Days]:
    return [_books(one, on).values_list("from_date", flat=True)]


def _book_changes(one: Page, on: date) -> Iterator[PageChange]:
    books = list(_books(one, on).select_related("brand").order_by("-from_date", "-published_at").distinct())
    days: set[tuple[UUID, date]] = set()
    classes = _classes(books) if not one.category else {}
    for book in books:
        told = [one.category] if one.category else classes.get(book.pk, [])
        replaced = (book.brand_id, book.from_date) in days
        days.add((book.brand_id, book.from_date))
        named = {"edition": book.edition, "brand": book.brand.name, "slug": book.brand.slug}
        facts = {**named, "goods": told, "replaced": replaced, "from": book.from_date}
        yield PageChange(day=book.from_date, what="prices", by=book.brand.name, facts=facts)


def _classes(books: list[PriceBook]) -> dict[UUID, list[str]]:
    """Return of which classes of goods each book names prices (one query)."""
    found: dict[UUID, list[str]] = {}
    rows = PriceLine.objects.filter(book__in=books).exclude(category="").order_by("category")
    for book, category in rows.values_list("book", "category").distinct():
        found.setdefault(book, []).append(category)
    return found


def _promises(one: Page) -> QuerySet[PromiseProfile]:
    rows = PromiseProfile.objects.filter(Q(brand=one.brand) | Q(brand=None)).order_by()
    return rows.filter(category__in=(one.category, "")) if one.category else rows


def _promise_days(one: Page, on: date) -> list[Days]:
    rows = _promises(one).filter(from_at__date__lte=on, withdrawn_at=None)
    return [rows.annotate(day=TruncDate("from_at")).values_list("day", flat=True)]


def _promise_changes(one: Page, on: date) -> Iterator[PageChange]:
    """Tell what counts and what is to count, each on its first day; what was withdrawn, on the day it was."""
    for row in _promises(one).select_related("brand", "product"):
        begins, published = timezone.localdate(row.from_at), timezone.localdate(row.published_at or row.from_at)
        terms = promises.terms_of(row)
        facts = {
            "name": row.name,
            "acknowledge": row.acknowledge_min,
            "assign": row.assign_min,
            "from": begins,
            "published": published,
            "scope": promises.scope(terms, now=datetime.combine(on, time.max, SHANGHAI)),
            **({"until": terms.to_date} if terms.to_date else {}),
        }
        day = timezone.localdate(row.withdrawn_at) if row.withdrawn_at else begins
        what = "promises_withdrawn" if row.withdrawn_at else "promises_coming" if begins > on else "promises"
        yield PageChange(day=day, what=what, by=row.brand.name if row.brand else "", facts=facts)


def _terms(one: Page, on: date) -> QuerySet[WarrantyTerm]:
    rows = WarrantyTerm.objects.filter(_whose(one), from_date__lte=on).order_by()
    return rows.filter(category=one.category) if one.category else rows


def _term_days(one: Page, on: date) -> list[Days]:
    return [_terms(one, on).values_list("from_date", flat=True)]


def _term_changes(one: Page, on: date) -> Iterator[PageChange]:
    for row in _terms(one, on).select_related("brand"):
        yield PageChange(
            day=row.from_date,
            what="warranty",
            by=row.brand.name,
            facts={"title": in_language(row.title, row.title_en), "months": row.months},
        )


def _texts(one: Page, on: date) -> QuerySet[Text]:
    """Return the published guides of a class of goods, or of all that a brand makes.

    What the house publishes for a fault while the brand has its own steps for it is not what these pages show.
    """
    own = Text.objects.filter(document__brand=one.brand, document__code=OuterRef("document__code"))
    then = own.filter(from_date__lte=OuterRef("from_date")).order_by("-from_date", "-number")
    rows: QuerySet[Any] = Text.objects.filter(from_date__lte=on).order_by()
    if one.brand:
        rows = rows.annotate(instead=Coalesce(Subquery(then.values("zh")[:1]), Value(""), output_field=TextField()))
        rows = rows.filter(Q(document__brand=one.brand) | Q(document__brand=None, instead=""))
    else:
        rows = rows.filter(document__brand=None)
    if one.category or one.brand is None:
        return rows.filter(document__code__startswith=rules.help_code(one.category, ""))
    made = one.brand.products.order_by().values("category").distinct()
    codes = Symptom.objects.filter(category__in=made).annotate(
        key=Concat(Value(rules.HELP), F("category"), Value("/"), F("code"))
    )
    return rows.filter(document__code__in=codes.values("key"))


def _text_days(one: Page, on: date) -> list[Days]:
    return [_texts(one, on).values_list("from_date", flat=True)]


def _text_changes(one: Page, on: date) -> Iterator[PageChange]:
    rows = list(_texts(one, on).select_related("document__brand"))
    names = {
        rules.help_code(category, code): in_language(name, english)
        for category, code, name, english in Symptom.objects.values_list("category", "code", "name", "name_en")
    }
    for row in rows:
        facts = {"fault": names.get(row.document.code, ""), "n": row.number, "note": row.note}
        by = row.document.brand.name if row.document.brand else ""
        yield PageChange(day=row.from_date or on, what="guides", by=by, facts=facts)


def _legal(*codes: str) -> "_Source":
    """Return the editions of these legal texts, on whichever page they are told."""

    def rows(on: date) -> QuerySet[Text]:
        return Text.objects.filter(document__code__in=codes, from_date__lte=on).order_by()

    def days(_one: Page, on: date) -> list[Days]:
        return [rows(on).values_list("from_date", flat=True)]

    def told(_one: Page, on: date) -> Iterator[PageChange]:
        for row in rows(on).select_related("document"):
            facts = {"text": LEGAL[row.document.code], "n": row.number, "note": row.note}
            yield PageChange(day=row.from_date or on, what="texts", facts=facts)

    return days, told


def _words(one: Page, kind: str, on: date) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.exclude(state__in=attestations.NEVER).filter(_whose(one), kind=kind).order_by()
    return rows.filter(from_date__lte=on)


def _word_days(kind: str) -> Callable[[Page, date], list[Days]]:
    def days(one: Page, on: date) -> list[Days]:
        rows = _words(one, kind, on)
        ended = rows.filter(ended_at__isnull=False).annotate(day=TruncDate("ended_at"))
        return [rows.values_list("from_date", flat=True), ended.values_list("day", flat=True)]

    return days


def _word_changes(kind: str) -> Callable[[Page, date], Iterator[PageChange]]:
    def told(one: Page, on: date) -> Iterator[PageChange]:
        rows = list(_words(one, kind, on).select_related("brand"))
        names = called({row.code for row in rows}) if kind == "outlet" else {}
        for row in rows:
            facts = {"code": names.get(row.code, row.code), "scope": attestations.what_for(row), "to": row.to_date}
            yield PageChange(day=row.from_date, what=f"{kind}_come", by=row.brand.name, facts=facts)
            if row.ended_at:
                gone = timezone.localdate(row.ended_at)
                yield PageChange(day=gone, what=f"{kind}_gone", by=row.brand.name, facts=facts)

    return told


def _cities(one: Page) -> Days:
    return CityEdition.objects.filter(brand=one.brand).annotate(day=TruncDate("at")).order_by()


def _city_days(one: Page, _on: date) -> list[Days]:
    return [_cities(one).values_list("day", flat=True).distinct()]


def _city_changes(one: Page, _on: date) -> Iterator[PageChange]:
    for day, n in _cities(one).values_list("day").annotate(n=Count("id")):
        yield PageChange(day=day, what="cities", facts={"n": n})


type _Source = tuple[Callable[[Page, date], list[Days]], Callable[[Page, date], Iterator[PageChange]]]
_SOURCES: Mapping[str, _Source] = MappingProxyType(
    {
        "prices": (_book_days, _book_changes),
        "promises": (_promise_days, _promise_changes),
        "warranty": (_term_days, _term_changes),
        "guides": (_text_days, _text_changes),
        "notice": _legal("privacy"),
        "claim_texts": _legal("claims", "privacy"),
        "texts": _legal(*rules.LEGAL),
        "hotlines": (_word_days("hotline"), _word_changes("hotline")),
        "outlets": (_word_days("outlet"), _word_changes("outlet")),
        "cities": (_city_days, _city_changes),
    }
)
