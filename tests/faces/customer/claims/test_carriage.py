"""Who bears what sending goods back costs is said to both sides wherever they are asked to be sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.claim_builders import a_claim
from tests.domain.claims.test_waits_for_somebody import returned, returns_to
from tests.faces.customer.claims.claimed import entered, page
from tests.flat import flat

pytestmark = pytest.mark.django_db
YOURS, THEIRS = "寄回的运费由商家承担：您先付", "寄回的运费由商家承担：买家先付"


def test_its_buyer_reads_it_beside_the_address_he_sends_to(live_now: datetime) -> None:
    one = returned(a_claim(now=live_now - timedelta(hours=3), type="return", reason="defective"))
    assert YOURS in page(entered(one), one)


def test_both_read_it_before_they_say_yes(sits: Callable[[cast.Member], Client], live_now: datetime) -> None:
    one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="defective")
    shop = sits(cast.MERCHANT_OWNER)
    assert THEIRS in flat(shop.get(f"/merchant/claims/{one.claim.number}/?do=agreement"))
    returns_to(one, "示例路 1 号")
    offer = {"remedy": "return", "amount_fen": 18000, "reason": "寄回来", "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.offer(claim=one.claim, now=one.now, **offer))
    assert YOURS in flat(entered(one).get(f"/customer/claims/{one.claim.number}/offer/acceptance/"))
