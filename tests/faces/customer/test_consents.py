"""Whoever leaves name or phone does so in the words of an edition, and reads it where he left them."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import timeline, vault
from anxin.core.acting import acting
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.contacts.models import Contact
from anxin.domain.network.models import Report, Waiting
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Consent, Person
from anxin.domain.people.queries import actors
from anxin.faces import shared
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
    def test_agreed_to_is_taken_back_on_the_page_though_the_desk_told_of_a_later_one(self) -> None:
        now = timezone.now()
        walk = builders.a_repair(now=now, at="submitted")
        person = walk.repair.customer
        walk.do(
            lambda: personal_data.consent(
                person=person,
                purpose="repair",
                version=BOTH,
                channel="phone",
                by=walk.by(cast.XIAO_CHEN),
                now=now,
                stream=walk.repair.stream(),
                basis="contract",
            )
        )
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(person.pk)))
        session.save()
        assert "/customer/me/consents/repair/" in client.get("/customer/me/").content.decode()

    def test_names_the_edition_in_its_record(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="submitted")
        fact = Entry.objects.get(code="people.agreed")
        assert (fact.stream_key, fact.facts["way"]) == (walk.repair.stream(), "page")
        client = Client()
        client.force_login(builders.account(cast.XIAO_CHEN))
        assert "已同意" in client.get(f"/desk/repairs/{walk.repair.number}/").content.decode()


@pytest.mark.usefixtures("texts")
class TestACopy:
    def test_holds_messages_waiting_reports_devices_notices_and_consents(self) -> None:
        everything_told()
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(Person.objects.get(phone_masked="139****4321", contacts__isnull=False).pk)))
        session.save()
        packed = client.post("/customer/me/copy/")
        pack = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content)))
        told = json.loads(pack.read("data.json"))
        assert [one["words"] for one in told["messages"]] == ["我家住三单元"]
        assert [one["state"] for one in told["waiting"]] == ["waiting"]
        assert [one["told"] for one in told["number_reports"]] == ["要先转账"]
        assert {"devices", "notices"} <= set(told)
        given = {each["purpose"] for one in told["persons"] for each in one["consents"]}
        assert given == {"contact", "waiting", "report"}


@pytest.mark.usefixtures("texts")
def test_an_erasure_reaches_what_he_wrote_and_reported() -> None:
    everything_told()
    now = timezone.now()
    for person in Person.objects.filter(phone_masked="139****4321"):
        himself = actors.actor_of_person(str(person.pk))
        acting(lambda person=person, by=himself: personal_data.erase(person=person, by=by, now=now))
    row = Contact.objects.get()
    assert vault.open_("contacts.text", row.id, row.text_sealed) == ""
    assert (Report.objects.get().note_sealed, Report.objects.get().person) == ("", None)
    assert Waiting.objects.get().state == "dropped"
    assert [one.code for one in timeline.verify()] == []


def everything_told() -> None:
    """Have one phone write, wait and report a number."""
    phone = "13900004321"
    for path, told in (
        ("/contact/", {"topic": "other", "text": "我家住三单元", "name": "扎西", "phone": phone}),
        ("/verify/reports/", {"kind": "hotline", "code": "400-999-0000", "note": "要先转账", "phone": phone}),
        ("/report/heyan/S3/waiting/", {"name": "扎西", "phone": phone, "address": REMOTE}),
    ):
        assert Client().post(path, told).status_code in (200, 302)
