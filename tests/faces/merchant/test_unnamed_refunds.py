"""A shop gave money back for no known line: its merchant says which one, and the buyer reads what is left."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries.shop_book import unnamed_refunds
from tests.claim_builders import a_claim, a_purchase
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.customer.claims.test_filing import answers
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(live_now: datetime) -> Purchase:
    sold = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))
    row = a_purchase(now=live_now, lines=sold)
    told = {"positions": [], "fen": 25000, "reference": "T-88", "by": SYSTEM, "now": live_now}
    acting(lambda: claims.take_shop_refund(purchase=row, **told))
    return row


def test_its_merchant_says_on_the_orders_page_which_line_it_was(
    order: Purchase, sits: Callable[[cast.Member], Client]
) -> None:
    shop, way = sits(cast.MERCHANT_OWNER), f"/merchant/purchases/{order.pk}/"
    page = flat(shop.get(way))
    assert "店铺已退 ¥250.00，不知道是哪一行商品；计入整个订单" in page
    assert "说明退的是哪一行商品" in page
    form = flat(shop.get(way, {"do": "line"}))
    assert "¥250.00 · T-88" in form
    assert "2. 灯 ¥300.00" in form
    fields = {"refund": next(iter(unnamed_refunds(order)))}
    wrong = shop.post(f"{way}line/", {**fields, "line": "1", "sure": "1"})
    assert (wrong.status_code, "可能退过 ¥250.00 的商品行" in flat(wrong)) == (422, True)
    assert shop.post(f"{way}line/", {**fields, "line": "2", "sure": "1"}).status_code == 302
    page = flat(shop.get(way))
    assert "其中 ¥250.00 已在店里退款" in page
    assert "说明退的是哪一行商品" not in page


def test_its_buyer_reads_how_much_can_still_be_asked_for(order: Purchase, client: Client) -> None:
    page = flat(client.post("/claim/request/", answers(line=["1", "2"])))
    assert "平台已退给您本订单的 ¥250.00" in page
    assert "最多 ¥150.00" in page


def test_both_sides_and_who_decides_read_that_it_went_back(
    order: Purchase, live_now: datetime, sits: Callable[[cast.Member], Client]
) -> None:
    case = a_claim(now=live_now, purchase=order, at="review")
    said = "平台已退本订单的 ¥250.00，不知道是哪件商品"
    assert said in flat(sits(cast.LIN).get(f"/desk/claims/{case.claim.number}/"))
    assert said in flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{case.claim.number}/"))
    assert said in flat(by_phone(case).get(f"/customer/claims/{case.claim.number}/"))
