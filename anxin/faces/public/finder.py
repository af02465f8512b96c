"""The outlets of a brand near an address, or near where somebody stands."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.domain.network import queries as network
from anxin.domain.network.queries import PublicOutlet
from anxin.domain.opening import queries as opening
from anxin.domain.places import gateway as places
from anxin.domain.places import regions
from anxin.domain.places.rules import is_wide
from anxin.domain.publications import queries as publications
from anxin.faces import shared
from anxin.faces.ground import candidates, editions, hexes, streets
from anxin.faces.public import brands, page_descriptions
from anxin.faces.words import told_apart

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

NEAREST = 8
FAR_M = 150_000
"""Beyond this an outlet is near nobody: the nearest of all is named, and said to be far."""
CHINA = ((73.0, 136.0), (3.0, 54.0))
"""Between which longitudes and latitudes a position is taken."""
EXACT = ("house", "town")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where somebody is: longitude, latitude, in words, its county, and whether that is only the middle of a county."""

    lng: float
    lat: float
    said: str
    county: str = ""
    coarse: bool = False
    told: bool = False
    """Whether a street was written that isn't known here."""
    radius_m: int = 0
    """With one it is known to that area only."""


@dataclass(frozen=True, kw_only=True)
class NearOutlet:
    """An outlet with how far it is, as the crow flies; with an `area` its own place isn't known.

    Without `km` that area is so wide that no distance says anything.
    """

    outlet: PublicOutlet
    km: str
    far: bool
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several places that are called alike: where it is chosen, its whole name, how many outlets are there."""

    url: str
    name: str
    outlets: int


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What was understood of where somebody is: a place, several of which he chooses one, or what is wrong."""

    where: Where | None = None
    slip: str = ""
    choices: tuple[Choice, ...] = ()


@require_safe
def outlets(request: HttpRequest, brand: str) -> HttpResponse:
    """List the nearest outlets of a brand with a map of positions; without an address, how to find one."""
    house = opening.brand(brand)
    if not opening.is_open(house):
        return brands.shut(request, house)
    asked = request.GET.get("near", "").strip()[:80]
    understood = _understood(request, house, asked)
    where = understood.where
    found = _nearest(house, where) if where else []
    region = regions.region_of(where.county) if where and where.county else None
    context = {
        "brand": house,
        "asked": asked,
        "where": where,
        "slip": understood.slip,
        "choices": understood.choices,
        "found": found,
        "far": bool(found) and found[0].far,
        "map": _map(where, found) if where and found and not found[0].far and any(one.km for one in found) else None,
        "hotlines": brands.hotlines_of(house),
        "city": region.called if region else "",
        "pages": _pages(house, region) if region else [],
        "page_edition": editions.footing(publications.page_of("outlets", brand=house), now=timezone.now()),
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("{brand} outlets").format(brand=house.name),
            text=_("Authorised outlets near an address, with hours and phone."),
            path=reverse("public:outlets", args=[house.slug]),
        ),
    }
    return streets.allow(render(request, "public/outlets.html", context, status=422 if understood.slip else 200))


def _pages(house: "Organisation", region: regions.Region) -> list[tuple[str, str]]:
    """List the brand's pages of a city, one for each class of goods."""
    return [
        (reverse("public:city", args=[house.slug, region.code, code]), name)
        for code, name in brands.categories_of(house)
    ]


def _understood(request: HttpRequest, house: "Organisation", asked: str) -> Understood:
    """Read where somebody is: a position his phone gave, or words; and what is wrong with them."""
    position = _position(request.GET.get("here", ""))
    if position is not None:
        return Understood(where=Where(lng=position[0], lat=position[1], said=_("you")))
    if request.GET.get("here"):
        return Understood(slip=_("Your phone didn't say where it is. Please type your address."))
    if not asked:
        return Understood()
    shared.limit(request, "near", burst=20, per_min=20)
    found = _read(asked, within=request.GET.get("within", ""))
    if found.outside:
        return Understood(slip=_("Nobody of ours goes there: outside the mainland nothing is promised."))
    if found.meant:
        return Understood(choices=_choices(house, asked, found.meant))
    if found.lng is None or found.lat is None or not (found.county_code or found.precision == "city"):
        return Understood(slip=_("We can't find this place. Please write city and county, such as 成都武侯区."))
    coarse = found.precision not in EXACT
    return Understood(
        where=Where(
            lng=found.lng,
            lat=found.lat,
            said=found.division if coarse else found.county or found.city,
            county=found.county_code or found.code,
            coarse=coarse,
            told=coarse and bool(found.detail),
            radius_m=found.radius_m if is_wide(found.radius_m) else 0,
        )
    )


