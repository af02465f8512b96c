"""A shop's orders file tells of what a provider gave back on the order's own payment: it is the same money."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions
from anxin.domain.ledger.models import Payment
from tests.claim_builders import Walked, a_claim, a_purchase, refund
from tests.domain.ledger.scenes import FINANCE, Scene
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db


def ruled(wechat: Scene, fen: int) -> Walked:
    """Rule a part of a lamp for 100.00, paid by WeChat, and wait until it has been asked for the money."""
    row = a_purchase(now=wechat.now, order="R15", lines=(Bought(title="灯", amount_fen=10000),))
    Purchase.objects.filter(pk=row.pk).update(paid_reference=wechat.bank.sells("R15", 10000))
    one = a_claim(now=wechat.now, at="review", purchase=Purchase.objects.get(pk=row.pk))
    one.propose(replace(refund(fen), remedy="refund_part"))
    one.wait(days=8)
    for _ in range(8):
        one.now += timedelta(minutes=20)
        wechat.now = wechat.bank.now = one.now
        one.run()
    return one


def left(one: Walked) -> int:
    return order_options.most_for(purchase=Purchase.objects.get(pk=one.claim.purchase_id), pieces={1: 1})


@pytest.mark.parametrize(("told", "rest"), [(6000, 4000), (2000, 4000), (7500, 2500), (10000, 0)])
def test_what_went_back_by_it_counts_into_the_total_of_a_file(wechat: Scene, told: int, rest: int) -> None:
    one = ruled(wechat, 6000)
    assert (one.claim.state, left(one)) == ("closed", 4000)
    file_says(one.claim.purchase, 1, told, now=one.now)
    bill = Payment.objects.get(direction="back").bill
    assert (left(one), bill.refunded_fen) == (rest, 10000 - rest)
    assert not timeline.facts_of(one.claim.stream(), code="claims.gone_twice")


def test_so_does_what_is_on_its_way_until_it_came_to_nothing(wechat: Scene) -> None:
    wechat.bank.slow_refunds = True
    one = ruled(wechat, 6000)
    back = Payment.objects.get(direction="back")
    assert back.state in actions.payments.OPEN
    file_says(one.claim.purchase, 1, 6000, now=one.now)
    assert (left(one), one.claim.purchase.lines.get().refunded_fen) == (4000, 0)
    acting(lambda: actions.clear(payment=back, succeeded=False, reference="", by=FINANCE, now=one.now))
    one.run()
    assert (left(one), one.claim.purchase.lines.get().refunded_fen) == (4000, 6000), "what the file tells is its shop's"
