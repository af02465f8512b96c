"""A person corrects what is kept of him: the name at once, the phone by a code that went to the new one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.outbox import Message
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import CaseLink, DataRequest, Hold, LoginCode, NewPhone, Person
from anxin.domain.places import actions as places
from anxin.domain.repairs.models import Repair
from anxin.faces import shared
from tests import builders
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "13900007788"
CODE = "246810"
HOME = "四川省成都市武侯区玉林南路 9 号 3 单元 201"


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every code be the same, and text messages be there, as in the demo."""
    monkeypatch.setattr("anxin.domain.people.actions.codes.secrets.randbelow", lambda _most: int(CODE))
    monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)


def a_customer(at: str = "accepted") -> tuple[Client, Person]:
    """Return Ms Zhang's browser, her phone proved, and her row; her repair stands at a step."""
    person = builders.a_repair(now=timezone.now(), at=at).repair.customer
    return browser(person), person


def browser(person: Person, kind: str = shared.PERSON) -> Client:
    client = Client()
    session = client.session
    session.update(shared.proof_of(str(person.pk)) if kind == shared.PERSON else {kind: str(person.pk)})
    session.save()
    return client


@pytest.mark.usefixtures("code")
class TestANewPhone:
    def test_takes_the_old_ones_place_once_its_code_comes_back(self) -> None:
        client, person = a_customer()
        links = CaseLink.objects.filter(revoked_at=None).count()
        assert client.post("/customer/me/phone/", {"phone": NEW}).status_code == 302
        assert "139****7788" in client.get("/customer/me/").content.decode(), "it says where the code went"
        assert queries.known_by_phone(cast.MS_ZHANG.phone), "nothing has changed yet"
        sent = Message.objects.get(template="people.new_phone_code")
        assert queries.phone_of(sent).to == NEW
        assert client.post("/customer/me/phone/code/", {"code": CODE}).status_code == 302
        assert not queries.known_by_phone(cast.MS_ZHANG.phone)
        assert [one.pk for one in queries.known_by_phone(NEW)] == [person.pk]
        assert CaseLink.objects.filter(revoked_at=None).count() == links, "his links go on to work"
        page = client.get("/customer/me/").content.decode()
        assert "139****7788" in page
        assert "/customer/repairs/" in client.get("/customer/").headers["Location"]
        assert [one.code for one in timeline.verify()] == []

    def test_is_read_by_nobody_who_proved_the_old_one_alone(self) -> None:
        client, person = a_customer()
        theirs = acting(lambda: people.enrolled_anew(name="张妈妈", phone=NEW, now=timezone.now()))
        same = acting(lambda: people.enrolled_anew(name="张爸爸", phone=cast.MS_ZHANG.phone, now=timezone.now()))
        others = [browser(person), browser(same)]
        assert [one.get("/customer/me/").status_code for one in others] == [200, 200]

        client.post("/customer/me/phone/", {"phone": NEW})
        client.post("/customer/me/phone/code/", {"code": CODE})

        assert f"/customer/me/persons/{theirs.pk}/" in client.get("/customer/me/").content.decode()
        for one in others:
            for there in ("/customer/", "/customer/me/"):
                assert one.get(there).headers["Location"].startswith("/customer/sign-in/")
            assert one.post("/customer/me/copy/").headers["Location"].startswith("/customer/sign-in/")

    def test_leaves_the_old_one_sealed_beside_the_fact_until_he_is_erased(self) -> None:
        client, person = a_customer("closed")
        client.post("/customer/me/phone/", {"phone": NEW})
        client.post("/customer/me/phone/code/", {"code": CODE})
        client.post(f"/customer/me/persons/{person.pk}/correction/", {"name": "张小敏"})
        stream = personal_data.stream_of(person.pk)
        told = {one.code: one.private for one in timeline.read(stream, opened={"before"})}
        assert told["people.phone_corrected"]["before"].text == cast.MS_ZHANG.phone
        assert told["people.correct"]["before"].text == cast.MS_ZHANG.name
        assert cast.MS_ZHANG.phone not in str(Entry.objects.values_list("facts"))
        person.refresh_from_db()
        Hold.objects.update(released_at=timezone.now())
        acting(lambda: personal_data.erase(person=person, by=SYSTEM, now=timezone.now()))
        left = [one.private["before"].text for one in timeline.read(stream, opened={"before"}) if one.private]
        assert left == ["", ""]
        assert [one.code for one in timeline.verify()] == []

    def test_counts_for_all_that_the_proved_phone_is(self) -> None:
        client, person = a_customer()
        other = acting(lambda: people.enrolled_anew(name="张妈妈", phone=cast.MS_ZHANG.phone, now=timezone.now()))
        client.post("/customer/me/phone/", {"phone": NEW})
        client.post("/customer/me/phone/code/", {"code": CODE})
        assert {one.pk for one in queries.known_by_phone(NEW)} == {person.pk, other.pk}

    def test_wrong_codes_are_counted_and_five_are_the_end(self) -> None:
        client, _person = a_customer()
        client.post("/customer/me/phone/", {"phone": NEW})
        for _try in range(5):
            answer = client.post("/customer/me/phone/code/", {"code": "000000"})
            assert answer.status_code == 422
        assert LoginCode.objects.get().tries == 5
        answer = client.post("/customer/me/phone/code/", {"code": CODE})
        assert "验证码" in answer.content.decode()
        assert not queries.known_by_phone(NEW)

    def test_a_code_that_is_over_changes_nothing(self) -> None:
        client, _person = a_customer()
        client.post("/customer/me/phone/", {"phone": NEW})
        LoginCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert client.post("/customer/me/phone/code/", {"code": CODE}).status_code == 422
        assert not queries.known_by_phone(NEW)

    def test_one_asked_for_later_is_the_only_one_that_counts(self) -> None:
        client, _person = a_customer()
        for phone in ("13900006655", NEW):
            client.post("/customer/me/phone/", {"phone": phone})
        client.post("/customer/me/phone/code/", {"code": CODE})
        assert (bool(queries.known_by_phone("13900006655")), bool(queries.known_by_phone(NEW))) == (False, True)

    def test_many_codes_to_one_number_are_refused(self) -> None:
        client, _person = a_customer()
        for _one in range(5):
            assert client.post("/customer/me/phone/", {"phone": NEW}).status_code == 302
        answer = client.post("/customer/me/phone/", {"phone": NEW})
        assert answer.status_code == 403
        assert Message.objects.filter(template="people.new_phone_code").count() == 5

    @pytest.mark.parametrize("phone", ["010-87654321", "12345", "139", "", "13900007788转12"])
    def test_a_number_that_no_message_reaches_is_refused(self, phone: str) -> None:
        client, _person = a_customer()
        answer = client.post("/customer/me/phone/", {"phone": phone})
        assert (answer.status_code, NewPhone.objects.exists()) == (422, False)
        assert "11 位" in answer.content.decode()

    def test_the_same_number_is_said_to_be_the_same(self) -> None:
        client, _person = a_customer()
        assert client.post("/customer/me/phone/", {"phone": cast.MS_ZHANG.phone}).status_code == 422

    def test_a_code_for_it_signs_nobody_in(self) -> None:
        client, _person = a_customer()
        client.post("/customer/me/phone/", {"phone": NEW})
        assert LoginCode.objects.get().phone_index.startswith("new:")

    def test_who_came_by_a_link_proves_his_phone_first(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client = Client()
        client.get(f"/c/{walk.token}/")
        answer = client.post("/customer/me/phone/", {"phone": NEW})
        assert "next=" in answer.headers["Location"]
        assert not NewPhone.objects.exists()

    def test_of_somebody_else_is_not_changed(self) -> None:
        client, _person = a_customer()
        stranger = acting(lambda: people.enrolled_anew(name="李四", phone="13900001111", now=timezone.now()))
        client.post("/customer/me/phone/", {"phone": NEW})
        assert browser(stranger).post("/customer/me/phone/code/", {"code": CODE}).status_code == 422
        assert not queries.known_by_phone(NEW)


def test_without_text_messages_only_a_person_changes_the_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: False)
    client, _person = a_customer()
    client.post("/customer/me/phone/", {"phone": NEW})
    assert not NewPhone.objects.exists()
    assert "/customer/me/phone/" not in client.get("/customer/me/").content.decode()


