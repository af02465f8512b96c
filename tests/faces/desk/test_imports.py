"""The administrator's imports: table by table, tried first, taken back again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports, later
from anxin.core.errors import Invalid
from anxin.core.imports import ImportBatch
from anxin.demo import cast
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


class TestImports:
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
        assert client.post(f"{HOME}products/check/", sent | {"how": "good"}).status_code == 302
        assert Product.objects.get(code="S9").name == "禾砚 S9 智能锁"
        batch = flat(client.get(f"{HOME}products/")).split("/undoing/")[0].rsplit("/", 1)[1]
        assert client.post(f"{HOME}prices/{batch}/undoing/").status_code == 404
        assert client.post(f"{HOME}products/{batch}/undoing/").status_code == 302
        assert Product.objects.count() == before

    def test_of_a_long_file_are_written_by_a_worker_while_the_page_tells_how_far_it_is(
        self, sits: Sits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.faces.ground.imports.LONG", 3)
        monkeypatch.setattr("anxin.core.imports.runs.AT_ONCE", 2)
        client, before, now = sits(cast.ADMIN), Product.objects.count(), timezone.now()
        rows = "".join(f"禾砚,L{n},长表 {n},lock,lock\n" for n in range(5))
        check = client.post(f"{HOME}products/", {"file": upload(ROWS + rows)}).headers["Location"]
        sent = COLUMNS | {"file": check.split("file=")[1], "how": "all"}
        here = client.post(f"{HOME}products/check/", sent).headers["Location"]
        assert "已写入 0 / 6 行" in flat(client.get(here))
        assert Product.objects.count() == before
        assert sits(cast.XIAO_CHEN).get(here).status_code == 403
        blocks: list[int] = []
        real = imports.runs._block
        monkeypatch.setattr(
            imports.runs,
            "_block",
            lambda run, known, some, **named: blocks.append(len(some)) or real(run, known, some, **named),
        )
        later.run_due(now + timedelta(minutes=5), queues=["heavy"])
        assert blocks == [2, 2, 2]
        told = flat(client.get(here))
        assert "6 行全部处理完了" in told
        assert "新增 6" in told
        assert Product.objects.count() == before + 6
        batch = ImportBatch.objects.get()
        assert (batch.new, batch.lines.count()) == (6, 6)
        assert client.post(f"{HOME}products/{batch.id}/undoing/").status_code == 302
        assert Product.objects.count() == before

    def test_of_a_long_file_leave_nothing_where_a_row_fails_on_the_way(
        self, sits: Sits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.faces.ground.imports.LONG", 3)
        monkeypatch.setattr("anxin.core.imports.runs.AT_ONCE", 2)
        client, before, now = sits(cast.ADMIN), Product.objects.count(), timezone.now()
        rows = "".join(f"禾砚,L{n},长表 {n},lock,lock\n" for n in range(5))
        check = client.post(f"{HOME}products/", {"file": upload(ROWS + rows)}).headers["Location"]
        here = client.post(f"{HOME}products/check/", COLUMNS | {"file": check.split("file=")[1], "how": "all"}).headers[
            "Location"
        ]
        known = imports.table("products")

        def fails(*, values: dict[str, object], **named: object) -> None:
            if values["code"] == "L3":
                raise Invalid("name", expected="another one", got="")
            known.apply(values=values, **named)  # type: ignore[arg-type]

        monkeypatch.setitem(imports.TABLES, "products", replace(known, apply=fails))
        later.run_due(now + timedelta(minutes=5), queues=["heavy"])
        assert "这些行没有通过：6" in flat(client.get(here))
        assert Product.objects.count() == before

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
