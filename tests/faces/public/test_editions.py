"""Every public page says at its foot which edition it is, since when, who answers for it and where its history is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import PriceBook, Product
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.publications import actions
from anxin.domain.publications.models import CityEdition
from tests import builders

pytestmark = pytest.mark.django_db
WHO = "林经理（客户服务部）"
ROOT = f"/brands/{cast.HEYAN.slug}"
REPORT = f"/report/{cast.HEYAN.slug}/S3/"
OLD_PRICES = f"/prices/{cast.HEYAN.slug}/lock/{{priced}}/"
PAGES = {
    "": "/",
    "brands/": "/brands/",
    "brands/<slug:brand>/": f"{ROOT}/",
    "brands/<slug:brand>/outlets/": f"{ROOT}/outlets/",
    "brands/<slug:brand>/cities/": f"{ROOT}/cities/",
    "brands/<slug:brand>/cities/<str:region>/<path:category>/": f"{ROOT}/cities/{{region}}/lock/",
    "brands/<slug:brand>/help/<path:category>/": f"{ROOT}/help/lock/",
    "brands/<slug:brand>/history/<slug:page>/": f"{ROOT}/history/brand/",
    "history/<slug:page>/": "/history/texts/",
    "devices/": "/devices/",
    "d/<slug:label>/": "/d/{label}/",
    "legal/": "/legal/",
    "legal/<slug:code>/": "/legal/privacy/",
    "legal/<slug:code>/<int:number>/": "/legal/privacy/1/",
    "legal/<slug:code>/<int:number>/changes/": "/legal/privacy/2/changes/",
    "rules/": "/rules/",
    "rules/<str:day>/": "/rules/2026-11-01/",
    "prices/": "/prices/",
    "prices/<slug:brand>/<path:category>/": f"/prices/{cast.HEYAN.slug}/lock/",
    r"^prices/(?P<brand>[-a-zA-Z0-9_]+)/(?P<category>.+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/$": OLD_PRICES,
    "privacy/": "/privacy/",
    "report/": "/report/",
    "report/<str:word>/": "/report/nothing/",
    "report/<slug:brand>/<path:code>/": REPORT,
    "report/<slug:brand>/<path:code>/waiting/": f"{REPORT}waiting/",
    "verify/": f"/verify/?kind=hotline&code={cast.HOTLINE}",
    "verify/dossiers/": "/verify/dossiers/",
    "verify/reports/": "/verify/reports/",
    "verify/reports/thanks/": "/verify/reports/thanks/",
    "contact/": "/contact/",
    "contact/thanks/": "/contact/thanks/",
    "claim/": "/claim/",
    "claim/order/": "/claim/order/?order=nothing&phone=13800000000",
}
"""Where each page that anybody may read is read, by its pattern."""
ON_THE_WAY = "a step that only a form leads to: it is the page of the step before, with its foot"
FILE = "a file or a picture, no page"
DOOR = "asks who somebody is, and tells nothing"
PRESSED = "takes what was pressed, and leads on"
MACHINE = "for programs"
NONE = {
    "about/": "tells of the program, whose version stands there",
    "claim/request/": ON_THE_WAY,
    "claim/check/": ON_THE_WAY,
    "report/<slug:brand>/<path:code>/submission/": ON_THE_WAY,
    "claim/advice/": "words beside a picture just chosen, in the page of the step",
    "report/<slug:brand>/<path:code>/there/": "when, or where to, asked in the form as its address is filled in",
    "report/paste/": "what was pasted, taken apart for the form in whose page it lands",
    "setup/": "the operator's first visit, before anything is published",
    **dict.fromkeys(
        ("letters/", "theme/", "language/", "customer/sign-out/", "sign-out/", "claim/submission/"), PRESSED
    ),
    **dict.fromkeys(
        ("uploads/", "uploads/documents/", "uploads/vectors/", "uploads/<uuid:upload>/", "customer/uploads/"), PRESSED
    ),
    **dict.fromkeys(("customer/uploads/<uuid:upload>/", "desk/", "outlet/", "desk/network/"), PRESSED),
    **dict.fromkeys(("robots.txt", "favicon.ico", "sitemap.xml", "sitemaps/<slug:name>.xml", "metrics"), MACHINE),
    **dict.fromkeys((".well-known/security.txt", ".well-known/anxin.json"), MACHINE),
    **dict.fromkeys((".well-known/anxin-house/<slug:nonce>", "verify/brands/<slug:brand>/anxin.json"), MACHINE),
    r"^(?P<name>(?:MP|WW)_verify_[A-Za-z0-9]{8,32}\.txt)$": FILE,
    **dict.fromkeys(("customer/order-link/", "customer/order-link/code/"), DOOR),
    **dict.fromkeys(("help/pictures/<slug:sha256>/", "claim/picture/", "accent/<slug:colour>.css"), FILE),
}
"""What anybody may ask for that has no edition, and why."""
AREAS = {
    "sign-in/": DOOR,
    "customer/sign-in/": DOOR,
    "c/<str:token>/": DOOR,
    "o/<str:token>/": DOOR,
    "wechat/": DOOR,
    "looks/": FILE,
    "static/": FILE,
    "technician/": FILE,
    "hooks/": MACHINE,
    "api/": MACHINE,
}
"""The same for all that lies below an address."""


def public(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Walk the URL table; every address that asks for no role, as its pattern."""
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from public(one.url_patterns, route)
        elif not hasattr(one.callback, "allowed"):
            yield route


@pytest.fixture
def named() -> dict[str, Any]:
    """Lay the ground with a device, city pages and two editions of a text; return what addresses name."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    brand, product = people.organisation(cast.HEYAN.slug), Product.objects.get(code="S3")
    acting(lambda: actions.renew_cities(brand=brand, now=now))
    by = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
    (device,) = acting(lambda: goods.label(product=product, serials=["HY-1"], by=by, now=now))
    builders.legal_texts(now=now, codes=("privacy",))
    builders.legal_texts(now=now, codes=("privacy",))
    told = {"name": "publications.responsible", "value": WHO, "organisation": ""}
    acting(lambda: settings.propose(**told, valid_from=now, by=SYSTEM, now=now))
    priced = PriceBook.objects.filter(brand=brand).earliest("from_date").from_date
    return {"region": CityEdition.objects.filter(category="lock")[0].region, "label": device.label, "priced": priced}


class TestPages:
    def test_each_public_address_has_an_edition_or_a_reason_for_none(self) -> None:
        asked = set(public(get_resolver().url_patterns))
        open_ = {one for one in asked if not one.startswith(tuple(AREAS))}
        assert open_ - set(PAGES) - set(NONE) == set()
        assert (set(PAGES) | set(NONE)) - asked == set()

    @pytest.mark.parametrize("route", PAGES)
    def test_says_who_answers_for_it_and_where_its_history_is(self, named: dict[str, Any], route: str) -> None:
        text = Client().get(PAGES[route].format(**named), follow=True).content.decode()
        assert f"{WHO}负责" in text
        assert "什么时候改了什么" in text
