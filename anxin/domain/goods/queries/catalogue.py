"""What can be asked about products, faults, prices and devices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from anxin.core import settings
from anxin.core.compiled import compiled
from anxin.core.errors import Invalid, Missing
from anxin.core.gathered import Gathered
from anxin.domain.goods import rules
from anxin.domain.goods.models import Device, PriceBook, PriceLine, Product, Symptom, WarrantyTerm
from anxin.domain.goods.queries.warranty import TERM
from anxin.domain.goods.rules import LINES, Service
from anxin.domain.goods.wording import CATEGORIES
from anxin.domain.people.models import Organisation


class UnknownProduct(Missing):
    """There is no such product."""

    code = "goods.unknown_product"


class UnknownCategory(Missing):
    """The brand neither makes nor prices such goods."""

    code = "goods.unknown_category"


class NoSuchDevice(Missing):
    """No label leads to any device, or none has this serial number."""

    code = "goods.no_such_device"


class NoPriceBook(Missing):
    """No edition of prices stands on that day."""

    code = "goods.no_price_book"


class UnknownLine(Invalid):
    """The price book has no such line."""

    code = "goods.unknown_line"


@dataclass(frozen=True, kw_only=True)
class ProductView:
    """A product to choose from."""

    id: UUID
    brand_id: UUID
    brand: str
    brand_name: str
    code: str
    name: str
    category: str


@dataclass(frozen=True, kw_only=True)
class SymptomView:
    """A fault to choose from."""

    code: str
    name: str
    urgent: bool
    advice: str


@dataclass(frozen=True, kw_only=True)
class PriceView:
    """One line of the published price list."""

    code: str
    name: str
    kind: str
    amount_fen: int
    guarantee_days: int


def products(*, brand: str = "") -> list[ProductView]:
    """List what may be reported, by brand."""
    rows = Product.objects.select_related("brand").order_by("brand__name", "name")
    if brand:
        rows = rows.filter(brand__slug=brand)
    return [_product_view(row) for row in rows]


def meant(asked: str, *, now: datetime) -> list[ProductView]:
    """List the products a customer's words may mean, by brand: names, models and what people call such goods."""
    called = settings.get("goods.called", at=now)
    return [one for one in products() if rules.means(asked, _words(one, called))]


def also_called(asked: str, found: Iterable[ProductView], *, now: datetime) -> list[str]:
    """Name the categories of what was found that people also call so; a brand or a model is no name of a category."""
    called = settings.get("goods.called", at=now)
    codes = {
        one.category
        for one in found
        if rules.category_of(asked, {one.category: called.get(one.category, ())}) == one.category != asked
    }
    return sorted(str(CATEGORIES.get(code, code)) for code in codes)


def _words(one: ProductView, called: dict[str, list[str]]) -> list[str]:
    category = str(CATEGORIES.get(one.category, one.category))
    return [one.brand_name, one.brand, one.name, one.code, category, *called.get(one.category, ())]


def _product_view(row: Product) -> ProductView:
    return ProductView(
        id=row.id,
        brand_id=row.brand_id,
        brand=row.brand.slug,
        brand_name=row.brand.name,
        code=row.code,
        name=row.called,
        category=row.category,
    )


def product(*, brand: str, code: str) -> Product:
    """Find a product by its brand's slug and its code, with the faults and the warranty terms of its category."""
    found = next(iter(_coded(brand=brand, code=code)), None)
    if found is None:
        raise UnknownProduct({"brand": brand, "code": code})
    return found


@compiled
def _coded(*, brand: str, code: str) -> QuerySet[Product]:
    faults = Symptom.objects.filter(category=OuterRef("category")).order_by("position", "code")
    terms = WarrantyTerm.objects.filter(brand=OuterRef("brand"), category=OuterRef("category")).order_by("-from_date")
    rows = Product.objects.select_related("brand").filter(brand__slug=brand, code=code)
    return rows.annotate(every_fault=Gathered(faults, "code"), every_term=Gathered(terms, *TERM, "from_date"))


def faults_of(product: Product) -> tuple[str, ...]:
    """Return the codes of the faults people report for a product (no query where `product` found it)."""
    every: tuple[dict[str, str], ...] | None = vars(product).get("every_fault")
    if every is None:
        return tuple(one.code for one in symptoms(category=product.category))
    return tuple(one["code"] for one in every)


