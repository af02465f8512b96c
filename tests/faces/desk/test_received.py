"""A bill is paid by transfer: its customer reads where to, finance writes down what came, a second person books it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from anxin.core import later, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.ledger.models import Bill, Remittance
from anxin.domain.ledger.rules.remittances import ACCOUNT
from anxin.domain.opening import queries as opening
from anxin.domain.people.models import Account
from tests import builders
from tests.domain.ledger.test_money import FINANCE
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HEADERS = ("交易日期", "收入金额", "对方户名", "附言", "交易流水号")
RECEIVED = "/desk/money/received/"
HOUSE = {"name": "安心服务（示例）有限公司", "bank": "工商银行成都分行", "number": "4402080109100001"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def keep_account() -> None:
    """Have two say to which account bills are transferred."""
    now = timezone.now()
    row = acting(lambda: settings.propose(name=ACCOUNT, value=HOUSE, valid_from=now, by=FINANCE, now=now))
    acting(lambda: settings.confirm(row, by=SYSTEM, now=now))


def a_bill() -> tuple[builders.Walked, Bill]:
    """Return a repair whose customer still has to pay, with its bill."""
    one = builders.a_repair(now=timezone.now() - timedelta(hours=3), at="coded")
    return one, Bill.objects.get(stream_key=one.repair.pk, state="agreed")


def page_of(one: builders.Walked) -> str:
    """Return what the customer reads of her case, without its gaps."""
    client = Client()
    client.get(f"/c/{one.token}/")
    return " ".join(client.get(f"/customer/repairs/{one.repair.number}/").content.decode().split())


def form(bill: Bill, **fields: str) -> dict[str, str]:
    """Return the form of money that came."""
    told = {"number": bill.number, "way": "bank", "payer": "张伟", "reference": "HX0001", "sure": "1"}
    return {**told, "amount_fen": f"{bill.total_fen / 100:.2f}", "moved_date": f"{timezone.localdate()}", **fields}


def agrees(client: Client, row: Remittance) -> HttpResponse:
    """Open the form of a second person, and press."""
    at = f"{RECEIVED}{row.pk}/"
    answer: HttpResponse = client.post(f"{at}agreement/", {"sure": "1"} | shown(client, f"{at}?do=agreement"))
    return answer


def test_a_customer_reads_where_to_transfer_and_what_has_come(sits: Sits) -> None:
    one, bill = a_bill()
    assert HOUSE["number"] not in page_of(one)
    keep_account()
    told = page_of(one)
    assert HOUSE["number"] in told
    assert f"转账支付：¥{bill.total_fen / 100:.2f}" in told
    desk = sits(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/").content.decode()
    assert HOUSE["number"] in desk
    qian, admin = sits(cast.QIAN), sits(cast.ADMIN)
    part = form(bill, amount_fen="1.00")
    assert qian.post(f"{RECEIVED}receipt/", part).status_code == 302
    (row,) = Remittance.objects.all()
    assert agrees(admin, row).status_code == 302
    told = page_of(one)
    assert f"收据：账单 {bill.number} 收到 ¥1.00" in told
    assert f"还应付 ¥{(bill.total_fen - 100) / 100:.2f}" in told


def test_finance_writes_it_down_with_its_slip_and_a_second_person_books_it(sits: Sits) -> None:
    _one, bill = a_bill()
    qian, admin = sits(cast.QIAN), sits(cast.ADMIN)
    assert "do=receipt" in qian.get(RECEIVED).content.decode()
    slip = SimpleUploadedFile("回单.pdf", PDF, content_type="application/pdf")
    sent = qian.post(f"{RECEIVED}receipt/", {**form(bill), "photo_files": slip})
    assert sent.status_code == 302, sent.content.decode()
    row = Remittance.objects.get()
    page = qian.get(f"{RECEIVED}{row.pk}/").content.decode()
    assert "张*" in page
    assert "张伟" not in page
    assert "agreement" not in page
    assert "do=slip" in page
    slip_seen = qian.post(f"{RECEIVED}{row.pk}/slip/", {"sure": "1", "reason": "transfer_matched"})
    assert b"".join(slip_seen.streaming_content) == PDF  # type: ignore[attr-defined]
    assert qian.get(f"{RECEIVED}{row.pk}/proof/").status_code in (404, 405)
    assert [one.code for one in timeline.read(row.stream())][-1] == "ledger.slip_seen"
    assert qian.post(f"{RECEIVED}{row.pk}/agreement/", {"sure": "1"}).status_code == 403
    shown = admin.post(f"{RECEIVED}{row.pk}/payer/", {"sure": "1", "reason": "transfer_matched"})
    assert "张伟" in shown.content.decode()
    later.run_due(timezone.now())
    told = Account.objects.get(username=cast.ADMIN.username).notices.filter(code="remittance_asked")
    assert told.count() == 1
    assert agrees(admin, row).status_code == 302
    bill.refresh_from_db()
    assert bill.state == "paid"
    assert admin.post(f"{RECEIVED}{row.pk}/agreement/", {"sure": "1"}).status_code == 409


def test_strangers_see_nothing_of_it(sits: Sits) -> None:
    _one, bill = a_bill()
    assert sits(cast.QIAN).post(f"{RECEIVED}receipt/", form(bill)).status_code == 302
    row = Remittance.objects.get()
    for member in (cast.XIAO_CHEN, cast.LIN):
        other = sits(member)
        for path in (RECEIVED, f"{RECEIVED}{row.pk}/", f"{RECEIVED}{row.pk}/slip/", f"{RECEIVED}statement/"):
            assert other.get(path).status_code == 403, (member, path)


def statement(*rows: tuple[object, ...], headers: Sequence[str] = HEADERS) -> SimpleUploadedFile:
    """Return a bank's statement as Excel."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(headers))
    for one in rows:
        sheet.append(list(one))
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("流水.xlsx", kept.getvalue())