def _choices(house: "Organisation", asked: str, meant: tuple[places.Division, ...]) -> tuple[Choice, ...]:
    """Name the places that are called so, those first where the brand has outlets, then the nearest to one."""
    there = network.outlets_within(brand=house, divisions=[one.code for one in meant], now=timezone.now())
    here, names = reverse("public:outlets", args=[house.slug]), {one.code: one.full_name for one in meant}
    return tuple(
        Choice(url=f"{here}?{urlencode({'near': asked, 'within': code})}", name=names[code], outlets=n)
        for code, n in there.items()
    )


def _read(asked: str, *, within: str) -> places.Resolved:
    """Read an address; one that names no county is looked for in the city whose page it was typed on.

    Of several places that are called so it is read as the one that was chosen.
    """
    found = places.read(asked)
    chosen = next((one for one in found.meant if one.code == within), None)
    if chosen is not None:
        inside = places.read(f"{chosen.full_name}{asked}")
        return inside if inside.code.startswith(within) else places.read(chosen.full_name)
    if found.county_code or found.outside or places.known_code(within) != within or not within:
        return found
    return places.read(f"{places.division(within).full_name}{asked}")


def _position(written: str) -> tuple[float, float] | None:
    try:
        lng, lat = (float(one) for one in written.split(","))
    except ValueError:
        return None
    (west, east), (south, north) = CHINA
    return (lng, lat) if west <= lng <= east and south <= lat <= north else None


def _nearest(house: "Organisation", where: Where) -> list[NearOutlet]:
    """Return the nearest outlets that the brand vouches for, none that is far but the nearest of all."""
    nearest = network.nearest_outlets(brand=house, here=(where.lng, where.lat), most=NEAREST, now=timezone.now())
    near = [one for one in nearest if one[0] <= FAR_M] or nearest[:1]
    return [_near(one, metres) for metres, one in near]


def _near(one: PublicOutlet, metres: float) -> NearOutlet:
    if not one.area_m:
        return NearOutlet(outlet=one, km=f"{metres / 1000:.1f}", far=metres > FAR_M)
    km = "" if is_wide(one.area_m) else f"{max(metres, one.area_m) / 1000:.0f}"
    return NearOutlet(outlet=one, km=km, far=metres > FAR_M, area=network.outlet_known_to(one))


def _map(where: Where, found: list[NearOutlet]) -> hexes.HexMap:
    name = candidates.known_to(where.said) if where.radius_m else where.said
    names = {key: str(called) for key, called in told_apart([(one.outlet.code, one.outlet.name) for one in found])}
    marks = [streets.StreetMark(lng=where.lng, lat=where.lat, name=name, kind="here", radius_m=where.radius_m)]
    marks += [
        streets.StreetMark(
            lng=one.outlet.lng, lat=one.outlet.lat, name=names[one.outlet.code], radius_m=one.outlet.area_m
        )
        for one in found
    ]
    return hexes.around(
        place=name,
        wide_km=where.radius_m / 1000,
        streets=streets.below(marks),
        dots=[
            hexes.Dot(
                name=names[one.outlet.code],
                east_km=(one.outlet.lng - where.lng) * 111.32 * math.cos(math.radians(where.lat)),
                north_km=(one.outlet.lat - where.lat) * 110.57,
                pick=n == 0,
            )
            for n, one in enumerate([one for one in found if one.km][:4])
        ],
        said=_("Positions of the nearest outlets around you; only how far and in which direction."),
    )
