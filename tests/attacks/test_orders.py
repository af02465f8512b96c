"""A shop brings its order again by a file: what was sold and when stays as it was written first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.core import imports, later, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports import ImportReport
from anxin.core.imports.models import ImportRun
from anxin.core.imports.runs import TASK
from anxin.core.queues.models import LaterTask
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions.order_imports import WrittenForGood
from anxin.domain.goods.actions.purchases import ClaimedAbout, ship, stream_of
from anxin.domain.people.queries import organisation
from anxin.faces.ground import import_columns
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
HEAD = "seller,order,line,title,quantity,amount,freight,name,phone,bought,delivered,no_return,waybill,cost"
ROW = (
    f"{cast.MERCHANT.slug},D-1,1,杯,2,268.00,8.00,{cast.BUYER.name},{cast.BUYER.phone},2026-11-18,2026-11-20,,W1,60.00"
)


@pytest.fixture
def merchant(now: datetime) -> Actor:
    """Lay the cast and give the shop's owner."""
    ground.lay(now=now)
    return actor(cast.MERCHANT_OWNER, now=now)


def bring(folder: Path, row: str, by: Actor, now: datetime) -> ImportReport:
    """Bring one row."""
    path = folder / "orders.csv"
    path.write_text(f"{HEAD}\n{row}", encoding="utf-8")
    known = imports.table("purchases")
    sheet = tables.read(known.columns, path)
    return acting(lambda: imports.apply(known, sheet, by=by, now=now, partial=True))


OTHERWISE = [
    (",268.00,", ",0.01,"),
    (",8.00,", ",0.00,"),
    (",杯,2,", ",杯,1,"),
    (",杯,", ",别的,"),
    (",2026-11-20,", ",2026-11-18,"),
    (",2026-11-20,,", ",2026-11-20,made_to_order,"),
    (",2026-11-18,2026-11-20", ",2026-11-10,2026-11-20"),
]
KEY = {"seller": cast.MERCHANT.slug, "order": "D-1", "line": 1}


