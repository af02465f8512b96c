"""Contact form, calls and messages, the bell: in a real browser, at every size."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries
from anxin.domain.contacts.actions import LoggedCall, WrittenMessage
from tests import claim_builders
from tests.faces.conftest import DESK, ON_A_DESK, ON_A_PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


@ON_A_DESK
def test_the_desk_sees_whom_to_call_back(
    visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
) -> None:
    client = sits(cast.XIAO_CHEN)
    one = claim_builders.a_claim(now=live_now - timedelta(minutes=90), at="review")
    chen = actor(cast.XIAO_CHEN, now=live_now)
    about = queries.case_of(one.claim.number, actor=chen, now=live_now)
    message = WrittenMessage(text="门锁报价单看不懂，能打给我吗？", topic="price", name="钱", phone=cast.STRANGER.phone)
    row = acting(lambda: contacts.receive(message=message, by=STRANGER, now=live_now - timedelta(minutes=100)))
    call = LoggedCall(
        phone=cast.BUYER.phone, about=about, result="promised", promised_at=live_now + timedelta(minutes=40)
    )
    acting(lambda: contacts.log_call(call=call, by=chen, now=live_now - timedelta(minutes=20)))
    done = LoggedCall(phone=cast.STRANGER.phone, name="钱", topic="genuine", seconds=65, text="核对了热线")
    acting(lambda: contacts.log_call(call=done, by=chen, now=live_now))
    window = visitor(size).sits_down(client)
    for what, path in {"list": "", "one": f"{row.number}/", "new": "new/"}.items():
        window.goes(f"/desk/contacts/{path}")
        window.looks_over(f"contacts-{what}")
    window.goes("/notices/")
    window.looks_over("notices")


@ON_A_PHONE
def test_a_stranger_and_a_buyer_write(
    visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
) -> None:
    sits(cast.XIAO_CHEN)
    one = claim_builders.a_claim(now=live_now)
    window = visitor(size)
    page = window.goes("/contact/")
    window.looks_over("contact")
    page.get_by_label("您的留言").fill("门锁报价单看不懂")
    page.get_by_label("怎么称呼您").fill(cast.STRANGER.name)
    page.get_by_label("手机", exact=True).fill(cast.STRANGER.phone)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/contact/thanks/")
    window.looks_over("thanks")
    window.goes(f"/c/{one.token}/")
    page = window.goes("/customer/contact/")
    window.looks_over("mine")
    page.get_by_label("您的留言").fill("还要多久？")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(re.compile(r"/customer/contacts/K-"))
    window.looks_over("message")


def test_the_bell_rings_while_the_page_is_open(visitor: Callable[..., Visitor], sits: Sits, live_now: datetime) -> None:
    client = sits(cast.LIN)
    claim_builders.a_claim(now=live_now, at="review")
    window = visitor(DESK).sits_down(client)
    page = window.goes("/desk/claims/")
    page.locator("#bell .tag").wait_for()
    assert page.locator("#bell .tag").inner_text() == "1"
    page.locator("#bell").click()
    page.wait_for_url("**/notices/")
    page.get_by_role("button", name=re.compile("待审")).click()
    page.wait_for_url(re.compile(r"/desk/claims/C-"))
    page.locator("#bell").wait_for()
    assert page.locator("#bell .tag").count() == 0