def test_a_banks_statement_is_read_and_nothing_is_booked_without_a_press(sits: Sits) -> None:
    _one, bill = a_bill()
    qian, yuan = sits(cast.QIAN), f"{bill.total_fen / 100:.2f}"
    day = f"{timezone.localdate()}"
    lines = (
        (day, yuan, "张伟", f"维修费{bill.number.replace('-', '')}", "N1"),
        (day, yuan, "李四", "货款", "N2"),
        (day, "7.77", "王五", "", "N3"),
    )
    check = qian.post(f"{RECEIVED}statement/", {"file": statement(*lines)}).headers["Location"]
    first = qian.get(check)
    chosen = {f"column_{one['name']}": one["chosen"] for one in first.context["columns"]}
    assert (chosen.pop("column_side"), chosen.pop("column_out")) == ("", "")
    assert all(chosen.values()), chosen
    sent = {**chosen, "file": check.split("file=")[1]}
    assert "N3" in qian.post(f"{RECEIVED}statement/check/", sent).content.decode()
    for _twice in range(2):
        assert qian.post(f"{RECEIVED}statement/check/", {**sent, "how": "all"}).status_code in (302, 422)
    assert Remittance.objects.count() == 3
    bill.refresh_from_db()
    assert bill.paid_fen == 0
    listed = " ".join(qian.get(RECEIVED).content.decode().split())
    assert f"附言写了账单 {bill.number}" in listed
    assert f"按金额可能是： {bill.number}" in listed
    assert "没写本方的账单，也没有应付这个数的账单" in listed
    row = Remittance.objects.get(reference="N1")
    page = qian.get(f"{RECEIVED}{row.pk}/?do=bill").content.decode()
    assert f'value="{bill.number}"' in page
    assert qian.post(f"{RECEIVED}{row.pk}/bill/", {"number": bill.number, "sure": "1"}).status_code == 302
    assert agrees(sits(cast.ADMIN), row).status_code == 302
    bill.refresh_from_db()
    assert bill.state == "paid"


