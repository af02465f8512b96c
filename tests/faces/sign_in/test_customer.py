"""Customers at the door: by link, by phone."""

import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.ids import uuid7
from anxin.core.keys import ring
from anxin.core.outbox import Message
from anxin.core.timeline import StreamKey
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.actions.codes import BROWSER
from anxin.domain.people.models import CaseLink, LoginCode, MessageDay, Person
from anxin.faces import shared
from anxin.faces.sign_in import session
from anxin.faces.sign_in.session import KNOWN, KNOWN_LASTS_S

PHONE = "13800000001"
pytestmark = pytest.mark.django_db


@pytest.fixture
def zhang() -> Person:
    """Enrol Ms Zhang."""
    return people.enrol(name="张女士", phone=PHONE, now=timezone.now())


@pytest.fixture
def turning() -> Iterator[None]:
    """Let keys be replaced, and forget afterwards those that are rolled back."""
    yield
    ring.forget()


def ask(client: Client, phone: str = PHONE):  # type: ignore[no-untyped-def]
    return client.post(reverse("sign_in:phone"), {"phone": phone})


def sent_code() -> str:
    message = Message.objects.filter(carrier="sms").latest("created_at")
    return vault.open_("core.outbox.secret", message.key, message.secret)


def answer(client: Client, code: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("sign_in:phone_code"), {"code": code})


def proves(address: str) -> Client:
    """Give a browser in which the phone was proved."""
    client = Client(REMOTE_ADDR=address)
    ask(client)
    answer(client, sent_code())
    return client


def person_of(client: Client) -> str:
    return str(client.session.get(shared.PERSON, ""))


