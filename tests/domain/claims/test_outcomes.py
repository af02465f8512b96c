"""A platform's decision that was entered wrongly is put right: with a reason, in time, and with what is asked back."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.errors import Forbidden, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Outcome, Recovery
from anxin.domain.ledger.models import Payment, Transfer
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db
TOOK = 26800


def entered(now: datetime, what: str = "refunded", *, asked_back: bool = False) -> Walked:
    one = a_claim(now=now, platform_ref="PT-1")
    about = {"what": what, "amount_fen": 0 if what == "refused" else TOOK, "reference": "PT-1", "reason": "平台判定"}
    gives(one, "outcome", **about)
    if asked_back:
        gives(one, "demand", amount_fen=TOOK, reason="货未损坏")
    return one


def gives(one: Walked, name: str, member: cast.Member = cast.MERCHANT_OWNER, **fields: object) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=one.by(member), now=one.now, fields=fields))


def corrects(one: Walked, what: str, fen: int, member: cast.Member = cast.MERCHANT_OWNER) -> None:
    gives(one, "outcome-correction", member, what=what, amount_fen=fen, why="看错了一位数")


def books() -> tuple[int, int, int]:
    return Transfer.objects.count(), Payment.objects.count(), sum(one.amount_fen for one in Transfer.objects.all())


class TestCorrection:
    def test_stands_beside_what_was_said_before_and_moves_nothing_in_our_books(self, now: datetime) -> None:
        one = entered(now)
        before = books()
        corrects(one, "refunded", 12800, cast.XIAO_CHEN)
        assert Outcome.objects.get().reference == "PT-1", "a number that isn't written anew stays"
        entry = Entry.objects.get(code="claims.outcome_corrected")
        assert dict(entry.facts) | {"was": "refunded", "was_fen": TOOK, "amount_fen": 12800} == dict(entry.facts)
        assert one.view(one.by(cast.MERCHANT_OWNER)).platform_fen == 12800
        assert (books(), one.claim.state) == (before, "outcome_taken")
        corrects(one, "refused", 0)
        assert (one.claim.state, one.claim.outcome, books()) == ("closed", "platform_refused", before)
        assert timeline.verify() == []

    def test_that_money_was_taken_after_all_lets_it_be_asked_back(self, now: datetime) -> None:
        one = entered(now, "refused")
        corrects(one, "refunded", TOOK)
        gives(one, "demand", amount_fen=TOOK, reason="货未损坏")
        assert (one.claim.outcome, Recovery.objects.get().demanded_fen) == ("platform_refunded", TOOK)
        assert timeline.verify() == []

    def test_lowers_what_is_asked_back_never_below_what_came(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        gives(one, "repayment", amount_fen=8000)
        with pytest.raises(claims.CameBack):
            corrects(one, "refunded", 7999)
        corrects(one, "refunded", 20000)
        row = Recovery.objects.get()
        assert (row.demanded_fen, row.repaid_fen, row.state) == (20000, 8000, "instalments")
        corrects(one, "refunded", 8000)
        row.refresh_from_db()
        assert (row.state, one.claim.state, one.claim.outcome) == ("repaid", "closed", "repaid")
        assert timeline.verify() == []

    def test_gives_up_what_is_asked_back_of_nothing(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        corrects(one, "refused", 0)
        assert (Recovery.objects.get().state, one.claim.state, one.claim.outcome) == (
            "given_up",
            "closed",
            "platform_refused",
        )

    def test_is_refused_without_a_reason_to_the_buyer_to_a_stranger_above_the_price_and_once_its_days_are_over(
        self, now: datetime
    ) -> None:
        one = entered(now)
        with pytest.raises(claims.TooMuch):
            corrects(one, "refunded", 10**9)
        for member, error in ((cast.LIN, Forbidden), (cast.QIAN, Forbidden)):
            with pytest.raises(error):
                corrects(one, "refunded", 1, member)
        one.wait(days=31)
        with pytest.raises(WrongState):
            corrects(one, "refunded", 1)
