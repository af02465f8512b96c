"""The merchant's house: advance answers, orders, files of orders, the packing station, how it went."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core import later
from anxin.core.imports import ImportBatch, ImportRun
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims.models import AdvanceAnswer
from anxin.domain.evidence.models import Link
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.people import queries as people
from anxin.domain.people.models import Role
from anxin.domain.reputation.models import Mark
from tests.claim_builders import a_claim, a_purchase, drawn, jpeg, pack
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CUP = jpeg(drawn(7))
DAY = timedelta(days=1)
ROWS = "订单号,商品,数量,实付,成本,下单日,买家,手机\n{}"
GOOD = "YT-9,青釉茶漏,2,96.00,40.00,2026-11-20,李一,13800000003\n"
BAD = "YT-10,素坯花插,一个,59.9,,二十号,,\n"
COLUMNS = {
    "column_order": "订单号",
    "column_title": "商品",
    "column_quantity": "数量",
    "column_amount": "实付",
    "column_cost": "成本",
    "column_bought": "下单日",
    "column_name": "买家",
    "column_phone": "手机",
}


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, flat(answer)[:2000]
    return flat(answer)


def upload(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def works() -> None:
    later.run_due(timezone.now() + timedelta(minutes=5), queues=["heavy"])


@pytest.fixture
def xiang(sits: Sits) -> Client:
    """Give the merchant's own browser."""
    return sits(cast.MERCHANT_OWNER)


class TestStanding:
    GIVEN = {
        "reasons": ["broken"],
        "types": ["refund_only"],
        "most": "300",
        "attention_most": "low",
        "reason": "小额直接退",
    }

    def test_is_tried_on_past_claims_then_given_then_taken_back(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - DAY, at="review")
        tried = flat(xiang.post("/merchant/standing-answers/", self.GIVEN | {"how": "try"}))
        assert "近 90 天的 1 件里，它会同意 1 件，合计 ¥268.00" in tried
        assert one.claim.number in tried
        assert AdvanceAnswer.objects.count() == 0
        for _press in range(2):
            given = self.GIVEN | {"how": "give", "once": "same"}
            assert xiang.post("/merchant/standing-answers/", given).status_code == 302
        row = AdvanceAnswer.objects.get()
        assert "小额直接退" in text_of(xiang, "/merchant/standing-answers/")
        assert "现在撤回" in text_of(xiang, f"/merchant/standing-answers/{row.id}/revocation/")
        assert xiang.post(f"/merchant/standing-answers/{row.id}/revocation/", {"once": "a"}).status_code == 302
        assert xiang.post(f"/merchant/standing-answers/{row.id}/revocation/", {"once": "b"}).status_code == 409
        row.refresh_from_db()
        assert row.revoked_at is not None

    def test_says_what_is_missing(self, xiang: Client) -> None:
        answer = xiang.post("/merchant/standing-answers/", {"how": "try", "reason": "留着这句"})
        assert answer.status_code == 422
        assert "留着这句" in flat(answer)

    def test_is_the_owners_alone(self, sits: Sits, xiang: Client, live_now: datetime) -> None:
        xiang.post("/merchant/standing-answers/", self.GIVEN | {"how": "give"})
        row = AdvanceAnswer.objects.get()
        other, packer = sits(cast.HEYAN_OWNER), sits(cast.XIAO_WU)
        assert other.post(f"/merchant/standing-answers/{row.id}/revocation/").status_code == 404
        assert packer.get("/merchant/standing-answers/").status_code == 403
        assert sits(cast.XIAO_MEI).post("/merchant/standing-answers/", self.GIVEN | {"how": "give"}).status_code == 403
        assert AdvanceAnswer.objects.get().revoked_at is None