class TestAnAddress:
    def test_of_who_has_a_claim_only_is_corrected_on_my_data(self) -> None:
        claim = a_claim(now=timezone.now(), at="review").claim
        person = claim.buyer
        client = browser(person)
        assert f"/customer/me/persons/{person.pk}/address/" in client.get("/customer/me/").content.decode()
        given = {"address": HOME}
        assert client.post(f"/customer/me/persons/{person.pk}/address/", given).status_code == 302
        person.refresh_from_db()
        assert "玉林南路" in places.full_address(place=person.place)
        assert client.post(f"/customer/me/persons/{person.pk}/address/", given).status_code == 422, "the same"

    def test_of_an_open_repair_is_corrected_on_its_page(self) -> None:
        client, person = a_customer()
        before = person.place_id
        answer = client.post(f"/customer/me/persons/{person.pk}/address/", {"address": HOME})
        assert answer.status_code == 409
        person.refresh_from_db()
        assert person.place_id == before

    def test_of_somebody_else_is_not_changed(self) -> None:
        client, _person = a_customer()
        stranger = acting(lambda: people.enrolled_anew(name="李四", phone="13900001111", now=timezone.now()))
        answer = client.post(f"/customer/me/persons/{stranger.pk}/address/", {"address": HOME})
        assert answer.status_code == 404


