"""What happens meanwhile: a yes while others decide, evidence that comes late, money that went before, no parcel."""

import functools
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from anxin.core import clocks, timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries import headline_of
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Difference
from anxin.domain.people.models import Person
from anxin.domain.places.actions import NotFound
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim, a_purchase, drawn, jpeg, refund, refuse

pytestmark = pytest.mark.django_db
PICTURE = jpeg(drawn(7, size=(96, 72)))
FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


def refunded(one: Walked) -> int:
    bill = bills.latest(stream_of(one.claim.purchase))
    return bill.refunded_fen if bill else 0


def gives_back(one: Walked, fen: int) -> None:
    """Finance gives something back by hand."""
    bill = bills.latest(stream_of(one.claim.purchase))
    assert bill is not None
    one.do(lambda: ledger.refund(bill=bill, amount_fen=fen, reason="补偿", by=FINANCE, now=one.now))
    one.run()


def confirms(one: Walked) -> None:
    one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))


def offers(one: Walked) -> None:
    said: dict[str, Any] = {"remedy": "refund_part", "amount_fen": 6000, "reason": "补偿"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **said))


class TestYes:
    def test_comes_before_what_is_only_drawn_up(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        drawn_up = one.propose(refuse(fraud_said=True))
        one.agree()
        one.run()
        drawn_up.refresh_from_db()
        assert (drawn_up.state, one.claim.state, refunded(one)) == ("sent_back", "closed", 26800)

    def test_takes_the_place_of_what_is_appealed(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        first = one.propose(refuse())
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        one.agree()
        one.run()
        first.refresh_from_db()
        assert (first.state, one.decision.kind, one.decision.state) == ("replaced", "agreed", "final")
        assert (one.claim.state, one.claim.appeals.get().state, refunded(one)) == ("closed", "decided", 26800)

    def test_to_an_offer_made_on_appeal_settles_too(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse())
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        offers(one)
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 6000)

    def test_of_the_buyer_is_not_taken_back_while_a_picture_is_examined(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(PICTURE,))
        offers(one)
        for _twice in range(2):
            one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        assert one.claim.state == "offer_made"
        view = one.view(one.buyer)
        assert (view.agreement is not None, headline_of(view, now=one.now).says) == (True, "offer_taken")
        with pytest.raises(WrongState):
            one.do(lambda: claims.refuse_offer(claim=one.claim, why="少", by=one.buyer, now=one.now))
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 6000)
        assert [fact.code for fact in timeline.read(one.claim.stream())].count("claims.offer_accepted") == 1


class TestEvidenceSinceTheProposal:
    def test_must_be_seen_by_who_decides_before_anybody_confirms(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse(fraud_said=True))
        one.hand_in(PICTURE, by=one.buyer, role="whole")
        one.run()
        assert [(lock.why, lock.labels) for lock in one.view(one.by(cast.QIAO)).locks] == [("evidence_since", ("B1",))]
        with pytest.raises(claims.Locked) as refused:
            confirms(one)
        assert refused.value.facts["why"] == "evidence_since"
        one.do(lambda: claims.send_back(decision=one.decision, why="又来了照片", by=one.by(cast.QIAO), now=one.now))
        one.propose(refuse(fraud_said=True))
        confirms(one)
        assert [seen.label for seen in one.decision.seen.all()] == ["B1"]


class TestMoneyGivenBackBefore:
    def test_leaves_a_yes_that_pays_the_rest(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(PICTURE,))
        one.agree()
        gives_back(one, 6800)
        assert (one.claim.state, one.claim.outcome, refunded(one)) == ("closed", "paid", 26800)

    def test_leaves_returned_goods_the_rest(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.do(lambda: claims.receive_back(claim=one.claim, by=one.by(cast.XIAO_WU), now=one.now))
        gives_back(one, 6800)
        one.wait(hours=72, minutes=1)
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 26800)


class TestEnd:
    def test_leaves_no_proposal_and_no_appeal_open(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        first = one.propose(refund(1000))
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.by(cast.MERCHANT_OWNER), now=one.now))
        one.do(lambda: claims.waive_answer(claim=one.claim, by=one.buyer, now=one.now))
        one.propose(refuse(fraud_said=True), by=cast.QIAO)
        one.do(lambda: claims.withdraw(claim=one.claim, why="不要了", by=one.buyer, now=one.now))
        assert sorted(one.claim.decisions.values_list("state", flat=True)) == ["given", "sent_back"]
        assert one.claim.appeals.get(decision=first).state == "withdrawn"


