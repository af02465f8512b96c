"""Goods that came back to the merchant are never lost to their buyer: with less than all his money they go back."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.history import timeline_of
from anxin.domain.claims.queries.returned_goods import SENDS
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from tests.claim_builders import FACTS, Walked, a_claim, refund, refuse
from tests.domain.claims.test_waits_for_somebody import merchants, received, returned, returns_to, shipped
from tests.domain.ledger.test_returned_transfers import gives, today
from tests.domain.shops.test_told_meanwhile import books
from tests.domain.shops.test_told_meanwhile import sends as finance_sends
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db


def wanting(now: datetime) -> Walked:
    one = received(returned(a_claim(now=now, type="return", reason="defective")))
    merchants(one, "fail_inspection", reason="人为摔坏")
    return one


def part(fen: int = 10000) -> Ruling:
    return Ruling(remedy="refund_part", amount_fen=fen, reason="两边都有责任", found=FACTS)


def stands(one: Walked, ruling: Ruling) -> Walked:
    one.propose(ruling)
    for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
        one.do(lambda by=by: claims.accept(claim=one.claim, by=by, now=one.now))  # type: ignore[misc]
    one.run()
    return one


def sends(one: Walked, waybill: str = "SF88001") -> None:
    by = one.by(cast.MERCHANT_OWNER)
    one.do(lambda: TABLE.give("goods-back", row=one.claim, by=by, now=one.now, fields={"waybill": waybill}))


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(stream_key=one.claim.id).values_list("code", flat=True))


class TestARefusal:
    def test_of_goods_that_lie_with_the_merchant_has_him_send_them_back_before_the_claim_ends(
        self, now: datetime
    ) -> None:
        one = stands(wanting(now), refuse())
        assert (one.decision.goods, one.claim.state) == ("back", "executing")
        assert {"claim_send_goods", "claim_goods_back"} <= told(one)
        until = one.view(one.buyer).records.goods_until
        assert until is not None
        assert queries.headline_of(one.view(one.buyer), now=one.now).says == "goods_back"
        sends(one)
        assert (one.claim.state, one.claim.outcome, one.claim.goods_waybill) == ("closed", "refused", "SF88001")
        assert "claim_goods_sent" in told(one)
        with translation.override("zh-hans"):
            assert "SF88001" in [line.text for line in timeline_of(one.claim, actor=one.buyer)]
        assert not clocks.open_clocks(one.claim.stream()).exists()
        assert timeline.verify() == []

    def test_of_goods_that_never_left_their_buyer_ends_at_once(self, now: datetime) -> None:
        one = stands(a_claim(now=now, at="review"), refuse())
        assert (one.decision.goods, one.claim.state) == ("", "closed")

    def test_of_a_parcel_that_nobody_received_orders_nothing_back(self, now: datetime) -> None:
        one = returned(a_claim(now=now, type="return", reason="defective"))
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD900001", by=one.buyer, now=one.now))
        one.wait(days=10, minutes=1)
        assert one.claim.state == "review"
        assert stands(one, refuse()).claim.state == "closed"


class TestAPart:
    def test_of_the_money_leaves_the_goods_their_buyers_and_ends_once_both_are_on_their_way(
        self, now: datetime
    ) -> None:
        one = stands(wanting(now), part())
        assert one.decision.goods == "back"
        assert [payout.payment.state for payout in one.claim.payouts.all()] == ["succeeded"]
        assert one.claim.state == "executing"
        sends(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")

    def test_may_be_sent_back_before_its_money_went(self, now: datetime) -> None:
        one = wanting(now)
        one.propose(part())
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            one.do(lambda by=by: claims.accept(claim=one.claim, by=by, now=one.now))  # type: ignore[misc]
        sends(one)
        assert one.claim.state == "executing"
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")

    def test_that_its_buyer_agreed_to_leaves_the_goods_with_the_merchant(self, now: datetime) -> None:
        one = wanting(now)
        merchants(one, "offer", remedy="refund_part", amount_fen=10000, reason="商品留下,退一部分")
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        one.run()
        assert (one.decision.goods, one.claim.state) == ("kept", "closed")

    @pytest.mark.parametrize(("asked_fen", "ruled_fen", "goods"), [(15000, 15000, "kept"), (15000, 14900, "back")])
    def test_that_its_buyer_asked_for_with_the_goods_leaves_them_with_the_merchant(
        self, now: datetime, asked_fen: int, ruled_fen: int, goods: str
    ) -> None:
        one = received(returned(a_claim(now=now, type="return", reason="defective", asked_fen=asked_fen)))
        merchants(one, "fail_inspection", reason="人为摔坏")
        assert stands(one, part(ruled_fen)).decision.goods == goods

    def test_that_makes_up_what_its_buyer_asked_for_with_what_went_already_leaves_the_goods_with_the_merchant(
        self, now: datetime
    ) -> None:
        one = received(returned(a_claim(now=now, type="return", reason="defective", asked_fen=15000)))
        merchants(one, "fail_inspection", reason="人为摔坏")
        stands(one, part(10000))
        one.wait(days=8)
        assert one.claim.state == "review"
        assert stands(one, part(5000)).decision.goods == "kept"

    @pytest.mark.parametrize(("ruled_fen", "goods"), [(18000, "kept"), (17999, "back")])
    def test_that_both_agreed_to_before_the_goods_went_leaves_them_with_the_merchant(
        self, now: datetime, ruled_fen: int, goods: str
    ) -> None:
        one = a_claim(now=now)
        returns_to(one, "示例收件人 0731-00000000 示例路 1 号")
        merchants(one, "offer", remedy="return", amount_fen=18000, reason="寄回来,退一部分")
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        merchants(received(one), "fail_inspection", reason="人为摔坏")
        assert stands(one, part(ruled_fen)).decision.goods == goods

    @pytest.mark.parametrize("late", [False, True])
    def test_whose_bank_sent_it_back_is_still_owed_when_the_goods_are_on_their_way(
        self, now: datetime, late: bool
    ) -> None:
        """Also where the merchant's time was over, and a reviewer was to decide anew"""
        order = a_purchase(now=now)
        Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
        bought = Purchase.objects.get(pk=order.pk)
        one = received(returned(a_claim(now=now, type="return", reason="defective", purchase=bought)))
        merchants(one, "fail_inspection", reason="人为摔坏")
        one = stands(one, part())
        by_hands = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
        first = one.claim.payouts.get().payment
        one.do(lambda: payments.finish_call(payment=first, answer=by_hands, now=one.now))
        one.wait(days=4)
        books(one, finance_sends(one))
        one.run()
        if late:
            one.wait(days=8)
        assert one.claim.state == ("review" if late else "executing")
        sent = Remittance.objects.get()
        row = gives(one, "return", sent, moved_date=today(one), reference="BACK-1")
        gives(one, "agreement", row, who=cast.ADMIN)
        assert "claims.money" in {clock.kind for clock in clocks.open_clocks(one.claim.stream())}
        sends(one)
        assert (one.claim.state, one.claim.outcome) == ("executing", "")
        assert not one.claim.disputes.filter(state__in=("opened", "assigned")).exists()
        told = {"way": "other", "moved_date": today(one), "reference": "CMB-2"}
        again = one.claim.payouts.get(payment__state="unclear").payment
        one.do(lambda: PAYMENTS.give("payout", row=again, by=one.by(cast.QIAN), now=one.now, fields=told))
        books(one, Remittance.objects.get(plain="CMB2"))
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert timeline.verify() == []


