"""The contact form: without a case, by a case's link, and what came of it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
WORDS = {"topic": "price", "text": "门锁报价单看不懂", "name": cast.STRANGER.name, "phone": cast.STRANGER.phone}


def once(page: Any) -> str:
    """Read the once-key of a form."""
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def by_link(token: str) -> Client:
    """Come in by a case's link."""
    client = Client()
    client.get(reverse("sign_in:link", args=[token]))
    client.post(reverse("sign_in:link", args=[token]))
    return client


class TestStranger:
    def test_writes_once_and_reads_his_number(self, sits: Callable[..., Client]) -> None:
        sits(cast.XIAO_CHEN)
        client = Client()
        form = WORDS | {"once": once(client.get("/contact/"))}
        for _press in range(2):
            answer = client.post("/contact/", form)
            assert (answer.status_code, answer["Location"]) == (302, "/contact/thanks/")
        row = Contact.objects.get()
        thanks = client.get("/contact/thanks/").content.decode()
        assert row.number.split("-")[2] in thanks
        assert "120" in thanks
        assert row.number not in Client().get("/contact/thanks/").content.decode()

    def test_is_told_beside_the_field_and_keeps_what_he_typed(self, sits: Callable[..., Client]) -> None:
        sits(cast.XIAO_CHEN)
        for change, kept in (({"phone": "abc"}, "门锁报价单看不懂"), ({"text": ""}, cast.STRANGER.phone)):
            answer = Client().post("/contact/", WORDS | change)
            assert answer.status_code == 422
            assert kept in answer.content.decode()
            assert 'class="wrong"' in answer.content.decode()
        assert Contact.objects.count() == 0

    def test_may_not_write_on_and_on(self, sits: Callable[..., Client]) -> None:
        sits(cast.XIAO_CHEN)
        codes = [Client().post("/contact/", WORDS).status_code for _ in range(8)]
        assert codes == [302] * 6 + [429] * 2


class TestCustomer:
    def test_writes_about_the_case_his_link_opens(self, live_now: datetime) -> None:
        one = claim_builders.a_claim(now=live_now)
        client = by_link(one.token)
        page = client.get("/customer/contact/")
        assert one.claim.number in page.content.decode()
        answer = client.post(
            "/customer/contact/", {"about": one.claim.number, "topic": "claim", "text": "多久", "once": once(page)}
        )
        row = Contact.objects.get()
        assert (answer["Location"], row.about_number) == (f"/customer/contacts/{row.number}/", one.claim.number)
        chen = one.by(cast.XIAO_CHEN)
        assert "已有人在处理" not in client.get(answer["Location"]).content.decode()
        acting(lambda: contacts.take(contact=row, by=chen, now=live_now))
        assert "已有人在处理" in client.get(answer["Location"]).content.decode()
        acting(lambda: contacts.answer(contact=row, text="商家还有两天", by=chen, now=live_now))
        shown = client.get(answer["Location"]).content.decode()
        assert "商家还有两天" in shown
        assert "多久" in shown
        assert row.number in client.get("/customer/contact/").content.decode()

    def test_asks_for_a_person_with_one_tap(self, live_now: datetime) -> None:
        one = claim_builders.a_claim(now=live_now)
        client = by_link(one.token)
        answer = client.post("/customer/persons/", {"about": one.claim.number})
        row = Contact.objects.get()
        assert (row.channel, answer["Location"]) == ("chat", f"/customer/contacts/{row.number}/")
        assert client.get(answer["Location"]).status_code == 200

    def test_neither_sees_nor_writes_about_anothers(self, live_now: datetime) -> None:
        one = claim_builders.a_claim(now=live_now)
        other = builders.a_repair(now=live_now)
        mine = by_link(one.token)
        mine.post("/customer/contact/", {"about": one.claim.number, "topic": "claim", "text": "多久"})
        row = Contact.objects.get()
        theirs = by_link(other.token)
        assert theirs.get(f"/customer/contacts/{row.number}/").status_code == 404
        wrong = theirs.post("/customer/contact/", {"about": one.claim.number, "topic": "claim", "text": "多久"})
        assert wrong.status_code == 422
        assert theirs.post("/customer/persons/", {"about": one.claim.number}).status_code == 404
        assert Client().get("/customer/contact/").status_code == 302
        assert Contact.objects.count() == 1