class TestRepair:
    def test_nobody_can_make_is_refused_when_it_is_said_not_when_it_is_due(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        with pytest.raises(claims.NothingToRepair):
            one.propose(Ruling(remedy="repair", reason="修好即可", found=FACTS))

    def test_waits_for_an_address_that_the_buyer_is_asked_for_once(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
        purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,))
        Person.objects.filter(pk=purchase.buyer_id).update(place=None)
        one = a_claim(now=now, at="review", purchase=purchase)
        mend = Ruling(remedy="repair", reason="修好即可", found=FACTS)
        for _turn in range(2):
            with pytest.raises(claims.AddressNeeded):
                one.propose(mend)
        codes = [entry.code for entry in timeline.read(one.claim.stream())]
        assert codes.count("claims.address_asked") == 1
        give = {"claim": one.claim, "by": one.buyer, "now": one.now}
        with pytest.raises(NotFound):
            one.do(lambda: claims.give_address(**give, address="不知道哪里"))
        one.do(lambda: claims.give_address(**give, address=cast.BUYER_HERE.address))
        assert one.propose(mend).state in ("proposed", "given")
        with pytest.raises(WrongState):
            one.do(lambda: claims.give_address(**give, address=cast.BUYER.address))


class TestParcel:
    def test_that_nobody_confirms_goes_to_a_person_and_pays_nothing_by_itself(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
        assert [clock.kind for clock in clocks.open_clocks(one.claim.stream())] == ["claims.ceiling", "claims.receive"]
        one.wait(days=10, minutes=1)
        assert (one.claim.state, one.claim.disputes.get().cause, refunded(one)) == ("review", "parcel_missed", 0)
        one.propose(refund(26800, reason="面单显示已签收,商家未答复"))
        one.wait(days=7, minutes=1)
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 26800)

    def test_that_is_confirmed_meets_its_clock(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
        one.do(lambda: claims.receive_back(claim=one.claim, by=one.by(cast.XIAO_WU), now=one.now))
        clock = clocks.Clock.objects.get(kind="claims.receive")
        assert (clock.met_at, clock.missed_at) == (one.now, None)


class TestAnOfferOfMore:
    def test_binds_its_merchant_while_the_buyer_may_take_it(self, now: datetime) -> None:
        one = a_claim(now=now, asked_fen=6000)
        offer = {"remedy": "refund_part", "amount_fen": 15000, "reason": "多退些"}
        give = functools.partial(TABLE.give, row=one.claim, now=one.now)
        one.do(lambda: give("offer", by=one.by(cast.MERCHANT_OWNER), fields=offer))
        with pytest.raises(WrongState):
            one.do(lambda: give("agreement", by=one.by(cast.MERCHANT_OWNER), fields={}))
        one.do(lambda: give("offer-acceptance", by=one.buyer, fields={}))
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 15000)

    def test_is_not_ended_by_what_the_shop_gave_of_it(self, now: datetime) -> None:
        one = a_claim(now=now, asked_fen=6000)
        give = functools.partial(TABLE.give, row=one.claim)
        offer = {"remedy": "refund_part", "amount_fen": 15000, "reason": "多退些"}
        one.do(lambda: give("offer", by=one.by(cast.MERCHANT_OWNER), now=one.now, fields=offer))
        given = {"amount_fen": 6000, "reference": "TK-1"}
        one.do(lambda: give("shop-refund", by=one.by(cast.MERCHANT_OWNER), now=one.now, fields=given))
        assert one.claim.state == "offer_made"
        one.do(lambda: give("offer-acceptance", by=one.buyer, now=one.now, fields={}))
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 15000)

    def test_of_less_leaves_his_yes_open(self, now: datetime) -> None:
        one = a_claim(now=now)
        offers(one)
        one.do(lambda: TABLE.give("agreement", row=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, fields={}))
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 26800)


def test_money_that_a_provider_says_went_after_all_is_not_sent_again_and_closes_its_claim_once_counted(
    now: datetime,
) -> None:
    one = a_claim(now=now)
    one.agree()
    back, finance = one.claim.payouts.get().payment, one.by(cast.QIAN)

    def may() -> frozenset[str]:
        return TABLE.allowed(TABLE.situation(one.claim, by=finance, now=one.now), finance).names

    one.do(lambda: ledger.clear(payment=back, succeeded=False, reference="", by=finance, now=one.now))
    one.claim.refresh_from_db()
    assert "payment" in may()
    told = {"ours_fen": back.amount_fen, "theirs_fen": back.amount_fen, "direction": "back", "number": back.number}
    row = Difference.objects.create(
        provider=back.provider, kind="not_settled", payment=back, day=one.now.date(), found_at=one.now, **told
    )
    assert "payment" not in may()
    fields = {"why": "微信后台又处理成功"}
    one.do(lambda: DIFFERENCES.give("counting", row=row, by=finance, now=one.now, fields=fields))
    row.refresh_from_db()
    second = replace(finance, id="second")
    one.do(lambda: DIFFERENCES.give("agreement", row=row, by=second, now=one.now, fields={}))
    one.run()
    assert (one.claim.state, one.claim.payouts.count(), refunded(one)) == ("closed", 1, back.amount_fen)
