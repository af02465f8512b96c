"""Before a platform an agreement is an answer to it: it decides and pays, and no money moves here."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.errors import WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, rules
from anxin.domain.claims.models import Decision, Payout
from anxin.domain.ledger.models import Payment
from tests.claim_builders import a_claim, drawn, jpeg, pack, refund
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db


class TestAgreement:
    def test_before_a_platform_moves_no_money_and_its_outcome_comes_afterwards(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        one.agree()
        one.run()
        assert (one.claim.state, queries.heard(one.claim) is not None) == ("merchant_answer", True)
        assert Entry.objects.filter(stream__key=str(one.claim.id), code="claims.agreed_there").count() == 1
        one.wait(days=2)
        assert not Decision.objects.exists()
        assert not Payout.objects.exists()
        assert not Payment.objects.filter(direction="back").exists()
        about = {"what": "refunded", "amount_fen": one.claim.asked_fen, "reference": "PT-1-9", "reason": "平台已退款"}
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, **about))
        assert one.claim.state == "outcome_taken"
        assert not Payment.objects.filter(direction="back").exists()
        assert timeline.verify() == []

    def test_twice_is_one_answer(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        one.agree()
        one.agree()
        assert one.claim.answers.count() == 1

    def test_accepted_from_an_offer_moves_none_either(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        by = one.by(cast.MERCHANT_OWNER)
        about = {"remedy": "refund_part", "amount_fen": 1000, "reason": "退一部分"}
        one.do(lambda: claims.offer(claim=one.claim, by=by, now=one.now, **about))
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        one.run()
        assert not Payment.objects.filter(direction="back").exists()

    def test_is_decided_by_nobody_here(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1", at="review")
        with pytest.raises(WrongState) as refused:
            one.propose(refund(one.claim.asked_fen))
        assert refused.value.facts["why"] == "platform"
        assert [lock.why for lock in queries.locks_of(one.claim)] == ["platform"]


class TestOpening:
    def test_names_only_the_evidence_that_is_here(self, now: datetime) -> None:
        bare = a_claim(now=now)
        assert queries.openings_of(bare.claim) == ("back",)
        order = a_purchase(now=now, order="YT-20261118-8801")
        pack(order, jpeg(drawn(2)), now=now - timedelta(days=5))
        packed = a_claim(now=now, purchase=order, pictures=(jpeg(drawn(3)),))
        assert queries.openings_of(packed.claim) == ("packed", "look", "back")

    def test_that_names_what_is_not_here_is_refused_and_opens_no_gate(self, now: datetime) -> None:
        one = a_claim(now=now)
        by = one.by(cast.MERCHANT_OWNER)
        with pytest.raises(claims.NoSuchEvidence):
            one.do(lambda: claims.answer(claim=one.claim, opening="packed", by=by, now=one.now))
        one.read()
        assert (one.claim.state, queries.heard(one.claim)) == ("merchant_answer", None)


class TestLosses:
    def test_count_the_claimed_sum_not_the_orders_price(self) -> None:
        for asked in (1, 500, 6000, 26800):
            rows = {one.remedy: one.total_fen for one in rules.losses(asked_fen=asked, cost_fen=15000, freight_fen=600)}
            assert rows["refund_only"] == asked
