"""Whoever leaves name or phone does so in the words of an edition, and reads it where he left them."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.network.models import Report, Waiting
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Consent, Person
from anxin.domain.people.queries import actors
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = "privacy/1,terms/1"
REMOTE = "西藏自治区阿里地区改则县"


@pytest.fixture
def texts() -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now())


def given(purpose: str) -> Consent:
    found: Consent = Consent.objects.get(purpose=purpose)
    return found


def take_back(person: Person, purpose: str) -> None:
    by, now = actors.actor_of_person(str(person.pk)), timezone.now()
    acting(lambda: personal_data.withdraw_consent(person=person, purpose=purpose, by=by, now=now))


@pytest.mark.usefixtures("texts")
class TestAStranger:
    def test_who_writes_was_told_in_an_edition_and_it_stands_with_his_message(self) -> None:
        client = Client()
        assert "/privacy/" in client.get("/contact/").content.decode()
        told = {"topic": "other", "text": "在吗", "name": "王五", "phone": "13900001234"}
        assert client.post("/contact/", told).status_code == 302
        one = given("contact")
        assert (one.version, one.basis, one.channel, one.stream_kind) == (BOTH, "contract", "form", "contact")
        fact = Entry.objects.get(code="people.told")
        assert (fact.facts["notice"], fact.facts["terms"], fact.stream.kind) == ("1", "1", "contact")

    def test_who_reports_a_number_with_a_phone_agrees_and_may_take_it_back(self) -> None:
        told = {"kind": "hotline", "code": "400-999-0000", "note": "要先转账", "phone": "13900001234"}
        assert Client().post("/verify/reports/", told).status_code == 302
        one = given("report")
        assert (one.version, one.basis) == (BOTH, "consent")
        take_back(one.person, "report")
        assert Report.objects.get().person is None
        assert Report.objects.get().note_sealed, "others are warned of what he told"
        one.person.refresh_from_db()
        assert one.person.erased_at

    def test_who_reports_a_number_without_a_phone_leaves_nothing_of_himself(self) -> None:
        told = {"kind": "hotline", "code": "400-999-0000", "note": "要先转账", "phone": ""}
        assert Client().post("/verify/reports/", told).status_code == 302
        assert not Consent.objects.exists()


@pytest.mark.usefixtures("texts")
def test_who_waits_agreed_in_an_edition_and_is_off_the_list_once_he_takes_it_back() -> None:
    wish = {"name": "扎西", "phone": "13900004321", "address": REMOTE}
    page = Client().post("/report/heyan/S3/waiting/", wish).content.decode()
    assert "已经登记" in page
    one = given("waiting")
    assert (one.version, one.stream_kind) == (BOTH, "waiting")
    take_back(one.person, "waiting")
    assert Waiting.objects.get().state == "dropped"


class TestACase:
    def test_names_the_edition_in_its_record(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="submitted")
        fact = Entry.objects.get(code="people.agreed")
        assert (fact.stream_key, fact.facts["way"]) == (walk.repair.stream(), "page")
        client = Client()
        client.force_login(builders.account(cast.XIAO_CHEN))
        assert "已同意" in client.get(f"/desk/repairs/{walk.repair.number}/").content.decode()
