"""Who has the case asks for money back on its page; finance finds it, reads why, and sends it or says why not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later
from anxin.demo import cast
from anxin.domain.ledger.models import Bill, Repayment
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
MONEY = "/desk/money/"


def test_a_repayment_is_asked_for_at_the_case_and_sent_from_the_money_page(sits: Sits) -> None:
    one = builders.a_repair(now=timezone.now() - timedelta(hours=3), at="closed")
    case, bill = f"/desk/repairs/{one.repair.number}/", Bill.objects.get(stream_key=one.repair.pk, state="paid")
    chen, qian = sits(cast.XIAO_CHEN), sits(cast.QIAN)
    assert "没有待处理" not in qian.get(MONEY).content.decode()
    form = {"amount_fen": "5.00", "reason": "too_much", "why": "电池多收了一节", "sure": "1"}
    asked = chen.post(f"{case}repayment/", form)
    assert asked.status_code == 302, asked.content.decode()
    row = Repayment.objects.get()
    assert (row.amount_fen, row.bill_id) == (500, bill.pk)
    listed = qian.get(MONEY).content.decode()
    assert f"{MONEY}repayments/{row.pk}/" in listed
    page = qian.get(f"{MONEY}repayments/{row.pk}/").content.decode()
    assert "电池多收了一节" in page
    assert chen.get(f"{MONEY}repayments/{row.pk}/").status_code == 403
    sent = qian.post(f"{MONEY}repayments/{row.pk}/agreement/", {"sure": "1"})
    assert sent.status_code == 302, sent.content.decode()
    later.run_due(timezone.now())
    bill.refresh_from_db()
    assert (bill.refunded_fen, bill.reserved_fen) == (500, 0)
    again = qian.post(f"{MONEY}repayments/{row.pk}/agreement/", {"sure": "1"})
    assert again.status_code == 409
    assert f"{MONEY}repayments/{row.pk}/" not in qian.get(MONEY).content.decode()
    assert "已退 ¥5.00" in one_page(one)


def one_page(one: builders.Walked) -> str:
    """Return the customer's page of her case, without its tags and gaps."""
    client = Client()
    client.get(f"/c/{one.token}/")
    return " ".join(client.get(f"/customer/repairs/{one.repair.number}/").content.decode().split())
