"""Finance reads what others pay for merchants that are gone, says who it is, and writes down that he paid."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.actions.gone_payers import charge_nobody
from anxin.domain.claims.models import Decision
from anxin.domain.notices.models import Notice
from tests import builders
from tests.domain.claims.test_gone_payers import decided, paid, stands_at
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
MONEY = "/desk/money/"


def test_finance_asks_who_pays_puts_it_right_and_writes_down_that_it_was_paid(sits: Sits) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    page = f"{MONEY}paid-for/{one.claim.number}/"
    qian = sits(cast.QIAN)
    listed = qian.get(MONEY).content.decode()
    assert page in listed
    assert "已记账，还没付" in listed
    assert "没有款项等您处理" not in listed
    read_there = qian.get(page).content.decode()
    assert f"{MONEY}accounts/house/deposits/" in read_there
    read = shown(qian, f"{page}?do=payer")
    said = qian.post(f"{page}payer/", {"payer": "platform", "why": "保证金在平台", "sure": "1", **read})
    assert said.status_code == 302, said.content.decode()
    assert stands_at("outside:platform") == one.claim.asked_fen
    form = {"way": "bank", "moved_date": one.now.date().isoformat(), "reference": "ICBC-8", "sure": "1"}
    paid = qian.post(f"{page}payment/", {**form, **shown(qian, f"{page}?do=payment")})
    assert paid.status_code == 302, paid.content.decode()
    assert stands_at("outside:platform") == 0
    assert page not in qian.get(MONEY).content.decode()
    assert qian.get(page).status_code == 200
    assert sits(cast.LIN).get(page).status_code == 403


def test_what_was_written_down_as_paid_is_taken_back_by_another_who_reads_it_there(sits: Sits) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    one.run()
    page, qian, admin = f"{MONEY}paid-for/{one.claim.number}/", sits(cast.QIAN), sits(cast.ADMIN)
    told = Notice.objects.get(code="payer_charged", account=builders.account(cast.QIAN))
    assert qian.post(f"/notices/{told.pk}/opening/")["Location"] == page
    form = {"way": "bank", "moved_date": one.now.date().isoformat(), "reference": "ICBC-8", "sure": "1"}
    assert qian.post(f"{page}payment/", {**form, **shown(qian, f"{page}?do=payment")}).status_code == 302
    assert "其实没有付" not in qian.get(page).content.decode()
    assert "其实没有付" in admin.get(page).content.decode()
    read = shown(admin, f"{page}?do=unpaid")
    back = admin.post(f"{page}unpaid/", {"why": "看错了流水", "sure": "1", **read})
    assert back.status_code == 302, back.content.decode()
    assert stands_at("house:deposits") == one.claim.asked_fen
    assert page in qian.get(MONEY).content.decode()


def test_what_was_paid_too_much_is_listed_until_another_says_that_it_went_back(sits: Sits) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    page, qian, admin = f"{MONEY}paid-for/{one.claim.number}/", sits(cast.QIAN), sits(cast.ADMIN)
    paid(one)
    acting(lambda: charge_nobody(one.claim.payouts.get(), now=one.now))
    listed = qian.get(MONEY).content.decode()
    assert page in listed
    assert "多付了" in listed
    assert "多付的已退给他" not in qian.get(page).content.decode(), "who wrote down that it was paid"
    read = shown(admin, f"{page}?do=returned")
    form = {"moved_date": one.now.date().isoformat(), "reference": "BACK-8", "sure": "1", **read}
    back = admin.post(f"{page}returned/", form)
    assert back.status_code == 302, back.content.decode()
    assert (stands_at("house:deposits"), stands_at("house:bank")) == (0, 0)
    assert "多付" not in qian.get(page).content.decode()


def test_who_pays_and_was_never_said_waits_on_the_money_page(sits: Sits) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    Decision.objects.update(payer="")
    listed = sits(cast.QIAN).get(MONEY).content.decode()
    assert "还没有人说由谁付" in listed
    assert f"{MONEY}paid-for/{one.claim.number}/" in listed