def test_lines_that_went_out_are_left_out_where_one_column_has_all_sums(sits: Sits) -> None:
    qian, day = sits(cast.QIAN), f"{timezone.localdate()}"
    headers = ["交易日期", "交易金额", "对方户名", "附言", "交易流水号", "借贷标志"]
    lines = ((day, "50.00", "张伟", "", "N1", "贷"), (day, "80.00", "供应商", "货款", "N2", "借"))
    check = qian.post(f"{RECEIVED}statement/", {"file": statement(*lines, headers=headers)}).headers["Location"]
    chosen = {f"column_{one['name']}": one["chosen"] for one in qian.get(check).context["columns"]}
    assert chosen["column_side"] == "借贷标志"
    sent = {**chosen, "file": check.split("file=")[1]}
    seen = qian.post(f"{RECEIVED}statement/check/", sent).content.decode()
    assert "1 笔与我们无关，不读入" in seen
    assert "读不了" not in seen
    qian.post(f"{RECEIVED}statement/check/", {**sent, "how": "all"})
    assert list(Remittance.objects.values_list("reference", flat=True)) == ["N1"]


def test_a_file_of_a_bank_is_read_as_it_is_exported_in_gbk_full_width_and_with_two_columns_of_sums(sits: Sits) -> None:
    qian, day = sits(cast.QIAN), f"{timezone.localdate()}"
    wide = day.translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789-"})
    lines = (
        *("中国某某银行 账户交易明细", "账号：,6222,户名：,示例公司", ",,,,,"),
        "流水号,交易时间,借方发生额,贷方发生额,对方户名,摘要",
        f'N1,{wide},,"１，２８０．００",张伟,维修款',
        *(f"N2,{day},80.00,0.00,供应商,货款", f"N3,{day},5.00,,银行,手续费", ",合计,85.00,1280.00,,"),
    )
    file = SimpleUploadedFile("流水.csv", "\n".join(lines).encode("gbk"))
    check = qian.post(f"{RECEIVED}statement/", {"file": file}).headers["Location"]
    chosen = {f"column_{one['name']}": one["chosen"] for one in qian.get(check).context["columns"]}
    sent = {**chosen, "file": check.split("file=")[1]}
    assert "2 笔与我们无关，不读入" in qian.post(f"{RECEIVED}statement/check/", sent).content.decode()
    qian.post(f"{RECEIVED}statement/check/", {**sent, "how": "good"})
    assert list(Remittance.objects.values_list("reference", "amount_fen")) == [("N1", 128000)]


def test_finance_reads_who_says_where_customers_transfer_to(sits: Sits) -> None:
    builders.ground.lay(now=timezone.now())
    assert "由两位管理员在设置里登记" in sits(cast.QIAN).get(RECEIVED).content.decode()
    assert "/desk/settings/ledger.transfer_to/" in sits(cast.ADMIN).get(RECEIVED).content.decode()


def test_a_number_that_names_each_line_is_not_offered_as_the_same_for_all(sits: Sits) -> None:
    qian, day = sits(cast.QIAN), f"{timezone.localdate()}"
    file = statement((day, "50.00"), headers=["交易日期", "收入金额"])
    check = qian.post(f"{RECEIVED}statement/", {"file": file}).headers["Location"]
    assert "表里没有这一列" not in qian.get(check).content.decode()


def test_transfers_alone_are_a_way_to_open(sits: Sits) -> None:
    now = timezone.now()
    before = next(one for one in opening.house_checks(now=now) if one.code == "payment")
    keep_account()
    after = next(one for one in opening.house_checks(now=timezone.now()) if one.code == "payment")
    assert (before.ok, after.ok, after.says) == (False, True, "by_transfer")
    assert "转账" in opening.says(after)
