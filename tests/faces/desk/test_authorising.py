"""The authorisation desk on its pages: at the operator's for every brand, at a brand's for its own."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports.models import ImportBatch
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.models import Authorisation
from anxin.domain.network.rules import signatures
from anxin.domain.people import queries as people
from tests import builders

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
LIST = {"desk": "/desk/authorisations/", "merchant": "/merchant/authorisations/"}
NUMBER = "400-000-0088"


def until(days: int = 300) -> str:
    return (datetime.now().date() + timedelta(days=days)).isoformat()  # a day far ahead


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def a_hotline(client: Client, *, face: str = "merchant", **more: str) -> int:
    told = {"number": NUMBER, "scope": "安装", "hours": "1-5 8:00-18:00", "to_date": until()}
    return client.post(f"{LIST[face]}brands/heyan/hotline/", {**told, **more}).status_code


class TestBrand:
    def test_enters_a_hotline_that_is_in_force_at_once(self, sits: Sits, live_now: datetime) -> None:
        owner = sits(cast.HEYAN_OWNER)
        assert a_hotline(owner) == 302
        assert queries.genuine_card(kind="hotline", code=NUMBER, now=live_now).genuine
        page = said(owner, f"{LIST['merchant']}?kind=hotline")
        assert "已登记并签字" in page
        assert NUMBER in page
        assert "周一至周五 08:00–18:00" in page

    @pytest.mark.parametrize("typed", ["4008200003", "400 820 0003", "400-8200-003", "４００－８２０－０００３"])
    def test_enters_a_hotline_in_one_form_however_it_is_typed(self, typed: str, sits: Sits) -> None:
        assert a_hotline(sits(cast.HEYAN_OWNER), number=typed) == 302
        assert Authorisation.objects.filter(kind="hotline").latest("pk").code == "400-820-0003"

    def test_finds_a_hotline_that_stands_otherwise_and_makes_no_second_of_it(self, sits: Sits) -> None:
        assert a_hotline(sits(cast.HEYAN_OWNER), number="400-820-0003") == 302
        Authorisation.objects.filter(code="400-820-0003").update(code="4008200003")
        assert a_hotline(sits(cast.HEYAN_OWNER), number="400 820 0003", scope="维修") == 302
        held = Authorisation.objects.filter(kind="hotline", bare="4008200003")
        assert {one.code for one in held} == {"4008200003"}

    def test_enters_a_hotline_typed_with_blanks_as_it_is_printed(self, sits: Sits) -> None:
        owner, admin = sits(cast.HEYAN_OWNER), sits(cast.ADMIN)
        assert a_hotline(owner, number=NUMBER.replace("-", " ")) == 302
        assert Authorisation.objects.filter(kind="hotline").latest("pk").code == NUMBER
        assert a_hotline(admin, face="desk", scope="报修") == 302
        assert "在列表里能看到它走到哪一步" in said(admin, f"{LIST['desk']}?brand=heyan&kind=hotline")

    def test_reads_all_that_is_wrong_by_its_field_with_the_rest_kept(self, sits: Sits) -> None:
        answer = sits(cast.HEYAN_OWNER).post(
            f"{LIST['merchant']}brands/heyan/hotline/", {"number": "12315", "scope": "我的热线", "to_date": until()}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_number-wrong"' in page
        assert "我的热线" in page

    def test_sees_and_touches_only_its_own(self, sits: Sits) -> None:
        owner = sits(cast.QINGFENG_OWNER)
        row = Authorisation.objects.get(code=cast.HOTLINE)
        assert cast.HOTLINE not in said(owner, LIST["merchant"])
        assert owner.get(f"{LIST['merchant']}{row.number}/").status_code == 404
        assert owner.get(f"{LIST['merchant']}brands/heyan/").status_code == 404
        assert owner.get(f"{LIST['merchant']}brands/heyan/request.json").status_code == 404
        assert owner.post(f"{LIST['merchant']}{row.number}/suspension/", {"why": "x"}).status_code == 404

    def test_reads_one_with_its_history_papers_and_what_the_public_reads(self, sits: Sits) -> None:
        row = Authorisation.objects.get(code=cast.MASTER_LUO.number, brand__slug="heyan")
        page = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}{row.number}/")
        assert "罗师傅" in page
        assert "已授权，由品牌方密钥签名" in page
        assert "暂停" in page

    def test_suspends_several_after_reading_what_is_left_out(self, sits: Sits) -> None:
        owner = sits(cast.HEYAN_OWNER)
        rows = list(Authorisation.objects.filter(brand__slug="heyan", kind="technician").order_by("number"))
        ended = Authorisation.objects.get(code=cast.RETIRED_HOTLINE)
        numbers = [one.number for one in (*rows, ended)]
        shown = owner.post(f"{LIST['merchant']}several/", {"number": numbers, "command": "suspension"})
        token = shown.context["token"]
        assert (shown.context["many_possible"], shown.context["many_refused"]) == (len(rows), 1)
        lacking = owner.post(
            f"{LIST['merchant']}several/", {"number": numbers, "command": "suspension", "token": token}
        )
        assert lacking.status_code == 422
        told = {"number": numbers, "command": "suspension", "token": token, "why": "换合同"}
        done = owner.post(f"{LIST['merchant']}several/", told, follow=True)
        assert (done.context["done"], done.context["over"]) == (len(rows), True)
        assert {one.state for one in Authorisation.objects.filter(pk__in=[one.pk for one in rows])} == {"suspended"}

    def test_renews_all_that_the_list_shows_and_asked_twice_does_it_once(self, sits: Sits) -> None:
        owner, address = sits(cast.HEYAN_OWNER), f"{LIST['merchant']}several/"
        told = {"all": "1", "kind": "technician", "command": "renewal"}
        rows = Authorisation.objects.filter(brand__slug="heyan", kind="technician")
        before, ahead = rows.count(), rows.filter(state="authorised").count()
        shown = owner.post(address, told)
        assert (shown.context["many_possible"], ahead > 1) == (ahead, True)
        told |= {"token": shown.context["token"], "once": "one-form", "to_date": until(900)}
        first = owner.post(address, told)
        again = owner.post(address, told)
        assert first["Location"] == again["Location"]
        assert rows.count() == before + ahead
        assert set(rows.filter(to_date=until(900)).values_list("state", flat=True)) == {"authorised"}
        assert f"办好 {ahead} 份" in said(owner, first["Location"])
        assert sits(cast.QINGFENG_OWNER).get(first["Location"]).status_code == 404
        later = owner.post(address, {"kind": "technician", "all": "1", "command": "renewal"})
        assert later.context["many_possible"] == ahead  # the new ones; the old have a later one by now

    def test_revokes_and_refuses_several_with_a_reason(self, sits: Sits) -> None:
        owner, address = sits(cast.HEYAN_OWNER), f"{LIST['merchant']}several/"
        assert a_hotline(sits(cast.ADMIN), face="desk") == 302
        standing = Authorisation.objects.get(code=cast.HOTLINE)
        applied = Authorisation.objects.get(code=NUMBER)
        numbers = [standing.number, applied.number]
        for command, done in (("refusal", applied), ("revocation", standing)):
            shown = owner.post(address, {"number": numbers, "command": command})
            assert (shown.context["many_possible"], shown.context["many_refused"]) == (1, 1)
            told = {"number": numbers, "command": command, "token": shown.context["token"], "once": command}
            assert owner.post(address, told).status_code == 422
            assert owner.post(address, {**told, "why": "换合同"}).status_code == 302
            done.refresh_from_db()
            assert done.state in ("refused", "revoked")

    def test_signs_with_a_key_of_its_own_by_a_file_taken_there_and_back(self, sits: Sits, live_now: datetime) -> None:
        owner, (private, public) = sits(cast.HEYAN_OWNER), signatures.fresh()
        place = f"{LIST['merchant']}brands/heyan/"
        assert owner.post(f"{place}public-key/", {"public": public}).status_code == 302
        assert a_hotline(owner) == 302
        assert "1 份等品牌方用自己的密钥签字" in said(owner, LIST["merchant"])
        assert "等品牌方用自己的密钥签字" not in said(sits(cast.ADMIN), f"{LIST['desk']}?brand=heyan")
        sheet = signatures.read(owner.get(f"{place}request.json").content, signed=False)
        assert sheet.fingerprint in said(owner, place)
        for content, status in (
            (b"not json", 422),
            (signatures.written(signatures.signed(sheet, private)).encode(), 302),
        ):
            file = SimpleUploadedFile("signed.json", content)
            assert owner.post(f"{place}signed/", {"file": file}).status_code == status
        assert queries.genuine_card(kind="hotline", code=NUMBER, now=live_now).genuine

    def test_signs_on_its_page_what_that_page_lists_and_nothing_that_came_since(self, sits: Sits) -> None:
        owner, (private, public) = sits(cast.HEYAN_OWNER), signatures.fresh()
        place = f"{LIST['merchant']}brands/heyan/"
        assert owner.post(f"{place}public-key/", {"public": public}).status_code == 302
        assert a_hotline(owner) == 302
        seen = owner.get(place).context
        assert [(one.kind, one.code) for one, _ in seen["statements"]] == [("热线", "4000000088")]
        assert a_hotline(owner, number="400-000-0099") == 302

        def hands_in(print_: str) -> HttpResponse:
            sheet = signatures.read(owner.get(f"{place}request.json").content, signed=False)
            content = signatures.written(signatures.signed(sheet, private)).encode()
            return owner.post(f"{place}signed/", {"print": print_, "file": SimpleUploadedFile("s.json", content)})

        refused = hands_in(seen["fingerprint"])
        assert refused.status_code == 422
        assert "页面打开以后" in unescape(refused.content.decode())
        assert {one.code for one, _ in refused.context["statements"]} == {"4000000088", "4000000099"}
        assert not Authorisation.objects.filter(code__startswith="400-000-00", key__public=public).exists()
        assert hands_in(refused.context["fingerprint"]).status_code == 302
        assert Authorisation.objects.filter(state="authorised", key__public=public).count() == 2

    def test_says_that_a_key_of_before_is_lost_since_a_day_and_reads_what_is_to_be_signed_anew(
        self, sits: Sits, live_now: datetime
    ) -> None:
        owner, place = sits(cast.HEYAN_OWNER), f"{LIST['merchant']}brands/heyan/"
        assert a_hotline(owner) == 302
        assert owner.post(f"{place}key/", {}).status_code == 302
        form = said(owner, f"{place}?do=lost-key")
        assert "heyan-1" in form
        assert "heyan-2" in form
        assert re.search(r"密钥 heyan-1：有 \d+ 条生效的授权由它签名", form)
        today = timezone.localdate().isoformat()
        assert owner.post(f"{place}lost-key/", {"key": "heyan-9", "since": today, "why": "被偷"}).status_code == 422
        assert owner.post(f"{place}lost-key/", {"key": "heyan-1", "since": today, "why": "被偷"}).status_code == 302

        assert "从那时起签过的要重新签" in said(owner, place)
        assert queries.genuine_card(kind="hotline", code=NUMBER, now=live_now).status == "suspended"
        assert queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=live_now).genuine

    def test_says_before_a_key_is_lost_how_many_jobs_go_to_others(self, sits: Sits, live_now: datetime) -> None:
        builders.a_repair(now=live_now, at="assigned")
        form = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}brands/heyan/?do=lost-key")
        assert "手上的 1 单会马上换人去，并告诉客户。" in form

    def test_brings_technicians_by_a_file_whose_template_it_loads_down(self, sits: Sits, live_now: datetime) -> None:
        owner, base = sits(cast.HEYAN_OWNER), f"{LIST['merchant']}files/vouched_technicians/"
        sheet = openpyxl.load_workbook(BytesIO(owner.get(f"{base}template.xlsx").content)).active
        assert sheet is not None
        titles = [str(cell.value) for cell in sheet[1]]
        assert "品牌" not in titles
        told = {"工牌号": "HY-1", "姓名": "欧阳修远", "电话": "13800000081", "入行日": "2024-03-01"}
        told |= {"所属网点": "AX-CD-01", "授权自": live_now.date().isoformat(), "授权至": until()}
        assert set(told) <= set(titles), titles
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(list(told))
        book.active.append(list(told.values()))
        out = BytesIO()
        book.save(out)
        sent = owner.post(base, {"file": SimpleUploadedFile("师傅.xlsx", out.getvalue())})
        page = owner.get(sent["Location"])
        form = {f"column_{one['name']}": one["chosen"] for one in page.context["columns"]}
        form["file"] = page.context["key"]
        assert owner.post(f"{base}check/", form).context["new"] == 1
        done = owner.post(f"{base}check/", {**form, "how": "all"})
        assert done.status_code == 302
        assert queries.genuine_card(kind="technician", code="HY-1", now=datetime.now(UTC)).genuine
        batch = done["Location"].partition("done=")[2]
        brought = said(owner, f"{LIST['merchant']}?import=vouched_technicians.{batch}")
        assert "HY-1" in brought
        assert cast.MASTER_LUO.number not in brought

    def test_reads_what_became_of_a_file_s_rows_and_sees_those_of_one_kind(
        self, sits: Sits, live_now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=live_now)
        known, path = imports.table("vouched_technicians"), tmp_path / "men.csv"
        head = "brand,number,name,phone,outlet,since,from,to"
        days = f"2024-03-01,{live_now.date().isoformat()},{until()}"
        rows = [f"禾砚,HY-{n},钱{n},1380000009{n},AX-CD-01,{days}" for n in (1, 2, 3)]
        owner = Actor(
            kind="staff",
            id="0199",
            organisation=str(people.organisation("heyan").pk),
            roles=frozenset({"merchant_owner"}),
        )

        def bring(*some: str) -> ImportBatch | None:
            path.write_text("\n".join((head, *some)), encoding="utf-8")
            sheet = tables.read(known.columns, path)
            return acting(lambda: imports.apply(known, sheet, by=owner, now=live_now, partial=True)).batch

        bring(*rows[:2])
        batch = bring(rows[0], rows[1].replace("钱2", "胡八"), rows[2], rows[2].replace("HY-3", "HY-4"))
        assert batch is not None
        there = f"{LIST['merchant']}?import=vouched_technicians.{batch.id}"
        page = said(sits(cast.HEYAN_OWNER), there)
        assert "新增 1，有改动 1，没有变化 1" in page
        assert "1 行没有收，不在这里" in page
        for came, codes in (("", {"HY-2", "HY-3"}), ("new", {"HY-3"}), ("changed", {"HY-2"})):
            listed = sits(cast.HEYAN_OWNER).get(f"{there}&came={came}")
            assert {
                one["view"].code if isinstance(one, dict) else one.view.code for one in listed.context["rows"]
            } == codes


class TestShop:
    def test_has_no_such_desk(self, sits: Sits) -> None:
        shop = sits(cast.MERCHANT_OWNER)
        assert LIST["merchant"] not in said(shop, "/merchant/claims/")
        assert "店铺不授权" in said(shop, LIST["merchant"])


class TestOperator:
    def test_is_led_to_inviting_the_owner_who_alone_makes_keys(self, sits: Sits) -> None:
        page = said(sits(cast.ADMIN), f"{LIST['desk']}brands/heyan/")
        assert 'href="/desk/staff/houses/heyan/"' in page
        assert "/desk/staff/houses/" not in said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}brands/heyan/")

    def test_enters_checks_and_leaves_the_last_word_to_the_brand(self, sits: Sits) -> None:
        operator = sits(cast.ADMIN)
        assert a_hotline(operator, face="desk") == 302
        row = Authorisation.objects.get(code=NUMBER)
        place = f"{LIST['desk']}{row.number}/"
        asked = operator.post(f"{place}check/", {})
        assert asked.status_code == 422
        assert "号码打得通" in asked.content.decode()
        assert "身份证原件" not in asked.content.decode(), "a hotline has none"
        assert operator.post(f"{place}check/", {"papers": ["number", "contract"]}).status_code == 302
        page = said(operator, place)
        assert "号码打得通" in page
        assert "?do=authorisation" not in page
        assert operator.post(f"{place}authorisation/", {}).status_code in (403, 409)
        owner = sits(cast.HEYAN_OWNER)
        assert owner.post(f"{LIST['merchant']}{row.number}/authorisation/", {}).status_code == 302

    def test_sees_every_brands(self, sits: Sits) -> None:
        page = said(sits(cast.ADMIN), f"{LIST['desk']}?kind=technician&text=罗师傅")
        assert page.count("罗师傅") >= 2
        assert "青枫" in page

    def test_is_told_what_ends_soon(self, sits: Sits, live_now: datetime) -> None:
        row = Authorisation.objects.get(code=cast.HOTLINE)
        owner = ground.owner_of(people.organisation("heyan"))
        acting(lambda: actions.revoke(authorisation=row, why="换", by=owner, now=live_now))
        assert a_hotline(sits(cast.HEYAN_OWNER), to_date=until(7)) == 302
        page = said(sits(cast.ADMIN), f"{LIST['desk']}?soon=1")
        assert NUMBER in page
        assert "剩 7 天" in page or "剩 6 天" in page

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.BOSS_HE, cast.MASTER_LUO, cast.ZHOU])
    def test_lets_nobody_else_in(self, member: cast.Member, sits: Sits) -> None:
        assert sits(member).get(LIST["desk"]).status_code == 403


class TestPapers:
    def test_are_handed_in_opened_with_a_line_in_the_record_and_erased(self, sits: Sits) -> None:
        operator, owner = sits(cast.ADMIN), sits(cast.HEYAN_OWNER)
        row = Authorisation.objects.get(code=cast.MASTER_LUO.number, brand__slug="heyan")
        place, theirs = f"{LIST['desk']}{row.number}/", f"{LIST['merchant']}{row.number}/"
        assert "图片或 PDF" in said(operator, f"{place}?do=scan")
        none = operator.post(f"{place}scan/", {"paper": "contract"})
        assert (none.status_code, "请先选一张图片或一份 PDF" in none.content.decode()) == (422, True)
        text = SimpleUploadedFile("合同.pdf", b"just words, and no PDF")
        assert operator.post(f"{place}scan/", {"paper": "contract", "photo_files": text}).status_code == 422
        pdf = SimpleUploadedFile("合同.pdf", b"%PDF-1.7 the contract")
        assert operator.post(f"{place}scan/", {"paper": "contract", "photo_files": pdf}).status_code == 302
        scan = row.scans.get()
        assert "和网点的合同" in said(owner, theirs)
        opened = owner.post(f"{theirs}scans/{scan.pk}/")
        assert opened.getvalue() == b"%PDF-1.7 the contract"
        assert "no-store" in opened["Cache-Control"]
        assert opened["Content-Disposition"].startswith("attachment")
        assert "材料扫描件被打开查看" in said(owner, theirs)
        assert owner.get(f"{theirs}scans/{scan.pk}/").status_code == 405
        stranger = sits(cast.QINGFENG_OWNER)
        assert stranger.post(f"{theirs}scans/{scan.pk}/").status_code == 404
        assert owner.post(f"{theirs}scan-removal/", {"scan": str(scan.pk), "why": "传错了"}).status_code == 302
        assert "这里没有存扫描件" in said(owner, theirs)
        assert owner.post(f"{theirs}scans/{scan.pk}/").status_code == 404

    def test_a_pdf_is_taken_by_no_other_form_and_from_no_stranger(self, sits: Sits) -> None:
        owner = sits(cast.HEYAN_OWNER)
        length = {"Upload-Length": "12", "Tus-Resumable": "1.0.0"}
        assert Client().post("/uploads/documents/", headers=length).status_code == 403
        begun = owner.post("/uploads/documents/", headers=length)
        sent = owner.patch(
            begun["Location"],
            b"%PDF-1.7 abc",
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": "0"},
        )
        key, operator = sent["Upload-Key"], sits(cast.ADMIN)
        row = Authorisation.objects.get(code=cast.MASTER_LUO.number, brand__slug="heyan")
        assert operator.post(f"{LIST['desk']}{row.number}/portrait/", {"photo": key}).status_code == 422
        theirs = f"{LIST['merchant']}{row.number}/"
        assert owner.post(f"{theirs}scan/", {"paper": "photo", "photo": key}).status_code == 302

    def test_that_are_wanted_are_named_where_one_was_not_looked_at(self, sits: Sits) -> None:
        operator = sits(cast.ADMIN)
        assert a_hotline(operator, face="desk") == 302
        row = Authorisation.objects.get(code=NUMBER)
        refused = operator.post(f"{LIST['desk']}{row.number}/check/", {"papers": ["contract"]})
        assert refused.status_code in (409, 422)
        assert "还缺这些材料：号码打得通" in refused.content.decode()
