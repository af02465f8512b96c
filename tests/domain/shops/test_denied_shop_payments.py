"""What a shop says to have given back of what was decided: its buyer may say that it did not arrive, finance looks."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.ledger.commands import PAYMENTS, REFUNDS
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.notices.models import Notice
from tests.builders import by_phone
from tests.claim_builders import Walked, a_claim
from tests.domain.shops.test_own_refunds import owed, says

__all__ = ("owed",)
pytestmark = pytest.mark.django_db


def pays(one: Walked, reference: str = "TK-8") -> None:
    him, told = one.by(cast.MERCHANT_OWNER), {"reference": reference}
    one.do(lambda: TABLE.give("shop-payment", row=one.claim, by=him, now=one.now, fields=told))


def denies(one: Walked) -> Payment:
    back = Payment.objects.get(direction="back")
    him, told = by_phone(cast.BUYER.phone), {"text": "没到"}
    one.do(lambda: REFUNDS.give("missing", row=back, by=him, now=one.now, fields=told))
    back.refresh_from_db()
    return back


def test_its_buyer_says_that_it_did_not_arrive_and_finance_sends_it(owed: Walked) -> None:
    pays(owed)
    assert Notice.objects.filter(code="claim_paid_in_shop").exists()
    assert not Notice.objects.filter(code="claim_paid").exists()
    (shown,) = owed.view(owed.buyer).payouts
    assert (shown.way, shown.missable) == ("shop", True)
    back, finance = denies(owed), owed.by(cast.QIAN)
    assert Notice.objects.filter(code="refund_missed", account__username=cast.QIAN.username).exists()
    assert Notice.objects.filter(code="claim_shop_missed").exists()
    owed.do(lambda: PAYMENTS.give("shop-unpaid", row=back, by=finance, now=owed.now, fields={}))
    assert (owed.claim.state, Bill.objects.get().refunded_fen) == ("executing", 0)
    anew = Payment.objects.get(direction="back", state="unclear")
    assert anew.amount_fen == 26800
    with pytest.raises(WrongState):
        pays(owed, "TK-9")
    owed.do(lambda: PAYMENTS.give("account-request", row=anew, by=finance, now=owed.now, fields={}))
    assert Notice.objects.filter(code="claim_account").exists()
    assert timeline.verify() == []


def test_finance_answers_its_buyer_where_it_did_arrive(owed: Walked) -> None:
    pays(owed)
    back, told = denies(owed), {"text": "店铺后台显示已到账"}
    owed.do(lambda: PAYMENTS.give("answer", row=back, by=owed.by(cast.QIAN), now=owed.now, fields=told))
    assert (owed.claim.state, Bill.objects.get().refunded_fen) == ("closed", 26800)
    assert Notice.objects.filter(code="claim_money_word").exists()


def test_finance_may_not_say_so_before_its_buyer_does(owed: Walked) -> None:
    pays(owed)
    back = Payment.objects.get(direction="back")
    with pytest.raises(WrongState):
        owed.do(lambda: PAYMENTS.give("shop-unpaid", row=back, by=owed.by(cast.QIAN), now=owed.now, fields={}))


NUMBERS = ("TK 12 34", "退款单号2026", "TK，1", "13812345678")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_none_is_refused_by_its_field(owed: Walked, number: str) -> None:
    with pytest.raises(Invalid) as told:
        pays(owed, number)
    assert (told.value.facts["field"], told.value.facts["got"]) == ("reference", number)
    assert owed.claim.state == "executing"


@pytest.mark.parametrize("number", NUMBERS)
def test_so_is_one_of_a_refund_before_any_decision(now: datetime, number: str) -> None:
    one = a_claim(now=now)
    with pytest.raises(Invalid):
        says(one, reference=number)
    show = {"claim": one.claim, "reference": number, "by": one.by(cast.MERCHANT_OWNER)}
    with pytest.raises(Invalid):
        one.do(lambda: claims.show_refund(**show, now=one.now))


def test_its_buyer_can_say_so_for_as_many_days_as_the_page_says(owed: Walked) -> None:
    pays(owed)
    (shown,) = owed.view(owed.buyer).payouts
    assert shown.miss_until is not None
    assert shown.miss_until - owed.now == timedelta(days=90)
    owed.now += timedelta(days=90)
    (shown,) = owed.view(owed.buyer).payouts
    assert shown.missable
    owed.now += timedelta(minutes=1)
    (shown,) = owed.view(owed.buyer).payouts
    assert (shown.missable, shown.miss_until is not None) == (False, True)
    with pytest.raises(WrongState):
        denies(owed)
