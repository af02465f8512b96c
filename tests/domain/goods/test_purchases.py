"""Purchases: the order once, the listing of that moment, seven days, and the import by column map."""

from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.core.imports import changes
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import queries as claims
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries, rules
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.order_imports import import_purchase
from anxin.domain.goods.models import Product, Purchase, PurchaseLine
from anxin.domain.people import queries as people_queries
from tests.claim_builders import a_claim
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
HEADERS = "店,单号,行,商品,数量,实付,成本,买家,电话,下单"
ROWS = (
    f"xiangyuan,YT-1,1,杯,1,268.00,112,吴大鹏,{cast.BUYER.phone},2026-11-18",
    f"xiangyuan,YT-1,2,碟,2,20,8,吴大鹏,{cast.BUYER.phone},2026-11-18",
)
MAP = """[columns]
seller = "店"
order = "单号"
line = "行"
title = "商品"
quantity = "数量"
amount = "实付"
cost = "成本"
name = "买家"
phone = "电话"
bought = "下单"
"""


class TestPurchase:
    def test_is_written_once_and_never_rewritten(self, now: datetime) -> None:
        first = a_purchase(now=now)
        assert a_purchase(now=now).pk == first.pk
        with pytest.raises(goods.OtherPurchase):
            a_purchase(now=now, lines=(Bought(title="别的", amount_fen=1),))

    def test_in_a_file_has_a_phone_that_the_preview_reads_as_the_import_does(self) -> None:
        (column,) = [one for one in imports.table("purchases").columns if one.name == "phone"]
        assert column.read("139 0000 1235") == "13900001235"
        with translation.override("zh-hans"), pytest.raises(Invalid) as refused:
            column.read("没有")
        assert refused.value.facts["expected"] == "一个电话号码"

    def test_of_a_day_to_come_is_refused_by_the_preview_already(self, now: datetime) -> None:
        table, ahead = imports.table("purchases"), (now + timedelta(days=40)).date().isoformat()
        assert table.by_now({"bought": now.date().isoformat(), "delivered": None}, now) == {}
        assert set(table.by_now({"bought": ahead, "delivered": ahead}, now)) == {"bought", "delivered"}

    @pytest.mark.parametrize("masked", ["138****1235", "138＊＊＊＊1235", "138XXXX1235", "*******1235"])
    def test_of_a_platform_that_masks_phones_comes_in_without_one(self, masked: str) -> None:
        (column,) = [one for one in imports.table("purchases").columns if one.name == "phone"]
        assert column.read(masked) is None

    def test_keeps_the_listing_of_that_moment(self, now: datetime) -> None:
        listed = Bought(title="杯", amount_fen=100, listing={"title": "杯", "pictures": ["ab"]})
        row = a_purchase(now=now, lines=(listed,)).lines.get()
        assert row.listing["pictures"] == ["ab"]
        assert row.listing_at < now

    def test_is_found_with_the_phone_it_was_ordered_with_only(self, now: datetime) -> None:
        row = a_purchase(now=now)
        assert queries.purchase(order_key=row.order_key, phone=cast.BUYER.phone).pk == row.pk
        for phone in ("", cast.STRANGER.phone):
            with pytest.raises(queries.NoSuchPurchase):
                queries.purchase(order_key=row.order_key, phone=phone)
        assert queries.purchase_of(row.order_key, actor=actor(cast.MERCHANT_OWNER, now=now), now=now).pk == row.pk
        with pytest.raises(queries.NoSuchPurchase):
            queries.purchase_of(row.order_key, actor=actor(cast.HEYAN_OWNER, now=now), now=now)


class TestSevenDays:
    @pytest.mark.parametrize(
        ("signed", "on", "no_return", "answer"),
        [
            (date(2026, 11, 17), date(2026, 11, 24), "", (True, "in_time")),
            (date(2026, 11, 17), date(2026, 11, 25), "", (False, "too_late")),
            (None, date(2026, 11, 25), "", (True, "not_signed_for")),
            (date(2026, 11, 23), date(2026, 11, 24), "perishable", (False, "no_return.perishable")),
        ],
    )
    def test_count_from_the_day_after(
        self, signed: date | None, on: date, no_return: str, answer: tuple[bool, str]
    ) -> None:
        assert rules.seven_day_return(signed_date=signed, on=on, no_return=no_return, days=7) == answer


