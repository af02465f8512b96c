"""What a page says of itself to search engines and messengers: a sentence, its address, and facts by schema.org."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anxin.domain.network.queries import HotlineView
from anxin.domain.publications.queries import City
from anxin.faces.ground.site import address
from anxin.faces.public.opening_facts import opening_hours
from anxin.faces.public.self_help import Try

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

type Facts = dict[str, Any]
ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What must not stand in a script of a page, whatever a name holds."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """A page in one sentence, with its own address, the picture of its card and what it states."""

    title: str
    text: str
    url: str
    image: str
    facts: tuple[Facts, ...] = field(default=())

    @property
    def data(self) -> SafeString:
        """Write the facts as a block of JSON-LD: data, which no browser runs."""
        graph = {"@context": "https://schema.org", "@graph": list(self.facts)}
        said = SafeString(json.dumps(graph, ensure_ascii=False).translate(ESCAPED))
        return format_html('<script type="application/ld+json">{}</script>', said)


def page(
    request: HttpRequest,
    *,
    title: str,
    text: str,
    path: str,
    house: "Organisation | None" = None,
    facts: Iterable[Facts] = (),
) -> Described:
    """Describe a page; `path` is its own address without what was asked, `house` whose card it shows."""
    image = address(request, reverse("ground:card", args=[house.slug]) if house else static("anxin/card.png"), house)
    return Described(title=title, text=text, url=address(request, path, house), image=image, facts=tuple(facts))


def organisation(request: HttpRequest, house: "Organisation", path: str, lines: Iterable[HotlineView]) -> Facts:
    """State who a brand is and on which numbers it is reached."""
    said: Facts = {
        "@type": "Organization",
        "@id": address(request, path, house),
        "name": house.name,
        "url": address(request, path, house),
        "logo": address(request, reverse("ground:icon", args=[house.slug]), house),
        "contactPoint": [
            {
                "@type": "ContactPoint",
                "telephone": one.code,
                "contactType": "customer service",
                "description": one.scope,
                "areaServed": "CN",
            }
            for one in lines
        ],
    }
    return said


def city_service(request: HttpRequest, house: "Organisation", goods: str, city: City, path: str) -> list[Facts]:
    """State what is served in a city, by which outlets; nothing where nobody is."""
    if not city.served:
        return []
    who = {"@type": "Organization", "name": house.name}
    service: Facts = {
        "@type": "Service",
        "serviceType": goods,
        "provider": who,
        "url": address(request, path, house),
        "areaServed": [{"@type": "City", "name": city.region.name}],
    }
    outlets = [
        {
            "@type": "LocalBusiness",
            "name": one.outlet.name,
            "telephone": one.outlet.phone,
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "addressLocality": city.region.name,
                "streetAddress": one.outlet.street,
            },
            **opening_hours(one.outlet.opens, closed_until=one.outlet.closed_until, today=timezone.localdate()),
            **({} if one.outlet.area_m else {"geo": _point(one.outlet.lng, one.outlet.lat)}),
            "parentOrganization": who,
        }
        for one in city.branches
    ]
    return [service, *outlets]


def _point(lng: float, lat: float) -> Facts:
    return {"@type": "GeoCoordinates", "latitude": lat, "longitude": lng}


def how_to(rows: Iterable[Try]) -> list[Facts]:
    """State what to try first, fault by fault."""
    return [
        {
            "@type": "HowTo",
            "name": one.guide.name,
            "step": [{"@type": "HowToStep", "text": step} for step, _picture in one.guide.steps],
        }
        for one in rows
        if one.guide.steps
    ]


def crumbs(request: HttpRequest, steps: Iterable[tuple[str, str]], house: "Organisation") -> Facts:
    """State where a page lies: names and paths from the top down."""
    rows: list[Mapping[str, Any]] = [
        {"@type": "ListItem", "position": n, "name": name, "item": address(request, path, house)}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": rows}
