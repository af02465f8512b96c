"""The statement of a month is a button on the page of whoever has an account, and an Excel table that balances."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.ledger.models import Bill, Transfer
from tests.claim_builders import a_claim, a_purchase

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def sheet(client: Client, url: str) -> list[tuple[object, ...]]:
    """Read the table as Excel does."""
    answer = client.get(url)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]


def test_a_merchant_takes_a_month_away_with_what_never_came_through_here_apart(sits: Sits, live_now: datetime) -> None:
    a_claim(now=live_now - timedelta(hours=1), at="decided", purchase=a_purchase(now=live_now, order="=1+1"))
    owner, charge = sits(cast.MERCHANT_OWNER), Transfer.objects.get(reason="charge")
    month = f"{timezone.localtime(charge.created_at):%Y-%m}"  # it was an hour ago
    assert 'action="/merchant/statement.xlsx"' in owner.get("/merchant/overview/").content.decode()

    heads, before, total, apart, *moved = sheet(owner, f"/merchant/statement.xlsx?month={month}")
    assert heads == ("时间", "单号", "账单", "事由", "增加（元）", "减少（元）", "余额（元）")
    assert {(one[1], one[2]) for one in moved} == {("=1+1", Bill.objects.get().number)}
    fen = [[round(100 * float(cell or 0)) for cell in one[4:]] for one in (before, total, *moved)]  # type: ignore[arg-type]
    assert fen[:2] == [[0, 0, 0], [0, 0, 0]], "what a buyer paid in the shop is nothing that is owed to it here"
    assert apart[3] == "买家在平台或店铺付的，不经本服务"
    assert fen[2] == [charge.amount_fen, 0, 0]

    book = openpyxl.load_workbook(io.BytesIO(owner.get(f"/merchant/statement.xlsx?month={month}").content))
    number, came = book.worksheets[0]["B5"], book.worksheets[0]["E5"]
    assert (number.data_type, number.quotePrefix) == ("s", True)
    assert (came.data_type, came.number_format) == ("n", "#,##0.00")


def test_a_technician_an_outlet_and_finance_have_theirs_beside_their_money(sits: Sits) -> None:
    for who, page, url in (
        (cast.MASTER_LUO, "/technician/earnings/", "/technician/statement.xlsx"),
        (cast.BOSS_HE, "/outlet/cash/", "/outlet/cash/statement.xlsx"),
        (cast.QIAN, "/desk/money/", "/desk/money/statement.xlsx"),
    ):
        client = sits(who)
        assert f'action="{url}"' in client.get(page).content.decode()
        assert [row[3] for row in sheet(client, f"{url}?month=2026-13")[1:]] == ["上月结余", "合计"]
    assert sits(cast.MASTER_LUO).get("/outlet/cash/statement.xlsx").status_code == 403
    assert sits(cast.XIAO_WU).get("/merchant/statement.xlsx").status_code == 403
