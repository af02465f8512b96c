"""In the browser: a refund that goes by transfer, comes back, is asked for anew, and is said not to have arrived."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core import later
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.ledger.models import Payment, Remittance
from tests.claim_builders import Walked
from tests.faces.conftest import DESK, PHONE, Visitor, posted
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.test_refund_by_hand import RECEIVED, back_of, write_down
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.faces.desk.test_returned_transfers import agrees

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def test_a_refund_by_transfer_comes_back_and_is_asked_for_anew(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor], refused: Walked, live_now: datetime
) -> None:
    qian, admin, case = sits(cast.QIAN), sits(cast.ADMIN), f"/customer/claims/{refused.claim.number}/"
    buyer, desk = visitor(PHONE).sits_down(by_phone(refused)), visitor(DESK).sits_down(qian)
    buyer.goes(case)
    buyer.looks_over("refund-undecided")
    page = desk.goes(f"/desk/money/payments/{back_of().pk}/")
    desk.looks_over("payment-barred")
    page.get_by_role("link", name="改为转账").click()
    with posted(page):
        page.get_by_role("button", name="改为转账").click()
    buyer.goes(case)
    buyer.looks_over("refund-account-asked")
    buyer.goes(f"/customer/refunds/{back_of().pk}/account/")
    buyer.looks_over("refund-account")
    desk.goes(f"/desk/money/payments/{back_of().pk}/")
    desk.looks_over("payment-transfer")
    assert write_down(qian, live_now) == 302
    assert agrees(admin, Remittance.objects.get()) == 302
    later.run_due(live_now)
    page = buyer.goes(case)
    buyer.looks_over("refund-sent")
    page.get_by_role("link", name="没收到").click()
    buyer.looks_over("refund-missing")
    with posted(page):
        page.get_by_role("button", name="告诉财务").click()
    desk.goes(f"/desk/money/payments/{back_of().pk}/")
    desk.looks_over("payment-missed")
    page = desk.goes(f"{RECEIVED}{Remittance.objects.get().pk}/?do=return")
    desk.looks_over("remittance-returning")
    page.locator("input[name=moved_date]").fill(live_now.astimezone(SHANGHAI).date().isoformat())
    page.locator("input[name=reference]").fill("CMB20261130099")
    with posted(page):
        page.get_by_role("button", name="银行退回了").click()
    came = Remittance.objects.get(direction="in")
    second = visitor(DESK).sits_down(admin)
    second.goes(f"{RECEIVED}{came.pk}/?do=agreement")
    second.looks_over("remittance-came-back")
    assert agrees(admin, came) == 302
    later.run_due(live_now)
    buyer.goes(case)
    assert buyer.sees("银行退回了")
    buyer.looks_over("refund-returned")
    desk.goes(f"/desk/money/payments/{Payment.objects.get(direction='back', state='unclear').pk}/")
    desk.looks_over("payment-anew")
    desk.goes(RECEIVED)
    desk.looks_over("received-returned")