class TestPurchases:
    def test_are_listed_found_and_shown_with_their_listing(self, xiang: Client, live_now: datetime) -> None:
        row = a_purchase(now=live_now)
        row.lines.update(listing={"title": "赭红杯", "pictures": ["abc"]})
        pack(row, CUP, now=live_now - DAY)
        one = a_claim(now=live_now, purchase=row)
        assert row.order_key in text_of(xiang, "/merchant/purchases/")
        assert row.order_key in text_of(xiang, "/merchant/purchases/?text=浓缩")
        assert "没找到" in text_of(xiang, "/merchant/purchases/?text=没有这样的")
        page = text_of(xiang, f"/merchant/purchases/{row.id}/")
        for shown in ("赭红杯", "S1", one.claim.number, "¥112.00", "吴**"):
            assert shown in page, shown
        assert cast.BUYER.name not in page

    def test_asks_as_often_for_five_as_for_one(self, xiang: Client, live_now: datetime) -> None:
        counts = []
        for wanted in (1, 5):
            while Purchase.objects.count() < wanted:
                a_purchase(now=live_now, order=f"YT-{Purchase.objects.count()}")
            with CaptureQueriesContext(connection) as queries:
                xiang.get("/merchant/purchases/")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 14

    def test_of_others_are_not_found(self, sits: Sits, live_now: datetime) -> None:
        row = a_purchase(now=live_now)
        pack(row, CUP, now=live_now)
        link = Link.objects.get()
        below = f"purchases/{row.id}/"
        paths = (below, f"{below}pictures/{link.id}/", f"{below}originals/{link.id}/", f"packing/{row.id}/")
        for who in (cast.HEYAN_OWNER, cast.LIN, cast.XIAO_CHEN):
            client = sits(who)
            for path in paths:
                assert client.get(f"/merchant/{path}").status_code in (403, 404, 405), path
                assert client.post(f"/merchant/{path}").status_code in (403, 404, 405), path
        assert row.order_key not in flat(sits(cast.HEYAN_OWNER).get("/merchant/purchases/"))
        assert Client().get(f"/merchant/purchases/{row.id}/").status_code == 302


