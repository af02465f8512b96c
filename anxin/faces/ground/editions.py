"""The line at the foot of a public page: which edition it is, since when, who answers for it, where its history is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from anxin.core import settings
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import Page

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product


@dataclass(frozen=True, kw_only=True)
class Footing:
    """What stands at the foot of a public page; without a number it has no edition yet."""

    number: int | str
    since: date | None
    responsible: str
    url: str


def footing(page: Page, *, now: datetime) -> Footing:
    """Return what stands at the foot of a page that is made of dated rows (one query)."""
    found = publications.page_edition(page, now=now)
    return Footing(number=found.number, since=found.since, responsible=found.responsible, url=history_of(page))


def of_product(product: "Product", *, now: datetime) -> Footing:
    """Return what stands at the foot of the pages on which a product's fault is reported (one query)."""
    return footing(publications.page_of("product", brand=product.brand, category=product.category), now=now)


def written(number: int | str, since: date | None, url: str, *, now: datetime) -> Footing:
    """Return what stands at the foot of a page with editions of its own: a text, the rules."""
    who = settings.get("publications.responsible", at=now)
    return Footing(number=number, since=since, responsible=who, url=url)


def history_of(page: Page) -> str:
    """Return the address of a page's history."""
    asked = {"goods": page.category} if page.category else {}
    if page.brand is None:
        return reverse("public:history", args=[page.kind])
    return reverse("public:brand_history", args=[page.brand.slug, page.kind], query=asked)
