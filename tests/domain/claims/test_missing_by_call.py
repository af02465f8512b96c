"""Money that has not arrived, as its buyer says on the phone: the desk writes it down for him."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast
from anxin.domain.claims.commands import TABLE
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules.payees import SHOP_SAID
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def shop_said(now: datetime) -> Walked:
    one = a_claim(now=now, at="closed")
    Payment.objects.filter(pk__in=one.claim.payouts.values("payment")).update(fault=SHOP_SAID)
    return one


def calls(one: Walked, who: cast.Member, on: date) -> None:
    fields = {"caller": "林女士 138****0001", "called_date": on, "text": "店铺说退了，我没收到"}
    by = one.by(who)
    one.do(lambda: TABLE.give("missing-by-call", row=one.claim, by=by, now=one.now, fields=fields))


@pytest.mark.parametrize("who", [cast.XIAO_CHEN, cast.QIAN])
def test_an_agent_or_finance_writes_down_who_called_and_when_and_finance_sees_it(
    who: cast.Member, now: datetime
) -> None:
    one = shop_said(now)
    calls(one, who, one.now.date())
    payment = Payment.objects.get(pk__in=one.claim.payouts.values("payment"))
    assert payment.missed_at == one.now
    told = [fact for fact in timeline.read(one.claim.stream(), opened=("text",)) if fact.code == "claims.refund_said"]
    [said] = [fact.private["text"].text or "" for fact in told]
    assert said.endswith("店铺说退了，我没收到")
    assert "林女士" not in said  # the shop reads it: who called is read inside alone
    calls_kept = timeline.read(one.claim.stream(), opened=("caller",))
    [kept] = [fact for fact in calls_kept if fact.code == "claims.missing_call"]
    assert kept.private["caller"].text == "林女士 138****0001"
    with pytest.raises(AnxinError):
        calls(one, who, one.now.date())


def test_no_day_to_come_and_nobody_else_is_taken(now: datetime) -> None:
    one = shop_said(now)
    with pytest.raises(Invalid):
        calls(one, cast.XIAO_CHEN, (one.now + 2 * DAY).date())
    with pytest.raises(Invalid):
        calls(one, cast.XIAO_CHEN, (one.now - 400 * DAY).date())
    for who in (cast.LIN, cast.MERCHANT_OWNER):
        with pytest.raises(AnxinError):
            calls(one, who, one.now.date())
