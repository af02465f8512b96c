"""Money that waits for a person is told: to finance, to the merchant it concerns, and in groups that chose it."""

from datetime import datetime
from typing import Any

import pytest

from anxin.core import later, providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.actions import provider_statements
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules.reconciliation import FoundDifference
from anxin.domain.notices import queries
from anxin.domain.notices.models import RobotLine
from anxin.domain.notices.rules import robots
from anxin.domain.shops import actions as shops
from tests import builders, claim_builders
from tests.domain.ledger.test_money import a_bill

pytestmark = pytest.mark.django_db
OPERATOR = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))


def told(member: cast.Member, now: datetime) -> list[tuple[str, str]]:
    """Return what somebody was told, and of which number."""
    return [(one.code, one.number) for one in reversed(queries.inbox(actor(member, now=now)).rows)]


def said(member: cast.Member, now: datetime) -> str:
    return queries.inbox(actor(member, now=now)).rows[0].text


def a_group(now: datetime) -> None:
    """Have a group told of money."""
    values = {"platform": "wecom", "title": "财务群", "facts": "money"}
    kept = {"values": values, "secrets": {"webhook": "https://qyapi.weixin.qq.com/send?key=k"}}
    acting(lambda: providers.keep(kind="robots", name="robot_1", rank=1, **kept, by=OPERATOR, now=now))


def unclear(bill: Bill, by: Actor, now: datetime) -> None:
    pay: dict[str, Any] = {"method": "fake_unclear", "by": by, "now": now}
    acting(lambda: ledger.pay(bill=bill, **pay))
    later.run_due(now)


class TestUnclearPayment:
    def test_of_a_repair_is_told_to_finance_and_its_group(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        a_group(one.now)
        unclear(Bill.objects.get(stream_key=one.repair.pk, state="agreed"), one.customer, one.now)
        assert told(cast.QIAN, one.now) == [("payment_unclear", one.repair.number)]
        assert RobotLine.objects.get().code == "payment_unclear"
        assert told(cast.MERCHANT_OWNER, one.now) == []

    def test_of_a_claim_is_told_to_its_merchant_too(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        bill = a_bill(now=one.now)
        Bill.objects.filter(pk=bill.pk).update(stream_key=one.claim.pk)
        bill.refresh_from_db()
        unclear(bill, one.buyer, one.now)
        assert ("payment_unclear", one.claim.number) in told(cast.QIAN, one.now)
        assert ("claim_money_unclear", one.claim.number) in told(cast.MERCHANT_OWNER, one.now)

    def test_of_a_bill_whose_case_nobody_knows_stops_no_money(self, now: datetime) -> None:
        ground.lay(now=now)
        bill = a_bill(now=now)
        unclear(bill, Actor(kind="customer_phone", id="p"), now)
        assert bill.payments.get().state == "unclear"
        assert told(cast.QIAN, now) == []


class TestDifferences:
    def found(self, kind: str, *numbers: str, now: datetime) -> None:
        several = [
            FoundDifference(kind=kind, direction="in", number=one, key="", reference="", ours_fen=None, theirs_fen=990)
            for one in numbers
        ]
        acting(lambda: provider_statements.note(provider="wechat", found=several, at=now, now=now))

    def test_of_one_statement_are_told_once(self, now: datetime) -> None:
        ground.lay(now=now)
        a_group(now)
        self.found("missing_here", "a", "b", "c", now=now)
        assert told(cast.QIAN, now) == [("money_differs", now.date().isoformat())]
        assert "微信支付" in said(cast.QIAN, now)
        assert RobotLine.objects.count() == 1

    def test_that_end_by_themselves_are_not_told(self, now: datetime) -> None:
        ground.lay(now=now)
        self.found("other_day", "a", now=now)
        assert told(cast.QIAN, now) == []


def test_an_invoice_that_was_refused_is_told_to_finance(now: datetime) -> None:
    one = builders.a_repair(now=now, at="closed")
    acting(lambda: timeline.write(one.repair.stream(), "invoice.fail", by=SYSTEM, now=one.now))
    assert told(cast.QIAN, one.now) == [("invoice_failed", one.repair.number)]


def test_a_waybill_its_platform_did_not_take_is_told_to_the_shop_alone(now: datetime) -> None:
    claim_builders.a_claim(now=now, at="review")
    row = Purchase.objects.select_related("seller").get(seller__slug=cast.MERCHANT.slug)
    acting(lambda: shops.told_sent(purchase=row, obstacle="refused", said="单号不对", now=now))
    assert ("order_not_shipped", row.order_key) in told(cast.MERCHANT_OWNER, now)
    assert told(cast.QIAN, now) == []


def test_groups_choose_money_as_a_whole() -> None:
    chosen = {code for code, kind in robots.KINDS.items() if kind == "money"}
    invoices = {"invoice_failed", "invoice_late", "invoice_unfiled", "invoice_unmailed"}
    by_hand = {"refund_by_hand", "claim_refund_by_hand", "refund_refused"}
    assert chosen == {"money_failed", "payment_unclear", "money_differs", *by_hand, *invoices}


def test_a_provider_that_is_asked_no_more_is_named(now: datetime) -> None:
    ground.lay(now=now)
    house = str(builders.account(cast.ADMIN).roles.get(role="operator").organisation_id)
    stream, told_ = StreamKey("organisation", house), {"provider": "wechat"}
    acting(lambda: timeline.write(stream, "opening.provider_stopped", by=SYSTEM, now=now, facts=told_))
    assert "…" not in said(cast.ADMIN, now)
