"""The home page of a brand: who stands behind it, how to reach a person, what to do here, how long it really takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.core.carriers import sms
from anxin.domain.contacts import queries as contacts
from anxin.domain.custody import queries as custody
from anxin.domain.custody.rules import FREIGHT_LINE
from anxin.domain.goods import queries as goods
from anxin.domain.goods.rules import LINES
from anxin.domain.insight import queries as insight
from anxin.domain.network import queries as network
from anxin.domain.network.queries import HotlineView, Promise
from anxin.domain.opening import queries as opening
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.domain.publications import queries as publications
from anxin.faces import shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import appearance, editions, tiles
from anxin.faces.ground.hotline_order import answered_first
from anxin.faces.public import measures, page_descriptions, self_help

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

LINES_SHOWN = 6
TRIES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The first lines of a brand's price list, and where the whole lists are."""

    category: str
    fee: goods.PriceView | None
    lines: list[goods.PriceView]
    more: int
    since: object
    edition: str
    lists: list[tuple[str, str]]


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Show the start page: the brand of this domain, the only brand there is, or the house with its brands.

    Where nothing is open any more, the brands that were say on their pages what goes on and whom to ring.
    """
    claims, brands = opening.takes_claims(), opening.open_brands()
    found = brands if brands or claims else opening.shut_brands()
    own = people.house_at(request.get_host().partition(":")[0], opening.brands_here())
    if own is None and len(found) == 1 and not claims:
        own = found[0]
    if own is not None:
        return HttpResponseRedirect(reverse("public:brand", args=[own.slug]))
    now = timezone.now()
    shut_at = None if found or claims else opening.shut_since()
    context = {
        "brands": [(one, network.appearance_of(one, now=now)) for one in found],
        "claims": claims,
        "writes": bool(brands or claims),
        **({"brand": people.operator(), "shut_at": shut_at} if shut_at else {}),
        "page_edition": editions.footing(opening.house_page("brands"), now=now),
    }
    return render(request, "public/brands.html", context)


@require_safe
def brand(request: HttpRequest, brand: str) -> HttpResponse:
    """Show a brand's home; a shut one says so, and whom to ring."""
    now, house = timezone.now(), opening.brand(brand)
    lines = hotlines_of(house)
    if not opening.is_open(house):
        return shut(request, house)
    appearance.wear(request, house)
    county = _county(request)
    here = reverse("public:brand", args=[house.slug])
    times = insight.times(brand=house, county=county, now=now)
    promise, ahead = network.promise_and_next(brand=house, division=county, category="", now=now)
    context = {
        "brand": house,
        "hotlines": lines,
        "held": [] if lines else network.held_hotlines(house, on=timezone.localdate()),
        "until": min((one.to_date for one in lines), default=None),
        "tally": network.false_tally(),
        "waits": contacts.waits(now=now),
        "asked": request.GET.get("near", "").strip()[:80],
        "place": place_name(times.division),
        "times": times,
        "steps": measures.bars(times.steps, promised_s(promise)),
        "promise": promise,
        "ahead": ahead,
        "prices": _prices(house, now),
        **_first_tries(house),
        "texts": sms.is_there(),
        "page_edition": editions.footing(publications.page_of("brand", brand=house), now=now),
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("{brand} after-sales service").format(brand=house.name),
            text=_("Report a fault, follow it, check a number, claim: official hotlines, prices and measured times."),
            path=here,
            facts=[page_descriptions.organisation(request, house, here, lines)],
        ),
    }
    return render(request, "public/brand.html", context)


def shut(request: HttpRequest, house: "Organisation") -> HttpResponse:
    """Say that a brand isn't open to the public yet, or since when no more, what goes on and whom to ring."""
    context = {
        "brand": house,
        "hotlines": hotlines_of(house),
        "writes": opening.is_anything_open(),
        "left": opening.left(house),
        "shut_at": opening.shut_since(house),
        "page_edition": editions.footing(publications.page_of("shut", brand=house), now=timezone.now()),
    }
    return render(request, "public/shut.html", context)


def hotlines_of(house: "Organisation") -> list[HotlineView]:
    """List the numbers a brand vouches for today, those that are answered now first."""
    own = [one for one in network.hotlines(on=timezone.localdate()) if one.slug == house.slug]
    return answered_first(own, now=timezone.now())


def promised_s(promise: Promise | None) -> dict[str, int]:
    """Return what is promised for each measured step, in seconds."""
    return {"accepted": promise.acknowledge_min * 60, "assigned": promise.assign_min * 60} if promise else {}


def place_name(division: str) -> str:
    """Return the short name of the place whose times are told; empty for the nation."""
    return tiles.name_of(division) if division else ""


def categories_of(house: "Organisation") -> list[tuple[str, str]]:
    """List what a brand makes: code and name of each class of goods, in the order of its products."""
    codes = dict.fromkeys(one.category for one in goods.products(brand=house.slug))
    return [(code, class_name(code)) for code in codes]


def _first_tries(house: "Organisation") -> dict[str, object]:
    """Return what to try first for the first class of goods that has any, and where that of the others is."""
    made = categories_of(house)
    helped = self_help.classes_helped(house, [code for code, _name in made])
    first = next((code for code, _name in made if code in helped), "")
    rows = self_help.tries_of(house, first, helped[first]) if first else []
    return {
        "tries": [one for one in rows if one.guide.steps][:TRIES_SHOWN],
        "helps": [(reverse("public:help", args=[house.slug, code]), name) for code, name in made if code in helped],
    }


def _county(request: HttpRequest) -> str:
    """Read for which county somebody asks: a code of the address, or words that name a place."""
    asked = request.GET.get("near", "").strip()[:80]
    if not asked:
        return places.known_code(request.GET.get("at", "")[:6])
    shared.limit(request, "near", burst=20, per_min=20)
    return places.read(asked).county_code


def _takes_parcels(house: "Organisation", category: str, now: datetime) -> bool:
    """Return whether a class of goods may be sent in, and any outlet takes parcels."""
    offered = goods.ways_of(house.pk, [category], now=now)[category]
    return "mail_in" in offered and "mail_in" in custody.ways_in(house, now=now)


def _prices(house: "Organisation", now: datetime) -> Prices | None:
    lists = [one for one in goods.price_lists(on=timezone.localdate(now)) if one.brand == house.slug]
    if not lists:
        return None
    first = lists[0]
    lines = goods.prices(brand=house, category=first.category, on=timezone.localdate(now))
    sent = [one for one in lines if one.code.upper() == FREIGHT_LINE]
    if sent and not _takes_parcels(house, first.category, now):
        lines = [one for one in lines if one not in sent]
    fees = [one for one in lines if one.kind == "fee" and one not in sent]
    fee = next((one for one in fees if one.code.upper().endswith(LINES["visit"])), next(iter(fees), None))
    rest = [one for one in lines if one is not fee]
    return Prices(
        category=class_name(first.category),
        fee=fee,
        lines=rest[:LINES_SHOWN],
        more=len(lines),
        since=first.from_date,
        edition=first.edition,
        lists=[
            (
                reverse("customer:price_list", args=[house.slug, one.category]),
                class_name(one.category),
            )
            for one in lists
        ],
    )
