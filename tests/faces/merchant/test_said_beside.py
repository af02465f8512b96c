"""A merchant reads before his yes what he entered as given back for the same goods, and that more goes beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from tests.claim_builders import Walked, a_purchase, refund
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_one_book import said
from tests.faces.test_claim_statements import statements
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CUP, LAMP = Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000)
ENTERED = "您登记过这些商品已退 ¥60.00（单号 TK-8，申请 {number}），买家还可以说没收到：还没有计入，"
MORE = "会再退 {sum}"


def page(owner: Client, one: Walked, do: str = "") -> str:
    return flat(owner.get(f"/merchant/claims/{one.claim.number}/{do}"))


@pytest.fixture
def order(live_now: datetime) -> Purchase:
    return a_purchase(now=live_now - timedelta(days=5), lines=(CUP, LAMP))


@pytest.fixture
def first(order: Purchase, live_now: datetime) -> Walked:
    one = filed(order, live_now - timedelta(days=4), asked_fen=6000)
    said(one, 6000)
    return one


def test_beside_his_yes_and_on_its_page(sits: Sits, order: Purchase, first: Walked, live_now: datetime) -> None:
    owner = sits(cast.MERCHANT_OWNER)
    other = filed(order, live_now - timedelta(days=1))
    text = ENTERED.format(number=first.claim.number) + MORE.format(sum="¥40.00")
    assert text in page(owner, other)
    assert text in page(owner, other, "?do=agreement")


def test_before_a_decision_that_he_may_say_yes_to(
    sits: Sits, order: Purchase, first: Walked, live_now: datetime
) -> None:
    other = filed(order, live_now - timedelta(days=1))
    other.answer()
    other.run()
    other.propose(refund(3000))
    desk = flat(sits(cast.LIN).get(f"/desk/claims/{other.claim.number}/"))
    assert f"店铺说同样的商品已退过 ¥60.00（单号 TK-8，申请 {first.claim.number}）" in desk
    text = ENTERED.format(number=first.claim.number) + MORE.format(sum="¥30.00")
    assert text in page(sits(cast.MERCHANT_OWNER), other, "?do=acceptance")


def test_of_goods_that_he_entered_nothing_of_nothing_is_said_nor_asked(
    sits: Sits, order: Purchase, first: Walked, live_now: datetime
) -> None:
    owner = sits(cast.MERCHANT_OWNER)
    lamp = filed(order, live_now - timedelta(days=1), positions=(2,))
    assert "您登记过" not in page(owner, lamp)
    alone = filed(a_purchase(now=live_now - timedelta(days=5), order="YT-9", lines=(CUP, LAMP)), live_now)
    assert "您登记过" not in page(owner, alone)
    url = "/merchant/claims/{}/"
    assert statements(owner, url.format(alone.claim.number)) < statements(owner, url.format(lamp.claim.number))
