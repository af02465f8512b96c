"""Nobody sees anything who has no business with it: every address of the house, tried by everybody it isn't for."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.people.models import Account
from tests.builders import Walked, a_repair

pytestmark = pytest.mark.django_db(transaction=True)

# Open to everybody on purpose: the pages of a brand, the public check, the report, the doors themselves, preferences.
PUBLIC = re.compile(
    r"^(brands/|d/|devices/|help/|legal/|sitemap\.xml|sitemaps/|verify/|report/|claim/|contact/|prices/|uploads/|"
    r"sign-in/|sign-out/|c/|customer/sign-(in|out)/|letters/|theme/|language/|"
    r"accent/|rules/|privacy/|robots\.txt|favicon\.ico|"
    r"technician/(worker|manifest)|api/v1/(openapi|docs|verify)|healthz|about/|static/|\.well-known/|$)"
)
SHUT = {301, 302, 303, 401, 403, 404, 405, 411, 415, 422}
SECRETS = [one.name for one in cast.CUSTOMERS] + [one.phone for one in cast.CUSTOMERS] + ["银杏里", "环市东路12号"]


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Walk the URL table; every address as its pattern."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        else:
            yield route


def filled(route: str, walk: Walked) -> str:
    """Fill an address with somebody else's case."""
    values = {
        "number": walk.repair.number,
        "version": "1",
        "brand": cast.HEYAN.slug,
        "code": "S3",
        "kind": "hotline",
        "token": "nothing",
        "category": "lock",
        "slot": "before",
        "sha256": "0" * 64,
    }
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", route).replace("^", "").replace("$", "").replace("\\Z", "")

    def value(found: re.Match[str]) -> str:
        kind, name = found.group(1) or "str", found.group(2)
        if name in values:
            return values[name]
        return {"uuid:": str(uuid4()), "int:": "1"}.get(kind, "x")

    return "/" + re.sub(r"<(\w+:)?(\w+)>", value, plain)


@pytest.fixture
def walk() -> Walked:
    return a_repair(now=timezone.now() - timedelta(minutes=40), at="quoted")


def stand_of(walk: Walked) -> tuple[str, ...]:
    """Say where the case stands, by all its machines."""
    walk.repair.refresh_from_db()
    return walk.repair.state, walk.visit.state, *walk.repair.quotes.values_list("state", flat=True)


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def outsiders() -> dict[str, Client]:
    """Everybody who has no part in Ms Zhang's case at Boss He's outlet."""
    everybody = {member.username: member for member in cast.EVERYBODY}
    away = [
        name
        for name, member in everybody.items()
        if member.organisation in {cast.OUTLET_TANGXIA.slug, cast.QINGFENG.slug, cast.MERCHANT.slug}
    ]
    return {name: signed_in(name) for name in away}


class TestStranger:
    def test_there_are_many_addresses_that_are_not_public(self) -> None:
        assert len([route for route in addresses() if not PUBLIC.match(route)]) >= 20

    def test_sees_nothing_anywhere(self, walk: Walked) -> None:
        client, faults = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.9"), []
        for route in addresses():
            if PUBLIC.match(route):
                continue
            for method in ("get", "post"):
                response = getattr(client, method)(filled(route, walk))
                text = response.content.decode(errors="replace") if not response.streaming else ""
                if response.status_code not in SHUT or any(secret in text for secret in SECRETS):
                    faults.append(f"{method} {route}: {response.status_code}")
        assert faults == []


class TestOutsider:
    def test_sees_and_changes_nothing_of_a_case_of_others(self, walk: Walked) -> None:
        before, faults = stand_of(walk), []
        numbered = [route for route in addresses() if "<" in route and "number" in route and not PUBLIC.match(route)]
        for name, client in outsiders().items():
            for route in numbered:
                for method in ("get", "post"):
                    response = getattr(client, method)(filled(route, walk), {"why": "x", "reason": "x"})
                    text = response.content.decode(errors="replace")
                    if response.status_code not in SHUT or walk.repair.number in text.replace(filled(route, walk), ""):
                        faults.append(f"{name} {method} {route}: {response.status_code}")
        assert faults == []
        assert stand_of(walk) == before


class TestSomebodySignedIn:
    def test_is_shown_nothing_that_a_cache_on_the_way_keeps(self, walk: Walked) -> None:
        """One page without the word is a customer's name in a proxy; whoever is asked, each page says it."""
        several = {(one.organisation, one.roles): one.username for one in cast.EVERYBODY}
        clients = {name: signed_in(name) for name in several.values()}
        faults, shown = [], set()
        for route in sorted({route for route in addresses() if not PUBLIC.match(route)}):
            for name, client in clients.items():
                answer = client.get(filled(route, walk))
                if answer.status_code == 405:
                    break
                if answer.status_code != 200:
                    continue
                shown.add(route)
                if not {"no-store", "private"} & set(answer.get("Cache-Control", "").split(", ")):
                    faults.append(f"{name} {route}")
                break
        assert faults == []
        assert "desk/stuck/" in shown
        assert len(shown) > 100
