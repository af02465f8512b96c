"""A shop without a connection gives money back by itself: its file or its merchant says so, its buyer may say not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, timeline
from anxin.core.acting import acting
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.execution import MoreThanClaimPaid
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Outcome
from anxin.domain.claims.queries import order_options
from anxin.domain.evidence.models import Link
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, refund
from tests.evidence_builders import a_purchase, drawn, jpeg, sealed
from tests.shop_builders import brings_orders

pytestmark = pytest.mark.django_db


class TestFileOfAShop:
    @pytest.fixture(autouse=True)
    def begun(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        self.now, self.folder = now, tmp_path
        self.brings("")

    def brings(self, back: str, *, now: datetime | None = None) -> imports.ImportReport:
        return brings_orders(self.folder, back, now=now or self.now)

    @property
    def order(self) -> Purchase:
        return Purchase.objects.get(order_key="R-1")

    def filed(self) -> Walked:
        one = a_claim(now=self.now, purchase=self.order)
        one.read()
        return one

    def told(self, code: str) -> bool:
        return Notice.objects.filter(code=code).exists()

    def test_ends_a_claim_whose_money_the_shop_gave_back_and_its_buyer_may_say_that_it_did_not_arrive(self) -> None:
        one = self.filed()
        assert self.brings("100.00").refused == []
        one.read()
        assert (one.claim.state, one.claim.outcome, one.claim.forum) == ("outcome_taken", "said_refunded", "own")
        assert (Bill.objects.get().refunded_fen, self.told("claim_said_in_shop")) == (10000, True)
        assert self.brings("100.00").count("same") == 1
        one.do(lambda: TABLE.give("contradiction", row=one.claim, by=one.buyer, now=one.now, fields={"why": "没到"}))
        assert (one.claim.state, self.order.lines.get().refunded_fen) == ("review", 0)
        assert Bill.objects.get().refunded_fen == 0
        assert self.brings("100.00").count("same") == 1, "its file counts nothing more while a person looks"
        one.propose(refund(10000))
        one.wait(days=9)
        one.run()
        assert (one.claim.outcome, Bill.objects.get().refunded_fen) == ("paid", 10000)
        assert self.brings("100.00").count("same") == 1, "nothing of the line is left"
        assert timeline.verify() == []

    def test_counts_a_part_at_once_and_tells_buyer_and_reviewer(self) -> None:
        one = self.filed()
        one.answer()
        one.run()
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        assert self.brings("40.00").refused == []
        (fact,) = timeline.facts_of(one.claim.stream(), code="claims.refunded_in_shop")
        assert (fact.facts["amount_fen"], fact.facts["by_file"]) == (4000, True)
        one.read()
        assert (one.claim.state, order_options.most_for(purchase=self.order, pieces={1: 1})) == ("review", 6000)
        assert self.told("claim_back_in_shop")
        assert self.told("review_shop_gave")
        one.propose(refund(6000))
        one.wait(days=9)
        one.run()
        assert Bill.objects.get().refunded_fen == 10000
        assert [self.brings("100.00", now=one.now).count(each) for each in ("changed", "same")] == [1, 1]
        assert (self.order.lines.get().refunded_fen, Bill.objects.get().refunded_fen) == (4000, 10000)

    @pytest.mark.parametrize(("told", "left"), [("80.00", 2000), ("100.00", 0)])
    def test_after_a_claim_that_paid_a_part_counts_it_as_a_part_of_its_total(self, told: str, left: int) -> None:
        one = a_claim(now=self.now, purchase=self.order, asked_fen=2000)
        one.agree()
        one.run()
        assert (self.brings(told, now=one.now).refused, self.order.lines.get().refunded_fen) == ([], 8000 - left)
        assert order_options.most_for(purchase=self.order, pieces={1: 1}) == left
        assert self.brings(told, now=one.now).count("same") == 1
        assert timeline.verify() == []

    def test_after_a_claim_that_paid_all_of_it_says_nothing_new(self) -> None:
        one = self.filed()
        one.agree()
        one.run()
        assert (self.brings("100.00", now=one.now).refused, self.order.lines.get().refunded_fen) == ([], 0)


def says(one: Walked, fen: int = 26800, reference: str = "TK-1", *, by: cast.Member = cast.MERCHANT_OWNER) -> None:
    told = {"amount_fen": fen, "reference": reference, "files": ()}
    one.do(lambda: TABLE.give("shop-refund", row=one.claim, by=one.by(by), now=one.now, fields=told))


class TestMerchantOfAShop:
    def test_says_that_it_gave_all_back_and_the_claim_ends_as_he_says_with_his_proof(self, now: datetime) -> None:
        one = a_claim(now=now)
        him, proof = one.by(cast.MERCHANT_OWNER), sealed(jpeg(drawn(3)), now=now)
        told = {"amount_fen": 26800, "reference": "TK-1", "files": (proof,)}
        one.do(lambda: TABLE.give("shop-refund", row=one.claim, by=him, now=one.now, fields=told))
        assert (one.claim.state, one.claim.outcome) == ("outcome_taken", "said_refunded")
        assert Link.objects.filter(stream_key=one.claim.pk, side="merchant", role="document").count() == 1
        assert (Outcome.objects.get().reference, Bill.objects.get().refunded_fen) == ("TK-1", 0)
        first = queries.headline_of(one.view(one.buyer), now=one.now)
        assert (first.says, first.main) == ("closed_said_refunded", "contradict")
        again = {"claim": one.claim, "amount_fen": 26800, "reference": "TK-1", "by": him}
        one.do(lambda: claims.say_refund(**again, now=one.now))
        assert Outcome.objects.count() == 1
        one.wait(days=40)
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "said_refunded")
        assert timeline.verify() == []

    def test_is_contradicted_and_then_a_reviewer_decides_once(self, now: datetime) -> None:
        one = a_claim(now=now)
        says(one)
        one.do(lambda: TABLE.give("contradiction", row=one.claim, by=one.buyer, now=one.now, fields={"why": "没到"}))
        assert (one.claim.state, one.claim.forum) == ("review", "own")
        assert "店铺" in one.view(one.by(cast.LIN)).answers[-1].reason
        with pytest.raises(WrongState):
            says(one, reference="TK-2")

    def test_says_a_part_and_so_much_less_goes_back(self, now: datetime) -> None:
        one = a_claim(now=now)
        says(one, 10000)
        says(one, 10000)
        assert (one.claim.state, order_options.most_for(purchase=one.claim.purchase, pieces={1: 1})) == (
            *("merchant_answer", 16800),
        )
        one.agree()
        one.run()
        assert (one.claim.outcome, Bill.objects.get().refunded_fen) == ("paid", 26800)
        assert [one.amount_fen for one in Payment.objects.filter(direction="back")] == [16800]
        assert timeline.verify() == []

    def test_says_no_more_than_can_still_go_back_a_number_and_only_of_his_own_claim(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises(MoreThanClaimPaid):
            says(one, 26801)
        with pytest.raises(Invalid):
            says(one, reference=" ")
        with pytest.raises(Forbidden):
            says(one, by=cast.LIN)


@pytest.fixture
def owed(now: datetime) -> Walked:
    """Give a claim its merchant agreed to, of an order that came without the number of its payment."""
    purchase = a_purchase(now=now)
    Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_unclear")
    one = a_claim(now=now, purchase=Purchase.objects.get(pk=purchase.pk))
    one.agree()
    one.run()
    answer = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
    one.do(lambda: payments.finish_call(payment=Payment.objects.get(direction="back"), answer=answer, now=one.now))
    assert (one.claim.state, Payment.objects.get(direction="back").state) == ("executing", "unclear")
    return one


class TestMoneyOfAShop:
    def test_is_its_own_to_give_back_and_it_is_told_reminded_and_finance_after_it(self, owed: Walked) -> None:
        (fact,) = timeline.facts_of(owed.claim.stream(), code="claims.money_unsent")
        assert fact.facts["owes"]
        assert queries.headline_of(owed.view(owed.buyer), now=owed.now).says == "money_by_shop"
        assert queries.said_to_merchant(owed.view(owed.by(cast.MERCHANT_OWNER))) == "give_back"
        told = set(Notice.objects.filter(account__username=cast.MERCHANT_OWNER.username).values_list("code", flat=True))
        assert "claim_shop_pays" in told
        owed.wait(days=2, hours=1)
        acting(lambda: notices.remind(now=owed.now))
        assert Notice.objects.filter(code="claim_shop_pay_due").exists()
        owed.wait(days=1)
        owed.run()
        assert Notice.objects.filter(code="money_shop_unpaid", account__username=cast.QIAN.username).exists()

    def test_is_told_by_its_merchant_with_a_number_and_closes_the_claim(self, owed: Walked) -> None:
        him = owed.by(cast.MERCHANT_OWNER)
        give = {"row": owed.claim, "by": him, "now": owed.now, "fields": {"reference": "TK-8"}}
        owed.do(lambda: TABLE.give("shop-payment", **give))
        assert (owed.claim.state, owed.claim.outcome) == ("closed", "paid")
        assert (Bill.objects.get().refunded_fen, Payment.objects.get(direction="back").state) == (26800, "succeeded")
        with pytest.raises(WrongState):
            owed.do(lambda: TABLE.give("shop-payment", **{**give, "row": owed.claim}))
        owed.wait(days=5)
        owed.run()
        assert not Notice.objects.filter(code="money_shop_unpaid").exists()
        assert timeline.verify() == []

    def test_is_nobody_else_s_to_say_and_not_before_it_is_owed(self, now: datetime, owed: Walked) -> None:
        with pytest.raises(Forbidden):
            owed.do(lambda: claims.pay_in_shop(claim=owed.claim, reference="TK-8", by=owed.by(cast.LIN), now=owed.now))
        other = a_claim(now=now + timedelta(minutes=9), purchase=a_purchase(now=now, order="YT-77"))
        him = other.by(cast.MERCHANT_OWNER)
        with pytest.raises(WrongState):
            other.do(lambda: claims.pay_in_shop(claim=other.claim, reference="TK-8", by=him, now=other.now))

    def test_bears_a_number_that_no_other_order_of_the_shop_bears(self, now: datetime, owed: Walked) -> None:
        first, part, third = (a_claim(now=now, purchase=a_purchase(now=now, order=f"YT-7{n}")) for n in range(3))
        says(first, reference="TK-1")
        says(part, 10000, reference="TK-2")
        pays = {"claim": owed.claim, "by": owed.by(cast.MERCHANT_OWNER), "now": owed.now}
        for reference, order in (("tk-1", "YT-70"), ("TK2", "YT-71")):
            with pytest.raises(Invalid) as refused:
                owed.do(lambda reference=reference: claims.pay_in_shop(reference=reference, **pays))  # type: ignore[misc]
            assert refused.value.facts["field"] == "reference"
            assert order in str(refused.value.facts["expected"])
        owed.do(lambda: claims.pay_in_shop(reference="TK-3", **pays))
        with pytest.raises(Invalid) as refused:
            says(third, 10000, reference="tk-3")
        assert owed.claim.purchase.order_key in str(refused.value.facts["expected"])
        says(third, 10000, reference="TK-4")
