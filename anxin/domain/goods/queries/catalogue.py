"""What can be asked about products, faults, prices and devices."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import BaseExpression

from anxin.core import settings
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.gathered_rows import Gathered
from anxin.core.settings import snapshot
from anxin.domain.goods import rules
from anxin.domain.goods.models import Product, Symptom, WarrantyTerm
from anxin.domain.goods.queries.classes import class_names
from anxin.domain.goods.queries.warranty import TERM
from anxin.domain.goods.rules import Service
from anxin.domain.people.models import Organisation

COMPANIONS: dict[str, tuple[Callable[[], BaseExpression], Callable[[Product, Any], None]]] = {}
"""What is read along with a product that a block begins with, and how each is remembered."""


class UnknownProduct(Missing):
    """There is no such product."""

    code = "goods.unknown_product"


class UnknownCategory(Missing):
    """The brand neither makes nor prices such goods."""

    code = "goods.unknown_category"


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


def products(*, brand: str = "") -> list[ProductView]:
    """Return what may be reported, by brand."""
    rows = Product.objects.select_related("brand").order_by("brand__name", "name")
    if brand:
        rows = rows.filter(brand__slug=brand)
    return [_product_view(row) for row in rows]


def products_by_key(keys: Collection[UUID]) -> list[Product]:
    """Return products by their keys, each with its brand (one query)."""
    return list(Product.objects.select_related("brand").filter(pk__in=keys))


def meant(asked: str, *, now: datetime) -> list[ProductView]:
    """Return the products a customer's words may mean, by brand: names, models and what people call such goods."""
    called, found = settings.get("goods.called", at=now), products()
    names = class_names({one.category for one in found}, now=now)
    return [one for one in found if rules.means(asked, _words(one, names[one.category], called))]


def also_called(asked: str, found: Iterable[ProductView], *, now: datetime) -> list[str]:
    """Return the categories of what was found that people also call so; a brand or a model is no name of a category."""
    called = settings.get("goods.called", at=now)
    codes = {
        one.category
        for one in found
        if rules.category_of(asked, {one.category: called.get(one.category, ())}) == one.category != asked
    }
    return sorted(class_names(codes, now=now).values())


def _words(one: ProductView, category: str, called: dict[str, list[str]]) -> list[str]:
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
    """Return a product by its brand's slug and its code, with the faults and the warranty terms of its category."""
    found = next(iter(_coded(snapshot.wanted(), brand=brand, code=code)), None)
    if found is None:
        raise UnknownProduct({"brand": brand, "code": code})
    read = vars(found)
    for name, value in {name: read.pop(name) for name in COMPANIONS if name in read}.items():
        COMPANIONS[name][1](found, value)
    return snapshot.remember_version(found)


def read_along(name: str, rows: Callable[[], BaseExpression], keep: Callable[[Product, Any], None]) -> None:
    """Declare what a block that looks for a product reads along with it, and how it is remembered."""
    COMPANIONS[f"beside_{name}"] = (rows, keep)


@compiled
def _coded(begins: bool, *, brand: str, code: str) -> QuerySet[Product]:
    faults = Symptom.objects.filter(category=OuterRef("category")).order_by("position", "code")
    terms = WarrantyTerm.objects.filter(brand=OuterRef("brand"), category=OuterRef("category")).order_by("-from_date")
    rows = Product.objects.select_related("brand").filter(brand__slug=brand, code=code)
    lying_beside = {"every_fault": Gathered(faults, "code", "name"), "every_term": Gathered(terms, *TERM, "from_date")}
    whole: QuerySet[Product] = rows.annotate(**lying_beside)
    if not begins:
        return whole
    beside: dict[str, Any] = {name: rows() for name, (rows, _keep) in COMPANIONS.items()}
    along: QuerySet[Product] = snapshot.along(whole.annotate(**beside))
    return along


def faults_of(product: Product) -> tuple[str, ...]:
    """Return the codes of the faults people report for a product (no query where `product` found it)."""
    every: tuple[dict[str, str], ...] | None = vars(product).get("every_fault")
    if every is None:
        return tuple(one.code for one in symptoms(category=product.category))
    return tuple(one["code"] for one in every)


def fault_names(product: Product, codes: Collection[str]) -> list[str]:
    """Return what these faults of a product are called, as they were entered (no query where `product` found it)."""
    every: tuple[dict[str, str], ...] | None = vars(product).get("every_fault")
    if every is None and codes:
        return list(Symptom.objects.filter(category=product.category, code__in=codes).values_list("name", flat=True))
    return [one["name"] for one in every or () if one["code"] in codes]


def symptoms(*, category: str) -> list[SymptomView]:
    """Return the faults people report for a category, in the order they are shown."""
    return symptoms_of([category])[category]


@compiled
def _faults(*, categories: tuple[str, ...]) -> QuerySet[Symptom]:
    return Symptom.objects.filter(category__in=categories).order_by("position", "code")


def symptoms_of(categories: Iterable[str]) -> dict[str, list[SymptomView]]:
    """Return the same of several categories (one query)."""
    found: dict[str, list[SymptomView]] = {category: [] for category in categories}
    for one in _faults(categories=tuple(found)):
        known = SymptomView(code=one.code, name=one.called, urgent=one.urgent, advice=one.helps)
        found[one.category].append(known)
    return found


def symptom_names(*, category: str, codes: list[str]) -> list[str]:
    """Return the names of faults by their codes."""
    names = {one.code: one.called for one in Symptom.objects.filter(category=category, code__in=codes)}
    return [names.get(code, code) for code in codes]


def first_aid(*, category: str, names: Iterable[str]) -> list[str]:
    """Return what helps until somebody comes, for the faults a customer named."""
    told = set(names)
    return [one.advice for one in symptoms(category=category) if one.advice and one.name in told]


def helps_from_afar(brand: Organisation, category: str, *, now: datetime) -> bool:
    """Return whether a brand repairs a class of goods from afar."""
    table = settings.get("goods.services", at=now, organisation=str(brand.pk))
    return any(one.kind == "repair" and "remote" in one.ways for one in rules.services_of(category, table))


def services(product: Product, *, now: datetime) -> tuple[Service, ...]:
    """Return which kinds of service a product has, each with its ways, as its brand offers them."""
    table = settings.get("goods.services", at=now, organisation=str(product.brand_id))
    return rules.services_of(product.category, table)


def ways_of(brand: UUID, categories: Iterable[str], *, now: datetime) -> dict[str, frozenset[str]]:
    """Return in which ways any kind of service is done for classes of goods, as a brand offers them."""
    table = settings.get("goods.services", at=now, organisation=str(brand))
    return {code: frozenset(way for one in rules.services_of(code, table) for way in one.ways) for code in categories}
