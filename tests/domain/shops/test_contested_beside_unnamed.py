"""What went back for no known line decides nothing about a line of which the shop only says that it did: a person does.

And of the freight alone no goods can be given.
"""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.models import Payment
from tests.claim_builders import Walked, refund
from tests.domain.claims.test_line_money import filed
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
LINES = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))


@pytest.fixture
def said(now: datetime) -> Purchase:
    """Give an order of which a file alone says that the cup's money went back."""
    order = a_purchase(now=now, lines=LINES)
    file_says(order, 1, 10000, now=now)
    return Purchase.objects.get(pk=order.pk)


def lists(order: Purchase, fen: int, now: datetime, *positions: int) -> None:
    told = {"purchase": Purchase.objects.get(pk=order.pk), "positions": positions, "fen": fen, "reference": "TK-3"}
    acting(lambda: claims.take_shop_refund(**told, by=SYSTEM, now=now))


def pays(one: Walked, fen: int) -> list[int]:
    one.propose(refund(fen))
    one.wait(days=9)
    one.run()
    return [*Payment.objects.filter(direction="back", state="succeeded").values_list("amount_fen", flat=True)]


def test_its_buyer_can_contest_it(said: Purchase, now: datetime) -> None:
    lists(said, 15000, now)
    one = filed(said, now + timedelta(hours=1), reason="not_refunded")
    assert one.claim.asked_fen == 10000
    one.answer()
    one.run()
    assert pays(one, 10000) == [10000]
    assert timeline.verify() == []


def test_a_claim_that_contests_it_can_still_be_decided(said: Purchase, now: datetime) -> None:
    one = filed(said, now + timedelta(hours=1), reason="not_refunded")
    lists(said, 15000, one.now)
    one.answer()
    one.run()
    assert pays(one, 10000) == [10000]


def test_once_it_is_proved_the_reviewer_reads_that_it_has_gone_back(said: Purchase, now: datetime) -> None:
    one = filed(said, now + timedelta(hours=1), reason="not_refunded")
    one.answer()
    one.run()
    lists(said, 10000, one.now, 1)
    with pytest.raises(Invalid) as told:
        one.propose(refund(10000))
    assert "已经全部退回" in str(told.value.facts["expected"])


@pytest.mark.parametrize("remedy", ["exchange", "repair", "return"])
def test_of_the_freight_alone_no_goods_can_be_given(now: datetime, remedy: str) -> None:
    order = a_purchase(now=now, lines=LINES)
    Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
    for position in (1, 2):
        paid = filed(order, now, positions=(position,))
        paid.agree()
        paid.run()
    one = filed(order, now, positions=(1, 2), reason="freight")
    one.answer()
    one.run()
    found = (("看过照片", ("B1",)),)
    with pytest.raises(Invalid) as told:
        one.propose(Ruling(remedy=remedy, amount_fen=0, reason="运费", found=found))
    assert told.value.facts["field"] == "remedy"
