"""Whoever tells first of what a shop gave back, and in how many parts: it counts once, and a debt ends once."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from anxin.core import timeline
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import line_money
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.commands import PAYMENTS, REFUNDS
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.notices.models import Notice
from tests.builders import by_phone
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_shop_pays_its_debt import LINES, leave_to_shop, left, lists, order_of, owed, pays, twice
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
CUP, LAMP = 10000, 30000


def files(one: Walked, fen: int) -> None:
    file_says(order_of(one), 1, fen, now=one.now)
    one.read()


def denies(one: Walked) -> Payment:
    back = Payment.objects.filter(direction="back", state="succeeded").get()
    him, told = by_phone(cast.BUYER.phone), {"text": "没到"}
    one.do(lambda: REFUNDS.give("missing", row=back, by=him, now=one.now, fields=told))
    back.refresh_from_db()
    return back


def unpaid(one: Walked, back: Payment) -> Payment:
    finance = one.by(cast.QIAN)
    one.do(lambda: PAYMENTS.give("shop-unpaid", row=back, by=finance, now=one.now, fields={}))
    return Payment.objects.get(direction="back", state="unclear")


def bill(one: Walked) -> int:
    return Bill.objects.get(stream_key=one.claim.purchase_id).refunded_fen


@pytest.mark.parametrize("told", [6000, 10000])
@pytest.mark.parametrize("first", ["merchant", "file"])
def test_its_orders_file_tells_what_its_merchant_enters(now: datetime, told: int, first: str) -> None:
    one = owed(now, 6000)
    for tells in (pays, files) if first == "merchant" else (files, pays):
        tells(one, told) if tells is files else tells(one)
    one.read()
    assert (one.claim.state, left(one), bill(one), twice(one)) == ("closed", (CUP - told, LAMP), told, False)
    files(one, told)
    assert (left(one), timeline.verify()) == ((CUP - told, LAMP), [])


def test_what_its_file_told_before_it_was_owed_is_another_refund(now: datetime) -> None:
    one = owed(now, 6000)
    file_says(order_of(one), 1, 3000, now=now - timedelta(hours=1))
    assert left(one) == (1000, LAMP)
    pays(one)
    files(one, 9000)
    assert (left(one), bill(one)) == ((1000, LAMP), 9000)


@pytest.mark.parametrize("first", ["merchant", "list"])
def test_a_list_that_tells_more_than_is_owed_counts_the_rest(now: datetime, first: str) -> None:
    one = owed(now, 6000)
    if first == "merchant":
        pays(one)
    lists(one, 8000)
    assert one.claim.state == "closed"
    pays(one)
    assert (left(one), bill(one), twice(one)) == ((2000, LAMP), 8000, False)


@pytest.mark.parametrize("known", [(1,), ()], ids=["of the cup", "of no known line"])
def test_two_parts_of_a_list_pay_what_is_owed(now: datetime, known: tuple[int, ...]) -> None:
    one = owed(now, 6000)
    lists(one, 3000, "TK-8", positions=known)
    assert [row.amount_fen for row in Payment.objects.filter(direction="back", state="unclear")] == [3000]
    assert (one.claim.state, left(one), bill(one)) == ("executing", (4000, LAMP), 3000)
    lists(one, 3000, "TK-9", positions=known)
    assert (one.claim.state, one.claim.outcome, left(one)) == ("closed", "paid", (4000, LAMP))
    pays(one)
    assert (left(one), bill(one), twice(one), timeline.verify()) == ((4000, LAMP), 6000, False, [])
    assert not timeline.facts_of(one.claim.stream(), code="claims.money_failed")


def test_what_a_list_proves_is_not_owed_again(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    back = denies(one)
    lists(one, 3000)
    with pytest.raises(WrongState):
        unpaid(one, back)
    (fact,) = timeline.facts_of(one.claim.stream(), code="claims.shop_proved")
    assert fact.facts["reference"] == "TK-8"
    assert Notice.objects.filter(code="money_shop_proved", account__username=cast.QIAN.username).exists()
    answer = {"text": "店铺后台显示已到账"}
    one.do(lambda: PAYMENTS.give("answer", row=back, by=one.by(cast.QIAN), now=one.now, fields=answer))
    assert (left(one), bill(one)) == ((7000, LAMP), 3000)


def test_so_is_what_the_list_alone_paid(now: datetime) -> None:
    one = owed(now, 6000)
    lists(one, 6000)
    back = denies(one)
    with pytest.raises(WrongState):
        unpaid(one, back)


def test_a_list_that_tells_what_was_denied_pays_what_is_owed_anew(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    unpaid(one, denies(one))
    assert (one.claim.state, left(one)) == ("executing", (7000, LAMP))
    lists(one, 3000)
    assert (one.claim.state, left(one), bill(one), twice(one)) == ("closed", (7000, LAMP), 3000, False)
    assert not Payment.objects.filter(direction="back", state="unclear").exists()
    assert timeline.verify() == []


def test_a_list_that_tells_it_after_it_was_sent_anew_says_that_it_went_twice(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    anew = unpaid(one, denies(one))
    finance = one.by(cast.QIAN)
    one.do(lambda: ledger.clear(payment=anew, succeeded=True, reference="TK-9", by=finance, now=one.now))
    lists(one, 3000, "TK-9")
    assert (left(one), bill(one), twice(one)) == ((7000, LAMP), 3000, False)
    lists(one, 3000, "TK-8")
    assert (left(one), bill(one), twice(one)) == ((4000, LAMP), 6000, True)


def test_a_part_that_its_merchant_says_takes_of_the_freight_what_the_goods_did_not_cost(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP),))
    Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
    Bill.objects.filter(stream_key=order.pk).update(paid_fen=CUP + 900, total_fen=CUP + 900)
    one = filed(Purchase.objects.get(pk=order.pk), now, asked_fen=CUP + 900)
    said(one, CUP + 500)
    assert line_money.of_claim(one.claim).room_fen == 400


def said(one: Walked, fen: int, reference: str = "TK-8") -> None:
    him = one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.say_refund(claim=one.claim, amount_fen=fen, reference=reference, by=him, now=one.now))
    one.read()


class TestPartAndThenAgree:
    @pytest.fixture
    def one(self, now: datetime) -> Walked:
        order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
        return filed(order, now, asked_fen=6000)

    def test_pays_what_is_left_of_what_was_asked_for(self, one: Walked) -> None:
        said(one, 2000)
        one.agree()
        one.run()
        assert [row.amount_fen for row in one.claim.payouts.all()] == [4000]
        assert (left(one), bill(one)) == ((4000, LAMP), 6000)

    def test_says_no_other_sum_by_one_number(self, one: Walked) -> None:
        said(one, 2000)
        with pytest.raises(Invalid) as refused:
            said(one, 1000, "tk8")
        assert all(fen in str(refused.value.facts["expected"]) for fen in ("10.00", "20.00"))
        said(one, 2000, "tk8")
        assert left(one)[0] == CUP - 2000

    def test_and_its_list_tell_of_one_refund(self, one: Walked) -> None:
        lists(one, 2000)
        said(one, 2000)
        assert left(one)[0] == CUP - 2000
        said(one, 1000, "TK-9")
        lists(one, 1000, "TK-9")
        assert left(one)[0] == CUP - 3000

    def test_typed_by_another_number_than_its_list_tells_it_counts_once(self, one: Walked) -> None:
        said(one, 2000)
        lists(one, 2000, "TK-9")
        assert (left(one)[0], bill(one)) == (CUP - 2000, 2000)
        (fact,) = timeline.facts_of(one.claim.stream(), code="claims.refund_renumbered")
        assert (fact.facts["was"], fact.facts["number"], fact.facts["amount_fen"]) == ("TK-8", "TK-9", 2000)
        assert Notice.objects.filter(code="claim_refund_renumbered").exists()
        lists(one, 2000, "TK-8")
        assert left(one)[0] == CUP - 4000

    def test_can_not_be_typed_where_its_list_tells_that_sum_by_another_number(self, one: Walked) -> None:
        lists(one, 2000, "TK-9")
        with pytest.raises(Invalid) as refused:
            said(one, 2000)
        assert all(part in str(refused.value.facts["expected"]) for part in ("TK9", "20.00"))
        assert left(one)[0] == CUP - 2000
        lists(one, 2000, "TK-8")
        assert left(one)[0] == CUP - 4000

    def test_pays_no_part_of_what_its_shop_owes_beside_it_once_its_list_tells_it(self, now: datetime) -> None:
        order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
        Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
        one = filed(Purchase.objects.get(pk=order.pk), now, asked_fen=CUP)
        said(one, 6000)
        leave_to_shop(one)
        lists(one, 6000)
        assert (one.claim.state, left(one), bill(one)) == ("executing", (0, LAMP), 6000)
        lists(one, 4000, "TK-9")
        assert (one.claim.state, left(one), bill(one), twice(one)) == ("closed", (0, LAMP), CUP, False)


TELLERS: dict[str, Callable[[Walked], None]] = {
    "pays": pays,
    "list": lambda one: lists(one, 4000),
    "rest": lambda one: lists(one, 2000, "TK-9"),
    "file": lambda one: files(one, 6000),
    "again": lambda one: lists(one, 4000, "tk8"),
}


@pytest.mark.parametrize("order", Random(3).sample([*permutations(TELLERS)], 12), ids=" ".join)
def test_in_whatever_order_they_tell_of_one_debt(now: datetime, order: tuple[str, ...]) -> None:
    one = owed(now, 6000)
    for name in order:
        with suppress(Invalid) if name == "pays" else nullcontext():
            TELLERS[name](one)
        one.read()
    assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
    assert (left(one), bill(one), twice(one), timeline.verify()) == ((4000, LAMP), 6000, False, [])


@pytest.mark.parametrize("first", [0, 200, 5000])
def test_a_list_that_tells_a_typed_number_in_steps_proves_what_it_tells_at_last(now: datetime, first: int) -> None:
    one = filed(a_purchase(now=now, lines=LINES), now, asked_fen=9000)
    said(one, 6000, "TK-1")
    for fen in (first, 6000) if first else (6000,):
        one.now += timedelta(hours=1)
        lists(one, fen, "TK-1")
    line = order_of(one).lines.get(position=1)
    assert (line.refunded_fen, line.proven_fen) == (6000, 6000)
    one.now += timedelta(hours=1)
    lists(one, 3000, "TK-4", ())
    money = line_money.of_order(order_of(one))
    assert (money.apart_fen, money.whole_fen) == (3000, CUP + LAMP - 9000)
