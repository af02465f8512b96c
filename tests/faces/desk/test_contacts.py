"""Calls and messages at the desk: the list by time left, a call logged, an answer, and nobody else's eyes."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import WrittenMessage
from anxin.domain.contacts.models import Contact, Said
from anxin.domain.people.models import Reveal
from tests import builders

pytestmark = pytest.mark.django_db
LIST = "/desk/contacts/"


@pytest.fixture
def chen(sits: Callable[..., Client]) -> Client:
    return sits(cast.XIAO_CHEN)


def written(now: datetime, text: str = "门锁报价单看不懂") -> Contact:
    """Have a stranger write."""
    message = WrittenMessage(text=text, topic="price", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
    return acting(lambda: contacts.receive(message=message, by=STRANGER, now=now))


def call(**change: Any) -> dict[str, Any]:
    """Give the fields of a call."""
    plain = {"phone": cast.STRANGER.phone, "name": cast.STRANGER.name, "topic": "price", "direction": "in"}
    return {
        **plain,
        "minutes": 3,
        "result": "answered",
        "promised_at": "",
        "text": "解释了上门费",
        "about": "",
        **change,
    }


class TestList:
    def test_is_for_the_desk(self, sits: Callable[..., Client], chen: Client, live_now: datetime) -> None:
        row = written(live_now)
        for path in (LIST, f"{LIST}new/", f"{LIST}{row.number}/"):
            assert chen.get(path).status_code == 200
            for member in (cast.BOSS_HE, cast.MERCHANT_OWNER, cast.MASTER_LUO, cast.LIN, cast.ZHOU):
                assert sits(member).get(path).status_code == 403, (member.username, path)
            assert Client().get(path).status_code == 302

    def test_is_masked_and_asks_as_often_however_many(self, chen: Client, live_now: datetime) -> None:
        written(live_now - timedelta(hours=3))
        with CaptureQueriesContext(connection) as few:
            page = chen.get(LIST).content.decode()
        assert cast.STRANGER.name not in page
        assert cast.STRANGER.phone not in page
        for number in range(4):
            written(live_now, text=f"第 {number} 条")
        with CaptureQueriesContext(connection) as many:
            chen.get(LIST)
        assert len(few) == len(many)

    def test_is_empty_with_words(self, chen: Client) -> None:
        assert chen.get(LIST).status_code == 200


class TestCall:
    def test_is_logged_once(self, chen: Client) -> None:
        page = chen.get(f"{LIST}new/").content.decode()
        found = re.search(r'name="once" value="([^"]+)"', page)
        assert found
        form = call(once=found[1])
        first, again = chen.post(f"{LIST}new/", form), chen.post(f"{LIST}new/", form)
        row = Contact.objects.get()
        assert first["Location"] == f"{LIST}{row.number}/"
        assert again["Location"] == LIST
        assert (row.state, Said.objects.get().seconds) == ("answered", 180)
        assert "解释了上门费" in chen.get(first["Location"]).content.decode()

    def test_promises_a_call_back_that_leads_the_list(self, chen: Client, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now)
        page = chen.get(f"{LIST}new/?about={one.repair.number}").content.decode()
        assert one.repair.number in page
        found = re.search(r'<option value="([^"]+)">', page[page.index("promised_at") :])
        assert found
        made = chen.post(
            f"{LIST}new/", call(result="promised", promised_at=found[1], about=one.repair.number, topic="progress")
        )
        row = Contact.objects.get()
        assert (made.status_code, row.state, row.about_number) == (302, "promised", one.repair.number)
        shown = chen.get(LIST).content.decode()
        assert shown.index(row.number) < shown.index('id="waiting-h"')
        assert "仍然按时回电" in chen.get(f"{LIST}{row.number}/").content.decode()
        chen.post(f"{LIST}{row.number}/answer/", {"text": "正在查", "call": "stays"})
        assert row.number in chen.get(LIST).content.decode()[: shown.index('id="waiting-h"')]
        again = call(direction="out")
        assert chen.post(f"{LIST}{row.number}/calls/", again).status_code == 302
        row.refresh_from_db()
        assert row.state == "answered"

    def test_says_what_is_missing_and_keeps_the_rest(self, chen: Client) -> None:
        for change, field in (
            ({"phone": "abc"}, "phone"),
            ({"result": "promised"}, "promised_at"),
            ({"about": "R-20261124-000001-0"}, "about"),
            ({"minutes": 999}, "minutes"),
            ({"topic": "weather"}, "topic"),
        ):
            answer = chen.post(f"{LIST}new/", call(**change))
            assert answer.status_code == 422, field
            assert f'id="id_{field}-wrong"' in answer.content.decode(), field
            assert "解释了上门费" in answer.content.decode()
        assert Contact.objects.count() == 0

    def test_leads_nobody_to_a_report_he_may_not_take_in(self, sits: Callable[..., Client], chen: Client) -> None:
        ways = ('href="/desk/repairs/new/"', 'hx-post="/desk/repairs/new/caller/"')
        for client, led in ((chen, True), (sits(cast.ADMIN), False)):
            page = client.get("/desk/contacts/new/").content.decode()
            assert [way in page for way in ways] == [led, led]


class TestContact:
    def test_is_taken_answered_and_over(self, sits: Callable[..., Client], chen: Client, live_now: datetime) -> None:
        row = written(live_now)
        path = f"{LIST}{row.number}/"
        assert "门锁报价单看不懂" in chen.get(path).content.decode()
        assert chen.post(f"{path}taking/").status_code == 302
        assert chen.post(f"{path}answer/", {"text": " "}).status_code == 422
        assert chen.post(f"{path}answer/", {"text": "上门费三十元"}).status_code == 302
        page = chen.get(path).content.decode()
        assert "上门费三十元" in page
        assert f"{path}answer/" not in page
        late = sits(cast.XIAO_DENG).post(f"{path}answer/", {"text": "再说一次"})
        assert late.status_code == 409
        assert 'role="alert"' in late.content.decode()
        call = {"direction": "out", "minutes": "2", "result": "nobody", "text": "没人接，明天再打"}
        told = chen.post(f"{path}calls/", call)
        assert told.status_code == 409
        assert 'role="alert"' in told.content.decode()

    def test_is_let_go_for_a_reason(self, chen: Client, live_now: datetime) -> None:
        row = written(live_now)
        assert chen.post(f"{LIST}{row.number}/dismissal/", {"why": ""}).status_code == 422
        assert chen.post(f"{LIST}{row.number}/dismissal/", {"why": "骚扰"}).status_code == 302
        row.refresh_from_db()
        assert row.state == "dropped"

    def test_shows_the_phone_for_a_reason_that_is_logged(self, chen: Client, live_now: datetime) -> None:
        row = written(live_now)
        path = f"{LIST}{row.number}/"
        assert cast.STRANGER.phone not in chen.get(path).content.decode()
        shown = chen.post(f"{path}reveals/", {"reason": "agree_time"}, headers={"HX-Request": "true"})
        assert cast.STRANGER.phone in shown.content.decode()
        assert cast.STRANGER.phone in chen.post(f"{path}reveals/", {"reason": "agree_time"}).content.decode()
        assert Reveal.objects.filter(person=row.person, granted=True).count() == 4

    def test_that_is_none_is_missing(self, chen: Client) -> None:
        assert chen.get(f"{LIST}K-20261124-000001-0/").status_code == 404
