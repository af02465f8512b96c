"""A refund that went after all, while another waits for finance in its place: one goes, and everybody reads so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import timeline
from anxin.demo import cast
from anxin.domain.claims.commands import TABLE
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.actions.bindings import WentInPlace
from anxin.domain.ledger.commands import DIFFERENCES, PAYMENTS
from anxin.domain.ledger.commands.remittances import REMITTANCES
from anxin.domain.ledger.models import Difference, Remittance
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import situation as rules
from tests.claim_builders import Walked, a_claim
from tests.flat import flat

type Sits = Callable[[cast.Member], Client]
pytestmark = pytest.mark.django_db


def after_all(one: Walked) -> Walked:
    """Agree; the refund is said not to have gone, another waits for finance in its place, and the first went."""
    one.agree()
    first, finance = one.claim.payouts.get().payment, one.by(cast.QIAN)
    one.do(lambda: ledger.clear(payment=first, succeeded=False, reference="", by=finance, now=one.now))
    one.do(lambda: TABLE.give("payment", row=one.claim, by=finance, now=one.now, fields={}))
    second = one.claim.payouts.get(payment__state="intended").payment
    refused = PaymentAnswer(outcome="by_hand", fault="by hand: INVALID_REQUEST")
    one.do(lambda: ledger.begin_call(payment=second, now=one.now))
    one.do(lambda: ledger.finish_call(payment=second, answer=refused, now=one.now))
    told = {"ours_fen": first.amount_fen, "theirs_fen": first.amount_fen, "direction": "back"}
    told |= {"number": first.number, "kind": "not_settled", "day": one.now.date(), "found_at": one.now}
    Difference.objects.create(provider=first.provider, payment=first, **told)
    return one


class TestAfterAllWhileWhatIsInItsPlaceWaitsForFinance:
    @pytest.fixture
    def one(self, live_now: datetime) -> Walked:
        return after_all(a_claim(now=live_now))

    def test_finance_reads_so_before_anything_is_sent_or_agreed_to(self, one: Walked, sits: Sits) -> None:
        second, finance = one.claim.payouts.get(payment__state="unclear").payment, sits(cast.QIAN)
        says = "不要再转"
        assert "同一账单的另一笔退款后来又退成了" in flat(finance.get("/desk/money/"))
        assert says in flat(finance.get(f"/desk/money/payments/{second.pk}/"))
        assert flat(finance.get(f"/desk/money/payments/{second.pk}/?do=payout")).count(says) == 2
        him, told = one.by(cast.QIAN), {"way": "other", "reference": "CMB-1"}
        told["moved_date"] = timezone.localdate(one.now).isoformat()
        one.do(lambda: PAYMENTS.give("payout", row=second, by=him, now=one.now, fields=told))
        row = Remittance.objects.get()
        assert says in flat(sits(cast.ADMIN).get(f"/desk/money/received/{row.pk}/?do=agreement"))
        case = bills.difference_situation(Difference.objects.get(), by=him, now=one.now)
        assert not rules.may_count(case), "who sent it says first that he did not"

    def test_it_is_given_up_once_the_first_is_counted_and_the_claim_closes_once(self, one: Walked) -> None:
        finance, row = one.by(cast.QIAN), Difference.objects.get()
        assert not rules.may_owe_back(bills.difference_situation(row, by=finance, now=one.now))
        fields = {"why": "微信后台又处理成功"}
        one.do(lambda: DIFFERENCES.give("counting", row=row, by=finance, now=one.now, fields=fields))
        row.refresh_from_db()
        second = replace(finance, id="second")
        one.do(lambda: DIFFERENCES.give("agreement", row=row, by=second, now=one.now, fields={}))
        one.run()
        states = [each.payment.state for each in one.claim.payouts.order_by("at")]
        assert (one.claim.state, states) == ("closed", ["succeeded", "failed"])
        bill = one.claim.payouts.first().payment.bill
        assert (bill.refunded_fen, bill.reserved_fen) == (26800, 0)
        codes = [each.code for each in timeline.read(one.claim.stream())]
        assert (codes.count("claims.money_failed"), codes.count("claims.money_out")) == (1, 1)
        assert list(timeline.verify()) == []


class TestOfAPartOfTheBill:
    """The bill has room for both, its claim hasn't."""

    @pytest.fixture
    def one(self, live_now: datetime) -> Walked:
        return after_all(a_claim(now=live_now, asked_fen=10_000))

    @pytest.mark.parametrize("booked", [False, True])
    def test_it_does_not_count_once_the_one_in_its_place_was_sent_meanwhile(self, one: Walked, booked: bool) -> None:
        differs(one, "counting", why="微信后台又处理成功")
        sent(one)
        if booked:
            agreed(one)
        with pytest.raises(WentInPlace):
            differs(one, "agreement", second=True)
        differs(one, "refusal", second=True)
        if not booked:
            agreed(one)
        case = bills.difference_situation(Difference.objects.get(), by=one.by(cast.QIAN), now=one.now)
        assert (rules.may_count(case), rules.may_owe_back(case)) == (False, True)
        bill = one.claim.payouts.first().payment.bill
        bill.refresh_from_db()
        assert (one.claim.state, bill.refunded_fen, bill.reserved_fen) == ("closed", 10_000, 0)

    def test_it_counts_where_the_other_was_not_sent_after_all(self, one: Walked) -> None:
        differs(one, "counting", why="微信后台又处理成功")
        sent(one)
        one.do(lambda: REMITTANCES.give("refusal", row=transfer(), by=one.by(cast.ADMIN), now=one.now, fields=WHY))
        differs(one, "agreement", second=True)
        one.run()
        bill = one.claim.payouts.first().payment.bill
        bill.refresh_from_db()
        assert (one.claim.state, bill.refunded_fen, bill.reserved_fen) == ("closed", 10_000, 0)