class TestImports:
    def begins(self, client: Client, content: bytes, name: str = "orders.csv") -> str:
        answer = client.post("/merchant/purchases/imports/", {"file": upload(content, name)})
        assert answer.status_code == 302, flat(answer)[:2000]
        return answer.headers["Location"]

    def test_walk_from_columns_over_a_dry_run_to_the_undo(self, xiang: Client) -> None:
        check = self.begins(xiang, ROWS.format(GOOD + BAD).encode())
        page = text_of(xiang, check)
        assert "<option selected>订单号</option>" in page
        key = check.split("file=")[1]
        sent = COLUMNS | {"file": key}
        told = flat(xiang.post("/merchant/purchases/imports/check/", sent))
        assert "2026-11-24" in told  # what a day looks like
        assert Purchase.objects.count() == 0
        assert xiang.post("/merchant/purchases/imports/check/", sent | {"how": "all"}).status_code == 422
        assert Purchase.objects.count() == 0
        assert xiang.post("/merchant/purchases/imports/check/", sent | {"how": "good"}).status_code == 302
        row = Purchase.objects.get()
        assert (row.order_key, row.seller.slug, row.lines.get().amount_fen) == ("YT-9", cast.MERCHANT.slug, 9600)
        page = text_of(xiang, "/merchant/purchases/imports/")
        batch = page.split("/undoing/")[0].rsplit("/", 1)[1]
        assert xiang.post(f"/merchant/purchases/imports/{batch}/undoing/").status_code == 302
        assert Purchase.objects.count() == 0
        assert xiang.post(f"/merchant/purchases/imports/{batch}/undoing/").status_code == 409

    def test_never_reads_whose_orders_they_are(self, xiang: Client) -> None:
        check = self.begins(xiang, ("seller," + ROWS.format(f"{cast.HEYAN.slug},{GOOD}")).encode())
        sent = COLUMNS | {"file": check.split("file=")[1], "column_seller": "seller", "how": "all"}
        assert xiang.post("/merchant/purchases/imports/check/", sent).status_code == 302
        assert Purchase.objects.get().seller.slug == cast.MERCHANT.slug

    def test_reads_excel_and_refuses_what_is_no_table(self, xiang: Client) -> None:
        book = openpyxl.Workbook()
        book.active.append(["订单号", "商品"])  # type: ignore[union-attr]
        out = io.BytesIO()
        book.save(out)
        check = self.begins(xiang, out.getvalue(), "orders.xlsx")
        assert xiang.post("/merchant/purchases/imports/check/", {"file": check.split("file=")[1]}).status_code == 422
        assert xiang.post("/merchant/purchases/imports/", {"file": upload(CUP, "a.jpg")}).status_code == 422
        assert xiang.post("/merchant/purchases/imports/").status_code == 422
        assert xiang.get("/merchant/purchases/imports/check/?file=nothing").status_code == 422

    def test_of_others_stay_theirs(self, sits: Sits, xiang: Client) -> None:
        check = self.begins(xiang, ROWS.format(GOOD).encode())
        sent = COLUMNS | {"file": check.split("file=")[1], "how": "all"}
        other = sits(cast.HEYAN_OWNER)
        assert other.post("/merchant/purchases/imports/check/", sent).status_code == 422
        assert xiang.post("/merchant/purchases/imports/check/", sent).status_code == 302
        batch = text_of(xiang, "/merchant/purchases/imports/").split("/undoing/")[0].rsplit("/", 1)[1]
        assert other.post(f"/merchant/purchases/imports/{batch}/undoing/").status_code == 404
        assert "没变" not in text_of(other, "/merchant/purchases/imports/")
        assert Purchase.objects.count() == 1

    @pytest.mark.parametrize("left", [True, False], ids=["who worked there once", "who works for both"])
    def test_stay_with_the_house_they_were_brought_for_whoever_brought_them(
        self, sits: Sits, xiang: Client, live_now: datetime, left: bool
    ) -> None:
        check = self.begins(xiang, ROWS.format(GOOD).encode())
        sent = COLUMNS | {"file": check.split("file=")[1], "how": "all"}
        assert xiang.post("/merchant/purchases/imports/check/", sent).status_code == 302
        batch = ImportBatch.objects.get()
        Role.objects.create(
            account_id=batch.applied_by.partition(":")[2],
            organisation=people.organisation(cast.HEYAN.slug),
            role="merchant_agent",
            from_at=live_now - 90 * DAY,
            to_at=live_now - 30 * DAY if left else None,
        )
        other = sits(cast.HEYAN_OWNER)
        assert f"{batch.id}" not in text_of(other, "/merchant/purchases/imports/")
        assert other.post(f"/merchant/purchases/imports/{batch.id}/undoing/").status_code == 404
        assert Purchase.objects.count() == 1

    def test_of_before_are_of_the_only_house_their_bringer_ever_worked_for(self, xiang: Client) -> None:
        check = self.begins(xiang, ROWS.format(GOOD).encode())
        sent = COLUMNS | {"file": check.split("file=")[1], "how": "all"}
        xiang.post("/merchant/purchases/imports/check/", sent)
        written = ImportBatch.objects.get()
        unknown = ImportBatch.objects.create(
            table="purchases", sha256="", new=1, changed=0, same=0, refused=0, applied_by="system:command",
            applied_at=written.applied_at,
        )  # fmt: skip
        ImportBatch.objects.update(organisation="")
        migration = import_module("anxin.domain.people.migrations.0022_import_houses")
        migration.name_houses(apps, connection.schema_editor())
        unknown.refresh_from_db()
        assert (ImportBatch.objects.get(pk=written.pk).organisation, unknown.organisation) == (written.organisation, "")
        assert written.organisation == str(people.organisation(cast.MERCHANT.slug).id)

    def test_taken_back_by_a_colleague_show_how_far_he_is(
        self, sits: Sits, xiang: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.imports.LONG", 0)
        home = "/merchant/purchases/imports/"
        check = self.begins(xiang, ROWS.format(GOOD).encode())
        sent = COLUMNS | {"file": check.split("file=")[1]}
        key = xiang.post(f"{home}check/", sent).headers["Location"].split("run=")[1]
        works()
        xiang.post(f"{home}check/", {"run": key, "how": "all"})
        works()
        batch = ImportBatch.objects.get().id
        here = xiang.post(f"{home}{batch}/undoing/").headers["Location"]
        by = ImportRun.objects.get(back=True).by
        wu = people.account(cast.XIAO_WU.username)
        assert wu is not None
        colleague = by | {"id": str(wu.id)}
        ImportRun.objects.update(by=colleague)

        page = text_of(xiang, home)
        assert f'href="{here}"' in page
        assert "正在撤回，看进度" in page
        assert f"{batch}/undoing/" not in page
        assert "已试 0 / 1 行" in text_of(xiang, here)
        assert "已试" not in text_of(sits(cast.HEYAN_OWNER), here)
        assert 'id="run"' not in text_of(xiang, f"{home}?run={key}"), "what he wrote stays his to read"

        ImportRun.objects.update(by=by)  # who may take it back
        works()
        ImportRun.objects.update(by=colleague)
        assert "1 行都已撤回" in text_of(xiang, here)
        assert here not in text_of(xiang, home)


class TestPacking:
    def test_finds_an_order_by_number_or_waybill(self, sits: Sits, live_now: datetime) -> None:
        row, wu = a_purchase(now=live_now), sits(cast.XIAO_WU)
        for text in (row.order_key, row.waybill.lower(), f" {row.order_key} "):
            assert wu.get("/merchant/packing/", {"q": text}).headers["Location"] == f"/merchant/packing/{row.id}/"
        assert "没有这个订单号或运单号" in flat(wu.get("/merchant/packing/", {"q": "YT-0"}))

    def test_seals_with_its_time_and_shows_it_lately(self, sits: Sits, live_now: datetime) -> None:
        row, wu = a_purchase(now=live_now), sits(cast.XIAO_WU)
        url = f"/merchant/packing/{row.id}/"
        assert wu.post(url, {"role": "packing"}).status_code == 422
        assert wu.post(url, {"role": "returned", "photo_files": upload(CUP, "a.jpg")}).status_code == 422
        assert (
            wu.post(url, {"role": "packing", "photo_files": upload(b"not a picture" * 9, "a.jpg")}).status_code == 422
        )
        done = wu.post(url, {"role": "packing", "photo_files": upload(CUP, "a.jpg"), "once": "k"})
        assert done.headers["Location"].endswith("?sealed=1")
        again = wu.post(url, {"role": "packing", "photo_files": upload(CUP, "a.jpg"), "once": "k"})
        assert again.headers["Location"] == url
        link = Link.objects.get()
        assert (link.stream(), link.side, link.role, link.late) == (stream_of(row), "merchant", "packing", False)
        assert "刚封存 1 份" in text_of(wu, done.headers["Location"])
        assert row.order_key in text_of(wu, "/merchant/packing/")
        assert wu.get(f"/merchant/purchases/{row.id}/pictures/{link.id}/").headers["Content-Type"] == "image/jpeg"
        opened = wu.post(f"/merchant/purchases/{row.id}/originals/{link.id}/")
        assert b"".join(opened.streaming_content) == CUP  # type: ignore[attr-defined]
        assert Entry.objects.filter(code="evidence.seen", actor_id=str(people.account("wu").id)).count() == 1
        one = a_claim(now=live_now + timedelta(minutes=1), purchase=row)
        assert [(seen.label, seen.late) for seen in one.view(one.by(cast.MERCHANT_OWNER)).evidence] == [("S1", False)]

    def test_a_film_plays_piece_by_piece_for_who_was_written_down_and_for_nobody_else(
        self, sits: Sits, live_now: datetime
    ) -> None:
        row, wu, film = a_purchase(now=live_now), sits(cast.XIAO_WU), b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))
        page = text_of(wu, f"/merchant/packing/{row.id}/")
        assert "这批货已经发出" in page
        wu.post(f"/merchant/packing/{row.id}/", {"role": "packing", "photo_files": upload(film, "a.mp4")})
        link = Link.objects.get()
        url = f"/merchant/purchases/{row.id}/originals/{link.id}/"
        assert (wu.get(url).status_code, wu.get(f"{url}?film=no").status_code) == (405, 404)
        opened = wu.post(url).headers["Location"]
        assert Entry.objects.filter(code="evidence.seen").count() == 1
        whole = wu.get(opened)
        assert (whole.status_code, whole.headers["Content-Type"]) == (200, "video/mp4")
        assert b"".join(whole.streaming_content) == film  # type: ignore[attr-defined]
        piece = wu.get(opened, headers={"range": "bytes=10-19"})
        assert (piece.status_code, piece.headers["Content-Range"]) == (206, f"bytes 10-19/{len(film)}")
        assert b"".join(piece.streaming_content) == film[10:20]  # type: ignore[attr-defined]
        assert wu.get(opened, headers={"range": "bytes=9999-"}).status_code == 416
        assert sits(cast.MERCHANT_OWNER).get(opened).status_code == 404
        assert Entry.objects.filter(code="evidence.seen").count() == 1

    def test_says_so_where_somebody_claims_already(self, sits: Sits, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        page = text_of(sits(cast.XIAO_WU), f"/merchant/packing/{one.claim.purchase_id}/")
        assert "已经有人申请售后" in page
        assert one.claim.number not in page

    def test_a_packer_sees_no_claims_orders_or_overview(self, sits: Sits, live_now: datetime) -> None:
        wu, one = sits(cast.XIAO_WU), a_claim(now=live_now)
        for path in ("claims/", f"claims/{one.claim.number}/", "purchases/", "overview/", "standing-answers/"):
            assert wu.get(f"/merchant/{path}").status_code == 403, path


class TestOverview:
    def test_counts_and_lets_a_mark_be_contested(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - 3 * DAY)
        one.wait(hours=49)
        page = text_of(xiang, "/merchant/overview/")
        assert "在办 1 件，要求合计 ¥268.00" in page
        assert "按时答复 0 件，超时 1 件" in page
        mark = Mark.objects.get(counter="answered_late")
        assert f'href="/merchant/overview/marks/{mark.id}/contest/#m-{mark.id}"' in text_of(
            xiang, "/merchant/overview/"
        )
        assert 'name="why"' in text_of(xiang, f"/merchant/overview/marks/{mark.id}/contest/")
        assert xiang.post(f"/merchant/overview/marks/{mark.id}/contest/", {"why": ""}).status_code == 422
        assert xiang.post(f"/merchant/overview/marks/{mark.id}/contest/", {"why": "系统停机"}).status_code == 302
        mark.refresh_from_db()
        assert mark.state == "contested"
        assert xiang.post(f"/merchant/overview/marks/{mark.id}/contest/", {"why": "再说一次"}).status_code == 409
        assert "contest/" not in text_of(xiang, "/merchant/overview/")

    def test_of_another_house_counts_nothing_of_this(self, sits: Sits, live_now: datetime) -> None:
        one = a_claim(now=live_now - 3 * DAY)
        one.wait(hours=49)
        other, mark = sits(cast.HEYAN_OWNER), Mark.objects.get(counter="answered_late")
        assert "在办 0 件" in text_of(other, "/merchant/overview/")
        assert other.post(f"/merchant/overview/marks/{mark.id}/contest/", {"why": "x"}).status_code == 404
