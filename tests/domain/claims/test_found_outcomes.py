"""What finance finds that a platform decided needs its number and another person, and its buyer may still say no."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Outcome
from anxin.domain.claims.queries import lookup
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked
from tests.domain.claims.test_said_outcomes import TOOK, bill_of, gives, said, says

pytestmark = pytest.mark.django_db


def found(now: datetime, **more: object) -> Walked:
    one = said(now)
    says(one, one.by(cast.QIAN), **more)
    return one


def contradicts(one: Walked) -> None:
    gives(one, "contradiction", one.buyer, why="没有收到钱")


class TestFinding:
    @pytest.mark.parametrize("door", ["outcome", "outcome-correction"])
    def test_needs_the_platforms_number(self, now: datetime, door: str) -> None:
        one = said(now)
        why = {"reason": "平台后台已退"} if door == "outcome" else {"why": "平台后台已退"}
        with pytest.raises(Invalid) as refused:
            gives(one, door, one.by(cast.QIAN), what="refunded", amount_fen=TOOK, reference=" ", **why)
        assert refused.value.field == "reference"
        assert (one.claim.outcome, bill_of(one).refunded_fen) == ("said_refunded", 0)

    def test_is_another_persons_than_who_said_it(self, now: datetime) -> None:
        one = said(now)
        Outcome.objects.update(by=one.by(cast.QIAN).key)  # he sat at the merchant's, or at the desk, when he said it
        by = one.by(cast.QIAN)
        assert "outcome" not in TABLE.allowed(TABLE.situation(one.claim, by=by, now=one.now), by)
        told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-9"}
        with pytest.raises(claims.SaidByYou):
            one.do(lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, reason="", **told))
        with pytest.raises(claims.SaidByYou):
            one.do(lambda: claims.correct_outcome(claim=one.claim, by=by, now=one.now, why="x", **told))

    @pytest.mark.parametrize(("what", "fen"), [("refunded", TOOK), ("refused", 0)])
    def test_leaves_the_claim_open_to_its_buyers_no_for_thirty_days(self, now: datetime, what: str, fen: int) -> None:
        one = found(now, what=what, amount_fen=fen)
        assert (one.claim.state, one.claim.outcome) == ("outcome_taken", f"platform_{what}")
        assert queries.headline_of(one.view(one.buyer), now=one.now).main == "contradict"
        assert Notice.objects.filter(code="claim_said_money").exists()
        one.wait(days=29)
        contradicts(one)
        assert (one.claim.state, one.claim.forum) == ("review", "own")
        assert timeline.verify() == []

    def test_that_nobody_contradicts_stands_after_that(self, now: datetime) -> None:
        one = found(now, what="refused", amount_fen=0)
        one.wait(days=30, minutes=1)
        assert (one.claim.state, one.claim.outcome) == ("closed", "platform_refused")
        with pytest.raises(AnxinError):
            contradicts(one)
        assert timeline.verify() == []


class TestNo:
    def test_takes_the_money_back_into_the_books_and_a_reviewer_pays_it(self, now: datetime) -> None:
        one = found(now)
        gives(one, "demand", one.by(cast.MERCHANT_OWNER), amount_fen=TOOK, reason="货未损坏")
        assert bill_of(one).refunded_fen == TOOK
        contradicts(one)
        assert (bill_of(one).refunded_fen, lookup.left_of(one.claim.purchase)) == (0, TOOK)
        assert one.claim.recoveries.get().state == "given_up"
        assert Notice.objects.filter(code="claim_found_denied", account__username=cast.QIAN.username).exists()
        one.propose()
        one.wait(days=8)
        one.run()
        assert (one.claim.outcome, bill_of(one).refunded_fen) == ("paid", TOOK)
        assert timeline.verify() == []

    def test_is_answered_by_the_platforms_own_word_and_by_nobody_of_finance(self, now: datetime) -> None:
        one = found(now)
        contradicts(one)
        told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-9", "reason": ""}
        with pytest.raises(claims.DeniedByBuyer):
            one.do(lambda: claims.take_outcome(claim=one.claim, by=one.by(cast.QIAN), now=one.now, **told))
        assert one.claim.state == "review"
        one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))
        assert (one.claim.outcome, bill_of(one).refunded_fen) == ("platform_refunded", TOOK)
        with pytest.raises(AnxinError):
            contradicts(one)
        assert timeline.verify() == []
