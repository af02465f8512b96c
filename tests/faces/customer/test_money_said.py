"""What a customer reads of his money first: a try that failed, a part that is paid, a quote nobody is sure about."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import providers, queries
from anxin.domain.ledger.models import Bill
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db


def page_of(one: builders.Walked) -> str:
    return flat(Client().get(f"/c/{one.token}/", follow=True))


def test_a_payment_that_failed_is_said_first(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="coded")
    bill = queries.latest(one.repair.stream())
    assert bill is not None
    payment = acting(lambda: ledger.pay(bill=bill, method="fake_failing", by=one.customer, now=one.now))
    acting(lambda: ledger.begin_call(payment=payment, now=one.now))
    failed = providers.PaymentAnswer(outcome="failed")
    acting(lambda: ledger.finish_call(payment=queries.payment(str(payment.id)), answer=failed, now=one.now))
    head = page_of(one).partition("<h1")[2].partition("</h1>")[0]
    assert "没付成，没有扣款" in head


def test_a_part_that_is_paid_is_not_called_unpaid(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="coded")
    Bill.objects.filter(stream_key=one.repair.id).update(paid_fen=100)
    head = page_of(one).partition("<h1")[2].partition("</h1>")[0]
    assert "付了一部分" in head


def test_who_agrees_in_doubt_reads_what_he_agrees_to(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="quoted")
    Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="no_term")
    assert "是否在保还没确认，客服会问品牌" in page_of(one)
    Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="term_over")
    assert "是否在保还没确认" not in page_of(one)


def test_after_a_no_the_technician_is_led_to_the_end_of_his_visit_and_the_customer_hears_nothing_nobody_said(
    live_now: datetime,
) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="quoted")
    quote = one.repair.quotes.get(state="sent")
    one.do(lambda: repairs.refuse_quote(quote=quote, why="太贵", by=one.customer, now=one.now))
    there = page_of(one)
    assert "您没有同意报价，不会再修" in there
    assert "正在检修" not in there
    technician = Client()
    technician.force_login(people.account(cast.MASTER_LUO.username))
    job = flat(technician.get(f"/technician/jobs/{one.visit.number}/"))
    assert "结束这次上门" in job
    assert "下一步：拍" not in job
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.give_up(visit=one.visit, why="quote_refused", note="", by=by, now=one.now))
    page = page_of(one)
    assert "这次没有修" in page
    assert "已原样装回" not in page
    assert 'id="when"' not in page


def test_who_is_not_let_in_says_so_and_the_customer_reads_it(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="on_site")
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.give_up(visit=one.visit, why="sent_away", note="", by=by, now=one.now))
    assert "师傅没能进门，这次没有修" in page_of(one)


def test_a_quote_says_by_when_to_answer_and_afterwards_that_its_price_still_counts(live_now: datetime) -> None:
    fresh = builders.a_repair(now=live_now - timedelta(minutes=89), at="quoted")
    quote = fresh.repair.quotes.get()
    assert quote.expires_at is not None
    head = page_of(fresh).partition("<h1")[2].partition("</section>")[0]
    assert "等您同意报价" in head
    assert f"请在 {(quote.expires_at + timedelta(hours=8)):%H:%M} 前答复" in head
    quote.expires_at = live_now - timedelta(minutes=4)
    quote.save(update_fields=["expires_at"])
    page = page_of(fresh)
    head = page.partition("<h1")[2].partition("</section>")[0]
    assert "报价的答复时间过了，价格仍然有效" in head
    assert ("您没答复，客服会打电话问您" in head, "等您同意报价" in head) == (True, False)
    assert 'id="agree"' in page
