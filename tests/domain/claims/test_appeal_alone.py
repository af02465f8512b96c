"""An appeal that one side alone made ends no worse for it than the decision; where both appeal everything is open."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions.decisions import Locked
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Appeal, Decision
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, refund, refuse
from tests.domain.shops.test_one_book import said

pytestmark = pytest.mark.django_db
PART = {"remedy": "refund_part", "reason": "部分退款", "found": (("看过照片", ()),)}


def part(fen: int) -> claims.Ruling:
    return claims.Ruling(amount_fen=fen, **PART)


def appealed(now: datetime, *, by: str = "buyer", fen: int = 7000) -> Walked:
    """Rule a part of what was asked for, and let one side appeal."""
    one = a_claim(now=now, at="review")
    one.propose(part(fen))
    who = one.buyer if by == "buyer" else one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=who, now=one.now))
    return one


def answers(one: Walked, *, too: bool, by: str = "merchant") -> None:
    who = one.buyer if by == "buyer" else one.by(cast.MERCHANT_OWNER)
    name, fields = "counter-appeal" if too else "appeal-answer", {"text": "我们也不服"}
    one.do(lambda: TABLE.give(name, row=one.claim, by=who, now=one.now, fields=fields))


def decides(one: Walked, ruling: claims.Ruling) -> None:
    one.do(lambda: claims.propose(claim=one.claim, ruling=ruling, by=one.by(cast.QIAO), now=one.now))


def gives_in_shop(one: Walked, fen: int) -> None:
    owner, fields = one.by(cast.MERCHANT_OWNER), {"amount_fen": fen, "reference": f"TK-{fen}"}
    one.do(lambda: TABLE.give("shop-refund", row=one.claim, by=owner, now=one.now, fields=fields))


class TestAlone:
    @pytest.mark.parametrize("ruling", [part(6999), refuse()])
    def test_a_buyers_appeal_never_ends_lower(self, now: datetime, ruling: claims.Ruling) -> None:
        one = appealed(now)
        answers(one, too=False)
        with pytest.raises(Locked, match="appeal_lowered"):
            decides(one, ruling)
        decides(one, part(7001))
        assert (one.decision.state, one.decision.amount_fen) == ("final", 7001)

    def test_a_merchants_appeal_never_ends_higher(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        answers(one, too=False, by="buyer")
        with pytest.raises(Locked, match="appeal_lowered"):
            decides(one, part(7001))
        decides(one, refuse())
        assert one.decision.state == "final"

    def test_what_the_shop_gave_since_the_decision_is_part_of_the_next_one(self, now: datetime) -> None:
        one = appealed(now)
        gives_in_shop(one, 3000)
        answers(one, too=False)
        with pytest.raises(Locked, match="appeal_lowered"):
            decides(one, part(6999))
        decides(one, part(7000))
        one.run()
        assert (one.claim.outcome, [row.amount_fen for row in one.claim.payouts.all()]) == ("paid", [4000])

    def test_a_decision_that_its_shop_met_meanwhile_is_upheld_by_its_own_sum_and_nothing_more_is_sent(
        self, now: datetime
    ) -> None:
        one = appealed(now)
        gives_in_shop(one, 7000)
        answers(one, too=False)
        with pytest.raises(Locked, match="appeal_lowered"):
            decides(one, refuse())
        decides(one, part(7000))
        one.run()
        assert (one.claim.state, one.claim.outcome, one.claim.payouts.count()) == ("closed", "paid", 0)

    def test_a_draft_from_before_the_shop_gave_something_can_be_confirmed(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        answers(one, too=False, by="buyer")
        decides(one, claims.Ruling(amount_fen=7000, fraud_said=True, **PART))
        gives_in_shop(one, 3000)
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.YAN), now=one.now))
        one.run()
        assert [row.amount_fen for row in one.claim.payouts.all()] == [4000]

    @pytest.mark.parametrize("ruling", [part(5000), refund(5000)])
    def test_a_buyer_who_was_given_more_than_he_asked_for_keeps_it_whatever_the_remedy_is_called(
        self, now: datetime, ruling: claims.Ruling
    ) -> None:
        one = a_claim(now=now, at="review", asked_fen=5000)
        one.propose(replace(part(7000), beyond="另一只也坏了"))
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        answers(one, too=False)
        with pytest.raises(Locked, match="appeal_lowered"):
            decides(one, ruling)

    def test_a_draft_from_before_that_is_worse_is_confirmed_by_nobody(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refund(one.claim.asked_fen, fraud_said=True))
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        one.do(lambda: claims.appeal(claim=one.claim, why="没有造假", by=one.buyer, now=one.now))
        answers(one, too=False)
        ruling = refund(one.claim.asked_fen, fraud_said=True)
        one.do(lambda: claims.propose(claim=one.claim, ruling=ruling, by=one.by(cast.CHENG), now=one.now))
        Decision.objects.filter(pk=one.decision.pk).update(remedy="refund_part", amount_fen=100)
        with pytest.raises(Locked, match="appeal_lowered"):
            one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.YAN), now=one.now))

    def test_a_draft_counts_for_what_is_sent_by_it_once_the_shop_gave_a_part_since(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        answers(one, too=False, by="buyer")
        decides(one, replace(part(7000), fraud_said=True))
        assert one.decision.state == "proposed", "a word about fraud takes a second person"
        said(one, 3000, "TK-30")
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.YAN), now=one.now))
        one.run()
        assert [part.amount_fen for part in one.claim.payouts.all()] == [4000]


class TestBoth:
    def test_everything_is_open_once_the_other_side_appeals_with_its_answer(self, now: datetime) -> None:
        one = appealed(now)
        answers(one, too=True)
        assert Appeal.objects.get().cause == "both"
        assert "claim_seller_joins" in set(Notice.objects.values_list("code", flat=True))
        told = [each.sentence for each in one.view(one.buyer).timeline if each.code == "claims.appeal_answered"]
        assert told == ["对方也提出申诉：结果对任何一方都可能更好或更差"]
        with pytest.raises(Locked, match="appeal_unanswered"):
            decides(one, refuse())
        one.do(lambda: TABLE.give("appeal-answer-waiver", row=one.claim, by=one.buyer, now=one.now, fields={}))
        decides(one, refuse())
        assert one.decision.state == "final"
        assert not list(timeline.verify())

    @pytest.mark.parametrize(
        ("first", "then", "worse"), [("buyer", "merchant", refuse()), ("merchant", "buyer", part(8000))]
    )
    def test_who_may_still_answer_the_second_loses_nothing_before(
        self, now: datetime, first: str, then: str, worse: claims.Ruling
    ) -> None:
        one = appealed(now, by=first)
        one.now += timedelta(hours=23, minutes=57)
        answers(one, too=True, by=then)
        early = replace(worse, early="没有新内容")
        with pytest.raises(Locked, match="appeal_worse"):
            decides(one, early)
        one.now += timedelta(hours=25)
        decides(one, early)
        assert one.decision.state == "final"

    def test_who_appealed_first_has_his_time_to_answer_and_cannot_appeal_once_more(self, now: datetime) -> None:
        one = appealed(now)
        one.now += timedelta(hours=23)
        answers(one, too=True)
        with pytest.raises(claims.AppealOver):
            answers(one, too=True, by="buyer")
        answers(one, too=False, by="buyer")
        decides(one, refuse())
        assert one.decision.state == "final"

    def test_neither_side_takes_back_alone_what_both_made(self, now: datetime) -> None:
        one = appealed(now)
        answers(one, too=True)
        case = TABLE.situation(one.claim, by=one.buyer, now=one.now)
        assert TABLE.commands["appeal-withdrawal"].refused(case, one.buyer)
        with pytest.raises(AnxinError):
            one.do(lambda: claims.drop_appeal(claim=one.claim, by=one.buyer, now=one.now))

    def test_who_accepted_the_decision_can_no_more_than_answer(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(part(7000))
        one.do(lambda: claims.accept(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
        one.do(lambda: claims.appeal(claim=one.claim, why="少了", by=one.buyer, now=one.now))
        with pytest.raises(claims.AppealOver):
            answers(one, too=True)
        answers(one, too=False)
        assert Appeal.objects.get().cause == "buyer"

    def test_after_the_time_to_answer_nobody_appeals_as_well(self, now: datetime) -> None:
        one = appealed(now)
        one.now += timedelta(hours=25)
        with pytest.raises(claims.AppealOver):
            acting(lambda: claims.appeal_too(claim=one.claim, text="太晚", by=one.by(cast.MERCHANT_OWNER), now=one.now))


class TestOtherWays:
    """What else could end an appeal, or let its bound be forgotten."""

    def test_a_merchant_who_appeals_does_not_end_it_by_a_yes_to_less_than_was_ruled(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", asked_fen=5000)
        one.propose(replace(part(7000), beyond="配件也坏了"))
        merchant = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=merchant, now=one.now))
        assert TABLE.commands["agreement"].refused(TABLE.situation(one.claim, by=merchant, now=one.now), merchant)
        with pytest.raises(Locked, match="yes_is_less"):
            one.agree()

    def test_a_yes_to_the_piece_that_was_asked_for_takes_no_money_that_was_ruled(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", type="exchange")
        one.propose(refund(one.claim.asked_fen))
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.by(cast.MERCHANT_OWNER), now=one.now))
        with pytest.raises(Locked, match="yes_is_less"):
            one.agree()

    def test_a_yes_to_all_that_was_asked_for_ends_the_buyers_appeal(self, now: datetime) -> None:
        one = appealed(now)
        one.agree()
        assert (one.decision.kind, one.decision.amount_fen) == ("agreed", one.claim.asked_fen)

    @pytest.mark.parametrize("by", ["buyer", "merchant"])
    def test_what_the_shop_says_that_it_gave_is_a_part_of_what_stands_and_ends_nothing(
        self, now: datetime, by: str
    ) -> None:
        one = appealed(now, by=by)
        merchant = one.by(cast.MERCHANT_OWNER)
        fields = {"amount_fen": one.claim.asked_fen, "reference": "TK-9"}
        one.do(lambda: claims.say_refund(claim=one.claim, by=merchant, now=one.now, **fields))
        assert (one.claim.state, Appeal.objects.get().state) == ("review", "opened")
        with pytest.raises(Locked, match="appeal_unanswered"):
            decides(one, refuse())
