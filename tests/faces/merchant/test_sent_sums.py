"""What is sent by a yes is what the page said: less what the shop gave since, with why; nothing where all was given."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger.models import Payment
from tests.claim_builders import Walked, a_purchase
from tests.domain.shops.test_shop_pays_its_debt import lists
from tests.faces.desk.test_money import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db


def claimed(now: datetime, pieces: int) -> Walked:
    """File a claim about some of three cups of 100.00 each."""
    purchase = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=30000, quantity=3),))
    told = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone}
    filing = Filing(purchase=purchase, lines=(ClaimLineGiven(position=1, quantity=pieces),), **told)
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def gives(one: Walked, fen: int, number: str) -> None:
    """Have its merchant say that so much went back in his shop, a while later."""
    one.now += timedelta(minutes=5)
    by = one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.say_refund(claim=one.claim, amount_fen=fen, reference=number, by=by, now=one.now))
    one.read()


def sent() -> list[int]:
    return list(Payment.objects.filter(direction="back").values_list("amount_fen", flat=True))


@pytest.fixture
def now(live_now: datetime) -> datetime:
    return live_now - timedelta(hours=2)


def test_the_merchants_yes_names_what_is_sent_and_what_his_shop_gave(sits: Sits, now: datetime) -> None:
    one = claimed(now, 2)
    gives(one, 15000, "TK-1")
    page = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/?do=agreement"))
    for told in ("此前已经退回 ¥150.00", "同意仅退款 ¥50.00", "另有 ¥150.00 已由店铺退回"):
        assert told in page
    assert "¥150.00 退给付款人" not in page
    one.agree()
    one.run()
    assert sent() == [5000]


def test_the_yes_to_several_names_what_is_sent_of_each_and_asks_anew_where_that_changed(
    sits: Sits, now: datetime
) -> None:
    one = claimed(now, 2)
    gives(one, 15000, "TK-1")
    owner, at = sits(cast.MERCHANT_OWNER), "/merchant/claims/agreements/"
    shown = owner.post(at, {"number": one.claim.number})
    page, token = flat(shown), shown.context["token"]
    assert "合计 ¥50.00" in page
    assert "另有 ¥150.00 已由店铺退回。" in page
    gives(one, 1000, "TK-2")
    shown = owner.post(at, {"number": one.claim.number, "token": token})
    assert (shown.status_code, "¥40.00" in flat(shown)) == (409, True)
    assert owner.post(at, {"number": one.claim.number, "token": shown.context["token"]}).status_code == 200
    one.run()
    assert sent() == [4000]


def test_the_merchants_yes_says_that_nothing_more_is_sent_once_his_parts_are_all(sits: Sits, now: datetime) -> None:
    one = claimed(now, 2)
    gives(one, 15000, "TK-1")
    one.now += timedelta(minutes=5)
    lists(one, 5000, "TK-2")
    assert one.claim.state == "merchant_answer"
    page = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/?do=agreement"))
    for told in ("同意仅退款（不会再退款）", "¥200.00 此前已全部退回，不会再退款"):
        assert told in page
    assert "退给付款人" not in page
    one.agree()
    one.run()
    assert (one.claim.state, sent()) == ("closed", [])


def test_an_offer_that_the_shop_met_asks_for_nothing_and_says_so(client: Client, now: datetime) -> None:
    one = claimed(now, 3)
    one.now += timedelta(minutes=5)
    by = one.by(cast.MERCHANT_OWNER)
    told = {"remedy": "refund_part", "amount_fen": 6000, "reason": "先退一部分"}
    one.do(lambda: claims.offer(claim=one.claim, **told, by=by, now=one.now))
    gives(one, 2000, "TK-1")
    client.get(f"/c/{one.token}/")
    at = f"/customer/claims/{one.claim.number}/"
    page = flat(client.get(at))
    assert "其中 ¥20.00 已由店铺退回" in page
    gives(one, 4000, "TK-2")
    for address in (at, f"{at}offer/acceptance/"):
        page = flat(client.get(address))
        assert "不会再退款" in page
        assert "¥60.00 退给付款人" not in page
    one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
    one.run()
    assert sent() == []
