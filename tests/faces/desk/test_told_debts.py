"""What a shop tells of a refund that it owes, before finance sends it or agrees: each side reads it in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from anxin.core import timeline
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Payout
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.commands.remittances import REMITTANCES
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_one_book import denies, files, said, unpaid
from tests.domain.shops.test_shop_pays_its_debt import LINES, leave_to_shop, owed
from tests.flat import flat

type Sits = Callable[[cast.Member], Client]
pytestmark = pytest.mark.django_db


def sends(one: Walked) -> Remittance:
    told = {"way": "other", "moved_date": timezone.localdate(one.now).isoformat(), "reference": "CMB-1"}
    back, finance = Payment.objects.get(direction="back"), one.by(cast.QIAN)
    one.do(lambda: PAYMENTS.give("payout", row=back, by=finance, now=one.now, fields=told))
    return Remittance.objects.get()


def enters(one: Walked, reference: str = "TK-8") -> None:
    him, told = one.by(cast.MERCHANT_OWNER), {"reference": reference}
    one.do(lambda: TABLE.give("shop-payment", row=one.claim, by=him, now=one.now, fields=told))
    one.read()


def test_what_its_file_says_went_back_its_merchant_enters_and_finance_reads_before_it_sends(
    sits: Sits, live_now: datetime
) -> None:
    one = owed(live_now, 3000)
    one.now += timedelta(hours=1)
    files(one, 3000)
    merchant, finance = sits(cast.MERCHANT_OWNER), sits(cast.QIAN)
    shop = flat(merchant.get(f"/merchant/claims/{one.claim.number}/"))
    assert "您店的订单表写着已退 ¥30.00：请在这里登记退款单号。" in shop
    assert "请不要再退一次" in shop
    back = Payment.objects.get(direction="back")
    says = "店铺的订单表写着其中 ¥30.00 已退"
    assert says in flat(finance.get(f"/desk/money/payments/{back.pk}/"))
    assert "店铺的订单表之后写着有退款" in flat(finance.get("/desk/money/"))
    assert flat(finance.get(f"/desk/money/payments/{back.pk}/?do=payout")).count(says) == 2, "on the form, too"
    row = sends(one)
    second = sits(cast.ADMIN)
    assert says in flat(second.get(f"/desk/money/received/{row.pk}/?do=agreement"))


def test_while_its_transfer_waits_the_shop_reads_so_and_the_second_person_reads_the_shop_s_number(
    sits: Sits, live_now: datetime
) -> None:
    one = owed(live_now, 3000)
    row = sends(one)
    one.read()
    merchant, second = sits(cast.MERCHANT_OWNER), sits(cast.ADMIN)
    shop = flat(merchant.get(f"/merchant/claims/{one.claim.number}/"))
    assert "财务已代您店退出 ¥30.00，请不要再退。" in shop
    assert "请在店铺后台退" not in shop
    assert not any(paid.by_shop for paid in one.view(one.buyer).payouts)
    assert "店铺之前已经退了" not in flat(second.get(f"/desk/money/received/{row.pk}/"))
    for number in ("TK-8", "TK-8", "TK-9", "TK-8"):
        enters(one, number)
    assert one.claim.state == "executing", "finance decides"
    assert Notice.objects.filter(code="money_shop_word", account__username=cast.QIAN.username).count() == 1
    agreement = flat(second.get(f"/desk/money/received/{row.pk}/?do=agreement"))
    assert agreement.count("店铺之前已经退了（编号 TK-8）") == 2
    one.do(lambda: REMITTANCES.give("refusal", row=row, by=one.by(cast.ADMIN), now=one.now, fields={"why": "店铺已退"}))
    one.run()
    one.read()
    assert (one.claim.state, one.claim.outcome) == ("closed", "paid"), "nobody enters it twice, nor gives it twice"
    back = Payment.objects.get(direction="back")
    assert (back.state, back.fault, back.refund_reference) == ("succeeded", "shop said", "TK-8")
    shop = flat(merchant.get(f"/merchant/claims/{one.claim.number}/"))
    assert "请在店铺后台退" not in shop


def test_without_a_number_of_the_shop_s_a_refused_transfer_leaves_its_debt_to_it(live_now: datetime) -> None:
    one = owed(live_now, 3000)
    row = sends(one)
    one.do(lambda: REMITTANCES.give("refusal", row=row, by=one.by(cast.ADMIN), now=one.now, fields={"why": "没转"}))
    one.read()
    assert one.claim.state == "executing"
    assert queries.said_to_merchant(one.view(one.by(cast.MERCHANT_OWNER))) == "give_back"
    enters(one)
    assert (one.claim.state, one.claim.outcome) == ("closed", "paid")


def test_a_number_entered_while_a_transfer_waits_is_of_that_order_alone(live_now: datetime) -> None:
    one = owed(live_now, 3000)
    row = sends(one)
    enters(one)
    one.do(lambda: REMITTANCES.give("agreement", row=row, by=one.by(cast.ADMIN), now=one.now, fields={}))
    one.run()
    assert one.claim.state == "closed"
    other = a_claim(now=one.now, purchase=a_purchase(now=one.now, order="YT-77"))
    him, told = other.by(cast.MERCHANT_OWNER), {"amount_fen": 10000, "reference": "tk8", "files": ()}
    with pytest.raises(Invalid) as refused:
        other.do(lambda: TABLE.give("shop-refund", row=other.claim, by=him, now=other.now, fields=told))
    assert one.claim.purchase.order_key in str(refused.value.facts["expected"])


def test_a_number_entered_while_a_transfer_waits_is_marked_and_an_upgrade_marks_those_of_before(
    live_now: datetime,
) -> None:
    one = owed(live_now, 3000)
    sends(one)
    assert Payout.objects.get(claim=one.claim).entered_at is None
    enters(one)
    marked = Payout.objects.get(claim=one.claim).entered_at
    assert marked == timeline.facts_of(one.claim.stream(), code="claims.refunded_in_shop")[-1].at
    assert timeline.verify() == []
    Payout.objects.update(entered_at=None)
    assert any("entered_at" in str(found) for found in timeline.verify())
    migration = import_module("anxin.domain.claims.migrations.0030_entered_numbers")
    migration.fill(apps, connection.schema_editor())
    assert Payout.objects.get(claim=one.claim).entered_at == marked


def test_what_its_shop_says_that_it_gave_for_the_same_goods_finance_reads_before_it_sends(
    sits: Sits, live_now: datetime
) -> None:
    order = a_purchase(now=live_now, lines=LINES)
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
    one = filed(Purchase.objects.get(pk=order.pk), live_now, asked_fen=6000)
    said(one, 6000, "TK-8")
    leave_to_shop(filed(order, one.now))
    back = Payment.objects.get(direction="back")
    page = flat(sits(cast.QIAN).get(f"/desk/money/payments/{back.pk}/"))
    assert f"同样的商品已退过 ¥60.00（单号 TK-8，申请 {one.claim.number}）" in page


def test_what_finance_pays_in_the_shop_s_place_is_not_said_to_be_the_shop_s_to_give(
    sits: Sits, live_now: datetime
) -> None:
    one = owed(live_now, 3000)
    first = flat(sits(cast.QIAN).get(f"/desk/money/payments/{Payment.objects.get(direction='back').pk}/"))
    assert "不要用本方的钱垫付" in first
    enters(one)
    anew = unpaid(one, denies(one))
    page = flat(sits(cast.QIAN).get(f"/desk/money/payments/{anew.pk}/"))
    assert "不要用本方的钱垫付" not in page
