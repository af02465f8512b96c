"""Whoever is told that the shop gave his money back, and has none, says so; its merchant names the refund's number."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.goods.models import Purchase, PurchaseLine
from tests.claim_builders import a_purchase
from tests.faces.customer.claims.test_filing import CUP, PLATES, answers, files
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "商家记录：这些商品已退 ¥268.00；买家表示没有收到"
BUTTON = "没收到这笔退款"


@pytest.fixture
def bought(live_now: datetime) -> Purchase:
    row = a_purchase(now=live_now, lines=(CUP, PLATES))
    PurchaseLine.objects.filter(purchase=row, position=1).update(refunded_fen=26800)
    return row


def test_is_one_press_away_where_nothing_is_left_to_ask_for(
    bought: Purchase, client: Client, sits: Callable[[cast.Member], Client]
) -> None:
    shut = flat(client.post("/claim/request/", answers()))
    assert "在这里只能申请剩下的部分" in shut
    assert re.search(rf'form="contest"[^>]*>\s*{BUTTON}', shut)
    asked = flat(client.post("/claim/request/", answers(reason="not_refunded")))
    assert "最多 ¥268.00" in asked
    assert "在这里只能申请剩下的部分" not in asked
    claim = files(client, reason="not_refunded")
    assert (claim.reason, claim.asked_fen) == ("not_refunded", 26800)
    shop, way = sits(cast.MERCHANT_OWNER), f"/merchant/claims/{claim.number}/"
    page = flat(shop.get(way))
    assert TOLD in page
    assert "填写退款编号" in page
    assert shop.post(f"{way}refund-number/", {"reference": "2026112288"}).status_code == 302
    read = flat(client.get(f"/customer/claims/{claim.number}/"))
    assert TOLD in read
    assert "2026112288" in read
    assert "2026112288" in flat(sits(cast.LIN).get(f"/desk/claims/{claim.number}/"))


def test_is_not_offered_where_the_shop_said_nothing(client: Client, live_now: datetime) -> None:
    a_purchase(now=live_now, lines=(CUP,))
    assert BUTTON not in flat(client.post("/claim/order/", answers()))
    assert BUTTON not in flat(client.post("/claim/request/", answers()))
    assert client.post("/claim/request/", answers(reason="not_refunded")).status_code == 422
