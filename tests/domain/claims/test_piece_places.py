"""Where each piece of an order is stands wherever somebody claims about it, and is asked back from nobody twice."""

from datetime import datetime

import pytest
from django.utils import translation

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, Ruling
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from tests.claim_builders import FACTS, Walked, a_claim
from tests.domain.claims.test_returned_goods import wanting
from tests.domain.claims.test_waits_for_somebody import merchants, received, returned
from tests.evidence_builders import CUP, a_purchase

pytestmark = pytest.mark.django_db


def exchanged(now: datetime) -> Walked:
    one = a_claim(now=now, type="exchange", reason="defective")
    one.agree()
    one.run()
    merchants(one, "send_replacement", waybill="SFNEW1")
    assert one.claim.state == "closed"
    return one


def again(one: Walked, *, type: str = "return", reason: str = "defective") -> Walked:
    two = a_claim(now=one.now, type=type, reason=reason, purchase=one.claim.purchase, lines=(CUP,))
    assert two.claim.pk != one.claim.pk
    return two


def places(one: Walked, by: Actor) -> list[str]:
    with translation.override("zh-hans"):
        return [each.said for line in one.view(by).lines for each in line.places]


def kinds(one: Walked, reason: str) -> dict[str, str]:
    found = order_options.options_for(purchase=one.claim.purchase, pieces={1: 1}, reason=reason, now=one.now)
    return {each.type: each.why for each in found if not each.allowed}


def test_a_piece_that_was_exchanged_stands_on_the_next_claim_about_it(now: datetime) -> None:
    one = exchanged(now)
    two = again(one)
    said = [f"此前换过 1 件，原来的没有寄回（{one.claim.number}）"]
    for by in (two.buyer, two.by(cast.MERCHANT_OWNER), two.by(cast.LIN)):
        assert places(two, by) == said
    assert places(one, one.buyer) == []
    [line] = order_options.order(one.claim.purchase).lines
    with translation.override("zh-hans"):
        assert [each.said for each in line.places] == said
    assert "goods_away" not in kinds(one, "defective").values()


def test_goods_that_lie_with_the_shop_are_asked_back_by_nobody(now: datetime) -> None:
    one = wanting(now)
    merchants(one, "offer", remedy="refund_part", amount_fen=10000, reason="商品留下,退一部分")
    one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
    one.run()
    assert one.claim.state == "closed"
    closed = kinds(one, "defective")
    assert (closed["return"], closed["exchange"]) == ("goods_away", "goods_away")
    assert "refund_only" not in closed
    with pytest.raises(claims.NotAllowed):
        again(one)
    two = again(one, type="refund_only")
    assert places(two, two.by(cast.LIN)) == [f"1 件已寄回，在店铺（{one.claim.number}）"]
    assert queries.view(two.claim, actor=two.by(cast.LIN), now=two.now).most_fen > 0


def test_goods_that_the_shop_sent_out_again_are_their_buyers(now: datetime) -> None:
    one = wanting(now)
    one.propose()
    assert one.claim.received
    one.claim.goods_waybill = "SF9"
    one.claim.save(update_fields=["goods_waybill"])
    assert "goods_away" not in kinds(one, "defective").values()


def test_goods_on_their_way_are_not_their_buyers_to_send(now: datetime) -> None:
    one = returned(a_claim(now=now, type="return", reason="defective"))
    one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD900001", by=one.buyer, now=one.now))
    assert kinds(one, "defective")["return"] == "goods_away"


def lamps(
    now: datetime, order: Purchase, pieces: int = 1, *, type: str = "return", reason: str = "defective"
) -> Walked:
    said = {"type": type, "reason": reason, "told": "裂", "phone": cast.BUYER.phone}
    lines = (ClaimLineGiven(position=1, quantity=pieces),)
    filing = Filing(purchase=Purchase.objects.get(pk=order.pk), lines=lines, **said)
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def three_of_which_one_is_with_the_shop(now: datetime) -> tuple[Purchase, datetime]:
    order = a_purchase(now=now, lines=(Bought(title="灯", amount_fen=30000, quantity=3),))
    one = received(returned(lamps(now, order)))
    merchants(one, "fail_inspection", reason="摔坏")
    merchants(one, "offer", remedy="refund_part", amount_fen=6000, reason="留下")
    one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
    one.run()
    assert one.claim.state == "closed"
    return order, one.now


def test_no_more_pieces_are_asked_back_than_are_with_their_buyer(now: datetime) -> None:
    order, later = three_of_which_one_is_with_the_shop(now)
    with pytest.raises(claims.NotAllowed, match="fewer_here"):
        lamps(later, order, 3)
    lamps(later, order, 2)
    with pytest.raises(claims.NotAllowed, match="goods_away"):
        lamps(later, order, 1, type="exchange")
    lamps(later, order, 1, type="refund_only", reason="broken")


def test_no_offer_and_no_ruling_asks_back_a_piece_that_another_claim_is_to_have(now: datetime) -> None:
    order, later = three_of_which_one_is_with_the_shop(now)
    money, back = lamps(later, order, 1, type="refund_only", reason="broken"), lamps(later, order, 2)
    with pytest.raises(Invalid):
        merchants(money, "offer", remedy="return", amount_fen=10000, reason="寄回来")
    money.answer()
    for remedy, fen in (("return", 10000), ("exchange", 0)):
        with pytest.raises(Invalid):
            money.propose(Ruling(remedy=remedy, amount_fen=fen, reason="寄回", found=FACTS))
    assert money.view(money.by(cast.LIN)).records.barred["exchange"] == "elsewhere"
    assert back.view(back.by(cast.MERCHANT_OWNER)).records.barred == {"repair": "unnamed"}
