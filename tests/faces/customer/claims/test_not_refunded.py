"""Whoever is told that the shop gave his money back, and has none, says so; its merchant names the refund's number."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
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


def test_what_only_the_shop_says_that_it_gave_is_named_so_and_leads_to_a_claim(
    client: Client, sits: Callable[[cast.Member], Client], live_now: datetime
) -> None:
    a_purchase(now=live_now, lines=(CUP,))
    claim = files(client)
    page = f"/customer/claims/{claim.number}/"
    assert "只是商家说的" not in flat(client.get(page))
    told = {"amount_fen": 26799, "reference": "TK-1", "now": timezone.now()}
    by = actor(cast.MERCHANT_OWNER, now=timezone.now())
    acting(lambda: claims.say_refund(claim=claim, by=by, **told))
    read = flat(client.get(page))
    assert "其中 ¥267.99 只是商家说的" in read
    assert 'href="/claim/"' in read
