"""A shop gives back a part of what was ruled before it is in force: all sides read what it gave and what is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.goods.actions import Bought
from tests.claim_builders import a_claim, a_purchase, refund
from tests.faces.customer.claims.claimed import by_phone
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_sides_read_what_is_sent_of_what_was_ruled(
    live_now: datetime, sits: Callable[[cast.Member], Client]
) -> None:
    order = a_purchase(now=live_now, lines=(Bought(title="杯", amount_fen=30000),))
    case = a_claim(now=live_now, purchase=order, at="review")
    case.propose(refund(20000))
    told = {"positions": [1], "fen": 15000, "reference": "T-88", "by": SYSTEM, "now": live_now + timedelta(hours=1)}
    acting(lambda: claims.take_shop_refund(purchase=order, **told))
    case.wait(days=12)
    case.run()
    number = case.claim.number
    pages = (
        sits(cast.LIN).get(f"/desk/claims/{number}/?tab=record"),
        sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{number}/"),
        by_phone(case).get(f"/customer/claims/{number}/"),
    )
    for page in map(flat, pages):
        assert "店铺说已在平台退 ¥150.00（编号 T-88）" in page
        assert "应退 ¥200.00，此前已退过一部分，这次只退余下的 ¥50.00" in page


def test_both_yes_pages_to_a_ruling_name_what_is_sent_of_it(
    live_now: datetime, sits: Callable[[cast.Member], Client]
) -> None:
    order = a_purchase(now=live_now, lines=(Bought(title="杯", amount_fen=30000),))
    case = a_claim(now=live_now, purchase=order, at="review")
    case.propose(refund(20000))
    told = {"positions": [1], "fen": 15000, "reference": "T-88", "by": SYSTEM, "now": live_now + timedelta(hours=1)}
    acting(lambda: claims.take_shop_refund(purchase=order, **told))
    number = case.claim.number
    shop = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{number}/?do=acceptance"))
    assert "裁定金额一共 ¥200.00。" in shop
    buyer = flat(by_phone(case).get(f"/customer/claims/{number}/acceptance/"))
    assert "¥200.00" in buyer
    for page in (shop, buyer):
        assert "¥50.00 退给付款人。" in page
        assert "¥150.00" in page
