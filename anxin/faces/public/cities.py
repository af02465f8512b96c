"""A brand's pages by city: who is there, what it costs, how long it took; and, honestly, where nobody goes yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from anxin.core.errors import Missing
from anxin.core.wording import joined
from anxin.domain.contacts import queries as contacts
from anxin.domain.goods import queries as goods
from anxin.domain.insight import queries as insight
from anxin.domain.insight.queries import Times
from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.places import gateway as places
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import City, Edition
from anxin.faces.goods_words import class_name
from anxin.faces.ground import benches, editions, offered, tiles
from anxin.faces.ground.offered import OfferedChoice
from anxin.faces.public import brands, measures, page_descriptions
from anxin.faces.public.page_descriptions import Described
from anxin.faces.public.self_help import tries

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

STEPS = {
    "accepted": gettext_lazy("Taken up"),
    "assigned": gettext_lazy("Technician found"),
    "arrived": gettext_lazy("At your door"),
}


@dataclass(frozen=True, kw_only=True)
class CityTile:
    """A county as the page draws it; `state` is here or none."""

    code: str
    name: str
    state: str
    value: str


@dataclass(frozen=True, kw_only=True)
class UnservedSpot:
    """A county where nobody goes, known by its code alone."""

    code: str
    lng: float | None = None
    lat: float | None = None
    outside: bool = False


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """One edition in words."""

    number: int
    at: object
    says: str


@require_safe
def city(request: HttpRequest, brand: str, region: str, category: str) -> HttpResponse:
    """Show what a brand's customers of one city have; where nobody goes, the waiting list."""
    now, house = timezone.now(), opening.brand(brand)
    if not opening.is_open(house):
        return brands.shut(request, house)
    found = publications.city(brand=house, category=category, region=region, now=now)
    counties = [one.code for one in found.counties]
    of_counties = insight.times_of(brand=house, divisions=counties, category=category, now=now)
    times = insight.times(brand=house, county=region, category=category, now=now)
    promise, ahead = network.promise_and_next(brand=house, division=region, category=category, now=now)
    bars = measures.bars(times.steps, brands.promised_s(promise))
    editions = publications.editions_of(brand=house, category=category, region=region)
    context = {
        "brand": house,
        "category": category,
        "goods": class_name(category),
        "city": found,
        "hotlines": brands.hotlines_of(house),
        "waits": contacts.waits(now=now),
        "tiles": [_tile(one, of_counties.get(one.code), closed=bool(found.closed)) for one in found.counties],
        "times": times,
        "place": brands.place_name(times.division),
        "bars": bars,
        "ahead": ahead,
        "rows": [(name, bars[step]) for step, name in STEPS.items() if step in bars],
        "unserved_names": joined(one.name for one in found.unserved),
        "instead": _instead(house, found),
        "prices": _prices(house, category),
        "tries": tries(house, category) if found.served else [],
        "edition": editions[0] if editions else None,
        "editions": _edition_lines(editions),
        "earlier": bool(editions) and editions[-1].number > 1,
        "near": _beside(house, category, found),
        "described": _described(request, house, category, found),
        "read_at": now,
        "report": reverse("customer:report", args=[house.slug, found.product]),
        "waiting": reverse("customer:waiting", args=[house.slug, found.product]),
    }
    return render(request, "public/city.html", context)


@require_safe
def cities(request: HttpRequest, brand: str) -> HttpResponse:
    """Show in which cities of the country a brand's technicians are: the tile map, and the list of one province."""
    house = opening.brand(brand)
    if not opening.is_open(house):
        return brands.shut(request, house)
    asked = request.GET.get("province", "")
    if asked and places.known_code(asked) != asked:
        raise Http404
    rows = publications.listed(brand=house)
    covered = {region.code: region for _category, region, _at in rows}
    counted = Counter(one.province for one in covered.values())
    ways: dict[str, list[tuple[str, str]]] = {}
    for category, region, _at in sorted(rows, key=lambda one: (one[1].code, one[0])):
        if asked in ("", region.province):
            url = reverse("public:city", args=[house.slug, region.code, category])
            ways.setdefault(region.code, []).append((url, class_name(category)))
    context = {
        "brand": house,
        "map": tiles.country(lambda code: _shade(code, counted), said=_("Cities with technicians, by province")),
        "province": tiles.name_of(asked) if asked else "",
        "rows": [(covered[code], several) for code, several in ways.items()],
        "total": len(covered),
        "page_edition": editions.footing(publications.page_of("cities", brand=house), now=timezone.now()),
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("Where {brand} has technicians").format(brand=house.name),
            text=_("Authorised outlets, technicians, prices and measured times, county by county."),
            path=reverse("public:cities", args=[house.slug]),
        ),
    }
    return render(request, "public/cities.html", context)


