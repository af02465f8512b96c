"""The deadlines of a claim a minute before, at and after: what counts, who is told, and what nobody loses."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.reputation.models import Mark
from tests.claim_builders import Walked, a_claim, refuse

pytestmark = pytest.mark.django_db


def gives(one: Walked, name: str, by: Actor, **fields: Any) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=by, now=one.now, fields=fields), minutes=0)


def due(one: Walked, kind: str) -> datetime:
    return clocks.open_clocks(one.claim.stream()).get(kind=kind).due_at


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(stream_key=one.claim.id).values_list("code", flat=True))


def may(one: Walked, by: Actor) -> set[str]:
    allowed = TABLE.allowed(queries.situation(one.claim, by=by, now=one.now), by)
    return {name for name in TABLE.commands if name in allowed}


def offers(one: Walked) -> None:
    said: dict[str, Any] = {"remedy": "refund_part", "amount_fen": 6000, "reason": "补偿"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **said))


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("minutes", "counted"), [(-1, "answered_in_time"), (0, "answered_in_time"), (1, "answered_late")]
    )
    def test_is_counted_by_its_minute_and_not_by_when_the_clock_is_looked_at(
        self, now: datetime, minutes: int, counted: str
    ) -> None:
        one = a_claim(now=now)
        one.now = due(one, "claims.answer") + timedelta(minutes=minutes - 1)
        one.answer()
        marks = Mark.objects.filter(subject_key=str(one.claim.seller_id)).values_list("counter", flat=True)
        assert list(marks) == [counted]

    def test_that_comes_too_late_leaves_all_other_ways(self, now: datetime) -> None:
        one = a_claim(now=now)
        one.wait(hours=48)
        by = one.by(cast.MERCHANT_OWNER)
        with pytest.raises(AnxinError):
            gives(one, "answer", by, reason="不同意")
        assert {"agreement", "offer", "evidence", "message"} <= may(one, by)


class TestAnOffer:
    def test_ends_with_a_word_before_it_to_the_buyer_and_one_after_it_to_both(self, now: datetime) -> None:
        one = a_claim(now=now)
        offers(one)
        one.now = due(one, "claims.offer") - timedelta(hours=20)
        acting(lambda: notices.remind(now=one.now))
        assert "claim_offer_due" in told(one)
        one.now = due(one, "claims.offer") - timedelta(minutes=1)
        assert "offer-acceptance" in may(one, one.buyer)
        one.wait(minutes=1)
        assert (one.claim.state, "offer-acceptance" in may(one, one.buyer)) == ("review", False)
        assert {"claim_offer_over", "claim_offer_lapsed", "review_lapsed"} <= told(one)


class TestAnAppeal:
    def test_is_taken_in_the_last_minute_and_not_after_it_though_nobody_looked_at_the_clock(
        self, now: datetime
    ) -> None:
        one = a_claim(now=now, at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.now = due(one, "claims.appeal")
        assert "appeal" not in may(one, owner) | may(one, one.buyer)
        with pytest.raises(claims.AppealOver):
            gives(one, "appeal", owner, why="不服")
        one.now -= timedelta(minutes=1)
        gives(one, "appeal", owner, why="不服")
        assert one.claim.state == "review"

    def test_taken_back_leaves_the_other_side_its_own_until_the_day_it_was_told(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        owner, until = one.by(cast.MERCHANT_OWNER), due(one, "claims.appeal")
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=owner, now=one.now))
        one.now += timedelta(days=2)
        gives(one, "appeal-withdrawal", owner)
        assert (one.claim.state, due(one, "claims.appeal")) == ("decided", until)
        assert "claim_seller_drops" in told(one)
        assert ("appeal" in may(one, owner), "appeal" in may(one, one.buyer)) == (False, True)
        gives(one, "appeal", one.buyer, why="少了")
        assert (one.claim.state, one.claim.appeals.count()) == ("review", 2)
        one.propose(refuse(), by=cast.QIAO)
        assert one.decision.state == "final"

    def test_taken_back_after_the_other_side_said_yes_or_its_time_is_over_ends_it(self, now: datetime) -> None:
        for days, yes in ((1, True), (8, False)):
            one = a_claim(now=now, at="decided", order=f"YT-{days}")
            owner = one.by(cast.MERCHANT_OWNER)
            if yes:
                gives(one, "acceptance", one.buyer)
            gives(one, "appeal", owner, why="不服")
            one.now += timedelta(days=days)
            gives(one, "appeal-withdrawal", owner)
            one.run()
            assert one.claim.state == "closed"

    def test_of_both_sides_is_one_the_second_reads_that_somebody_looks_already(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        gives(one, "appeal", one.buyer, why="少了")
        with pytest.raises(AnxinError):
            gives(one, "appeal", one.by(cast.MERCHANT_OWNER), why="不服")
        assert "claim_appealed" in told(one)

    def test_after_the_money_has_gone_back_is_none_any_more(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        assert one.claim.outcome == "paid"
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            with pytest.raises(AnxinError):
                gives(one, "appeal", by, why="不服")
            assert "referral" in may(one, by), "the ways outside stay open"


class TestAnotherPiece:
    def test_is_asked_of_the_merchant_once_it_is_due_and_told_the_buyer(self, now: datetime) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        assert one.claim.state == "executing"
        assert {"claim_send_piece", "claim_exchange"} <= told(one)
        one.now = due(one, "claims.replacement") - timedelta(hours=20)
        acting(lambda: notices.remind(now=one.now))
        assert "claim_piece_due" in told(one)
