"""Finance sees what carriers and insurers bear, account by account: a list, a month, the same as Excel."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.ledger import actions
from tests.domain.ledger.test_money import a_bill

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
ACCOUNTS = "/desk/money/accounts/"


def test_what_a_carrier_bears_stands_in_the_list_and_in_its_month(sits: Sits) -> None:
    qian, now = sits(cast.QIAN), timezone.now()
    bill = a_bill(now=now)
    acting(lambda: actions.bear(bill=bill, account="outside:carrier", amount_fen=12345, by=SYSTEM, now=now))
    listed = qian.get(ACCOUNTS).content.decode()
    assert "快递公司承担的费用" in listed
    assert "¥123.45" in listed
    assert f"{ACCOUNTS}outside/carrier/" in listed
    assert ACCOUNTS in qian.get("/desk/money/").content.decode()
    page = qian.get(f"{ACCOUNTS}outside/carrier/").content.decode()
    assert "¥123.45" in page
    sheet = load_workbook(BytesIO(qian.get(f"{ACCOUNTS}outside/carrier/statement.xlsx").content)).active
    assert [row[4].value for row in sheet.iter_rows(min_row=3, max_row=3)] == [123.45]


def test_nobody_else_sees_them_and_no_person_s_account_is_among_them(sits: Sits) -> None:
    for member in (cast.XIAO_CHEN, cast.LIN, cast.MERCHANT_OWNER):
        assert sits(member).get(ACCOUNTS).status_code == 403
    qian = sits(cast.QIAN)
    assert qian.get(f"{ACCOUNTS}customer/x/").status_code == 403
    assert qian.get(f"{ACCOUNTS}outside/nobody/").status_code == 403
