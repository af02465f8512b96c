"""What changed on a public page: when, what, and by which house."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import Page, PageChange
from anxin.domain.publications.wording import CHANGES, PAGES, PROMISED_UNTIL
from anxin.faces.goods_words import class_name
from anxin.faces.ground import editions
from anxin.faces.public import brands
from anxin.faces.words import full_day

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One change in words, with the house that made it; empty where it was whoever runs this site.

    `links`: where what counts from then on is read, by class of goods.
    """

    says: str
    by: str
    note: str
    links: tuple[tuple[str, str], ...] = ()


@require_safe
def of_the_house(request: HttpRequest, page: str) -> HttpResponse:
    """Show what changed on a page of the house."""
    return _history(request, opening.house_page(page), back=reverse(HOUSE_PAGES.get(page, "public:brands")))


@require_safe
def of_a_brand(request: HttpRequest, brand: str, page: str) -> HttpResponse:
    """Show what changed on a page of a brand, of one class of goods where it has several."""
    house = opening.brand(brand)
    if page != "shut" and not opening.is_open(house):
        return brands.shut(request, house)
    category = request.GET.get("goods", "")
    if (category or page in OF_CLASS) and category not in dict(brands.categories_of(house)):
        raise publications.NotMadeThere({"category": category[:24]})
    found = publications.page_of(page, brand=house, category=category)
    return _history(request, found, back=_page_of(house, found))


def _history(request: HttpRequest, page: Page, *, back: str) -> HttpResponse:
    now = timezone.now()
    goods = class_name(page.category)
    name = str(PAGES[page.kind]).format(brand=page.brand.name if page.brand else "", goods=goods)
    days: list[tuple[date, list[HistoryLine]]] = [
        (day, [_line(one) for one in several])
        for day, several in groupby(publications.page_changes(page, now=now), key=lambda one: one.day)
    ]
    context = {
        "name": name.replace("  ", " "),
        "back": back,
        "days": days,
        "page_edition": editions.footing(page, now=now),
    }
    return render(request, "public/history.html", context)


def _line(change: PageChange) -> HistoryLine:
    told = {name: full_day(one) if isinstance(one, date) else one for name, one in change.facts.items()}
    note = str(told.get("note") or told.get("scope") or "")
    return HistoryLine(
        says=str(CHANGES[change.what]).format(**told),
        by=change.by,
        note=str(PROMISED_UNTIL).format(scope=note, day=told["until"]) if "until" in told else note,
        links=tuple(_edition_links(change)) if change.what == "prices" else (),
    )


def _edition_links(change: PageChange) -> Iterator[tuple[str, str]]:
    """Return the address of an edition of prices for each class of goods that it names."""
    day, named = change.facts["from"].isoformat(), change.facts["edition"] if change.facts["replaced"] else ""
    for category in change.facts["goods"]:
        url = reverse("customer:price_list_of", args=[change.facts["slug"], category, day])
        yield class_name(category), url + (f"?{urlencode({'edition': named})}" if named else "")


OF_CLASS = ("help", "prices")
"""The pages of a brand that it has of each class of goods."""
HOUSE_PAGES = {
    "brands": "public:brands",
    "check": "customer:check",
    "price_lists": "public:prices",
    "products": "customer:products",
    "devices": "public:devices",
    "contact": "contact:stranger",
    "number_report": "customer:report_number",
    "claim": "buyer:start",
    "texts": "public:texts",
}


def _page_of(house: "Organisation", page: Page) -> str:
    if page.kind in ("brand", "outlets", "cities"):
        return reverse(f"public:{page.kind}", args=[house.slug])
    if page.kind == "shut":
        return reverse("public:brand", args=[house.slug])
    if page.kind == "device":
        return reverse("public:devices")
    if page.kind == "help":
        return reverse("public:help", args=[house.slug, page.category])
    if page.kind == "prices":
        return reverse("customer:price_list", args=[house.slug, page.category])
    return reverse("customer:products", query={"q": house.name})
