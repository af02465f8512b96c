"""Whoever has all goods of an order paid back, one by one, asks for its freight alone, and its merchant answers."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Purchase
from tests.claim_builders import a_purchase
from tests.domain.claims.test_line_money import filed
from tests.faces.customer.claims.test_filing import CUP, PLATES, answers, files
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
ASKS = "退运费（商品款都已退）"


@pytest.fixture
def bought(live_now: datetime) -> Purchase:
    row = a_purchase(now=live_now, lines=(CUP, PLATES))
    Purchase.objects.filter(pk=row.pk).update(freight_fen=1200)
    return row


def came_back(bought: Purchase, now: datetime, *positions: int) -> None:
    for position in positions:
        one = filed(bought, now, positions=(position,))
        one.agree()
        one.run()


def test_is_offered_once_nothing_else_is_left_and_reaches_the_merchant(
    bought: Purchase, client: Client, sits: Callable[[cast.Member], Client], live_now: datetime
) -> None:
    came_back(bought, live_now, 1)
    assert ASKS not in flat(client.post("/claim/order/", answers()))
    came_back(bought, live_now, 2)
    assert ASKS in flat(client.post("/claim/order/", answers()))
    assert "最多 ¥12.00" in flat(client.post("/claim/request/", answers(reason="freight")))
    claim = files(client, reason="freight")
    assert (claim.reason, claim.asked_fen, claim.lines.count()) == ("freight", 1200, 2)
    page = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{claim.number}/"))
    assert ASKS in page
    assert "¥12.00" in page
    assert claim.number in flat(client.post("/claim/order/", answers())), "it is open"


def test_is_refused_with_why_while_goods_have_not_gone_back(
    bought: Purchase, client: Client, live_now: datetime
) -> None:
    came_back(bought, live_now, 1)
    assert client.post("/claim/request/", answers(reason="freight", line=["2"])).status_code == 422
    assert Claim.objects.count() == 1
