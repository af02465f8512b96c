"""English is whole: no page of a stranger, a customer or a technician has a Chinese word of ours.

What people entered stands as they wrote it: each such value is taken off the page whole, and so are names of places.
What has its English beside it (`name`, `name_en`) is not taken off.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.utils import translation

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.demo import walk as walks
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.domain.publications import actions as publications
from anxin.engines.address.names import short_name
from tests import claim_builders
from tests.faces.customer.claims import claimed
from tests.faces.customer.claims.claimed import a_case
from tests.faces.technician.phones import account_of, walk
from tests.faces.technician.test_a_day_without_signal import six

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english_here_only() -> Iterator[None]:
    """Leave the language of the next test alone: a page's stays on in its thread."""
    with translation.override(None):
        yield
    translation.deactivate()


HAN = re.compile(r"[\u3400-\u9fff]+")
MASKED = re.compile(r"[\u3400-\u9fff]{1,4}\*+[\u3400-\u9fff]?")
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*\blang=[\"']?zh.*?>[^<]*<", re.DOTALL)
TOLD = re.compile(r"(?:alt|title|aria-label|placeholder|content|data-said[\w-]*|data-confirm)=\"([^\"]*)\"")
LINK = re.compile(r"<a\b[^>]*\bhref=\"(/[^\"#]*)")
ROOT = f"/brands/{cast.HEYAN.slug}"
OPEN = (
    *("/", "/brands/", f"{ROOT}/", f"{ROOT}/cities/", f"{ROOT}/cities/5101/lock/", f"{ROOT}/cities/11/lock/"),
    *(f"{ROOT}/outlets/?near=成都武侯区", f"{ROOT}/help/lock/", f"/prices/{cast.HEYAN.slug}/lock/", "/verify/"),
    *("/verify/reports/", "/report/", "/report/heyan/S3/", "/claim/", "/legal/privacy/", "/legal/terms/", "/privacy/"),
    *("/sign-in/", "/about/", "/no-such-page/"),
)
MOST, LEAST = 60, 3
REPAIRS = ("submitted", "booked", "quoted", "billed", "closed")
CASES = ("merchant_answer", "offer_made", "review", "refused", "waiting_return", "closed")
SAID = re.compile(r"\"([^\"\n]*[\u3400-\u9fff][^\"\n]*)\"")
TOLD_IN = (walks, claimed, claim_builders)
"""Where it stands what the cast wrote: some of it is kept sealed."""


def entered(value: Any) -> Iterator[str]:
    """Yield the texts of a value, but those that have their English beside them."""
    if isinstance(value, dict):
        yield from (text for name, one in value.items() if not value.get(f"{name}_en") for text in entered(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in entered(one))
    elif isinstance(value, str) and HAN.search(value):
        yield value


@cache
def all_told() -> frozenset[str]:
    """Return what the cast says and is called."""
    found = {text for one in TOLD_IN for text in SAID.findall(inspect.getsource(one))}
    found |= {one for member in cast.EVERYBODY for one in (member.name, member.called)}
    found |= {one.name[0] for one in cast.ORGANISATIONS}  # the mark of a house that has no picture
    return frozenset(found | {one for customer in cast.CUSTOMERS for one in (customer.name, customer.address)})


def all_kept() -> frozenset[str]:
    """Return the texts that lie in the house's tables, but those that have their English beside them."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("anxin."):
            kept = [one.attname for one in model._meta.fields if isinstance(one, CharField | TextField | JSONField)]
            for row in model._base_manager.values(*kept):
                found |= set(entered(row))
    return frozenset(found)


@cache
def all_places() -> frozenset[str]:
    """Return what places are called."""
    found: set[str] = set()
    for province in places.children():
        for one in (province, *places.children(province.code)):
            found |= {one.name, one.full_name}
            found |= {two for county in places.children(one.code) for two in (county.name, county.full_name)}
    found |= {short_name(one) for one in found}
    return frozenset(one for one in found if len(one) > 1)


def without(known: Iterable[str], text: str) -> str:
    """Take what is known off a text, the longest first."""
    there = {*text}
    for one in sorted((one for one in known if one[:1] in there), key=len, reverse=True):
        text = text.replace(one, " ")
    return text


class Reader:
    """Somebody who reads English, and what he found that isn't."""

    def __init__(self, client: Client) -> None:
        self.client, self.known = client, all_places() | all_told() | all_kept()
        self.found: dict[str, set[str]] = {}
        self.read: set[str] = set()

    def reads(self, path: str) -> list[str]:
        """Read a page, and return where it leads."""
        answer = self.client.get(path, headers={"Accept-Language": "en"}, follow=True)
        self.read.add(path)
        if "html" not in answer.headers.get("Content-Type", ""):
            return []
        page = answer.content.decode()
        text = UNSEEN.sub(" ", page)
        text = unescape("\n".join([*TOLD.findall(text), re.sub(r"<[^>]+>", "\n", text)]))
        if self.foreign(text):
            self.known |= all_kept()  # what reading itself has left, too
        if left := self.foreign(text):
            self.found[path] = left
        return [unescape(one) for one in LINK.findall(page)]

    def foreign(self, text: str) -> set[str]:
        """Return the Chinese words of a text that nobody entered."""
        return set(HAN.findall(MASKED.sub(" ", without(self.known, text)))) if HAN.search(text) else set()

    def walks(self, start: str, prefixes: tuple[str, ...]) -> None:
        """Read on from a page as far as its links lead within some addresses."""
        ahead = [start]
        while ahead and len(self.read) < MOST:
            path = ahead.pop(0)
            if path not in self.read:
                ahead += [one for one in self.reads(path) if one.startswith(prefixes)]


@pytest.fixture
def laid(live_now: datetime) -> None:
    ground.lay(now=live_now - timedelta(minutes=30))
    brand = people.organisation(cast.HEYAN.slug)
    acting(lambda: publications.renew_cities(brand=brand, now=live_now))


class TestEnglish:
    def test_of_strangers_pages(self, laid: None) -> None:
        reader = Reader(Client())
        for path in OPEN:
            reader.reads(path)
        assert not reader.found, reader.found

    @pytest.mark.parametrize("state", REPAIRS)
    def test_of_a_customers_repair(self, state: str, laid: None) -> None:
        one = walk(state)
        reader = Reader(Client())
        reader.walks(f"/c/{one.token}/", ("/customer/", "/c/"))
        assert len(reader.read) > LEAST, reader.read
        assert not reader.found, reader.found

    @pytest.mark.parametrize("state", CASES)
    def test_of_a_buyers_claim(self, state: str, laid: None) -> None:
        one = a_case(state)
        reader = Reader(Client())
        reader.walks(f"/c/{one.token}/", ("/customer/", "/c/", "/claim/", "/contact/"))
        assert len(reader.read) > LEAST, reader.read
        assert not reader.found, reader.found

    @pytest.mark.parametrize("jobs", [lambda: walk("named"), six], ids=["an offer", "six jobs"])
    def test_of_a_technician(self, jobs: Callable[[], object], laid: None) -> None:
        jobs()
        client = Client()
        client.force_login(account_of(cast.MASTER_LUO))
        reader = Reader(client)
        reader.walks("/technician/", ("/technician/", "/notices/"))
        assert len(reader.read) > 3 * LEAST, reader.read
        assert not reader.found, reader.found
