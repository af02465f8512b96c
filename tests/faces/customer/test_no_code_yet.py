"""The payment provider doesn't answer: nobody reads that he paid who never saw a code, nor does the technician."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Payment
from anxin.domain.people import queries as people
from tests import builders

pytestmark = pytest.mark.django_db


def test_customer_and_technician_read_that_nothing_is_paid_until_the_code_comes(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=6), at="coded")
    bill = queries.latest(one.repair.stream())
    assert bill is not None
    payment = acting(lambda: ledger.pay(bill=bill, method="fake", by=one.customer, now=one.now))
    acting(lambda: ledger.begin_call(payment=payment, now=one.now))
    technician = Client()
    technician.force_login(people.account(cast.MASTER_LUO.username))
    job = f"/technician/jobs/{one.visit.number}/"

    page = Client().get(f"/c/{one.token}/", follow=True).content.decode()
    assert "正在取付款码" in page
    assert "没有扣您的钱" in page
    assert "请不要重复付款" not in page
    assert "支付平台还没有答复客户" in technician.get(job).content.decode()

    Payment.objects.filter(pk=payment.pk).update(show="weixin://pay")
    assert "正在取付款码" not in Client().get(f"/c/{one.token}/", follow=True).content.decode()
    assert "支付平台还没有答复客户" not in technician.get(job).content.decode()
