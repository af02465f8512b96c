"""Orders as shops export them: their column names are known, their days are read, and the way is remembered."""

import io
from collections.abc import Callable
from contextlib import nullcontext

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.core import imports
from anxin.demo import cast
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.rules.order_states import SENT

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
WAY = "/merchant/purchases/imports/"
PHONE = cast.BUYER_HERE.phone

EXPORTS = {
    "taobao": (
        "订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,收货人姓名,联系手机,订单创建时间,宝贝标题,物流单号,宝贝总数量",
        f'="2800001234567890123",t**1,268.00,0.00,268.00,吴**,{PHONE},2026-11-20 13:05:22,赭红杯,No:SF0000000009,1',
    ),
    "douyin": (
        "主订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,收件人手机号,订单提交时间,快递信息",
        f"6900001234567890123\t,赭红杯,红色,1,CUP-R,268.00,0,吴**,{PHONE},2026/11/20 13:05:22,SF0000000009",
    ),
    "jd": (
        "订单编号,商品编号,商品名称,订购数量,下单时间,京东价,应付金额,客户姓名,联系电话,运费金额,物流单号",
        f"299000012345,100012,赭红杯,1,2026-11-20 13:05:22,268,268.00元,吴**,{PHONE},0,SF0000000009",
    ),
    "pinduoduo": (
        "商品,订单号,商家实收金额(元),商品数量(件),收货人,手机,订单成交时间,快递单号,商家编码-规格维度,邮费(元)",
        f"赭红杯,261120-123456789012345,268.00,1,吴**,{PHONE},2026-11-20 13:05:22,SF0000000009,CUP-R,0.00",
    ),
    "youzan": (
        "订单号,商品名称,商品规格,商品数量,商品实际成交金额,收货人/提货人,收货人手机号/提货人手机号,订单创建时间,快递单号,运费",
        f"E20261120130522000001,赭红杯,红色,1,268.00,吴**,{PHONE},2026-11-20 13:05:22,SF0000000009,0",
    ),
}


@pytest.fixture
def xiang(sits: Sits) -> Client:
    return sits(cast.MERCHANT_OWNER)


def brought(client: Client, content: bytes, name: str = "orders.csv") -> tuple[str, dict[str, str]]:
    """Hand a file in and take what was guessed: the key of the file, and which header each column is."""
    answer = client.post(WAY, {"file": SimpleUploadedFile(name, content)})
    page = client.get(answer.headers["Location"]).context
    return str(page["key"]), {one["name"]: one["chosen"] for one in page["columns"]}


def sent(key: str, chosen: dict[str, str], **more: str) -> dict[str, str]:
    return {"file": key, **{f"column_{name}": header for name, header in chosen.items()}, **more}


