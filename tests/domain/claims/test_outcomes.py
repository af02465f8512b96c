"""A platform's decision that was entered wrongly is put right: with a reason, in time, and with what is asked back."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core import timeline
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Outcome, Recovery
from anxin.domain.claims.queries import lookup
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.models import Bill, Payment, Transfer
from tests import races
from tests.claim_builders import Walked, a_claim
from tests.domain.claims.test_line_money import CUP, LAMP, filed
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
TOOK = 26800


def entered(now: datetime, what: str = "refunded", *, asked_back: bool = False) -> Walked:
    one = a_claim(now=now, platform_ref="PT-1")
    about = {"what": what, "amount_fen": 0 if what == "refused" else TOOK, "reference": "PT-1", "reason": "平台判定"}
    gives(one, "outcome", cast.QIAN, **about)
    if asked_back:
        gives(one, "demand", amount_fen=TOOK, reason="货未损坏")
    return one


def gives(one: Walked, name: str, member: cast.Member = cast.MERCHANT_OWNER, **fields: object) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=one.by(member), now=one.now, fields=fields))


def corrects(one: Walked, what: str, fen: int, member: cast.Member = cast.QIAN) -> None:
    gives(one, "outcome-correction", member, what=what, amount_fen=fen, why="看错了一位数")


def order_of(one: Walked) -> Bill:
    return Bill.objects.get(stream_kind="purchase", stream_key=one.claim.purchase_id)


def gone(one: Walked) -> int:
    return order_of(one).refunded_fen


def finance_gives_back(one: Walked, fen: int) -> None:
    by = one.by(cast.QIAN)
    payment = one.do(lambda: ledger.refund(bill=order_of(one), amount_fen=fen, reason="补偿", by=by, now=one.now))
    one.do(lambda: ledger.clear(payment=payment, succeeded=True, reference="R-1", by=by, now=one.now))


class TestTheOrder:
    def test_has_what_a_platform_gave_back_as_gone_at_once(self, now: datetime) -> None:
        one = entered(now)
        bill = order_of(one)
        assert (bill.paid_fen, bill.refunded_fen, bill.state) == (TOOK, TOOK, "refunded")
        assert Payment.objects.filter(direction="back").count() == 0, "nobody is sent money by us"
        with pytest.raises(ledger.MoreThanPaid):
            finance_gives_back(one, 1)
        assert lookup.left_of(one.claim.purchase) == 0
        assert timeline.verify() == []

    def test_has_what_came_back_of_it_again_part_by_part(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        gives(one, "repayment", amount_fen=8000)
        assert (gone(one), order_of(one).state) == (TOOK - 8000, "paid")
        gives(one, "repayment", amount_fen=TOOK - 8000)
        assert (gone(one), one.claim.outcome) == (0, "repaid")
        assert ledger_queries.balance("provider:fake") == TOOK
        assert timeline.verify() == []

    def test_says_that_money_went_twice_where_some_of_it_had_gone_before(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        finance_gives_back(one, 10000)
        gives(one, "outcome", cast.QIAN, what="refunded", amount_fen=TOOK, reference="PT-1", reason="平台判定")
        assert gone(one) == TOOK
        assert Entry.objects.get(code="claims.gone_twice").facts == {
            **{"amount_fen": TOOK, "left_fen": TOOK - 10000, "in_all": True},
            **{"gone_fen": TOOK + 10000, "twice_fen": 10000},
        }
        gives(one, "demand", amount_fen=TOOK, reason="货未损坏")
        gives(one, "repayment", amount_fen=10000)
        assert gone(one) == TOOK, "what had gone twice came back first"
        gives(one, "repayment", amount_fen=5000)
        assert gone(one) == TOOK - 5000
        assert timeline.verify() == []

    @pytest.mark.parametrize("sent", [True, False])
    def test_says_so_of_money_on_its_way_once_that_has_gone(self, now: datetime, sent: bool) -> None:
        order = a_purchase(now=now, lines=(CUP, LAMP))
        cup = filed(order, now)
        cup.agree()
        lamp = filed(order, now, positions=(2,), platform_ref="PT-1", platform_due_at=now + timedelta(hours=24))
        paid = CUP.amount_fen + LAMP.amount_fen
        gives(lamp, "outcome", cast.QIAN, what="refunded", amount_fen=paid, reference="PT-1", reason="平台判定")
        assert not Entry.objects.filter(code="claims.gone_twice").exists()
        told = {"payment": cup.claim.payouts.get().payment, "succeeded": sent, "reference": "R-1" if sent else ""}
        cup.do(lambda: ledger.clear(**told, by=cup.by(cast.QIAN), now=cup.now))
        twice = [one.facts for one in Entry.objects.filter(code="claims.gone_twice")]
        sums = {"in_all": True, "gone_fen": paid + CUP.amount_fen, "twice_fen": CUP.amount_fen}
        assert twice == ([{"amount_fen": CUP.amount_fen, "left_fen": 0, **sums}] if sent else [])

    @pytest.mark.django_db(transaction=True)
    def test_is_told_once_by_two_who_enter_the_same_decision_at_once(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        about: Any = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-1", "reason": "平台判定"}
        by = one.by(cast.QIAN)
        with races.line() as race:
            came = race.run(*[lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, **about)] * 2)
        assert sorted(each.won for each in came) == [False, True]
        assert (gone(one), Transfer.objects.filter(reason="gone_elsewhere").count()) == (TOOK, 2)

    @pytest.mark.django_db(transaction=True)
    def test_has_what_came_in_once_where_both_sides_write_it_down_at_once(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        sides = [one.by(cast.XIAO_CHEN), one.by(cast.MERCHANT_OWNER)]
        given: Any = {"row": one.claim, "now": one.now, "fields": {"amount_fen": 8000, "seen_fen": 0}}
        with races.line() as race:
            came = race.run(*[lambda by=by: TABLE.give("repayment", by=by, **given) for by in sides])  # type: ignore[misc]
        (lost,) = (each for each in came if not each.won)
        assert isinstance(lost.refusal, claims.MoreCame)
        assert "80.00" in lost.sentence
        assert gone(one) == TOOK - 8000

    @pytest.mark.parametrize("seed", range(12))
    def test_balances_to_the_fen_whatever_is_entered_put_right_given_back_and_comes_in(
        self, now: datetime, seed: int
    ) -> None:
        draw, one = random.Random(seed), a_claim(now=now, platform_ref="PT-1")
        took, by_us, came = draw.randint(1, TOOK), 0, 0
        gives(one, "outcome", cast.QIAN, what="refunded", amount_fen=took, reference="PT-1", reason="平台判定")
        gives(one, "demand", amount_fen=took, reason="货未损坏")
        for what in draw.choices(["came", "right", "ours"], k=10):
            fen = draw.randint(1, draw.choice([TOOK, TOOK // 8]))
            with suppress(AnxinError):
                if what == "came":
                    gives(one, "repayment", amount_fen=fen)
                    came += fen
                elif what == "right":
                    corrects(one, "refunded", fen)
                    took = fen
                else:
                    finance_gives_back(one, fen)
                    by_us += fen
            bill = order_of(one)
            assert bill.refunded_fen == by_us + min(took - came, TOOK - by_us)
            assert ledger_queries.balance("provider:fake") == bill.paid_fen - bill.refunded_fen
            assert ledger_queries.balance(bill.payee) == bill.refunded_fen - bill.paid_fen
            assert ledger_queries.balance(bill.payer) == 0
            assert (bill.state == "refunded") == (bill.refunded_fen == bill.paid_fen)
        assert timeline.verify() == []


class TestCorrection:
    def test_stands_beside_what_was_said_before_and_moves_what_was_booked_of_it(self, now: datetime) -> None:
        one = entered(now)
        assert gone(one) == TOOK
        corrects(one, "refunded", 12800)
        assert Outcome.objects.get().reference == "PT-1", "a number that isn't written anew stays"
        entry = Entry.objects.get(code="claims.outcome_corrected")
        assert dict(entry.facts) | {"was": "refunded", "was_fen": TOOK, "amount_fen": 12800} == dict(entry.facts)
        assert one.view(one.by(cast.MERCHANT_OWNER)).platform_fen == 12800
        assert (gone(one), one.claim.state) == (12800, "outcome_taken")
        corrects(one, "refused", 0)
        assert (one.claim.state, one.claim.outcome, gone(one)) == ("outcome_taken", "platform_refused", 0)
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
            "outcome_taken",
            "platform_refused",
        )

    def test_is_refused_without_a_reason_to_the_buyer_to_a_stranger_above_the_price_and_once_its_days_are_over(
        self, now: datetime
    ) -> None:
        one = entered(now)
        with pytest.raises(claims.TooMuch):
            corrects(one, "refunded", 10**9)
        for member, error in ((cast.LIN, Forbidden), (cast.MERCHANT_OWNER, WrongState), (cast.XIAO_CHEN, WrongState)):
            with pytest.raises(error):
                corrects(one, "refunded", 1, member)
        one.wait(days=31)
        with pytest.raises(WrongState):
            corrects(one, "refunded", 1)
