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
from anxin.domain.contacts.actions import Call, Message
from tests import claim_builders
from tests.faces.conftest import DESK, NARROW, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [("desk", DESK), ("phone", PHONE), ("narrow", NARROW)]
Sits = Callable[[cast.Member], Client]


def sits_down(visitor: Visitor, client: Client) -> Visitor:
    """Give a browser window the session of a signed-in client."""
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.base}
    visitor.context.add_cookies([cookie])
    return visitor


def fits(window: Visitor, name: str) -> None:
    """Look, and refuse a page that is wider than the phone."""
    window.looks(name)
    window.finds_nothing_serious()
    if name.endswith("narrow"):
        assert window.page.evaluate("document.documentElement.scrollWidth") <= 320, name


@pytest.mark.parametrize(("name", "size"), SIZES)
def test_the_desk_sees_whom_to_call_back(
    visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, name: str, size: dict[str, object]
) -> None:
    client = sits(cast.XIAO_CHEN)
    one = claim_builders.a_claim(now=live_now - timedelta(minutes=90), at="review")
    chen = actor(cast.XIAO_CHEN, now=live_now)
    about = queries.case_of(one.claim.number, actor=chen, now=live_now)
    message = Message(text="门锁报价单看不懂，能打给我吗？", topic="price", name="钱", phone=cast.STRANGER.phone)
    row = acting(lambda: contacts.receive(message=message, by=STRANGER, now=live_now - timedelta(minutes=100)))
    call = Call(phone=cast.BUYER.phone, about=about, result="promised", promised_at=live_now + timedelta(minutes=40))
    acting(lambda: contacts.log_call(call=call, by=chen, now=live_now - timedelta(minutes=20)))
    done = Call(phone=cast.STRANGER.phone, name="钱", topic="genuine", seconds=65, text="核对了热线")
    acting(lambda: contacts.log_call(call=done, by=chen, now=live_now))
    window = sits_down(visitor(size), client)
    for what, path in {"list": "", "one": f"{row.number}/", "new": "new/"}.items():
        window.goes(f"/desk/contacts/{path}")
        fits(window, f"contacts-{what}-{name}")
    window.goes("/notices/")
    fits(window, f"notices-{name}")


@pytest.mark.parametrize(("name", "size"), SIZES[1:])
def test_a_stranger_and_a_buyer_write(
    visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, name: str, size: dict[str, object]
) -> None:
    sits(cast.XIAO_CHEN)
    one = claim_builders.a_claim(now=live_now)
    window = visitor(size)
    page = window.goes("/contact/")
    fits(window, f"contact-{name}")
    page.get_by_label("您的留言").fill("门锁报价单看不懂")
    page.get_by_label("怎么称呼您").fill(cast.STRANGER.name)
    page.get_by_label("手机", exact=True).fill(cast.STRANGER.phone)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/contact/thanks/")
    fits(window, f"thanks-{name}")
    window.goes(f"/c/{one.token}/")
    page = window.goes("/customer/contact/")
    fits(window, f"mine-{name}")
    page.get_by_label("您的留言").fill("还要多久？")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(re.compile(r"/customer/contacts/K-"))
    fits(window, f"message-{name}")


def test_the_bell_rings_while_the_page_is_open(visitor: Callable[..., Visitor], sits: Sits, live_now: datetime) -> None:
    client = sits(cast.LIN)
    claim_builders.a_claim(now=live_now, at="review")
    window = sits_down(visitor(DESK), client)
    page = window.goes("/desk/claims/")
    page.locator("#bell .tag").wait_for(timeout=20000)
    assert page.locator("#bell .tag").inner_text() == "1"
    page.locator("#bell").click()
    page.wait_for_url("**/notices/")
    page.get_by_role("button", name=re.compile("待审")).click()
    page.wait_for_url(re.compile(r"/desk/claims/C-"))
    page.locator("#bell").wait_for(timeout=20000)
    assert page.locator("#bell .tag").count() == 0
