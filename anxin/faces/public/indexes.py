"""What machines look for at fixed addresses: every public page with its day, and whom to tell of a weakness."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from anxin.core import settings
from anxin.core.errors import Missing
from anxin.domain.goods import queries as goods
from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries as publications
from anxin.faces.ground.site import address
from anxin.faces.public import brands

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

HOUR_S = 3600
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
type Entry = tuple[str, date | None]


@require_safe
@cache_control(public=True, max_age=HOUR_S)
def sitemaps(request: HttpRequest) -> HttpResponse:
    """List the lists of pages: the house's own and one for each brand that is open."""
    names = ["house", *(one.slug for one in opening.open_brands())]
    rows = "".join(
        f"<sitemap><loc>{escape(address(request, reverse('public:sitemap', args=[one])))}</loc></sitemap>"
        for one in names
    )
    return _xml(f'<sitemapindex xmlns="{SPACE}">{rows}</sitemapindex>')


@require_safe
@cache_control(public=True, max_age=HOUR_S)
def sitemap(request: HttpRequest, name: str) -> HttpResponse:
    """List the public pages of one brand, or of the house itself."""
    house = None if name == "house" else opening.brand(name)
    if house is not None and not opening.is_open(house):
        raise Missing({"brand": name})
    entries = _of_the_house() if house is None else _of_a_brand(house)
    rows = "".join(
        f"<url><loc>{escape(address(request, path, house))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in entries
    )
    return _xml(f'<urlset xmlns="{SPACE}">{rows}</urlset>')


@require_safe
@cache_control(public=True, max_age=HOUR_S)
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116): the address that was named, else the contact form."""
    now = timezone.now()
    named = str(settings.get("site.security_contact", at=now))
    contact = (f"mailto:{named}" if "@" in named else named) if named else address(request, reverse("contact:stranger"))
    lines = [
        f"Contact: {contact}",
        f"Expires: {_end_of_next_month(now):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: zh, en",
        f"Canonical: {address(request, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _of_the_house() -> Iterator[Entry]:
    today = timezone.localdate()
    held = publications.texts_since(on=today)
    yield reverse("public:brands"), None
    yield reverse("public:rules"), None
    yield reverse("public:privacy"), held.get("privacy")
    yield reverse("public:texts"), max(held.values(), default=None)
    for code, since in held.items():
        yield reverse("public:text", args=[code]), since
    yield reverse("buyer:start"), None
    if opening.takes_reports() or not opening.takes_claims():
        yield reverse("public:prices"), max((one.from_date for one in goods.price_lists(on=today)), default=None)
        yield reverse("public:devices"), None
        yield reverse("customer:products"), None
        yield reverse("customer:check"), None


def _of_a_brand(house: "Organisation") -> Iterator[Entry]:
    for name in ("brand", "outlets", "cities"):
        yield reverse(f"public:{name}", args=[house.slug]), None
    for one in goods.price_lists(on=timezone.localdate()):
        if one.brand == house.slug:
            yield reverse("customer:price_list", args=[house.slug, one.category]), one.from_date
    for category, _name in brands.categories_of(house):
        tried = publications.guides(category=category, on=timezone.localdate(), brand=house)
        days = [one.since for one in tried if one.since]
        yield reverse("public:help", args=[house.slug, category]), max(days, default=None)
    for category, region, at in publications.listed(brand=house):
        yield reverse("public:city", args=[house.slug, region.code, category]), timezone.localtime(at).date()


def _end_of_next_month(now: datetime) -> date:
    """Return a day one to two months ahead: the file is made anew whenever it is asked for, so it never runs out."""
    return (now.date().replace(day=1) + timedelta(days=70)).replace(day=1)


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', content_type="application/xml")