class TestAClaimIsNotTakenBack:
    """Nobody would have to send the goods back any more."""

    def test_while_its_goods_are_on_their_way_or_with_the_merchant(self, now: datetime) -> None:
        one = returned(a_claim(now=now, type="return", reason="defective"))
        assert withdrawal(one) == "ready"
        one = shipped(one)
        assert withdrawal(one) == "claims.goods_away"
        one = received(one)
        merchants(one, "fail_inspection", reason="人为摔坏")
        assert withdrawal(one) == "claims.goods_away"
        with pytest.raises(claims.GoodsAway):
            one.do(lambda: claims.withdraw(claim=one.claim, why="算了", by=one.buyer, now=one.now))
        one = stands(one, refuse())
        one.wait(days=7, minutes=1)
        assert (one.claim.state, withdrawal(one)) == ("review", "claims.goods_away")

    def test_nor_where_its_merchant_never_says_that_they_came(self, now: datetime) -> None:
        one = shipped(returned(a_claim(now=now, type="return", reason="defective")))
        one.wait(days=10, minutes=1)
        assert (one.claim.state, withdrawal(one)) == ("review", "claims.goods_away")

    def test_but_while_they_are_its_buyers(self, now: datetime) -> None:
        assert withdrawal(a_claim(now=now, at="review")) == "ready"


def withdrawal(one: Walked) -> str:
    """Return whether the buyer may take the claim back, else why not."""
    case = queries.situation(one.claim, by=one.buyer, now=one.now)
    return TABLE.commands["withdrawal"].refused(case, one.buyer) or "ready"


