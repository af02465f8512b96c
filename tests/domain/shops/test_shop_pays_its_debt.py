"""A shop that gives back itself what was decided: its list and its merchant tell of one refund, not of two."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import tasks
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries import order_options
from anxin.domain.claims.queries.payers import paid_for, paid_for_decision, unsaid_payers
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import Received, payments
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out
from anxin.domain.ledger.commands import PAYMENTS, REFUNDS
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.queries import unclear_payments
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices.models import Notice
from tests.builders import by_phone
from tests.claim_builders import Walked
from tests.domain.claims.test_gone_payers import silent
from tests.domain.claims.test_line_money import filed
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
LINES = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))


def owed(now: datetime, fen: int) -> Walked:
    """Give a claim about the cup whose shop is to give back so much itself."""
    purchase = a_purchase(now=now, lines=LINES)
    Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_unclear")
    one = filed(Purchase.objects.get(pk=purchase.pk), now, asked_fen=fen)
    return leave_to_shop(one)


def leave_to_shop(one: Walked) -> Walked:
    one.agree()
    one.run()
    answer = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
    back = one.claim.payouts.get().payment
    one.do(lambda: payments.finish_call(payment=back, answer=answer, now=one.now))
    assert one.claim.state == "executing"
    return one


def pays(one: Walked, reference: str = "TK-8") -> None:
    him, told = one.by(cast.MERCHANT_OWNER), {"reference": reference}
    one.do(lambda: claims.pay_in_shop(claim=one.claim, by=him, now=one.now, **told))


def lists(one: Walked, fen: int, reference: str = "TK-8", positions: tuple[int, ...] = (1,)) -> None:
    told = {"purchase": order_of(one), "positions": positions, "fen": fen, "reference": reference}
    acting(lambda: claims.take_shop_refund(**told, by=SYSTEM, now=one.now))
    one.read()


def order_of(one: Walked) -> Purchase:
    return Purchase.objects.get(pk=one.claim.purchase_id)


def left(one: Walked) -> tuple[int, int]:
    order = order_of(one)
    return order_options.most_for(purchase=order, pieces={1: 1}), order_options.most_for(purchase=order, pieces={2: 1})


def twice(one: Walked) -> bool:
    return bool(timeline.facts_of(one.claim.stream(), code="claims.gone_twice"))


@pytest.mark.parametrize("fen", [6000, 10000])
@pytest.mark.parametrize("known", [(1,), ()], ids=["of the cup", "of no known line"])
@pytest.mark.parametrize("first", ["merchant", "list"])
def test_its_list_tells_what_its_merchant_enters_and_the_rest_can_still_go_back(
    now: datetime, fen: int, known: tuple[int, ...], first: str
) -> None:
    one = owed(now, fen)
    if first == "merchant":
        pays(one)
        lists(one, fen, positions=known)
    else:
        lists(one, fen, positions=known)
        pays(one)
    assert (one.claim.state, one.claim.outcome, twice(one)) == ("closed", "paid", False)
    assert left(one) == (10000 - fen, 30000)
    if fen < 10000:
        rest = filed(order_of(one), one.now + timedelta(hours=1))
        assert rest.claim.asked_fen == 10000 - fen
    assert timeline.verify() == []


def test_its_list_alone_ends_the_claim(now: datetime) -> None:
    one = owed(now, 6000)
    lists(one, 6000)
    assert (one.claim.state, one.claim.outcome, left(one)) == ("closed", "paid", (4000, 30000))


def test_another_refund_counts_beside_it(now: datetime) -> None:
    one = owed(now, 6000)
    pays(one)
    lists(one, 3000, "TK-9")
    assert (left(one), twice(one)) == ((1000, 30000), False)


@pytest.mark.parametrize("first", [(1,), ()], ids=["of the cup", "of no known line"])
def test_the_number_its_merchant_entered_gives_way_to_the_one_its_list_tells(
    now: datetime, first: tuple[int, ...]
) -> None:
    one = owed(now, 6000)
    pays(one)
    lists(one, 6000, "TK-9", first)
    lists(one, 6000, "TK-9")
    back = one.claim.payouts.get().payment
    assert (left(one), twice(one), back.refund_reference) == ((4000, 30000), False, "TK-9")
    assert unclear_payments.is_proved(back)
    (fact,) = timeline.facts_of(one.claim.stream(), code="claims.refund_renumbered")
    assert (fact.facts["was"], fact.facts["number"]) == ("TK-8", "TK-9")
    told = dict(Notice.objects.filter(code__endswith="refund_renumbered").values_list("code", "account__username"))
    assert told["money_refund_renumbered"] == cast.QIAN.username
    owner = cast.MERCHANT_OWNER.username
    assert Notice.objects.filter(code="claim_refund_renumbered", account__username=owner).exists()
    lists(one, 6000, "TK-9")
    assert len(timeline.facts_of(one.claim.stream(), code="claims.refund_renumbered")) == 1
    assert timeline.verify() == []


def test_a_second_refund_of_the_same_sum_counts_once_its_list_tells_both(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    lists(one, 3000, "TK-9")
    assert left(one) == (7000, 30000)
    lists(one, 3000, "TK-8")
    assert (left(one), twice(one)) == ((4000, 30000), False)


def test_what_its_list_tells_by_another_number_can_not_be_said_to_have_been_never_given(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    him, back = by_phone(cast.BUYER.phone), one.claim.payouts.get().payment
    one.do(lambda: REFUNDS.give("missing", row=back, by=him, now=one.now, fields={"text": "没到"}))
    lists(one, 3000, "TK-9")
    with pytest.raises(WrongState):
        one.do(lambda: PAYMENTS.give("shop-unpaid", row=back, by=one.by(cast.QIAN), now=one.now, fields={}))
    assert Notice.objects.filter(code="money_shop_proved").exists()


def test_a_list_that_tells_more_under_the_number_counts_the_rest(now: datetime) -> None:
    one = owed(now, 6000)
    pays(one)
    lists(one, 8000)
    assert (left(one), twice(one)) == ((2000, 30000), False)


def test_a_list_that_tells_a_part_pays_that_and_its_number_pays_no_other_sum(now: datetime) -> None:
    one = owed(now, 6000)
    lists(one, 4000)
    assert [row.amount_fen for row in Payment.objects.filter(direction="back", state="unclear")] == [2000]
    with pytest.raises(Invalid) as refused:
        pays(one)
    assert (refused.value.facts["field"], refused.value.facts["got"]) == ("reference", "TK-8")
    assert all(fen in str(refused.value.facts["expected"]) for fen in ("20.00", "40.00"))
    one.read()
    assert (one.claim.state, left(one)) == ("executing", (4000, 30000))
    pays(one, "TK-9")
    one.read()
    assert (one.claim.state, one.claim.outcome, left(one), twice(one)) == ("closed", "paid", (4000, 30000), False)
    assert timeline.verify() == []


def test_a_number_that_paid_one_debt_of_an_order_pays_no_other(now: datetime) -> None:
    first = owed(now, 6000)
    second = filed(order_of(first), now + timedelta(hours=1), asked_fen=6000, positions=(2,))
    leave_to_shop(second)
    pays(first)
    with pytest.raises(Invalid) as refused:
        pays(second, "tk8")
    assert (refused.value.facts["field"], refused.value.facts["got"]) == ("reference", "tk8")
    second.read()
    assert second.claim.state == "executing"
    lists(second, 12000, positions=(1, 2))
    first.read()
    assert [one.claim.state for one in (first, second)] == ["closed", "closed"]
    assert left(first) == (4000, 24000)


class TestEarlierVersion:
    def test_claim_that_it_left_unpaid_is_told_to_its_shop_once_and_its_number_closes_it(self, now: datetime) -> None:
        one = owed(now, 10000)
        Clock.objects.filter(kind=SHOP_PAYS).delete()
        Notice.objects.all().delete()
        tasks.catch_up.func(now=one.now)
        one.run()
        (clock,) = clocks.open_clocks(one.claim.stream()).filter(kind=SHOP_PAYS)
        assert (clock.whose, clock.due_at > one.now) == (str(one.claim.seller_id), True)
        told = Notice.objects.filter(account__username=cast.MERCHANT_OWNER.username).count()
        assert told == 1, "its shop reads that it gives the money back"
        facts = len(list(timeline.read(one.claim.stream())))
        tasks.catch_up.func(now=one.now + timedelta(hours=1))
        assert len(list(timeline.read(one.claim.stream()))) == facts
        pays(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert list(timeline.verify()) == []

    def test_claim_whose_money_goes_by_a_transfer_is_left_to_finance(self, now: datetime) -> None:
        one = owed(now, 10000)
        Clock.objects.filter(kind=SHOP_PAYS).delete()
        Payment.objects.filter(direction="back").update(provider="bank")
        tasks.catch_up.func(now=one.now)
        assert not clocks.open_clocks(one.claim.stream()).filter(kind=SHOP_PAYS).exists()


class TestGone:
    def gone(self, now: datetime) -> Walked:
        """Give a claim whose shop owes its money, and is said to answer nothing any more before it paid."""
        one = owed(now, 10000)
        one.now += timedelta(hours=1)
        silent(one, "deposit")
        one.read()
        return one

    def test_finance_is_told_once_its_time_is_over_and_its_own_payment_still_counts(self, now: datetime) -> None:
        one = self.gone(now)
        one.wait(days=6)
        one.run()
        assert timeline.facts_of(one.claim.stream(), code="claims.shop_unpaid")
        assert Notice.objects.filter(code="money_shop_unpaid").exists()
        pays(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert Decision.objects.get(claim=one.claim).charged_fen == 0, "who pays for it is charged nothing then"
        assert not unsaid_payers(one.by(cast.QIAN), limit=9)

    def test_what_the_house_sends_instead_is_charged_to_who_pays_for_it(self, now: datetime) -> None:
        one = self.gone(now)
        back = Payment.objects.select_related("bill").get(direction="back")
        told = Received(way="other", amount_fen=10000, moved_date=timezone.localdate(one.now), reference="CMB-1")
        row = acting(lambda: pay_out(payment=back, told=told, by=one.by(cast.QIAN), now=one.now))
        acting(lambda: book_remittance(remittance=row, by=one.by(cast.ADMIN), now=one.now))
        one.run()
        one.read()
        decision = Decision.objects.get(claim=one.claim)
        assert (one.claim.state, decision.payer, decision.charged_fen) == ("closed", "deposit", 10000)
        assert [line.number for line in paid_for(one.by(cast.QIAN), limit=9)] == [one.claim.number]
        assert paid_for_decision(one.claim.number, actor=one.by(cast.QIAN)) == decision
        assert list(timeline.verify()) == []
