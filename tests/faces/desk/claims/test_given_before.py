"""What went back of goods before, in the shop or by a claim, is read by who answers and who decides."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.goods.models import PurchaseLine
from tests.claim_builders import Walked, a_claim
from tests.domain.claims.test_line_money import filed
from tests.faces.desk.claims.test_claim import RULING, url
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
TOLD = "这些商品付的钱，此前已经退回 ¥70.00"


@pytest.fixture
def case(live_now: datetime) -> Walked:
    """Lay a claim under review about goods of which the shop gave back 70.00 of 268.00."""
    one = a_claim(now=live_now - timedelta(hours=3), at="review", asked_fen=19800)
    PurchaseLine.objects.filter(purchase=one.claim.purchase).update(refunded_fen=7000)
    return one


def test_both_read_it_and_the_decision_takes_no_more_than_is_left(case: Walked, sits: Sits) -> None:
    lin, shop = sits(cast.LIN), sits(cast.MERCHANT_OWNER)
    assert TOLD in flat(shop.get(f"/merchant/claims/{case.claim.number}/"))
    html = flat(lin.get(url(case)))
    assert TOLD in html
    assert "最多 ¥198.00" in html
    told = {**RULING, "remedy": "refund_only", "amount_fen": "198.01", "liable": "merchant", "how": "give"}
    refused = flat(lin.post(url(case, "decision/"), told))
    assert "最多退 ¥198.00" in refused
    assert 'name="read"' not in refused
    assert 'name="read"' in flat(lin.post(url(case, "decision/"), {**told, "amount_fen": "198.00"}))


def test_a_yes_names_no_more_than_can_still_go_back(sits: Sits, live_now: datetime) -> None:
    one = a_claim(now=live_now - timedelta(hours=3))
    PurchaseLine.objects.filter(purchase=one.claim.purchase).update(refunded_fen=7000)
    html = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
    assert "同意仅退款 ¥198.00" in html
    assert "另有 ¥70.00 已由店铺退回" in html


def test_goods_whose_money_is_back_may_be_exchanged_and_the_merchant_reads_that(sits: Sits, live_now: datetime) -> None:
    one = a_claim(now=live_now - timedelta(hours=3))
    one.agree()
    one.run()
    again = filed(one.claim.purchase, one.now, type="exchange")
    assert "这些商品付的钱，此前已经退回 ¥268.00" in flat(
        sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{again.claim.number}/")
    )