class TestAllOfTheMoney:
    def test_leaves_the_goods_with_the_merchant(self, now: datetime) -> None:
        one = stands(wanting(now), refund(26800))
        assert (one.decision.goods, one.claim.state, one.claim.outcome) == ("kept", "closed", "paid")


class TestTheMerchantsTime:
    def test_is_that_of_another_piece_and_a_day_before_he_is_reminded(self, now: datetime) -> None:
        one = stands(wanting(now), refuse())
        clock = clocks.open_clocks(one.claim.stream()).get(kind=SENDS)
        assert clock.due_at - clock.started_at == timedelta(days=7)
        one.now = clock.due_at - timedelta(hours=20)
        acting(lambda: notices.remind(now=one.now))
        assert "claim_goods_due" in told(one)

    def test_that_ran_out_has_a_person_decide_anew_and_they_may_be_sent_until_he_has(self, now: datetime) -> None:
        one = stands(wanting(now), refuse())
        one.wait(days=7, minutes=1)
        assert (one.claim.state, one.claim.disputes.latest("created_at").cause) == ("review", "goods_missed")
        assert {"claim_goods_late", "claim_goods_unsent", "review_goods"} <= told(one)
        assert queries.said_to_merchant(one.view(one.by(cast.MERCHANT_OWNER))) == "goods_missed"
        sends(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "refused")

    def test_that_ran_out_may_cost_him_all_of_the_money(self, now: datetime) -> None:
        one = stands(wanting(now), refuse())
        one.wait(days=7, minutes=1)
        one = stands(one, refund(26800))
        assert (one.decision.goods, one.claim.state, one.claim.outcome) == ("kept", "closed", "paid")
        with pytest.raises(WrongState):
            sends(one)


def test_no_repair_is_given_while_the_goods_lie_with_the_merchant_and_the_reason_is_said(now: datetime) -> None:
    one = wanting(now)
    assert one.view(one.by(cast.LIN)).records.barred["repair"] == "at_merchant"
    ruling = Ruling(remedy="repair", reason="可修", liable="merchant", found=FACTS)
    with translation.override("zh-hans"), pytest.raises(Invalid) as refused:
        one.propose(ruling)
    assert "商品在商家那里" in str(refused.value.facts["expected"])


@pytest.mark.parametrize(
    "edited", [{"received": False}, {"return_waybill": ""}, {"goods_waybill": "x"}, {"replacement_waybill": "x"}]
)
def test_where_the_goods_are_is_no_row_that_can_be_edited_unseen(now: datetime, edited: dict[str, object]) -> None:
    wanting(now)
    assert not list(timeline.verify())
    Claim.objects.update(**edited)
    [found] = timeline.verify()
    assert next(iter(edited)) in str(found)


def came(one: Walked) -> None:
    by = one.by(cast.MERCHANT_OWNER)
    one.do(lambda: TABLE.give("late-receipt", row=one.claim, by=by, now=one.now, fields={}))


class TestALateParcel:
    """One that its merchant did not say came while his time ran."""

    def late(self, now: datetime) -> Walked:
        one = shipped(returned(a_claim(now=now, type="return", reason="defective")))
        one.wait(days=11)
        assert one.claim.state == "review"
        return one

    def test_that_came_after_all_goes_back_where_less_than_its_money_is_ruled(self, now: datetime) -> None:
        one = self.late(now)
        came(one)
        assert (one.claim.state, one.claim.received) == ("review", True)
        stands(one, part())
        assert (one.decision.goods, one.claim.state) == ("back", "executing")
        sends(one)
        assert one.claim.state == "closed"
        assert not list(timeline.verify())

    def test_that_came_sets_aside_what_was_drawn_up_without_it(self, now: datetime) -> None:
        one = self.late(now)
        one.do(
            lambda: claims.propose(
                claim=one.claim, ruling=refund(26800, fraud_said=True), by=one.by(cast.LIN), now=one.now
            )
        )
        assert one.decision.state == "proposed"
        came(one)
        assert one.decision.state == "sent_back"
        with pytest.raises(WrongState):
            came(one)

    def test_on_its_way_stays_with_the_merchant_by_an_offer_that_says_so(self, now: datetime) -> None:
        one = self.late(now)
        merchants(one, "offer", remedy="refund_part", amount_fen=100, reason="补一点")
        with translation.override("zh-hans"):
            assert one.view(one.buyer).records.goods_after("refund_part", 100, agreed=True) == "kept"
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        assert one.decision.goods == "kept"
