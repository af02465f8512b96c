"""Before a platform an agreement is an answer to it: it decides and pays, and no money moves here."""

import importlib
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.errors import WrongState
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import decisions, disputes
from anxin.domain.claims.models import Decision, Dispute, Payout
from anxin.domain.claims.queries.findings import findings_of
from anxin.domain.ledger.models import Payment
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, drawn, jpeg, pack, refund
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
STOPPED = "anxin.domain.claims.migrations.0003_no_reviewer_before_a_platform"


class TestAgreement:
    def test_before_a_platform_moves_no_money_and_its_outcome_comes_afterwards(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        one.agree()
        one.run()
        assert (one.claim.state, queries.last_answer(one.claim) is not None) == ("merchant_answer", True)
        assert Entry.objects.filter(stream__key=str(one.claim.id), code="claims.agreed_there").count() == 1
        one.wait(days=2)
        assert not Decision.objects.exists()
        assert not Payout.objects.exists()
        assert not Payment.objects.filter(direction="back").exists()
        by = one.by(cast.MERCHANT_OWNER)
        (row,) = queries.queue(by, now=one.now).rows
        assert (row.state, row.waits_there) == ("merchant_answer", True)
        about = {"what": "refunded", "amount_fen": one.claim.asked_fen, "reference": "PT-1-9", "reason": "平台已退款"}
        more = about | {"amount_fen": queries.paid_for(one.claim.purchase) + 1}
        with pytest.raises(claims.TooMuch, match="amount_fen"):
            one.do(lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, **more))
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
        one = _in_review(now)
        with pytest.raises(WrongState) as refused:
            one.propose(refund(one.claim.asked_fen))
        assert refused.value.facts["why"] == "platform"
        assert [lock.why for lock in one.view(one.by(cast.LIN)).locks] == ["platform"]


def _contest(one: Walked) -> None:
    one.answer()


def _silence(one: Walked) -> None:
    one.wait(hours=24, minutes=1)


def _offer(one: Walked) -> None:
    about = {"remedy": "refund_part", "amount_fen": 1000, "reason": "退一部分"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **about))


def _refused(one: Walked) -> None:
    _offer(one)
    one.do(lambda: claims.refuse_offer(claim=one.claim, why="太少", by=one.buyer, now=one.now))


def _lapsed(one: Walked) -> None:
    _offer(one)
    one.wait(days=30)


def _accepted(one: Walked) -> None:
    _offer(one)
    one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))


def _agreed_instead(one: Walked) -> None:
    _offer(one)
    one.agree()


WAYS = {
    "contest": _contest,
    "silence": _silence,
    "refused": _refused,
    "lapsed": _lapsed,
    "accepted": _accepted,
    "agreed": Walked.agree,
    "agreed to all while an offer lies open": _agreed_instead,
}


def _in_review(now: datetime) -> Walked:
    """Give a claim as earlier versions left it: before a platform, in review, with a dispute and its clock."""
    one = a_claim(now=now, platform_ref="PT-1")
    by = one.by(cast.MERCHANT_OWNER)

    def before() -> None:
        lock(one.claim)
        decisions.hear(one.claim, kind="contest", reason="出库时完好", by=by, unit=by.organisation, now=now)
        transition(one.claim, "contest", by=by, now=now)
        disputes.open_dispute(one.claim, cause="contested", by=SYSTEM, now=now)

    one.do(before)
    one.run()
    return one


class TestAnswer:
    @pytest.mark.parametrize("way", WAYS)
    def test_however_it_came_waits_for_the_platform_and_for_no_reviewer(self, way: str, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        WAYS[way](one)
        one.run()
        assert (one.claim.state, queries.last_answer(one.claim) is not None) == ("merchant_answer", True)
        assert not Dispute.objects.exists()
        one.wait(days=60)
        assert not Clock.objects.filter(kind__in=["claims.decision", "claims.ceiling"]).exists()
        reviewer, buyer = one.by(cast.LIN), one.view(one.buyer)
        assert queries.queue(reviewer, now=one.now, waits="review").rows == ()
        assert queries.tallies(reviewer, now=one.now)["review"] == 0
        assert not Notice.objects.filter(code__startswith="review_").exists()
        assert buyer.waits_there
        assert queries.headline_of(buyer, now=one.now).says in ("platform", "late_platform")
        assert not Decision.objects.exists()
        assert timeline.verify() == []

    @pytest.mark.parametrize("way", WAYS)
    def test_is_ended_by_the_platforms_outcome(self, way: str, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        WAYS[way](one)
        _refused_there(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "platform_refused")

    def test_left_in_review_by_an_earlier_version_is_ended_by_it_too(self, now: datetime) -> None:
        one = _in_review(now)
        assert queries.headline_of(one.view(one.buyer), now=one.now).says == "platform"
        assert one.view(one.buyer).waits_there
        reviewer = one.by(cast.LIN)
        assert queries.queue(reviewer, now=one.now, waits="review").rows == ()
        assert queries.queue(one.by(cast.MERCHANT_OWNER), now=one.now, waits="merchant").total == 1
        assert clocks.open_clocks(one.claim.stream()).filter(kind="claims.decision").exists()
        importlib.import_module(STOPPED).stop(apps, connection.schema_editor())
        one.wait(days=60)
        assert not Clock.objects.filter(kind="claims.decision").exclude(missed_at=None).exists()
        assert not Notice.objects.filter(code__in=["claim_late", "review_due"]).exists()
        _refused_there(one)
        assert (one.claim.state, Dispute.objects.get().state) == ("closed", "withdrawn")
        assert not clocks.open_clocks(one.claim.stream()).exists()


def _refused_there(one: Walked) -> None:
    about = {"what": "refused", "amount_fen": 0, "reference": "PT-1-9", "reason": "平台未支持"}
    one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **about))