@pytest.mark.parametrize(("was", "becomes"), OTHERWISE, ids=str)
def test_once_written_is_rewritten_by_no_file_before_anybody_claims_either(
    was: str, becomes: str, merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    bring(tmp_path, ROW, merchant, now)
    before = imports.table("purchases").find(KEY)
    assert was in ROW
    (row,) = bring(tmp_path, ROW.replace(was, becomes), merchant, now + timedelta(hours=1)).refused
    assert imports.table("purchases").find(KEY) == before
    assert len(row.reasons) == 1
    if becomes == ",0.01,":
        assert "¥268.00" in row.reasons["amount"]
        assert "¥0.01" in row.reasons["amount"]


@pytest.mark.parametrize("claimed", [False, True])
def test_a_day_of_arrival_that_is_left_empty_says_nothing_and_what_stands_stays(
    claimed: bool, merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    bring(tmp_path, ROW, merchant, now)
    order = goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")
    filing = Filing(purchase=order, lines=(ClaimLineGiven(position=1),), type="refund_only", reason="broken")
    if claimed:
        acting(lambda: claims.file(filing=filing, by=actor(cast.XIAO_CHEN, now=now), now=now))
    before, record = imports.table("purchases").find(KEY), timeline.read(stream_of(order))
    report = bring(tmp_path, ROW.replace(",2026-11-20,", ",,"), merchant, now + timedelta(hours=1))
    assert (report.count("same"), report.refused) == (1, [])
    assert imports.table("purchases").find(KEY) == before
    assert timeline.read(stream_of(order)) == record


def test_written_down_by_a_program_is_rewritten_by_no_file(merchant: Actor, tmp_path: Path, now: datetime) -> None:
    a_purchase(now=now, order="D-1")
    before = imports.table("purchases").find(KEY)
    (row,) = bring(tmp_path, ROW.replace(",268.00,", ",0.01,"), merchant, now).refused
    assert {"title", "amount"} <= set(row.reasons)
    assert imports.table("purchases").find(KEY) == before


def test_takes_what_was_unknown_once_and_says_so_in_its_record(merchant: Actor, tmp_path: Path, now: datetime) -> None:
    bring(tmp_path, ROW.replace("2026-11-20", ""), merchant, now)
    report = bring(tmp_path, ROW.replace("W1", "W2"), merchant, now + timedelta(hours=1))
    assert report.count("changed") == 1
    record = timeline.read(stream_of(goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")))
    told = [(one.code, one.facts.get("told", "")) for one in record]
    assert told == [("goods.bought", ""), ("goods.told_later", "2026-11-20"), ("goods.waybill_corrected", "")]
    assert bring(tmp_path, ROW.replace("2026-11-20", "2026-11-19").replace("W1", "W2"), merchant, now).refused
    batch = report.batch
    assert batch is not None
    acting(lambda: imports.undo(batch, by=merchant, now=now + timedelta(hours=2)))
    found = imports.table("purchases").find(KEY)
    assert found is not None
    assert (found["delivered"], found["waybill"]) == (None, "W1")


def test_is_taken_back_by_its_seller_within_a_day_and_by_the_operator_later(
    merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    batch, later_on = bring(tmp_path, ROW, merchant, now).batch, now + timedelta(days=1, minutes=1)
    assert batch is not None
    with pytest.raises(WrittenForGood):
        acting(lambda: imports.undo(batch, by=merchant, now=later_on))
    assert imports.table("purchases").find(KEY) is not None
    acting(lambda: imports.undo(batch, by=actor(cast.XIAO_CHEN, now=later_on), now=later_on))
    assert imports.table("purchases").find(KEY) is None


@pytest.mark.parametrize(("was", "becomes"), OTHERWISE, ids=str)
def test_claimed_about_keeps_what_was_sold_paid_and_signed_for(
    was: str, becomes: str, merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    batch = bring(tmp_path, ROW, merchant, now).batch
    shop = organisation(cast.MERCHANT.slug)
    order = goods.purchase_at(seller=shop, order_key="D-1")
    filing = Filing(purchase=order, lines=(ClaimLineGiven(position=1),), type="refund_only", reason="broken")
    acting(lambda: claims.file(filing=filing, by=actor(cast.XIAO_CHEN, now=now), now=now))
    before = imports.table("purchases").find({"seller": shop.slug, "order": "D-1", "line": 1})

    assert was in ROW
    report = bring(tmp_path, ROW.replace(was, becomes), merchant, now + timedelta(hours=1))
    assert len(report.refused) == 1
    assert imports.table("purchases").find({"seller": shop.slug, "order": "D-1", "line": 1}) == before
    assert batch is not None
    with pytest.raises(imports.InUse):
        acting(lambda: imports.undo(batch, by=merchant, now=now + timedelta(hours=2)))


def test_claimed_about_takes_what_the_shop_learns_later(merchant: Actor, tmp_path: Path, now: datetime) -> None:
    bring(tmp_path, ROW.replace("2026-11-20", "").replace("W1", ""), merchant, now)
    order = goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")
    filing = Filing(purchase=order, lines=(ClaimLineGiven(position=1),), type="refund_only", reason="not_received")
    acting(lambda: claims.file(filing=filing, by=actor(cast.XIAO_CHEN, now=now), now=now))
    report = bring(tmp_path, ROW.replace("W1", "W2").replace(",60.00", ",61.00"), merchant, now)
    assert report.count("changed") == 1
    found = goods.purchase_at(seller=order.seller, order_key="D-1")
    assert (found.waybill, found.delivered_at is None) == ("W2", False)
    told = [one.facts["cell"] for one in timeline.facts_of(stream_of(found), code="goods.told_later")]
    assert told == ["delivered", "waybill"]


def test_claimed_about_keeps_the_waybill_that_is_written_down(merchant: Actor, tmp_path: Path, now: datetime) -> None:
    bring(tmp_path, ROW, merchant, now)
    batch = bring(tmp_path, ROW.replace("W1", "W2"), merchant, now).batch
    order = goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")
    filing = Filing(purchase=order, lines=(ClaimLineGiven(position=1),), type="refund_only", reason="not_received")
    acting(lambda: claims.file(filing=filing, by=actor(cast.XIAO_CHEN, now=now), now=now))
    for forged in ("FORGED1", ""):
        assert len(bring(tmp_path, ROW.replace("W1", forged), merchant, now).refused) == 1
    assert batch is not None
    with pytest.raises(ClaimedAbout):
        acting(lambda: imports.undo(batch, by=merchant, now=now))
    assert goods.purchase_at(seller=order.seller, order_key="D-1").waybill == "W2"


def test_a_waybill_put_right_stays_in_the_record_and_is_never_blanked(
    merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    bring(tmp_path, ROW, merchant, now)
    bring(tmp_path, ROW.replace("W1", "W2"), merchant, now)
    (row,) = bring(tmp_path, ROW.replace("W1", ""), merchant, now).refused
    assert set(row.reasons) == {"waybill"}
    order = goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")
    private = timeline.read(stream_of(order), opened=frozenset({"was", "becomes"}))[-1].private
    assert (order.waybill, private["was"].text, private["becomes"].text) == ("W2", "W1", "W2")
    assert not timeline.facts_of(stream_of(order), code="goods.waybill_corrected")[0].facts


def test_going_out_keeps_a_waybill_that_a_file_told_and_writes_down_both(
    merchant: Actor, tmp_path: Path, now: datetime
) -> None:
    bring(tmp_path, ROW, merchant, now)
    order = goods.purchase_at(seller=organisation(cast.MERCHANT.slug), order_key="D-1")
    acting(lambda: ship(purchase=order, waybill="W2", by=merchant, now=now))
    assert (order.waybill, [one.code for one in timeline.read(stream_of(order))][1:]) == (
        "W2",
        ["goods.waybill_corrected", "goods.shipped"],
    )


class TestWhose:
    """Whose orders a shop's file brings is said by the page, and read from no column of it."""

    @pytest.mark.parametrize("header", ["\0", "", " ", "seller"])
    def test_is_read_from_no_column_whatever_its_header(
        self, header: str, merchant: Actor, tmp_path: Path, now: datetime
    ) -> None:
        path, known = tmp_path / "orders.csv", imports.table("purchases")
        path.write_text(f"{HEAD.replace('seller', header)}\n{ROW.replace(cast.MERCHANT.slug, cast.HEYAN.slug)}")
        told = {name: name for name in HEAD.split(",")} | {"seller": import_columns.NOWHERE}
        mapping = tables.Mapping(columns=told, constants={"seller": cast.MERCHANT.slug})
        sheet = tables.read(known.columns, path, mapping=mapping)
        assert [row.values["seller"] for row in sheet.rows] == [cast.MERCHANT.slug]

    @pytest.mark.django_db(transaction=True)
    def test_is_said_by_the_page_of_a_long_file_too(
        self, sits: Callable[[cast.Member], Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(imports, "LONG", 1)
        xiang, way = sits(cast.MERCHANT_OWNER), "/merchant/purchases/imports/"
        content = f"{HEAD}\n{ROW}\n{ROW.replace('D-1', 'D-2')}".encode()
        given = xiang.post(way, {"file": SimpleUploadedFile("orders.csv", content)})
        page = xiang.get(given.headers["Location"]).context
        chosen = {f"column_{one['name']}": one["chosen"] for one in page["columns"]}
        assert xiang.post(f"{way}check/", {"file": page["key"], **chosen}).status_code == 302
        run = ImportRun.objects.get()
        imports.carry_out(run.pk, now=run.asked_at)
        run.refresh_from_db()
        assert (run.state, imports.summary_of(run).new) == ("seen", 2)


def test_a_long_file_whose_workers_die_is_carried_on_as_long_as_it_gets_further(merchant: Actor, now: datetime) -> None:
    told = {"table": "purchases", "columns": {}, "constants": {}, "by": {"id": merchant.id}, "asked_at": now}
    run = ImportRun.objects.create(**told, state="waiting", rows=3000, done=1214)
    tasks = LaterTask.objects.filter(name=TASK)
    acting(lambda: later.put(TASK, arguments={"run": str(run.pk)}, key=f"import|{run.pk}", now=now))
    for got, dead, put in ((1214, False, 1), (1214, True, 2), (1214, True, 2), (1300, True, 3)):
        tasks.update(state="dead" if dead else "ready", finished_at=now if dead else None)
        ImportRun.objects.update(done=got)
        acting(lambda: imports.sweep(now=now))
        assert tasks.count() == put
