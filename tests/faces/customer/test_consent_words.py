"""What is agreed to on a page are the editions that stood on it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import timeline, wording
from anxin.demo import ground
from anxin.domain.people import rules
from anxin.domain.people.models import Consent
from anxin.domain.publications.models import Text
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.report_builders import FORM, answers

pytestmark = pytest.mark.django_db(transaction=True)


def editions(page: bytes) -> str:
    found = re.search(r'name="agreed_to" value="([^"]+)"', page.decode())
    assert found
    return found[1]


def test_consent_counts_in_the_editions_that_stood_on_the_page_and_in_none_published_since(client: Client) -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now())
    shown = editions(client.post(FORM, answers()).content)
    Text.objects.filter(document__code="privacy").update(from_date=timezone.localdate() - timedelta(days=60))
    builders.legal_texts(now=timezone.now(), codes=("privacy",))
    sent = {**answers(consent="on", once="k-1"), "agreed_to": shown}
    again = client.post(f"{FORM}submission/", sent)
    assert again.status_code == 422
    assert not Repair.objects.exists()
    anew = editions(again.content)
    assert anew != shown
    assert client.post(f"{FORM}submission/", {**sent, "agreed_to": anew}).status_code == 302
    assert {one.version for one in Consent.objects.all()} == {anew}


WAITS = {"name": "扎西", "phone": "13900000077", "address": "西藏自治区阿里地区改则县"}
WRITES = {"topic": "progress", "text": "师傅什么时候来？", "name": "张", "phone": "13900000077"}
REPORTS = {"kind": "hotline", "code": "400-000-0009", "note": "短信里的", "phone": "13900000077"}


@pytest.mark.parametrize(
    ("path", "told", "taken"),
    [(f"{FORM}waiting/", WAITS, 200), ("/contact/", WRITES, 302), ("/verify/reports/", REPORTS, 302)],
)
def test_what_agrees_by_being_sent_counts_in_the_edition_that_stood_on_the_page(
    client: Client, path: str, told: dict[str, str], taken: int
) -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now())
    sent = {**told, "agreed_to": (shown := editions(client.get(path).content))}
    Text.objects.filter(document__code="privacy").update(from_date=timezone.localdate() - timedelta(days=60))
    builders.legal_texts(now=timezone.now(), codes=("privacy",))
    again = client.post(path, sent)
    assert again.status_code == 422
    assert not Consent.objects.exists()
    anew = editions(again.content)
    assert anew != shown
    assert client.post(path, {**sent, "agreed_to": anew}).status_code == taken
    assert {one.version for one in Consent.objects.all()} == {anew}


def test_what_is_recorded_as_agreed_to_is_named_and_linked_where_it_is_agreed_to(client: Client) -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now())
    pages = [client.post(FORM, answers()).content, client.get("/contact/").content]
    for page in pages:
        recorded = editions(page).split(",")
        assert [one.partition("/")[0] for one in recorded] == ["privacy", "terms"]
        for one in recorded:
            assert f'href="/legal/{one}/"' in page.decode(), one
    assert client.post(f"{FORM}submission/", answers(consent="on", once="k-1")).status_code == 302
    (agreed,) = (one for one in timeline.read(Repair.objects.get().stream()) if one.code == "people.agreed")
    assert (agreed.facts["notice"], agreed.facts["terms"]) == ("1", "1")


def test_a_text_that_nobody_published_is_not_said_to_be_agreed_to(client: Client) -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now(), codes=("privacy",))
    page = client.post(FORM, answers()).content
    assert editions(page) == "privacy/1"
    assert "/legal/terms/" not in page.decode().partition('name="consent"')[2].partition("</form>")[0]
    assert rules.editions("privacy/1")["terms"] == "-"
    for code in ("people.agreed", "people.told"):
        said = wording.fact(code).reads({"way": "web", **rules.editions("privacy/1")})
        assert "{notice}" in str(said)
        assert "{terms}" not in str(said)