@pytest.mark.parametrize("fen", [10_000, 26_800])
def test_what_is_owed_anew_as_the_one_in_its_place_came_back_is_given_up_once_the_first_counts(
    live_now: datetime, fen: int
) -> None:
    one = after_all(a_claim(now=live_now, asked_fen=fen))
    sent(one)
    agreed(one)
    back = {"moved_date": timezone.localdate(one.now).isoformat(), "reference": "BACK-1"}
    one.do(lambda: REMITTANCES.give("return", row=transfer(), by=one.by(cast.QIAN), now=one.now, fields=back))
    one.do(lambda: REMITTANCES.give("agreement", row=transfer("in"), by=one.by(cast.ADMIN), now=one.now, fields={}))
    one.run()
    case = bills.difference_situation(Difference.objects.get(), by=one.by(cast.QIAN), now=one.now)
    assert (rules.may_count(case), rules.may_owe_back(case)) == (True, False)
    differs(one, "counting", why="微信后台又处理成功")
    differs(one, "agreement", second=True)
    one.read()
    states = [each.payment.state for each in one.claim.payouts.order_by("at")]
    bill = one.claim.payouts.first().payment.bill
    assert (one.claim.state, states) == ("closed", ["succeeded", "failed", "failed"])
    assert (bill.refunded_fen, bill.reserved_fen) == (fen, 0)


WHY = {"why": "没转"}


def differs(one: Walked, name: str, *, second: bool = False, **fields: str) -> None:
    by = replace(one.by(cast.QIAN), id="second") if second else one.by(cast.QIAN)
    row = Difference.objects.get()
    one.do(lambda: DIFFERENCES.give(name, row=row, by=by, now=one.now, fields=fields))
    one.run()


def sent(one: Walked) -> None:
    second = one.claim.payouts.get(payment__state="unclear").payment
    told = {"way": "other", "reference": "CMB-1", "moved_date": timezone.localdate(one.now).isoformat()}
    one.do(lambda: PAYMENTS.give("payout", row=second, by=one.by(cast.QIAN), now=one.now, fields=told))


def agreed(one: Walked) -> None:
    one.do(lambda: REMITTANCES.give("agreement", row=transfer(), by=one.by(cast.ADMIN), now=one.now, fields={}))
    one.run()


def transfer(direction: str = "back") -> Remittance:
    known = ("bill", "payment", "beside", "repeats__payment", "returns__payment")
    return Remittance.objects.select_related(*known).get(direction=direction)