def symptoms(*, category: str) -> list[SymptomView]:
    """List the faults people report for a category, in the order they are shown."""
    return symptoms_of([category])[category]


def symptoms_of(categories: Iterable[str]) -> dict[str, list[SymptomView]]:
    """List the same of several categories (one query)."""
    found: dict[str, list[SymptomView]] = {category: [] for category in categories}
    for one in Symptom.objects.filter(category__in=list(found)).order_by("position", "code"):
        known = SymptomView(code=one.code, name=one.called, urgent=one.urgent, advice=one.helps)
        found[one.category].append(known)
    return found


def symptom_names(*, category: str, codes: list[str]) -> list[str]:
    """Name faults by their codes."""
    names = {one.code: one.called for one in Symptom.objects.filter(category=category, code__in=codes)}
    return [names.get(code, code) for code in codes]


def first_aid(*, category: str, names: Iterable[str]) -> list[str]:
    """Return what helps until somebody comes, for the faults a customer named."""
    told = set(names)
    return [one.advice for one in symptoms(category=category) if one.advice and one.name in told]


def devices_numbered(serial: str) -> list[UUID]:
    """Return the ids of all devices that bear a serial number, of whichever product (one query)."""
    return list(Device.objects.filter(serial=serial).values_list("pk", flat=True))


def device(*, product: Product, serial: str) -> Device | None:
    """Find a device by its serial number, following exchanges to the newest."""
    found = Device.objects.filter(product=product, serial=serial.strip().upper()).first()
    seen: set[UUID] = set()
    while found is not None and found.replaced_by is not None and found.id not in seen:
        seen.add(found.id)
        found = found.replaced_by
    return found


def labelled(label: str) -> Device:
    """Find the device that a printed code leads to; raises `NoSuchDevice`."""
    found = Device.objects.select_related("product__brand", "replaced_by").filter(label=label).exclude(label="").first()
    if found is None:
        raise NoSuchDevice({"label": label[:12]})
    return found


def by_serial(serial: str) -> list[Device]:
    """Find the devices with a serial number: makers number each for themselves, so there may be several."""
    rows = Device.objects.select_related("product__brand", "replaced_by").filter(serial=serial.strip().upper()[:64])
    return list(rows.order_by("created_at")[:5])


def services(product: Product, *, now: datetime) -> tuple[Service, ...]:
    """Return which kinds of service a product has, each with its ways, as its brand offers them."""
    table = settings.get("goods.services", at=now, organisation=str(product.brand_id))
    return rules.services_of(product.category, table)


def service_prices(product: Product, *, on: date) -> dict[str, int]:
    """Return what the published list says a kind or a way costs, in fen; what it doesn't name is left out.

    A brand without a list names nothing.
    """
    book = PriceBook.objects.filter(brand_id=product.brand_id, from_date__lte=on).order_by("-from_date")[:1]
    rows = PriceLine.objects.filter(book__in=book, category__in=["", product.category]).order_by("category")
    told = list(rows.values_list("code", "amount_fen"))
    found = {name: [fen for code, fen in told if code == of or code.endswith(f"-{of}")] for name, of in LINES.items()}
    return {name: several[-1] for name, several in found.items() if several}


def price_book(*, brand: Organisation, on: date) -> PriceBook:
    """Find the edition of prices that stands on a day."""
    found = PriceBook.objects.filter(brand=brand, from_date__lte=on).order_by("-from_date").first()
    if found is None:
        raise NoPriceBook({"brand": brand.slug})
    return found


def price_lines(*, book: PriceBook, codes: Collection[str], perhaps: str = "") -> dict[str, PriceLine]:
    """Find lines of an edition by their codes; `perhaps` need not be there. Raises `UnknownLine`."""
    rows = PriceLine.objects.filter(book=book, code__in=[*codes, perhaps]).order_by()
    found = {row.code: row for row in rows}
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


def price_lists(*, on: date) -> list[PriceList]:
    """Return every list that is published today, brand by brand (one query)."""
    rows = PriceLine.objects.filter(book__from_date__lte=on).exclude(category="")
    rows = rows.order_by("book__brand__name", "-book__from_date")
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


def prices(*, brand: Organisation, category: str, on: date) -> list[PriceView]:
    """List the published prices of a category on a day, fees first; a line of no category is of all of them.

    Raises `UnknownCategory` where the brand has neither a price nor a product of it.
    """
    book = price_book(brand=brand, on=on)
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