class TestImport:
    def test_by_a_column_map_twice_changes_nothing_and_is_taken_back(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        path, mapping = tmp_path / "orders.csv", tmp_path / "map.toml"
        path.write_text("\n".join((HEADERS, *ROWS)), encoding="utf-8")
        mapping.write_text(MAP, encoding="utf-8")
        known = imports.table("purchases")
        sheet = tables.read(known.columns, path, mapping=tables.read_mapping(mapping))
        report = acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now))
        assert (report.count("new"), len(report.refused)) == (2, 0), report.refused
        assert queries.purchase(order_key="YT-1", phone=cast.BUYER.phone).lines.count() == 2
        again = imports.dry_run(known, tables.read(known.columns, path, mapping=tables.read_mapping(mapping)))
        assert again.count("same") == 2
        batch = report.batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert not Purchase.objects.exists()
        assert not PurchaseLine.objects.exists()

    NUMBER = "4200002345202611181234567890"

    def numbered(self, tmp_path: Path, now: datetime, number: str) -> imports.ImportReport:
        path = tmp_path / "numbered.csv"
        head = "seller,order,line,title,quantity,amount,bought,支付单号"
        path.write_text(f"{head}\nxiangyuan,N-1,1,杯,1,268.00,2026-11-18,{number}", encoding="utf-8")
        known = imports.table("purchases")
        sheet = tables.read(known.columns, path)
        return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))

    def test_keeps_the_number_of_the_payment(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        assert self.numbered(tmp_path, now, f"`{self.NUMBER}").refused == []
        assert Purchase.objects.get(order_key="N-1").paid_reference == self.NUMBER
        assert self.numbered(tmp_path, now, self.NUMBER).count("same") == 1
        again = self.numbered(tmp_path, now, "")
        assert (again.refused, again.count("same")) == ([], 1), "an empty cell says nothing"
        assert Purchase.objects.get(order_key="N-1").paid_reference == self.NUMBER

    def test_gives_the_number_back_with_the_import_that_told_it(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        self.numbered(tmp_path, now, "")
        batch = self.numbered(tmp_path, now, self.NUMBER).batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert Purchase.objects.get(order_key="N-1").paid_reference == ""

    def test_keeps_a_payment_of_which_a_later_file_says_nothing_and_shows_what_it_changes(
        self, now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=now)
        head = "seller,order,line,title,quantity,amount,bought,payment,waybill,delivered"
        line = "xiangyuan,K-1,{line},杯,1,268.00,2026-11-18,{payment},{waybill},{delivered}"
        by = actor(cast.MERCHANT_OWNER, now=now)

        def brings(*rows: str, write: bool = True) -> imports.ImportReport:
            path = tmp_path / "k.csv"
            path.write_text("\n".join([head, *rows]), "utf-8")
            known = imports.table("purchases")
            sheet = tables.read(known.columns, path)
            return (
                acting(lambda: imports.apply(known, sheet, by=by, now=now, partial=True))
                if write
                else imports.dry_run(known, sheet)
            )

        brings(line.format(line=1, payment="4200002526202611187742981035", waybill="SF1", delivered=""))
        told = [
            line.format(line=1, payment="", waybill="SF2", delivered="2026-11-21"),
            line.format(line=2, payment="", waybill="SF2", delivered="2026-11-21"),
        ]
        shown = brings(*told, write=False)
        assert shown.refused == []
        first = shown.outcomes[0]
        changed = changes.change_of(imports.table("purchases"), 1, first.before, first.after, now=now)
        assert [(one.column, one.before, one.after) for one in changed.cells] == [
            ("waybill", "SF1", "SF2"),
            ("delivered", "", "2026-11-21"),
        ]
        assert brings(*told).refused == []
        row = Purchase.objects.get(order_key="K-1")
        assert (row.paid_reference, row.waybill) == ("4200002526202611187742981035", "SF2")
        brings(*(one.replace("2026-11-21", "") for one in told))
        row.refresh_from_db()
        assert row.delivered_at is not None

    @pytest.mark.parametrize("phone", ["", "13900000002"])
    def test_shows_nothing_of_the_buyer_of_a_known_order_whom_no_file_rewrites(
        self, now: datetime, tmp_path: Path, phone: str
    ) -> None:
        ground.lay(now=now)
        known, path, by = imports.table("purchases"), tmp_path / "k.csv", actor(cast.MERCHANT_OWNER, now=now)

        def sheet(called: str) -> tables.Sheet:
            head = "seller,order,line,title,quantity,amount,bought,name,phone"
            path.write_text(f"{head}\nxiangyuan,K-9,1,杯,1,268.00,2026-11-18,林女士,{called}", "utf-8")
            return tables.read(known.columns, path)

        acting(lambda: imports.apply(known, sheet("13900000001"), by=by, now=now, partial=True))
        again = imports.dry_run(known, sheet(phone))
        assert [one.kind for one in again.outcomes] == ["same"]
        kept = known.find({"seller": "xiangyuan", "order": "K-9", "line": 1})
        assert kept is not None
        assert (kept["name"], kept["phone"]) == ("林女士", "13900000001")

    def test_refuses_the_payment_of_another_order_of_any_house(self, now: datetime, tmp_path: Path) -> None:
        a_purchase(now=now)
        Purchase.objects.update(paid_reference=self.NUMBER, seller=people_queries.organisation("heyan"))
        report = self.numbered(tmp_path, now, self.NUMBER)
        assert [set(one.reasons) for one in report.refused] == [{"payment"}]
        assert not Purchase.objects.filter(order_key="N-1").exists()

    HIDDEN = (f" {NUMBER}", NUMBER.replace("2", "２"), f"{NUMBER[:4]} {NUMBER[4:]}", f"{NUMBER}\u200b")

    @pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
    def test_refuses_the_payment_of_another_order_however_it_is_written(
        self, hidden: str, now: datetime, tmp_path: Path
    ) -> None:
        known = a_purchase(now=now)
        Purchase.objects.update(paid_reference=hidden)
        migration = import_module("anxin.domain.goods.migrations.0017_plain_payment_numbers")
        migration.write_plainly(apps, SimpleNamespace(connection=connection))
        assert Purchase.objects.get().paid_reference == self.NUMBER
        assert [set(one.reasons) for one in self.numbered(tmp_path, now, hidden).refused] == [{"payment"}]
        lines, day = [Bought(title="杯", amount_fen=1)], known.bought_at
        told: dict[str, Any] = {"seller": known.seller, "lines": lines, "bought_at": day, "by": SYSTEM, "now": now}
        with pytest.raises(Invalid) as refused:
            acting(lambda: goods.purchase(order_key="N-2", paid_reference=hidden, **told))
        assert refused.value.facts["field"] == "paid_reference"

    def test_refuses_one_payment_for_two_orders_of_a_file_before_anything_is_written(
        self, now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=now)
        path, known = tmp_path / "twice.csv", imports.table("purchases")
        head = "seller,order,line,title,quantity,amount,bought,payment"
        orders = [(f"D-{n}", line, self.NUMBER) for n, line in ((1, 1), (1, 2), (2, 1))]
        orders += [("D-3", 1, "一样"), ("D-4", 1, "一样")]
        rows = (f"xiangyuan,{order},{n},杯,1,268.00,2026-11-18,{number}" for order, n, number in orders)
        path.write_text("\n".join((head, *rows)), encoding="utf-8")
        report = imports.dry_run(known, tables.read(known.columns, path))
        assert [(one.number, set(one.reasons)) for one in report.refused] == [(4, {"payment"})]

    def test_of_an_order_with_a_waybill_reads_as_sent(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        path, known = tmp_path / "sent.csv", imports.table("purchases")
        head = "seller,order,line,title,quantity,amount,bought,waybill"
        rows = (f"xiangyuan,W-{n},1,杯,1,268.00,2026-11-18,{one}" for n, one in enumerate(("SF1234567890123", "")))
        path.write_text("\n".join((head, *rows)), encoding="utf-8")
        acting(lambda: imports.apply(known, tables.read(known.columns, path), by=SYSTEM, now=now))
        found = queries.sales(actor(cast.MERCHANT_OWNER, now=now), now=now).rows
        assert {one.order_key: one.is_sent for one in found} == {"W-0": True, "W-1": False}

    def test_refuses_the_number_of_a_payment_that_excel_cut_short(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        report = self.numbered(tmp_path, now, "4.20000234520261E+27")
        assert [set(one.reasons) for one in report.refused] == [{"payment"}]

    def test_takes_it_once_and_leaves_it_once_a_claim_stands_on_the_order(self, now: datetime, tmp_path: Path) -> None:
        purchase = a_purchase(now=now)
        day = rules.on_day(purchase.bought_at.date())
        Purchase.objects.filter(pk=purchase.pk).update(
            order_key="N-1", paid_reference="", bought_at=day, delivered_at=None
        )
        purchase.lines.update(listing_at=day)
        a_claim(now=now, purchase=Purchase.objects.get(pk=purchase.pk))
        row = PurchaseLine.objects.get(purchase=purchase)
        told = queries.purchases.imported({"seller": purchase.seller.slug, "order": "N-1", "line": row.position})
        assert told is not None
        told = {**told, "name": None, "phone": None}
        acting(lambda: import_purchase(values={**told, "payment": self.NUMBER}, by=SYSTEM, now=now))
        assert Purchase.objects.get(pk=purchase.pk).paid_reference == self.NUMBER
        with pytest.raises(queries.purchases.AlreadyWritten):
            acting(lambda: import_purchase(values={**told, "payment": "2" * 28}, by=SYSTEM, now=now))

    MODELS = "seller,order,line,title,model,quantity,amount,bought"

    def bring(self, tmp_path: Path, now: datetime, *models: str) -> imports.ImportReport:
        ground.lay(now=now)
        path = tmp_path / "models.csv"
        rows = (f"xiangyuan,L-1,{n},锁,{model},1,999,2026-11-18" for n, model in enumerate(models, 1))
        path.write_text("\n".join((self.MODELS, *rows)), encoding="utf-8")
        known = imports.table("purchases")
        sheet = tables.read(known.columns, path)
        return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))

    def test_links_a_line_to_the_model_it_names_so_that_it_can_be_repaired(self, now: datetime, tmp_path: Path) -> None:
        lock = a_product("heyan", "S3", now)
        report = self.bring(tmp_path, now, "S3", f"heyan:{lock.code.lower()}", lock.name, "")
        assert report.refused == []
        lines = PurchaseLine.objects.order_by("position")
        assert [one.product_id for one in lines] == [lock.id, lock.id, lock.id, None]
        option = claims.option(
            purchase=lines[0].purchase, chosen=[(lines[0], 1)], reason="defective", type="repair", now=now
        )
        assert option.allowed
        bare = claims.option(
            purchase=lines[0].purchase, chosen=[(lines[3], 1)], reason="defective", type="repair", now=now
        )
        assert (bare.allowed, bare.why) == (False, "nobody_repairs_it")
        assert self.bring(tmp_path, now, "S3", "S3", "S3", "").count("same") == 4

    def test_refuses_a_model_nobody_knows(self, now: datetime, tmp_path: Path) -> None:
        report = self.bring(tmp_path, now, "S3", "没有这个")
        assert [set(one.reasons) for one in report.refused] == [{"model"}]


def a_product(brand: str, code: str, now: datetime) -> Product:
    ground.lay(now=now)
    return queries.product(brand=brand, code=code)