class TestTheForms:
    """Each lies on a page of its own, and says there what is wrong with what was typed."""

    @pytest.mark.parametrize(("last", "field", "most"), [("correction", "name", 64), ("address", "address", 300)])
    def test_say_that_a_text_is_too_long_and_keep_it(self, last: str, field: str, most: int) -> None:
        person = a_claim(now=timezone.now(), at="review").claim.buyer
        client, url = browser(person), f"/customer/me/persons/{person.pk}/{last}/"
        assert f'name="{field}"' in client.get(url).content.decode()
        before, long = (person.name_sealed, person.place_id), "长" * (most + 1)
        answer = client.post(url, {field: long})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert f"{most}" in page
        assert long in page
        person.refresh_from_db()
        assert (person.name_sealed, person.place_id) == before

    @pytest.mark.usefixtures("code")
    def test_lead_from_the_number_to_its_code(self) -> None:
        client, _person = a_customer()
        assert 'autocomplete="tel"' in client.get("/customer/me/phone/").content.decode()
        long = client.post("/customer/me/phone/", {"phone": "1" * 41})
        assert (long.status_code, NewPhone.objects.exists()) == (422, False)
        sent = client.post("/customer/me/phone/", {"phone": NEW, "origin": "203.0.113.9", "once": "a"})
        assert sent["Location"] == "/customer/me/phone/code/"
        page = client.get(sent["Location"]).content.decode()
        assert "139****7788" in page
        assert 'autocomplete="one-time-code"' in page
        for once in "bcdef":
            assert client.post(sent["Location"], {"code": "000000", "once": once}).status_code == 422
        assert LoginCode.objects.get().tries == 5, "a wrong code is counted whatever form it came by"
        assert LoginCode.objects.get().asked_from != "203.0.113.9"

    def test_say_what_is_over_before_it_is_done(self) -> None:
        client, person = a_customer("closed")
        for path, said in (("erasure/", "无法恢复"), ("consents/repair/withdrawal/", "从现在起")):
            assert said in client.get(f"/customer/me/{path}").content.decode()
        unknown = client.post("/customer/me/consents/nothing/withdrawal/")
        assert unknown.status_code == 422
        person.refresh_from_db()
        assert person.erased_at is None

    def test_say_before_an_erasure_what_goes_what_stays_until_when_and_what_is_not_over(self) -> None:
        client, person = a_customer()
        number = Repair.objects.get().number
        page = client.get("/customer/me/erasure/").content.decode()
        for said in ("立即删除的", "去掉姓名后保留的", "维修单：文字、图片、姓名、手机号和地址", "还没有办结的"):
            assert said in page, said
        assert f'href="/customer/repairs/{number}/"' in page
        assert 'form="command"' not in page, "there is nothing to press"
        held = client.post("/customer/me/erasure/", {"once": "a"})
        assert (held.status_code, 'role="alert"' in held.content.decode()) == (409, True)
        person.refresh_from_db()
        assert person.erased_at is None

    def test_have_an_erasure_wait_for_what_is_not_over_and_be_let_be(self) -> None:
        client, person = a_customer()
        assert 'form="waiting"' in client.get("/customer/me/erasure/").content.decode()
        told = client.post("/customer/me/erasure/waiting/", {"once": "a"}, follow=True).content.decode()
        assert "等到没有事项需要您的信息，就会自动删除" in told
        assert "等未结束的事项，之后自动执行" in told
        page = client.get("/customer/me/erasure/").content.decode()
        assert "您的删除申请在等待" in page
        assert 'form="waiting"' not in page
        number, desk = Repair.objects.get().number, Client()
        desk.force_login(builders.account(cast.ADMIN))
        listed = desk.get("/desk/persons/").content.decode()
        assert "等待结束后自动删除" in listed
        assert number in listed
        request = DataRequest.objects.get().number
        shown = desk.get(f"/desk/persons/requests/{request}/").content.decode()
        assert f"等{number}，结束后自动执行" in shown
        assert "本人在自己的页面上" in shown
        assert client.post("/customer/me/erasure/staying/", {"once": "b"}).status_code == 302
        assert DataRequest.objects.get().state == "withdrawn"
        person.refresh_from_db()
        assert person.erased_at is None

    def test_leave_nothing_of_what_is_typed_in_the_browser(self) -> None:
        client, person = a_customer()
        for path in ("phone/", f"persons/{person.pk}/correction/", "erasure/", "consents/repair/withdrawal/"):
            page = client.get(f"/customer/me/{path}").content.decode()
            assert ("data-draft-off" in page, "data-draft-form" in page) == (True, False)

    def test_send_who_came_by_a_link_to_prove_his_phone(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client = Client()
        client.get(f"/c/{walk.token}/")
        at = f"/customer/me/persons/{walk.repair.customer_id}"
        for path in (f"{at}/correction/", f"{at}/address/", "/customer/me/phone/", "/customer/me/erasure/"):
            for answer in (client.get(path), client.post(path)):
                assert (answer.status_code, "next=" in answer["Location"]) == (302, True)