class TestPhone:
    @pytest.mark.parametrize("slip", ["138", "1380000000", "王女士"])
    def test_that_is_none_is_said_at_once(self, client: Client, db: None, slip: str) -> None:
        page = ask(client, slip)
        assert page.status_code == 422
        assert "11 位" in page.content.decode()

    def test_is_not_asked_for_where_no_code_could_come(self, client: Client, zhang: Person, settings) -> None:  # type: ignore[no-untyped-def]
        settings.PLAY = False
        for page in (client.get(reverse("sign_in:phone")), ask(client)):
            assert "发不了短信" in page.content.decode()
            assert 'name="phone"' not in page.content.decode()
        assert not LoginCode.objects.exists()

    def test_and_its_code_open_the_door_once(self, client: Client, zhang: Person) -> None:
        assert ask(client, "138-0000-0001").status_code == 302
        code = sent_code()

        assert answer(client, code).status_code == 302
        assert person_of(client) == str(zhang.id)
        other = Client()
        session = other.session
        session["signing_login"] = str(LoginCode.objects.get().id)
        session.save()
        assert answer(other, code).status_code == 422

    def test_code_is_kept_nowhere_in_plain(self, client: Client, zhang: Person) -> None:
        ask(client)
        code = sent_code()
        rows = [str(LoginCode.objects.values().get()), str(Message.objects.values()), str(dict(client.session))]

        assert not any(code in row or PHONE in row for row in rows)

    def test_unknown_hears_the_same_and_costs_nothing(self, client: Client, zhang: Person) -> None:
        known = ask(client)
        spent = MessageDay.objects.get().spent_fen
        unknown = ask(Client(), "13800000099")

        assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
        assert MessageDay.objects.get().spent_fen == spent
        assert Message.objects.filter(carrier="sms").count() == 1

    def test_five_wrong_tries_spoil_the_code(self, client: Client, zhang: Person) -> None:
        ask(client)
        code = sent_code()
        for _try in range(5):
            assert answer(client, "0" * 6 if code != "0" * 6 else "1" * 6).status_code == 422

        assert answer(client, code).status_code == 422
        assert person_of(client) == ""

    def test_code_is_over_after_ten_minutes(self, client: Client, zhang: Person) -> None:
        ask(client)
        LoginCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert answer(client, sent_code()).status_code == 422

    def test_that_was_proved_stays_so_when_the_index_s_key_is_replaced(
        self, client: Client, zhang: Person, turning: None
    ) -> None:
        ask(client)
        answer(client, sent_code())
        before = client.session[shared.PHONE]
        for _rotation in range(2):
            vault.rotate(now=timezone.now(), index=True)

        assert client.get("/customer/").status_code == 200

        zhang.refresh_from_db()
        assert client.session[shared.PHONE] == zhang.phone_index != before

    def test_that_is_another_one_since_is_not_recognised_by_a_replaced_key(
        self, client: Client, zhang: Person, turning: None
    ) -> None:
        ask(client)
        answer(client, sent_code())
        vault.rotate(now=timezone.now(), index=True)
        other = "13800000077"
        told = {"phone_sealed": vault.seal("people.person.phone", zhang.pk, other)}
        Person.objects.filter(pk=zhang.pk).update(phone_index=vault.blind_index(other), **told)

        assert client.get("/customer/").status_code == 302

    def test_whose_codes_strangers_used_up_has_its_own_where_it_was_proved(self, zhang: Person, turning: None) -> None:
        mine = Client(REMOTE_ADDR="192.0.2.1")
        ask(mine)
        answer(mine, sent_code())
        mine.post(reverse("sign_in:customer_sign_out"))
        for number in range(9):
            ask(Client(REMOTE_ADDR=f"198.51.100.{number}"))

        assert ask(Client(REMOTE_ADDR="203.0.113.1")).status_code == 403
        assert [ask(mine).status_code for _ in range(6)] == [302] * 5 + [403]
        assert ask(mine, "13800000099").status_code == 302, "another phone is counted as anybody's"
        cookie = mine.cookies[f"{django_settings.COOKIE_PREFIX}{KNOWN}"]
        assert (cookie["httponly"], PHONE in cookie.value) == (True, False)

    def test_gets_eight_codes_an_hour_from_all_browsers_in_which_it_was_proved_and_strangers_keep_theirs(
        self, zhang: Person
    ) -> None:
        browsers = [proves(f"192.0.2.{number}") for number in range(3)]
        LoginCode.objects.all().delete()

        asked = [ask(one).status_code for one in browsers for _ in range(4)]

        marks = LoginCode.objects.filter(asked_from__startswith=BROWSER)
        assert (asked, marks.count()) == ([302] * 12, 8), "what is beyond is counted as a stranger's"
        assert [ask(Client(REMOTE_ADDR="203.0.113.1")).status_code for _ in range(5)] == [302] * 4 + [403]

    def test_proved_again_in_a_browser_begins_no_new_count(self, zhang: Person) -> None:
        mine = proves("192.0.2.1")
        for _again in range(4):
            mine.post(reverse("sign_in:customer_sign_out"))
            assert ask(mine).status_code == 302
            answer(mine, sent_code())
        assert [ask(mine).status_code for _ in range(2)] == [302, 403]

    @pytest.mark.parametrize("ended", ["corrected", "over"])
    def test_that_is_another_s_by_now_or_was_proved_long_ago_counts_as_a_stranger_s(
        self, zhang: Person, ended: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = proves("192.0.2.1")
        LoginCode.objects.all().delete()
        if ended == "corrected":
            people.enrol(name="新机主", phone=PHONE, now=timezone.now())
            Person.objects.filter(pk=zhang.pk).update(phone_index=vault.blind_index("13800000077"))
        else:
            monkeypatch.setattr(session, "time", SimpleNamespace(time=lambda: time.time() + KNOWN_LASTS_S + 1))
        assert ask(before).status_code == 302
        assert not LoginCode.objects.filter(asked_from__startswith=BROWSER).exists()

    def test_is_not_locked_out_by_one_network(self, zhang: Person) -> None:
        for _try in range(9):
            ask(Client(REMOTE_ADDR="198.51.100.1"))
        assert ask(Client(REMOTE_ADDR="198.51.100.1")).status_code == 403
        assert ask(Client(REMOTE_ADDR="203.0.113.1")).status_code == 302

    @pytest.mark.parametrize("phone", [PHONE, "13800000099"])
    def test_known_or_not_reads_how_long_to_wait_and_what_helps_meanwhile(self, zhang: Person, phone: str) -> None:
        for _try in range(5):
            ask(Client(), phone)
        page = ask(Client(), phone)
        said = page.content.decode()
        assert page.status_code == 403
        assert "60 分钟后可以再发" in said
        assert "消息里的链接" in said

    def test_gets_five_codes_an_hour(self, zhang: Person) -> None:
        for _code in range(5):
            assert ask(Client()).status_code == 302

        assert ask(Client()).status_code == 403

    def test_gets_none_when_the_day_is_spent(self, client: Client, zhang: Person) -> None:
        MessageDay.objects.create(
            day=timezone.localdate(), spent_fen=settings.get("people.messages_daily_fen", at=timezone.now()) - 4
        )

        assert ask(client).status_code == 503
        assert not Message.objects.exists()

    def test_that_is_no_phone_is_told_so(self, client: Client) -> None:
        assert ask(client, "not a phone").status_code == 422


class TestLink:
    @pytest.fixture
    def token(self, zhang: Person) -> str:
        """Make a link to a case of Ms Zhang's."""
        return people.link(stream=StreamKey("repair", str(uuid7())), person=zhang, now=timezone.now())

    def test_opens_its_case_and_leaves_the_address_bar(self, client: Client, token: str, zhang: Person) -> None:
        opened = client.get(reverse("sign_in:link", args=[token]))

        assert opened.status_code == 302
        assert token not in opened.url
        assert token not in str(dict(client.session))
        request = client.get("/customer/").wsgi_request
        actor = shared.actor_of(request)
        assert (actor.kind, actor.id) == ("customer_link", str(zhang.id))

    def test_opened_again_ends_no_page_that_is_open_and_another_begins_anew(
        self, client: Client, token: str, zhang: Person
    ) -> None:
        client.get(reverse("sign_in:link", args=[token]))
        key = client.session.session_key
        client.get(reverse("sign_in:link", args=[token]))
        assert client.session.session_key == key
        other = people.link(stream=StreamKey("repair", str(uuid7())), person=zhang, now=timezone.now())
        client.get(reverse("sign_in:link", args=[other]))
        assert client.session.session_key != key

    def test_makes_nobody_staff(self, client: Client, token: str) -> None:
        client.get(reverse("sign_in:link", args=[token]))

        assert shared.actor_of(client.get("/sign-in/").wsgi_request).kind == "stranger"

    def test_that_was_taken_back_opens_nothing_even_in_an_open_session(self, client: Client, token: str) -> None:
        client.get(reverse("sign_in:link", args=[token]))
        CaseLink.objects.update(revoked_at=timezone.now())

        assert shared.actor_of(client.get("/customer/").wsgi_request).kind == "stranger"
        assert Client().get(reverse("sign_in:link", args=[token])).status_code == 404

    def test_of_an_erased_person_opens_nothing(self, client: Client, token: str, zhang: Person) -> None:
        client.get(reverse("sign_in:link", args=[token]))
        acting(lambda: personal_data.erase(person=zhang, by=SYSTEM, now=timezone.now()))

        assert shared.actor_of(client.get("/customer/").wsgi_request).kind == "stranger"

    def test_that_is_made_up_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("sign_in:link", args=[str(UUID(int=7))])).status_code == 404
