"""What only a side says that a platform decided moves no money: its buyer contradicts, and a word that proves comes."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import clocks, settings, timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Claim, Outcome
from anxin.domain.claims.queries import lookup, order_options
from anxin.domain.claims.queries.stepper import steps_of
from anxin.domain.ledger.models import Bill
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db
TOOK = 26800


def gives(one: Walked, name: str, by: Actor, **fields: object) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=by, now=one.now, fields=fields))


def says(one: Walked, by: Actor | None = None, **more: object) -> None:
    told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-9", "reason": "平台判定", **more}
    gives(one, "outcome", by or one.by(cast.MERCHANT_OWNER), **told)


def said(now: datetime) -> Walked:
    one = a_claim(now=now, platform_ref="PT-1")
    says(one)
    return one


def bill_of(one: Walked) -> Bill:
    return Bill.objects.get(stream_kind="purchase", stream_key=one.claim.purchase_id)


class TestWord:
    @pytest.mark.parametrize("member", [cast.MERCHANT_OWNER, cast.XIAO_CHEN], ids=lambda one: one.username)
    def test_of_a_side_or_the_desk_books_nothing_and_leaves_the_goods_claimable(
        self, now: datetime, member: cast.Member
    ) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        says(one, one.by(member))
        bill = bill_of(one)
        assert (bill.paid_fen, bill.refunded_fen) == (TOOK, 0)
        assert (one.claim.state, one.claim.outcome) == ("outcome_taken", "said_refunded")
        (line,) = one.claim.purchase.lines.all()
        asked = {"purchase": one.claim.purchase, "chosen": [(line, 1)], "reason": "broken", "type": "refund_only"}
        assert queries.option(**asked, now=one.now).allowed
        assert lookup.left_of(one.claim.purchase) == TOOK
        with pytest.raises(WrongState):
            gives(one, "demand", one.by(cast.MERCHANT_OWNER), amount_fen=TOOK, reason="货未损坏")
        assert timeline.verify() == []

    def test_is_asked_for_the_platforms_number_of_its_decision(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        for about in ({}, {"what": "refused", "amount_fen": 0}):
            with pytest.raises(Invalid) as refused:
                says(one, reference=" ", **about)
            assert refused.value.field == "reference"
        assert one.claim.state == "merchant_answer"

    def test_is_told_to_the_buyer_and_to_finance_and_can_not_be_given_twice(self, now: datetime) -> None:
        one = said(now)
        assert Notice.objects.filter(code="claim_said_money", account__username=cast.QIAN.username).exists()
        first = queries.headline_of(one.view(one.buyer), now=one.now)
        assert (first.says, first.main) == ("closed_said_refunded", "contradict")
        way = {step.name: step.state for step in steps_of(one.view(one.buyer))}
        assert (way["decision_there"], way["closed"]) == ("now", "todo"), "nothing is ticked off by a side's word"
        with pytest.raises(WrongState):
            says(one)

    @pytest.mark.parametrize("who", ["finance", "shop"])
    def test_that_proves_takes_its_place_and_books_the_money_once(self, now: datetime, who: str) -> None:
        one = said(now)
        if who == "finance":
            says(one, one.by(cast.QIAN))
        else:
            told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-1", "reason": ""}
            one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))
        assert (one.claim.outcome, bill_of(one).refunded_fen) == ("platform_refunded", TOOK)
        assert Notice.objects.filter(code="claim_proved", account__username=cast.MERCHANT_OWNER.username).exists()
        with pytest.raises(WrongState):
            says(one, one.by(cast.QIAN))
        gives(one, "demand", one.by(cast.MERCHANT_OWNER), amount_fen=TOOK, reason="货未损坏")
        assert timeline.verify() == []

    def test_that_proves_is_put_right_by_no_side(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        says(one, one.by(cast.QIAN), what="refused", amount_fen=0)
        told = {"what": "refunded", "amount_fen": TOOK, "why": "看错了"}
        with pytest.raises((WrongState, Forbidden)):
            gives(one, "outcome-correction", one.by(cast.MERCHANT_OWNER), **told)
        assert bill_of(one).refunded_fen == 0
        gives(one, "outcome-correction", one.by(cast.QIAN), **told)
        assert bill_of(one).refunded_fen == TOOK
        assert timeline.verify() == []

    def test_of_a_side_is_put_right_by_it_and_still_books_nothing(self, now: datetime) -> None:
        one = said(now)
        told = {"what": "refunded", "amount_fen": 100, "why": "看错了"}
        gives(one, "outcome-correction", one.by(cast.MERCHANT_OWNER), **told)
        assert (Outcome.objects.get().amount_fen, bill_of(one).refunded_fen) == (100, 0)
        assert one.claim.outcome == "said_refunded"
        assert timeline.verify() == []


class TestContradiction:
    def test_leads_to_a_reviewer_here_whose_decision_pays(self, now: datetime) -> None:
        one = said(now)
        gives(one, "contradiction", one.buyer, why="没有收到钱")
        assert (one.claim.state, one.claim.forum, one.claim.outcome) == ("review", "own", "")
        assert Notice.objects.filter(code="review_contradicted", account__username=cast.LIN.username).exists()
        assert Notice.objects.filter(code="claim_contradicted", account__username=cast.MERCHANT_OWNER.username).exists()
        answer = queries.last_answer(one.claim)
        assert answer is not None
        assert answer.kind == "contest"
        assert "PT-9" in one.view(one.by(cast.LIN)).answers[-1].reason
        one.propose()
        one.wait(days=8)
        one.run()
        assert (one.claim.outcome, bill_of(one).refunded_fen) == ("paid", TOOK)
        assert timeline.verify() == []

    def test_makes_no_yes_of_the_merchant_a_no(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        gives(one, "agreement", one.by(cast.MERCHANT_OWNER), reason="")
        says(one)
        gives(one, "contradiction", one.buyer, why="没有收到钱")
        for by in (one.buyer, one.by(cast.LIN), one.by(cast.MERCHANT_OWNER)):
            assert [each.kind for each in one.view(by).answers] == ["agree", "settled"]

    def test_is_answered_by_a_word_that_proves(self, now: datetime) -> None:
        one = said(now)
        gives(one, "contradiction", one.buyer, why="没有收到钱")
        says(one, one.by(cast.QIAN))
        assert clocks.open_clocks(one.claim.stream()).filter(kind="claims.said").exists(), "he may say it again"
        assert (one.claim.state, one.claim.outcome) == ("outcome_taken", "platform_refunded")
        assert (one.claim.forum, bill_of(one).refunded_fen) == (Claim.Forum.PLATFORM, TOOK)
        assert timeline.verify() == []

    @pytest.mark.parametrize("who", ["finance", "shop"])
    def test_that_was_paid_for_here_gives_way_to_a_word_that_proves_and_the_merchant_asks_it_back(
        self, now: datetime, who: str
    ) -> None:
        one = said(now)
        gives(one, "contradiction", one.buyer, why="没有收到钱")
        one.propose()
        one.wait(days=8)
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        owner = one.by(cast.MERCHANT_OWNER)
        with pytest.raises(AnxinError):
            says(one, owner)
        if who == "finance":
            says(one, one.by(cast.QIAN))
        else:
            told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-1", "reason": ""}
            one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))
        assert (one.claim.state, one.claim.outcome, bill_of(one).refunded_fen) == ("closed", "paid", TOOK)
        codes = Entry.objects.filter(stream__key=str(one.claim.pk)).values_list("code", flat=True)
        assert {"claims.outcome_proven", "claims.gone_twice"} <= set(codes)
        assert Notice.objects.filter(code="claim_proved_late", account__username=cast.MERCHANT_OWNER.username).exists()
        assert Notice.objects.filter(code="claim_proved_after").exists()
        gives(one, "outcome-correction", one.by(cast.QIAN), what="refunded", amount_fen=TOOK - 100, why="看错了")
        gives(one, "demand", owner, amount_fen=TOOK - 100, reason="平台和本店都退了")
        one.do(lambda: claims.repay(recovery=one.claim.recoveries.get(), amount_fen=TOOK - 100, by=owner, now=one.now))
        assert (one.claim.outcome, one.claim.recoveries.get().state) == ("paid", "repaid")
        assert timeline.verify() == []

    def test_that_is_decided_pays_only_what_a_platform_as_is_proven_meanwhile_left(self, now: datetime) -> None:
        one = said(now)
        gives(one, "contradiction", one.buyer, why="没有收到钱")
        one.propose()
        assert one.claim.state == "decided"
        says(one, one.by(cast.QIAN))
        assert bill_of(one).refunded_fen == TOOK
        one.wait(days=8)
        one.run()
        assert (one.claim.state, one.claim.outcome, bill_of(one).refunded_fen) == ("closed", "paid", TOOK)
        assert not one.claim.payouts.exists(), "nothing of it goes twice"
        gives(one, "demand", one.by(cast.MERCHANT_OWNER), amount_fen=TOOK, reason="货未损坏")
        assert timeline.verify() == []

    def test_has_an_end_that_a_correction_moves_and_then_what_was_said_closes_the_claim(self, now: datetime) -> None:
        one = said(now)
        one.wait(days=29)
        gives(one, "outcome-correction", one.by(cast.MERCHANT_OWNER), what="refunded", amount_fen=100, why="看错了")
        one.wait(days=29)
        assert queries.headline_of(one.view(one.buyer), now=one.now).main == "contradict"
        one.now += timedelta(days=1, minutes=1)
        with pytest.raises(claims.ContradictionOver):  # though nobody has looked at the clock
            gives(one, "contradiction", one.buyer, why="没有收到钱")
        one.wait(minutes=1)
        assert (one.claim.state, one.claim.outcome) == ("closed", "said_refunded")
        with pytest.raises(WrongState):
            gives(one, "contradiction", one.buyer, why="没有收到钱")
        says(one, one.by(cast.QIAN))
        assert (one.claim.state, one.claim.outcome, bill_of(one).refunded_fen) == ("closed", "platform_refunded", TOOK)
        assert timeline.verify() == []

    def test_that_came_too_late_is_answered_by_no_other_word_of_a_side(self, now: datetime) -> None:
        ago = now - timedelta(days=10)
        acting(lambda: settings.propose(name="claims.said_d", value=7, valid_from=now, by=SYSTEM, now=ago))
        one = said(now)
        one.wait(days=8)
        assert (one.claim.state, one.claim.outcome) == ("closed", "said_refunded")
        told = {"what": "refused", "amount_fen": 0, "why": "看错了"}
        for by in (one.by(cast.MERCHANT_OWNER), one.by(cast.XIAO_CHEN)):
            assert "outcome-correction" not in TABLE.allowed(TABLE.situation(one.claim, by=by, now=one.now), by)
            with pytest.raises((WrongState, Forbidden)):
                gives(one, "outcome-correction", by, **told)
        with pytest.raises(claims.SaidAndClosed):
            one.do(lambda: claims.correct_outcome(claim=one.claim, reference="", by=by, now=one.now, **told))
        assert one.claim.outcome == "said_refunded"
        gives(one, "outcome-correction", one.by(cast.QIAN), reference="PT-9", **told)
        assert (one.claim.outcome, one.claim.state) == ("platform_refused", "closed")
        assert timeline.verify() == []

    @pytest.mark.parametrize("who", ["buyer", "platform"])
    def test_and_the_platforms_own_word_end_its_time(self, now: datetime, who: str) -> None:
        one = said(now)
        if who == "buyer":
            gives(one, "contradiction", one.buyer, why="没有收到钱")
        else:
            told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-1", "reason": ""}
            one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))
            with pytest.raises(WrongState):
                gives(one, "contradiction", one.buyer, why="没有收到钱")
        assert not clocks.open_clocks(one.claim.stream()).filter(kind="claims.said").exists()

    def test_has_an_end_too_where_it_was_said_before_an_upgrade(self, now: datetime) -> None:
        one = said(now)
        Clock.objects.filter(kind="claims.said").delete()
        migration = import_module("anxin.domain.claims.migrations.0018_clocks_of_said_outcomes")
        for _twice in range(2):
            migration.start(apps, SimpleNamespace(connection=connection))
        (clock,) = Clock.objects.filter(kind="claims.said")
        clocks.sweep(clock.due_at)
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "said_refunded")

    def test_is_open_to_nobody_else(self, now: datetime) -> None:
        one = said(now)
        with pytest.raises(Forbidden):
            gives(one, "contradiction", one.by(cast.MERCHANT_OWNER), why="x")

    def test_is_where_whoever_claims_anew_about_these_goods_is_led(self, now: datetime) -> None:
        """What is said to have gone is said not to have come on its claim: a second claim would be paid once more"""
        one = said(now)
        with pytest.raises(claims.SaidBack) as refused:
            a_claim(now=one.now, purchase=one.claim.purchase)
        assert one.claim.number in wording.error(refused.value)
        (line,) = order_options.order(one.claim.purchase).lines
        assert (line.free, [told.claim for told in line.said]) == (0, [one.claim.number])
        gives(one, "contradiction", one.buyer, why="没有收到钱")
