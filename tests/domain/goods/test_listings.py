"""Goods of a seller are named once, and every order of them, to come or here already, is of that product."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import imports, later, row_seals, timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.keys import ring
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims.models import ClaimLine
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries as goods_queries
from anxin.domain.goods.actions import Bought, listings
from anxin.domain.goods.commands import TABLE
from anxin.domain.goods.models import Listing, Product, PurchaseLine
from anxin.domain.goods.queries import listings as queries
from anxin.domain.goods.rules.listings import suggested
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from tests.claim_builders import a_claim, a_purchase
from tests.domain.network.sheets import reader

pytestmark = pytest.mark.django_db
DOOR = Bought(title="家用防盗门锁 指纹款", sku="XY-S3", amount_fen=99900)
PLAIN = Bought(title="粗陶碟", amount_fen=4800)


def house() -> Organisation:
    return people.organisation(cast.MERCHANT.slug)


def lock(code: str = "S3") -> Product:
    return goods_queries.product(brand="heyan", code=code)


def orders(now: datetime, count: int, line: Bought = DOOR) -> None:
    for number in range(count):
        a_purchase(now=now, order=f"{line.sku or line.title}-{number}", lines=(line,))


def name(model: str, *codes: str, now: datetime) -> int:
    by = actor(cast.MERCHANT_OWNER, now=now)
    told = {"codes": codes, "model": model}
    given: int = acting(lambda: TABLE.give("naming", row=house(), by=by, now=now, fields=told))
    return given


def products(code: str = "XY-S3") -> list[str]:
    lines = PurchaseLine.objects.filter(sku=code).order_by("purchase__order_key")
    return [one.product.code if one.product else "" for one in lines.select_related("product")]


class TestNaming:
    def test_names_the_orders_that_stand_block_by_block_and_those_that_come(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listings, "AT_ONCE", 2)
        orders(now, 5)
        assert name("S3", "XY-S3", now=now) == 5
        assert products() == [""] * 5, "a request never writes a year of orders"
        later.run_due(now)
        assert products() == ["S3"] * 5
        a_purchase(now=now, order="later", lines=(DOOR,))
        assert products()[-1] == "S3"
        assert all(row_seals.verifies(one) for one in PurchaseLine.objects.all())
        (fact,) = [
            one for one in timeline.read(StreamKey("organisation", str(house().pk))) if one.code == "goods.named"
        ]
        assert fact.facts == {"goods": 1, "product": "heyan:S3"}

    def test_finds_an_order_that_was_being_written_meanwhile(self, now: datetime) -> None:
        orders(now, 1)
        name("S3", "XY-S3", now=now)
        later.run_due(now)
        a_purchase(now=now, order="between", lines=(DOOR,))
        PurchaseLine.objects.filter(purchase__order_key="between").update(product=None)
        later.run_due(now + timedelta(minutes=11))
        assert products() == ["S3", "S3"]

    def test_changes_its_mind_but_never_what_a_person_named_otherwise(self, now: datetime) -> None:
        orders(now, 3)
        first = PurchaseLine.objects.order_by("purchase__order_key")[0]
        PurchaseLine.objects.filter(pk=first.pk).update(product=lock("S5"))
        name("S3", "XY-S3", now=now)
        later.run_due(now)
        assert products() == ["S5", "S3", "S3"]
        about = {"code": "S7", "name": "禾砚 S7 智能锁", "category": "lock", "skill": "lock"}
        other = Product.objects.create(brand=lock().brand, **about)
        name(f"heyan:{other.code}", "XY-S3", now=now + timedelta(minutes=1))
        later.run_due(now + timedelta(minutes=1))
        assert products() == ["S5", other.code, other.code]
        by = actor(cast.MERCHANT_OWNER, now=now)
        acting(lambda: TABLE.give("nothing", row=house(), by=by, now=now, fields={"codes": ("XY-S3",)}))
        later.run_due(now + timedelta(minutes=1))
        assert products() == ["S5", "", ""]

    def test_leaves_what_was_named_before_a_claim_as_it_was(self, now: datetime) -> None:
        row = a_purchase(now=now, order="claimed", lines=(DOOR,))
        orders(now, 1)
        name("S3", "XY-S3", now=now)
        later.run_due(now)
        a_claim(now=now, purchase=row)
        assert ClaimLine.objects.get().line.product_id == lock().pk
        assert name("S5", "XY-S3", now=now + timedelta(minutes=1)) == 1
        later.run_due(now + timedelta(minutes=1))
        assert sorted(products()) == ["S3", "S5"]

    def test_is_by_the_title_where_there_is_no_sku(self, now: datetime) -> None:
        orders(now, 2, PLAIN)
        assert name("S3", "粗陶碟", now=now) == 2
        later.run_due(now)
        assert set(PurchaseLine.objects.values_list("product__code", flat=True)) == {"S3"}

    @pytest.mark.parametrize(
        ("model", "codes", "why"),
        [("S9", ("XY-S3",), "goods.no_model"), ("S3", ("no-such",), "goods.no_goods")],
        ids=("a model nobody knows", "goods nobody sold"),
    )
    def test_refuses(self, model: str, codes: tuple[str, ...], why: str, now: datetime) -> None:
        orders(now, 1)
        with pytest.raises(AnxinError) as refused:
            name(model, *codes, now=now)
        assert refused.value.code == why
        assert not Listing.objects.exists()

    def test_is_never_of_another_house(self, now: datetime) -> None:
        orders(now, 1)
        by = actor(cast.HEYAN_OWNER, now=now)
        told = {"codes": ("XY-S3",), "model": "S3"}
        with pytest.raises(AnxinError):
            acting(lambda: TABLE.give("naming", row=house(), by=by, now=now, fields=told))
        own = people.organisation("heyan")
        with pytest.raises(AnxinError) as refused:
            acting(lambda: TABLE.give("naming", row=own, by=by, now=now, fields=told))
        assert refused.value.code == "goods.no_goods"


class TestSuggestion:
    KNOWN = (("s3", "S3", "禾砚 S3 智能锁"), ("s5", "S5", "禾砚 S5 智能锁"), ("s5p", "S5P", "禾砚 S5 智能锁 增强"))

    @pytest.mark.parametrize(
        ("code", "title", "like"),
        [
            ("s3", "锁", "s3"),
            ("X", "禾砚 S5 智能锁", "s5"),
            ("X", "正品 禾砚 S3 智能锁 包安装", "s3"),
            ("X", "新款 禾砚 S5 智能锁 增强 黑", "s5p"),
            ("X", "智能锁", None),
            ("X", "禾砚 S3 智能锁 或 禾砚 S5 智能锁", None),
        ],
    )
    def test_is_the_only_one_called_so(self, code: str, title: str, like: str | None) -> None:
        assert suggested(code, title, self.KNOWN) == like

    def test_is_confirmed_by_a_person(self, now: datetime) -> None:
        orders(now, 2, Bought(title="正品 禾砚 S3 智能锁 包安装", sku="T-1", amount_fen=99900))
        orders(now, 1, PLAIN)
        first, second = queries.unnamed(house().pk, now=now).rows
        assert (first.code, first.orders, first.suggested and first.suggested.code) == ("T-1", 2, "S3")
        assert (second.code, second.orders, second.suggested) == ("粗陶碟", 1, None)
        by, told = actor(cast.MERCHANT_OWNER, now=now), {"codes": ("T-1", "粗陶碟")}
        acting(lambda: TABLE.give("confirmation", row=house(), by=by, now=now, fields=told))
        assert [one.code for one in queries.unnamed(house().pk, now=now).rows] == ["粗陶碟"]
        assert queries.unnamed_goods([house().pk], now=now) == 1


class TestFiles:
    def test_name_goods_are_written_out_and_taken_back(self, tmp_path: Path, now: datetime) -> None:
        orders(now, 2)
        orders(now, 1, PLAIN)
        read, known = reader(tmp_path, now=now), imports.table("listings")
        by, slug = actor(cast.ADMIN, now=now), cast.MERCHANT.slug
        rows = (f"{slug},XY-S3,门锁,heyan:S3", f"{slug},粗陶碟,,-", f"{slug},X,,没有的型号", f"{slug},Y,,")
        sheet = read("listings", *rows)
        report = imports.dry_run(known, sheet)
        assert [one.kind for one in report.outcomes] == ["new", "new", "refused", "refused"]
        batch = acting(lambda: imports.apply(known, sheet, by=by, now=now, partial=True)).batch
        assert batch is not None
        later.run_due(now)
        assert products() == ["S3", "S3"]
        told = [known.find({"seller": slug, "code": one}) for one in ("XY-S3", "粗陶碟")]
        assert [one and one["model"] for one in told] == ["heyan:S3", "-"]
        again = imports.dry_run(known, sheet)
        assert [one.kind for one in again.outcomes] == ["same", "same", "refused", "refused"]
        acting(lambda: imports.undo(batch, by=by, now=now))
        assert products() == ["", ""]
        assert not Listing.objects.exists()

    def test_of_orders_take_the_product_from_the_table_and_can_be_taken_back_after(
        self, tmp_path: Path, now: datetime
    ) -> None:
        ground.lay(now=now)
        read, known, by = reader(tmp_path, now=now), imports.table("purchases"), actor(cast.ADMIN, now=now)
        at = f"{now - timedelta(days=3):%Y-%m-%d}"
        line = f"{cast.MERCHANT.slug},F-1,1,门锁,1,999.00,,,,,{at},"

        def bring() -> imports.ImportBatch:
            batch = acting(lambda: imports.apply(known, read("purchases", line), by=by, now=now)).batch
            assert batch is not None
            return batch

        first = bring()
        name("S3", "门锁", now=now)
        later.run_due(now)
        row = PurchaseLine.objects.get()
        assert row.product_id == lock().pk
        assert imports.dry_run(known, read("purchases", line)).count("same") == 1
        acting(lambda: imports.undo(first, by=by, now=now))
        assert not PurchaseLine.objects.exists()
        bring()
        assert PurchaseLine.objects.get().product_id == lock().pk


def many(now: datetime, count: int, kind: str) -> tuple[str, ...]:
    """Have so many goods bought, each called like a product; return their codes."""
    codes = tuple(f"{kind}-{number}" for number in range(count))
    for code in codes:
        a_purchase(now=now, order=code, lines=(Bought(title=f"{lock().name} {code}", sku=code, amount_fen=100),))
    return codes


@pytest.mark.parametrize("command", ["naming", "confirmation"])
def test_a_hundred_goods_are_named_in_as_many_statements_as_two(
    now: datetime, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "LOOK_AGAIN_S", 1e9)  # no count depends on how long the test takes
    ground.lay(now=now)
    asked = {}
    for count in (2, 60):
        codes = many(now, count, f"K{count}")
        fields = {"codes": codes, **({"model": "S3"} if command == "naming" else {})}
        for turn in ("first", "again"):
            row, by = house(), actor(cast.MERCHANT_OWNER, now=now)
            with CaptureQueriesContext(connection) as told:
                acting(
                    lambda row=row, by=by, fields=fields: TABLE.give(command, row=row, by=by, now=now, fields=fields)
                )
            asked[turn, count] = len(told)
        assert Listing.objects.filter(code__in=codes).count() == count
        assert all(row_seals.verifies(one) for one in Listing.objects.all())
    assert asked["first", 60] <= asked["first", 2]
    assert asked["again", 60] <= asked["again", 2]


def test_lines_of_a_sku_are_found_by_their_index(now: datetime) -> None:
    orders(now, 1)
    row = Listing(seller=house(), code="XY-S3", product=lock())
    plan = str(queries.lagging(row, former=None).explain())
    if connection.vendor == "sqlite":
        assert "goods_purchase_line_goods" in plan
        assert "SCAN goods_purchaseline" not in plan
    assert goods.name_goods is listings.name_goods
