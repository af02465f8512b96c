"""What a shop gives while a claim about some pieces is open is theirs; a refund that rises after a ruling is of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.queries.shop_debts import said_beside
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import unclear_payments
from tests.claim_builders import Walked, refund
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_one_book import LAMP, denies, said, unpaid
from tests.domain.shops.test_shop_pays_its_debt import left, lists, owed, pays
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db


def one_of_three(now: datetime) -> Walked:
    """File a claim about one of three lamps of 100.00 each, of which its shop gives 40.00 since."""
    bought = a_purchase(now=now, lines=(Bought(title="灯", amount_fen=30000, quantity=3),))
    told = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone}
    filing = Filing(purchase=bought, lines=(ClaimLineGiven(position=1, quantity=1),), **told)
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now + timedelta(hours=1))
    said(one, 4000, "TK-40")
    one.answer()
    one.run()
    return one


@pytest.mark.parametrize(("fen", "sent"), [(10000, []), (6001, []), (6000, [6000])])
def test_a_ruling_gives_no_more_than_is_left_of_the_claimed_piece(now: datetime, fen: int, sent: list[int]) -> None:
    one = one_of_three(now)
    if sent:
        one.propose(replace(refund(fen), remedy="refund_part"))
    else:
        with pytest.raises(AnxinError):
            one.propose(refund(fen))
    one.wait(days=8)
    one.run()
    assert [*Payment.objects.filter(direction="back").values_list("amount_fen", flat=True)] == sent


@pytest.mark.parametrize("how", ["list", "merchant"])
def test_a_refund_whose_sum_rises_after_a_ruling_is_part_of_it(now: datetime, how: str) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=LAMP, quantity=3),))
    one = filed(order, now, asked_fen=LAMP)
    one.now += timedelta(hours=1)
    if how == "list":
        lists(one, 2000, "TK-1")
    else:
        said(one, 2000, "TK-1")
    one.answer()
    one.run()
    one.propose(refund(20000))
    one.now += timedelta(hours=1)
    lists(one, 12000, "TK-1")
    one.wait(days=12)
    one.run()
    assert [back.amount_fen for back in one.claim.payouts.all()] == [10000]


def test_a_refund_of_another_line_proves_nothing_of_the_number_that_was_entered(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one, "TK-LIE")
    one.now += timedelta(days=1)
    lists(one, 3000, "TK-77", ())
    assert not unclear_payments.is_proved(one.claim.payouts.get().payment)
    lists(one, 3000, "TK-77", (2,))
    assert left(one) == (7000, 27000)
    unpaid(one, denies(one))
    one.read()
    assert (one.claim.state, left(one)) == ("executing", (7000, 27000))


def test_what_a_shop_said_it_gave_in_full_counts_once_nobody_contradicts_it(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=LAMP)))
    one = filed(order, now)
    said(one, 10000, "TK-8")
    with pytest.raises(claims.SaidBack):
        filed(order, one.now + timedelta(hours=1))  # its buyer may contradict it there
    one.wait(days=31)
    one.run()
    assert (one.claim.state, left(one)[0]) == ("closed", 0)
    with pytest.raises(AnxinError):
        filed(order, one.now + timedelta(hours=1))


def test_of_a_part_that_it_said_a_claim_for_the_rest_is_told_and_nothing_goes_twice(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=LAMP)))
    one = filed(order, now, asked_fen=6000)
    said(one, 6000, "TK-8")
    other = filed(order, one.now + timedelta(days=2))
    assert [each.reference for each in said_beside(other.claim)] == ["TK-8"]
    assert not said_beside(one.claim)
    other.agree()
    other.run()
    assert [each.amount_fen for each in other.claim.payouts.all()] == [4000]
    one.wait(days=31)
    one.run()
    assert (one.claim.state, left(one)[0]) == ("closed", 0)
    assert not timeline.facts_of(other.claim.stream(), code="claims.gone_twice")
    assert timeline.verify() == []
