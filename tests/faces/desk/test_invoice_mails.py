"""Finance is led by a notice to the invoice whose mail did not leave, reads why, and mails it again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.invoices import queries
from anxin.domain.notices.models import Notice
from tests.domain.invoices.scenes import ANNA
from tests.domain.invoices.test_mails import filed

pytestmark = pytest.mark.django_db(transaction=True)


def test_finance_reads_why_a_mail_did_not_leave_and_has_it_sent_again(
    sits: Callable[[cast.Member], Client], settings: Any
) -> None:
    finance, now = sits(cast.QIAN), timezone.now()
    settings.SMTP = "smtp://localhost:1"
    row = filed(now - timedelta(days=40), ANNA)
    for hour in range(1, 12):
        later.run_due(now + timedelta(hours=hour), raising=False)
    told = Notice.objects.get(code="invoice_unmailed", account__username=cast.QIAN.username)

    led = finance.post(f"/notices/{told.pk}/opening/")

    there = f"/desk/money/invoices/{row.number}/"
    assert led.headers["Location"] == there
    page = finance.get(there).content.decode()
    assert "邮件没发出去：连不上，或被对方断开" in page
    assert ANNA.mail not in page
    assert finance.post(f"{there}mailing/").status_code == 302
    assert Message.objects.get(key=queries.mail_key(row)).state == "waiting"
    assert "邮件目前没发出去" in finance.get(there).content.decode()