class TestOpening:
    def test_names_only_the_evidence_that_is_here(self, now: datetime) -> None:
        bare = a_claim(now=now)
        assert queries.fixed_words_of(bare.claim) == ("back",)
        order = a_purchase(now=now, order="YT-20261118-8801")
        pack(order, jpeg(drawn(2)), now=now - timedelta(days=5))
        packed = a_claim(now=now, purchase=order, pictures=(jpeg(drawn(3)),))
        assert queries.fixed_words_of(packed.claim) == ("packed", "look", "back")

    def test_what_was_sealed_once_the_goods_had_left_shows_nobody_how_they_were_packed(self, now: datetime) -> None:
        order = a_purchase(now=now)  # shipped five days ago
        pack(order, jpeg(drawn(2)), now=now - timedelta(days=4))
        one = a_claim(now=now, purchase=order)
        assert queries.fixed_words_of(one.claim) == ("back",)
        assert [finding.key for finding in findings_of(one.view(one.by(cast.LIN)))] == ["left.S1"]
        in_time = a_purchase(now=now, order="YT-20261118-8802")
        pack(in_time, jpeg(drawn(2)), now=now - timedelta(days=5, hours=1))
        other = a_claim(now=now, purchase=in_time)
        assert [finding.key for finding in findings_of(other.view(other.by(cast.LIN)))] == ["packed.S1"]

    def test_that_names_what_is_not_here_is_refused_and_opens_no_gate(self, now: datetime) -> None:
        one = a_claim(now=now)
        by = one.by(cast.MERCHANT_OWNER)
        with pytest.raises(claims.NoSuchEvidence):
            one.do(lambda: claims.answer(claim=one.claim, opening="packed", by=by, now=one.now))
        one.read()
        assert (one.claim.state, queries.last_answer(one.claim)) == ("merchant_answer", None)

    def test_is_sealed_in_the_language_of_the_house_whoever_clicks(self, now: datetime) -> None:
        one = a_claim(now=now)
        by = one.by(cast.MERCHANT_OWNER)
        with translation.override("en"):
            one.do(lambda: claims.answer(claim=one.claim, opening="back", by=by, now=one.now))
        assert one.view(one.buyer).answers[-1].reason == "请寄回，我们验过马上答复。"


class TestLosses:
    def test_count_the_claimed_sum_not_the_orders_price(self) -> None:
        for asked in (1, 500, 6000, 26800):
            rows = {one.remedy: one.total_fen for one in rules.losses(asked_fen=asked, cost_fen=15000, freight_fen=600)}
            assert rows["refund_only"] == asked


class TestTime:
    def test_of_the_platform_that_ran_out_is_told_to_the_merchant_and_the_desk_and_to_no_reviewer(
        self, now: datetime
    ) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        one.wait(days=3)
        assert Clock.objects.get(kind="claims.platform").missed_at is not None
        told = Notice.objects.filter(code__endswith="_late").values_list("code", "account__username")
        names = {name for _code, name in told}
        assert {code for code, _name in told} == {"claim_platform_late"}
        assert {cast.MERCHANT_OWNER.username, cast.XIAO_CHEN.username} <= names
        assert not names & {cast.LIN.username, cast.QIAN.username}
        fact = Entry.objects.get(code="claims.late_there")
        assert (fact.facts["clock"], fact.stream.key) == ("claims.platform", str(one.claim.id))
        assert queries.headline_of(one.view(one.buyer), now=one.now).says == "late_platform"
