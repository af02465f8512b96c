"""The administrator's imports: table by table, tried first, taken back again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports, later
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.core.imports import ImportBatch, ImportRun
from anxin.demo import cast
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Product, Purchase
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
HOME = "/desk/imports/"
ROWS = "品牌,型号,名称,品类,所需技能\n禾砚,S9,禾砚 S9 智能锁,lock,lock\n"
COLUMNS = {"column_brand": "品牌", "column_code": "型号", "column_name": "名称"}
COLUMNS |= {"column_category": "品类", "column_skill": "所需技能"}


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("products.csv", text.encode())


def excel(content: bytes) -> list[tuple[str, ...]]:
    rows = openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [tuple(str(one) for one in row) for row in rows]


def works() -> None:
    later.run_due(timezone.now() + timedelta(minutes=5), queues=["heavy"])


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> Callable[[Client, str], str]:
    """Hand in a file that counts as long, and one more row; gives where it is looked at."""
    monkeypatch.setattr("anxin.core.imports.LONG", 3)
    monkeypatch.setattr("anxin.core.imports.paces.AT_ONCE", 2)
    monkeypatch.setattr("anxin.core.imports.paces.PAUSE_S", 0)
    rows = "".join(f"禾砚,L{n},长表 {n},lock,lock\n" for n in range(5))

    def hands_in(client: Client, more: str) -> str:
        check = client.post(f"{HOME}products/", {"file": upload(ROWS + rows + more)}).headers["Location"]
        sent = COLUMNS | {"file": check.split("file=")[1]}
        return client.post(f"{HOME}products/check/", sent).headers["Location"]

    return hands_in


class TestRest:
    def test_of_an_import_is_taken_back_with_one_button_and_what_holds_the_others_is_named(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        file = upload(f"{ROWS}禾砚,S8,禾砚 S8,lock,lock\n")
        check = client.post(f"{HOME}products/", {"file": file}).headers["Location"]
        client.post(f"{HOME}products/check/", COLUMNS | {"file": check.split("file=")[1], "how": "all"})
        batch = ImportBatch.objects.get(table="products")
        goods.register(product=Product.objects.get(code="S9"), serial="SN-9", now=timezone.now())

        answer = client.post(f"{HOME}products/{batch.id}/undoing/")
        page = flat(answer)
        assert answer.status_code == 409
        assert ("产品 S9 的设备" in page, "撤回其余 1 行" in page) == (True, True)
        assert re.search(r"消失</dt>\s*<dd>1</dd>", answer.content.decode()), "the row that stays does not disappear"
        client.post(f"{HOME}products/{batch.id}/undoing/", {"how": "rest"})

        assert Product.objects.filter(code="S9").exists()
        assert not Product.objects.filter(code="S8").exists()


class TestImports:
    @pytest.mark.parametrize(("name", "back"), [("products", True), ("repairs", False), ("claims", False)])
    def test_say_of_each_kind_whether_it_can_be_taken_back(self, name: str, back: bool, sits: Sits) -> None:
        batch = ImportBatch.objects.create(
            table=name, new=1, changed=0, same=0, refused=0, applied_at=timezone.now(), applied_by="system:import"
        )
        page = flat(sits(cast.ADMIN).get(f"{HOME}{name}/"))
        assert ("导入后可以撤回" in page, "导入后不能撤回" in page) == (back, not back)
        assert (f"{batch.id}/undoing/" in page) is back

    def test_say_in_how_many_rows_what_stood_before_is_destroyed(self, sits: Sits) -> None:
        told = {"new": 1, "changed": 1, "same": 0, "refused": 0, "applied_by": "system:import", "lost": 1}
        ImportBatch.objects.create(table="portraits", applied_at=timezone.now(), undone_at=timezone.now(), **told)
        assert "其中 1 行原来的文件已销毁，现在空着" in flat(sits(cast.ADMIN).get(f"{HOME}portraits/"))

    def test_lead_to_every_table(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        page = flat(client.get(HOME))
        for name in ("organisations", "outlets", "products", "prices", "technicians", "accounts", "purchases"):
            assert f'href="{HOME}{name}/"' in page
            assert client.get(f"{HOME}{name}/").status_code == 200
        assert client.get(f"{HOME}nothing/").status_code == 404

    @pytest.mark.parametrize(
        ("name", "headers"),
        [
            ("organisations", "网址名,类型,名称"),
            ("outlets", "编号,名称,行政区划,电话,服务范围"),
            ("technicians", "工号,姓名,手机,服务于,入职日期"),
            ("prices", "品牌,版本,生效日,编码,项目,类型,金额"),
        ],
    )
    def test_know_the_columns_by_the_words_people_use(self, name: str, headers: str) -> None:
        for one in imports.table(name).columns:
            assert not one.required or one.among(headers.split(",")), one.name

    def test_try_a_file_write_it_and_take_it_back(self, sits: Sits) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = client.post(f"{HOME}products/", {"file": upload(f"{ROWS}无名,X1,锁,lock,lock\n")}).headers["Location"]
        assert "<option selected>型号</option>" in flat(client.get(check))
        sent = COLUMNS | {"file": check.split("file=")[1]}
        told = flat(client.post(f"{HOME}products/check/", sent))
        assert "应为已有机构的名称：品牌" in told
        assert Product.objects.count() == before
        done = client.post(f"{HOME}products/check/", sent | {"how": "good"}).headers["Location"]
        assert "已导入：新增 1，改动 0" in flat(client.get(done))
        assert Product.objects.get(code="S9").name == "禾砚 S9 智能锁"
        batch = flat(client.get(f"{HOME}products/")).split("/undoing/")[0].rsplit("/", 1)[1]
        assert client.post(f"{HOME}prices/{batch}/undoing/").status_code == 404
        assert client.post(f"{HOME}products/{batch}/undoing/").status_code == 302
        assert Product.objects.count() == before

    def test_whose_rows_were_left_out_in_part_name_each_with_its_reason_and_give_them_as_a_file(
        self, sits: Sits
    ) -> None:
        client = sits(cast.ADMIN)
        check = client.post(f"{HOME}products/", {"file": upload(f"{ROWS}无名,X1,锁,lock,lock\n")}).headers["Location"]
        sent = COLUMNS | {"file": check.split("file=")[1]}
        before = excel(client.post(f"{HOME}products/check/", sent | {"how": "refused"}).content)
        assert [row[-2:] for row in before] == [("行", "原因"), ("3", "品牌: 应为已有机构的名称：品牌方")]
        here = client.post(f"{HOME}products/check/", sent | {"how": "good"}).headers["Location"]
        told = flat(client.get(here))
        assert "2 行里有 1 行没有导入" in told
        assert "应为已有机构的名称：品牌" in told
        run = {"run": here.split("run=")[1], "how": "refused"}
        assert excel(client.post(f"{HOME}products/check/", run).content) == before
        assert sits(cast.XIAO_CHEN).post(f"{HOME}products/check/", run).status_code == 403

    def test_try_the_rows_once_and_keep_what_was_seen_for_what_is_asked_of_it(
        self, sits: Sits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried: list[int] = []
        tries = imports.rehearse
        monkeypatch.setattr(imports, "rehearse", lambda *given, **how: tried.append(1) or tries(*given, **how))
        client = sits(cast.ADMIN)
        check = client.post(f"{HOME}products/", {"file": upload(f"{ROWS}无名,X1,锁,lock,lock\n")}).headers["Location"]
        sent = COLUMNS | {"file": check.split("file=")[1]}
        client.post(f"{HOME}products/check/", sent)
        for _press in range(2):
            refused = excel(client.post(f"{HOME}products/check/", sent | {"how": "refused"}).content)
            assert [row[-2] for row in refused] == ["行", "3"]
        client.post(f"{HOME}products/check/", sent | {"how": "changes"})
        assert len(tried) == 1
        client.post(f"{HOME}products/check/", sent | {"how": "good"})
        assert not ImportRun.objects.filter(state="seen").exists(), "and it goes once it is written"

    def test_of_a_long_file_are_looked_at_and_written_by_a_worker_while_the_page_tells_how_far_it_is(
        self, sits: Sits, long: Callable[[Client, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = long(client, "坏行,X1,锁,lock,lock\n")
        assert "正在读文件" in flat(client.get(check)), "nothing is read in the request"
        assert sits(cast.XIAO_CHEN).get(check).status_code == 403
        tells: list[int] = []
        monkeypatch.setattr("anxin.core.imports.file_work.TOLD_EVERY", 1)
        monkeypatch.setattr("anxin.core.imports.file_work._tell", lambda _run, rows, _left: tells.append(rows))
        works()
        assert tells == [0, 0, 1, 1, 2, 2, 3, 3, 4, 5], "half of it to look, half to try"
        seen = flat(client.get(check))
        assert "应为已有机构的名称：品牌" in seen
        assert "长表 4" in seen
        assert Product.objects.count() == before
        sent = {"run": check.split("run=")[1], "how": "good"}
        here = client.post(f"{HOME}products/check/", sent).headers["Location"]
        assert client.post(f"{HOME}products/check/", sent).headers["Location"] == here, "twice is once"
        assert "已核对 0 / 7 行" in flat(client.get(here))
        works()
        told = flat(client.get(here))
        assert "7 行里有 1 行没有导入" in told
        assert "新增 6，改动 0，没变 0，略过 1" in told
        assert Product.objects.count() == before + 6
        batch = ImportBatch.objects.get()
        undoing = f"{HOME}products/{batch.id}/undoing/"
        here = client.post(undoing).headers["Location"]
        assert client.post(undoing).headers["Location"] == here, "twice is once"
        assert Product.objects.count() == before + 6, "nothing is taken back in the request"
        assert "已试 0 / 6 行" in flat(client.get(here))
        works()
        assert "6 行都已撤回" in flat(client.get(here))
        assert Product.objects.count() == before
        assert undoing not in flat(client.get(here))

    def test_that_nobody_goes_on_with_are_gone_after_a_day_with_all_that_was_read(
        self, sits: Sits, long: Callable[[Client, str], str]
    ) -> None:
        client = sits(cast.ADMIN)
        client.post(f"{HOME}products/", {"file": upload(ROWS)})
        check, before = long(client, ""), SealedFile.objects.count()
        works()
        assert "长表 4" in flat(client.get(check))
        later.run_due(timezone.now() + timedelta(days=1, minutes=1), queues=["heavy"])
        assert SealedFile.objects.count() == before - 2
        told = flat(client.get(check))
        assert "长表" not in told
        assert "这个文件已经不在了" in told

    def test_of_a_long_file_leave_nothing_where_a_row_fails_on_the_way_and_say_which_and_why(
        self, sits: Sits, long: Callable[[Client, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = long(client, "")
        works()
        here = client.post(f"{HOME}products/check/", {"run": check.split("run=")[1], "how": "all"}).headers["Location"]
        known = imports.table("products")

        def fails(*, values: dict[str, object], **named: object) -> None:
            if values["code"] == "L3":
                raise Invalid("name", expected="another one", got="")
            known.apply(values=values, **named)  # type: ignore[arg-type]

        monkeypatch.setitem(imports.TABLES, "products", replace(known, apply=fails))
        works()
        told = flat(client.get(here))
        assert "有 1 行没有通过，一行也没有写入" in told
        assert "another one" in told
        assert Product.objects.count() == before

    def test_of_a_long_file_whose_worker_is_killed_on_the_way_go_on_where_he_was_and_tell_of_one_import(
        self, sits: Sits, long: Callable[[Client, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = long(client, "")
        works()
        here = client.post(f"{HOME}products/check/", {"run": check.split("run=")[1], "how": "all"}).headers["Location"]
        known, wrote = imports.table("products"), []

        def dies(*, values: dict[str, object], **named: object) -> None:
            if len(wrote) == 4:
                raise SystemExit
            known.apply(values=values, **named)  # type: ignore[arg-type]
            wrote.append(values["code"])

        monkeypatch.setitem(imports.TABLES, "products", replace(known, apply=dies))
        with pytest.raises(SystemExit):
            works()
        assert Product.objects.count() == before + 4, "what was written stays"
        told = flat(client.get(here))
        assert "4 / 6 行" in told, "and the page says how far it is"
        assert "停止并撤回" in told
        assert "一行都不写入" not in told, "rows are in"

        monkeypatch.setitem(imports.TABLES, "products", known)
        later.run_due(timezone.now() + timedelta(minutes=10), queues=["heavy"])
        told = flat(client.get(here))
        assert "6 行全部处理完了" in told
        assert "新增 6，改动 0，没变 0" in told
        batch = ImportBatch.objects.get()
        assert (Product.objects.count(), batch.lines.count(), batch.new) == (before + 6, 6, 6)
        assert client.post(f"{HOME}products/{batch.id}/undoing/").status_code == 302
        works()
        assert Product.objects.count() == before

    def test_of_a_long_file_are_stopped_by_a_button_before_and_while_they_are_written(
        self, sits: Sits, long: Callable[[Client, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = long(client, "")
        stop = {"run": check.split("run=")[1], "how": "stop"}
        assert "停止，一行都不写入" in flat(client.get(check))
        client.post(f"{HOME}products/check/", stop)
        works()
        assert "已停止，一行也没有写入" in flat(client.get(check))

        check = long(client, "")
        works()
        stop = {"run": check.split("run=")[1], "how": "stop"}
        here = client.post(f"{HOME}products/check/", stop | {"how": "all"}).headers["Location"]
        known, wrote = imports.table("products"), []

        def asks(*, values: dict[str, object], **named: object) -> None:
            known.apply(values=values, **named)  # type: ignore[arg-type]
            wrote.append(values["code"])
            if len(wrote) == 3:
                imports.stop(ImportRun.objects.get(id=stop["run"]), now=timezone.now())

        monkeypatch.setitem(imports.TABLES, "products", replace(known, apply=asks))
        works()
        assert "已停止，写入的已全部撤回" in flat(client.get(here))
        assert (Product.objects.count(), len(wrote)) == (before, 4)
        assert sits(cast.ADMIN).post(f"{HOME}products/check/", stop).status_code == 302, "stopped twice is once"

    def test_that_can_t_be_taken_back_say_which_rows_and_why(
        self, sits: Sits, long: Callable[[Client, str], str]
    ) -> None:
        client, before = sits(cast.ADMIN), Product.objects.count()
        check = long(client, "")
        works()
        client.post(f"{HOME}products/check/", {"run": check.split("run=")[1], "how": "all"})
        works()
        Product.objects.filter(code="L2").update(name="改过")
        here = client.post(f"{HOME}products/{ImportBatch.objects.get().id}/undoing/").headers["Location"]
        works()
        told = flat(client.get(here))
        assert "一行也没有撤回：有 1 行" in told
        assert "导入之后改过" in told
        assert Product.objects.count() == before + 6

    def test_of_a_file_with_more_rows_than_may_be_say_so(
        self, sits: Sits, long: Callable[[Client, str], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.imports.table_files.MOST", 5)
        client = sits(cast.ADMIN)
        check = long(client, "")
        works()
        told = flat(client.get(check))
        assert "超过 5 行" in told
        assert "没有通过" not in told, "no row was refused: none was read"

    def test_take_a_shop_s_export_that_names_no_shop_by_saying_once_whose_orders_they_are(self, sits: Sits) -> None:
        client, url = sits(cast.ADMIN), f"{HOME}purchases/"
        rows = "订单编号,宝贝标题,买家实际支付金额,订单创建时间\nT-1,杯,128.00,2026-11-20\nT-1,托,30.00,2026-11-20\n"
        check = client.post(url, {"file": upload(rows)}).headers["Location"]
        first = client.get(check)
        assert 'name="value_seller"' in flat(first), "no header is the shop, so its name can be typed"
        assert 'name="value_order"' not in flat(first)
        chosen = {f"column_{one['name']}": one["chosen"] for one in first.context["columns"]}
        sent = {**chosen, "file": check.split("file=")[1]}
        for given, why in (("", "是哪一列"), ("没有这家店", "应为已有机构的名称")):
            again = client.post(f"{url}check/", {**sent, "value_seller": given})
            assert (again.status_code, why in flat(again)) == (422, True)
        told = flat(client.post(f"{url}check/", {**sent, "value_seller": cast.MERCHANT.name}))
        assert f'name="value_seller" value="{cast.MERCHANT.name}"' in told
        done = client.post(f"{url}check/", {**sent, "value_seller": cast.MERCHANT.name, "how": "all"})
        assert done.status_code == 302
        row = Purchase.objects.get(order_key="T-1")
        assert row.seller.slug == cast.MERCHANT.slug
        assert [(one.position, one.title, one.quantity) for one in row.lines.order_by("position")] == [
            (1, "杯", 1),
            (2, "托", 1),
        ]

    @pytest.mark.parametrize(
        "member", [cast.XIAO_CHEN, cast.MERCHANT_OWNER, cast.BOSS_HE], ids=lambda one: one.username
    )
    def test_are_the_administrator_s_alone(self, member: cast.Member, sits: Sits) -> None:
        client = sits(member)
        for path in ("", "products/"):
            assert client.get(f"{HOME}{path}").status_code == 403
        assert client.post(f"{HOME}products/", {"file": upload(ROWS)}).status_code == 403


class TestAColumnNobodyKnows:
    def test_is_asked_about_by_a_select_and_read_as_what_it_is_said_to_be(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        file = upload("品牌,型号,名称,品类,所需技能,要几分钟修\n禾砚,S9,禾砚 S9 智能锁,lock,lock,75\n")
        check = client.post(f"{HOME}products/", {"file": file}).headers["Location"]
        page = flat(client.get(check))
        assert "文件里有 1 列没认出来。请说明是什么，不选就不读。" in page
        sent = COLUMNS | {"file": check.split("file=")[1], "meant_5": "minutes", "how": "all"}
        client.post(f"{HOME}products/check/", sent)
        assert Product.objects.get(code="S9").minutes == 75

    def test_may_be_said_to_be_what_another_was_taken_for_and_takes_its_place(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        file = upload("品牌,型号,名称,品类,所需技能,机型代号\n禾砚,旧号,禾砚 S9 智能锁,lock,lock,S9\n")
        check = client.post(f"{HOME}products/", {"file": file}).headers["Location"]
        assert "型号 （代替 型号）" in flat(client.get(check))
        sent = COLUMNS | {"file": check.split("file=")[1], "meant_5": "code", "how": "all"}
        client.post(f"{HOME}products/check/", sent)
        assert Product.objects.filter(code="S9").exists()
        assert not Product.objects.filter(code="旧号").exists()

    def test_stands_as_a_question_where_it_is_shown_what_would_happen(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        file = upload("品牌,型号,名称,品类,所需技能,要几分钟修\n禾砚,S9,禾砚 S9 智能锁,lock,lock,75\n")
        check = client.post(f"{HOME}products/", {"file": file}).headers["Location"]
        sent = COLUMNS | {"file": check.split("file=")[1]}
        page = flat(client.post(f"{HOME}products/check/", sent))
        assert "没有从文件的这些列读取：要几分钟修。其中有要读的吗？" in page
        assert 'form="write" name="how" value="columns"' in page
        again = flat(client.post(f"{HOME}products/check/", {**sent, "how": "columns"}))
        assert "请说明是什么，不选就不读" in again
