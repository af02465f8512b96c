"""In the browser: where to transfer stands on the bill, finance writes down what came, a second person books it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localtime

from anxin.demo import cast
from anxin.domain.ledger.models import Remittance
from tests.faces.conftest import DESK, PHONE, Visitor, posted
from tests.faces.desk.test_received import HOUSE, RECEIVED, a_bill, keep_account

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def test_a_transfer_is_read_written_down_and_booked(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor]
) -> None:
    qian, admin = sits(cast.QIAN), sits(cast.ADMIN)
    one, bill = a_bill()
    keep_account()
    customer = visitor(PHONE)
    customer.goes(f"/c/{one.token}/")
    customer.goes(f"/customer/repairs/{one.repair.number}/")
    assert customer.sees(HOUSE["number"])
    customer.looks_over("transfer-bill")
    desk = visitor(DESK).sits_down(qian)
    page = desk.goes(RECEIVED)
    page.get_by_role("link", name="登记到账的钱").click()
    page.locator("input[name=number]").fill(bill.number)
    page.locator("label.chip", has_text="银行转账").click()
    page.locator("input[name=amount_fen]").fill(f"{bill.total_fen / 100 + 20:.2f}")
    page.locator("input[name=moved_date]").fill(localtime(bill.created_at).date().isoformat())
    page.locator("input[name=payer]").fill("张伟")
    page.locator("input[name=reference]").fill("HX20261124001")
    desk.looks_over("received-writing")
    with posted(page):
        page.get_by_role("button", name="登记到账的钱").click()
    assert desk.sees("已登记，等第二个人复核")
    row = Remittance.objects.get()
    second = visitor(DESK).sits_down(admin)
    second.goes(RECEIVED)
    second.looks_over("received")
    page = second.goes(f"{RECEIVED}{row.pk}/")
    second.looks_over("remittance")
    page.get_by_role("link", name="同意并入账").click()
    second.looks_over("remittance-agreeing")
    with posted(page):
        page.get_by_role("button", name="同意并入账").click()
    bill.refresh_from_db()
    assert bill.state == "paid"
    second.goes(f"{RECEIVED}{row.pk}/")
    assert second.sees("多付")
    second.goes("/desk/money/accounts/")
    second.looks_over("accounts")
    customer.goes(f"/customer/repairs/{one.repair.number}/")
    customer.looks_over("transfer-receipt")