def _described(request: HttpRequest, house: "Organisation", category: str, found: City) -> Described:
    """Describe the page of a city: what it is, and the outlets it names."""
    name = class_name(category)
    path = reverse("public:city", args=[house.slug, found.region.code, category])
    title = _("{place}: {brand} {goods} repair").format(place=found.region.called, brand=house.name, goods=name)
    top = [(house.name, reverse("public:brand", args=[house.slug])), (title, path)]
    facts = [
        *page_descriptions.city_service(request, house, title, found, path),
        page_descriptions.crumbs(request, top, house),
    ]
    text = _("Authorised outlets, technicians, prices and measured times, county by county.")
    return page_descriptions.page(request, house=house, title=title, text=text, path=path, facts=facts)


def _shade(code: str, counted: Mapping[str, int]) -> tiles.Shade:
    if code in places.ABROAD:
        return tiles.Shade(value="—", grade="na")
    n = counted.get(code, 0)
    return tiles.Shade(value=str(n), grade="g2" if n else "nil", url=f"?province={code}#list" if n else "")


def _tile(one: publications.County, times: Times | None, *, closed: bool) -> CityTile:
    arrived = times.steps.get("arrived") if times else None
    if not one.served:
        value = pgettext("an outlet", "closed") if closed else _("nobody yet")
    elif arrived is not None and arrived.told:
        value = measures.duration(arrived.nine_s, short=True)
    else:
        value = _("few cases")
    return CityTile(code=one.code, name=one.name, state="here" if one.served else "none", value=value)


def _instead(house: "Organisation", found: City) -> list[OfferedChoice]:
    """Return the ways that need nobody to go where nobody does, as the report offers them for the usual kind."""
    if not found.unserved:
        return []
    product = goods.product(brand=house.slug, code=found.product)
    services = offered.offered(product)
    kind = services.kinds[0].value if services.kinds else ""
    return benches.instead(product, UnservedSpot(code=found.unserved[0].code), kind=kind, services=services)


def _prices(house: "Organisation", category: str) -> list[goods.PriceView]:
    try:
        return goods.prices(brand=house, category=category, on=timezone.localdate())
    except Missing:
        return []  # nothing is published yet, and the page says what that means


def _edition_lines(editions: Iterable[Edition]) -> list[EditionLine]:
    return [EditionLine(number=one.number, at=one.at, says=_says(one)) for one in editions]


def _says(one: Edition) -> str:
    change = one.change

    def outlets(codes: Iterable[str]) -> str:
        return joined(one.names.get(code, code) for code in codes)

    def counties(codes: Iterable[str]) -> str:
        return joined(tiles.name_of(code) for code in codes)

    said = [
        _("outlets new: {names}").format(names=outlets(change.outlets_come)) if change.outlets_come else "",
        _("outlets gone: {names}").format(names=outlets(change.outlets_gone)) if change.outlets_gone else "",
        _("now served: {names}").format(names=counties(change.counties_come)) if change.counties_come else "",
        _("no longer served: {names}").format(names=counties(change.counties_gone)) if change.counties_gone else "",
        _technicians(change.technicians),
        _("prices of edition {edition}").format(edition=change.prices) if change.prices else "",
    ]
    return _("; ").join(filter(None, said))


def _technicians(n: int) -> str:
    if n > 0:
        return ngettext("{n} technician more", "{n} technicians more", n).format(n=n)
    return ngettext("{n} technician fewer", "{n} technicians fewer", -n).format(n=-n) if n else ""


def _beside(house: "Organisation", category: str, found: City) -> list[tuple[str, str]]:
    """List the other cities of the province that somebody goes to."""
    rows = publications.listed(brand=house, category=category)
    return [
        (reverse("public:city", args=[house.slug, region.code, category]), region.called)
        for _category, region, _at in rows
        if region.province == found.region.province and region.code != found.region.code
    ]