class TestExports:
    @pytest.mark.parametrize(
        ("state", "read"),
        [
            *[(one, SENT) for one in ("交易成功", "已发货", "卖家已发货，等待买家确认")],
            ("退款关闭", "退款关闭"),  # kept to be weighed with its sum
            *[(one, None) for one in ("买家已付款", "")],
            *[(one, "") for one in ("等待买家付款", "待支付")],
        ],
    )
    def test_of_orders_that_are_unpaid_are_left_out_with_the_reason(self, state: str, read: str | None) -> None:
        column = next(one for one in imports.table("purchases").columns if one.name == "state")
        assert column.among(["订单编号", "订单状态"]) == "订单状态"
        with pytest.raises(ValueError, match=state) if read == "" else nullcontext():
            assert column.read(state) == read

    def test_preview_says_why_a_closed_order_is_left_out(self, xiang: Client) -> None:
        head, row = EXPORTS["taobao"]
        closed = row.replace("0123", "0124").replace("268.00", "0.00")
        content = "\n".join((f"{head},订单状态", f"{row},交易成功", f"{closed},交易关闭"))
        key, chosen = brought(xiang, content.encode("gb18030"))
        told = xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        assert "“交易关闭”：没有成交，或者钱已经全退了，这一行不导入" in told
        xiang.post(f"{WAY}check/", sent(key, chosen, how="good"))
        assert Purchase.objects.get().order_key.endswith("0123")

    @pytest.mark.parametrize("phone", ["1381234", "87654321", "95598"])
    def test_a_phone_nobody_could_be_called_on_is_refused_with_what_is_expected(
        self, xiang: Client, phone: str
    ) -> None:
        head, row = EXPORTS["taobao"]
        key, chosen = brought(xiang, f"{head}\n{row.replace(PHONE, phone)}".encode("gb18030"))
        told = xiang.post(f"{WAY}check/", sent(key, chosen, how="all")).content.decode()
        assert "应为手机号（11 位）、带区号的座机号，或 400、800 号码" in told
        assert phone in told
        assert not Purchase.objects.exists()

    @pytest.mark.parametrize("shop", EXPORTS)
    def test_of_the_usual_shops_need_no_choosing(self, xiang: Client, shop: str) -> None:
        key, chosen = brought(xiang, "\n".join(EXPORTS[shop]).encode("gb18030"))
        told = xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        assert "前几行读成这样" in told
        assert "leaf-wide" in told
        assert ">SF0000000009<" in told
        assert ">2026-11-20<" in told, "a day as it is read, not as it is written"
        assert told.index("会怎样处理") < told.index("订单号</th>"), "what becomes of a row is not cut off at its end"
        assert "赭红杯" in told
        done = xiang.post(f"{WAY}check/", sent(key, chosen, how="all"))
        assert done.status_code == 302
        row = Purchase.objects.get()
        line = row.lines.get()
        assert (line.title, line.quantity, line.amount_fen, row.waybill) == ("赭红杯", 1, 26800, "SF0000000009")
        assert row.order_key.strip('="') == row.order_key
        assert row.bought_at.date().isoformat() in ("2026-11-19", "2026-11-20")  # the day in Shanghai
        assert row.buyer is not None
        assert row.buyer.phone_masked == f"{PHONE[:3]}****{PHONE[-4:]}"

    def test_lead_to_their_orders_and_are_remembered(self, xiang: Client) -> None:
        rows = ["单子,货,几个,多少钱,哪天", "YT-1,杯,1,96.00,46346", "YT-1,碟,2,20.00,46346.5"]
        key, chosen = brought(xiang, "\n".join(rows).encode())
        assert chosen["order"] == ""
        mine = {**chosen, "order": "单子", "title": "货", "quantity": "几个", "amount": "多少钱", "bought": "哪天"}
        done = xiang.post(f"{WAY}check/", sent(key, mine, how="all"))
        page = xiang.get(done.headers["Location"]).content.decode()
        assert "看这些订单" in page
        batch = done.headers["Location"].partition("done=")[2]
        listed = xiang.get("/merchant/purchases/", {"import": batch}).content.decode()
        assert "YT-1" in listed
        assert Purchase.objects.get().bought_at.date().isoformat() in ("2026-11-19", "2026-11-20")
        assert list(Purchase.objects.get().lines.order_by("position").values_list("position", "title", "quantity")) == [
            (1, "杯", 1),
            (2, "碟", 2),
        ]
        _key, again = brought(xiang, "\n".join([rows[0], "YT-2,杯,1,96.00,46347"]).encode())
        assert again == mine

    def test_cut_short_by_excel_are_refused_with_the_reason(self, xiang: Client) -> None:
        key, chosen = brought(xiang, "订单号,商品,数量,实付金额,下单时间\n2.8E+18,杯,1,96,2026-11-20".encode())
        told = xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        assert "被 Excel 截短了" in told

    def test_with_a_row_twice_are_not_worth_twice_as_much(self, xiang: Client) -> None:
        head, row = "订单号,商品,数量,实付金额,下单时间", "YT-1,杯,1,96.00,2026-11-20"
        key, chosen = brought(xiang, "\n".join([head, row, row, "YT-1,碟,1,20.00,2026-11-20"]).encode())
        told = xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        assert "第 2 行的重复" in told
        xiang.post(f"{WAY}check/", sent(key, chosen, how="good"))
        assert list(Purchase.objects.get().lines.order_by("position").values_list("position", "amount_fen")) == [
            (1, 9600),
            (2, 2000),
        ]

    def test_parted_in_the_middle_of_an_order_never_write_over_its_lines(self, xiang: Client) -> None:
        head = "订单号,商品,数量,实付金额,下单时间"
        rows = [f"YT-1,{what},1,{yuan},2026-11-20" for what, yuan in (("杯", "96"), ("碟", "20"), ("壶", "300"))]

        def bring(*given: str) -> tuple[int, str, list[tuple[int, str, int]]]:
            key, chosen = brought(xiang, "\n".join([head, *given]).encode())
            answer = xiang.post(f"{WAY}check/", sent(key, chosen, how="all"))
            lines = Purchase.objects.get().lines.order_by("position").values_list("position", "title", "amount_fen")
            return answer.status_code, answer.content.decode(), list(lines)

        first = [(1, "杯", 9600), (2, "碟", 2000)]
        assert bring(*rows[:2])[::2] == (302, first)
        status, told, lines = bring(rows[2])
        assert (status, lines) == (422, first)
        assert "这个订单已有别的商品行（杯、碟）" in told
        status, _told, lines = bring(*reversed(rows))
        assert (status, lines) == (302, [*first, (3, "壶", 30000)])
        status, told, lines = bring(rows[2].replace("300", "280"))
        assert (status, lines) == (422, [*first, (3, "壶", 30000)]), "it may be a second pot"
        assert "这个订单已有同名的商品行（壶 × 1 ¥300.00）" in told

    def test_of_one_name_parted_over_two_files_are_not_taken_for_one(self, xiang: Client) -> None:
        head = "订单号,商品,数量,实付金额,下单时间"

        def bring(row: str, columns: str = head) -> int:
            key, chosen = brought(xiang, f"{columns}\n{row}".encode())
            return xiang.post(f"{WAY}check/", sent(key, chosen, how="all")).status_code

        assert bring("YT-1,杯,1,96,2026-11-20") == 302
        assert bring("YT-1,杯,2,150,2026-11-20") == 422
        numbered = head.replace("商品", "行,商品")
        assert bring("YT-1,2,杯,2,150,2026-11-20", numbered) == 302
        lines = Purchase.objects.get().lines.order_by("position").values_list("position", "quantity", "amount_fen")
        assert list(lines) == [(1, 1, 9600), (2, 2, 15000)]

    def test_of_a_day_that_lies_ahead_are_refused(self, xiang: Client) -> None:
        key, chosen = brought(xiang, "订单号,商品,数量,实付金额,下单时间\nYT-1,杯,1,96.00,2099-11-20".encode())
        told = xiang.post(f"{WAY}check/", sent(key, chosen, how="all"))
        assert told.status_code == 422
        assert "今天或更早的日期" in told.content.decode()
        assert not Purchase.objects.exists()

    def test_are_read_below_a_title_and_the_names_above_the_names(self, xiang: Client) -> None:
        rows = ["某某旗舰店 11 月订单,,,,", "订单信息,,,买家,", "订单号,商品,实付金额,联系手机,下单时间"]
        rows.append(f"YT-1,杯,96.00,{PHONE},2026-11-20")
        key, chosen = brought(xiang, "\n".join(rows).encode())
        assert chosen["order"] == "订单号"
        xiang.post(f"{WAY}check/", sent(key, chosen, how="all"))
        assert Purchase.objects.get().order_key == "YT-1"

    def test_without_known_names_say_where_they_have_to_stand(self, xiang: Client) -> None:
        answer = xiang.post(WAY, {"file": SimpleUploadedFile("orders.csv", "甲,乙\n1,2".encode())})
        assert "没有认出任何一列" in xiang.get(answer.headers["Location"]).content.decode()

    def test_name_the_columns_nothing_is_read_from_before_anything_is_written(self, xiang: Client) -> None:
        rows = "订单号,行号,商品名称,金额,付款日期,签收日期,快递员\nYT-1,1,杯,96.00,2026-11-20,2026-11-21,老李"
        key, chosen = brought(xiang, rows.encode())
        assert (chosen["line"], chosen["bought"], chosen["delivered"]) == ("行号", "付款日期", "签收日期")
        page = xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        assert "没有从文件的这些列读取：快递员。其中有要读的吗？" in page

    def test_leave_out_a_column_that_is_said_to_be_none(self, xiang: Client) -> None:
        key, chosen = brought(xiang, "\n".join(EXPORTS["jd"]).encode())
        xiang.post(f"{WAY}check/", sent(key, {**chosen, "name": "", "phone": ""}, how="all"))
        assert Purchase.objects.get().buyer is None

    def test_lead_back_to_their_columns_as_they_were_chosen(self, xiang: Client) -> None:
        key, chosen = brought(xiang, "\n".join(EXPORTS["jd"]).encode())
        wrong = {**chosen, "amount": "下单时间"}
        assert 'value="columns"' in xiang.post(f"{WAY}check/", sent(key, wrong)).content.decode()
        back = xiang.post(f"{WAY}check/", sent(key, wrong, how="columns"))
        assert {one["name"]: one["chosen"] for one in back.context["columns"]}["amount"] == "下单时间"

    def test_that_are_no_rows_or_no_table_say_what_to_do(self, xiang: Client) -> None:
        key, chosen = brought(xiang, "订单号,商品,数量,实付金额,下单时间".encode())
        assert "表头下面一行也没有" in xiang.post(f"{WAY}check/", sent(key, chosen)).content.decode()
        old = SimpleUploadedFile("orders.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000))
        assert "另存为 .xlsx" in xiang.post(WAY, {"file": old}).content.decode()

    def test_begin_with_an_empty_file_whose_columns_are_all_known(self, xiang: Client) -> None:
        answer = xiang.get(f"{WAY}template.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        headers = [cell.value for cell in next(book.worksheets[0].iter_rows())]
        known = [one for one in imports.table("purchases").columns if one.name != "seller"]
        assert headers == [str(one.title) for one in known]

    def test_of_another_house_lead_nowhere(self, sits: Sits, xiang: Client) -> None:
        key, chosen = brought(xiang, "\n".join(EXPORTS["jd"]).encode())
        done = xiang.post(f"{WAY}check/", sent(key, chosen, how="all")).headers["Location"]
        batch = done.partition("done=")[2]
        assert sits(cast.HEYAN_OWNER).get("/merchant/purchases/", {"import": batch}).status_code == 404
