"""A lock is brought to the counter, or sent in: reported, taken in, mended, paid and given back by pages alone."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from anxin.core.acting import acting
from anxin.demo import bench, cast
from anxin.domain.custody import queries as custody
from anxin.domain.people import actions as people
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import JOBS
from anxin.domain.repairs.models import Repair
from anxin.faces.customer import windows
from tests import builders
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def a_picture(name: str = "p.jpg") -> io.BytesIO:
    file = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    file.name = name
    file.seek(0)
    return file


def reported(client: Client, mode: str, **changed: object) -> Repair:
    """Report as Ms Zhang does: the first page names the outlet, the second is sent."""
    form = "/report/heyan/S3/"
    given = {"symptoms": ["no_fingerprint"], "kind": "repair", "mode": mode, **changed}
    given |= {"name": cast.MS_ZHANG.name, "phone": cast.MS_ZHANG.phone, "address": cast.MS_ZHANG.address}
    page = client.post(form, given)
    assert page.context["bench"].code == "AX-CD-01"
    assert "武侯安心维修点" in page.content.decode()
    kept = dict(page.context["kept"])
    sent = client.post(f"{form}submission/", {**given, **kept, "consent": "on", "once": page.context["once"]})
    assert sent.status_code == 302
    return Repair.objects.get()


PAYING = {"cash", "cash-code", "cash-signed", "cash-end", "code-to-pay"}


def offered(page: Any) -> set[str]:
    """Name the buttons of a page."""
    return {one.name for one in page.context["buttons"]}


class TestCounter:
    def test_takes_in_what_a_page_reported_and_hands_it_back_against_the_code(
        self, client: Client, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        row = reported(client, "drop_off", bring="any")
        one = builders.Walked(repair=row, token="", now=live_now)
        bench.accepted(one)
        one.token = acting(lambda: people.link(stream=row.stream(), person=row.customer, now=live_now))
        client.get(f"/c/{one.token}/")
        he, own = sits(cast.BOSS_HE), f"/customer/repairs/{row.number}/"
        assert "把机器送到下面的网点" in client.get(own).content.decode()
        receipt = client.get(f"{own}receipt/").content.decode()
        assert "武侯安心维修点" in receipt, "a receipt says where to bring it"
        assert all(one in receipt for one in ("还在客户手里", "营业时间内随时")), "any day, no span through the nights"
        assert "师傅会来电约定" not in receipt, "nobody calls about a window"
        listed = he.get("/outlet/counter/").content.decode()
        assert row.number in listed
        found = he.get("/outlet/counter/", {"q": f"https://x.example/outlet/counter/?q={row.number}"})
        url = f"/outlet/counter/{row.number}/"
        assert found.headers["Location"] == url
        refused = he.post(f"{url}taking-in/", {"accessories": ["key"], "photo_files": a_picture()})
        assert refused.status_code == 422
        assert 'name="photo" value="' in refused.content.decode(), "the picture is kept while a field lacks"
        taken = {"condition": ["scratched"], "accessories": ["key"], "shelf": "A-12", "remark": "右下角划痕"}
        assert he.post(f"{url}taking-in/", {**taken, "photo_files": a_picture()}).status_code == 302
        page = client.get(own)
        digits = page.context["goods"].code
        assert len(digits) == 6
        assert "右下角划痕" in page.content.decode()
        assert digits not in he.get(url).content.decode()
        assert client.post(f"{own}receipt-signed/", shown(client, own, beside="receipt-signed")).status_code == 302
        assert he.get(url).context["state"] == "在架上"
        assert "A-12" in he.get(f"{url}label/").content.decode()
        assert he.post(f"{url}bench/", {"technician": cast.MASTER_LUO.number}).status_code == 302
        luo = sits(cast.MASTER_LUO)
        row.refresh_from_db()
        visit = one.visit
        assert "在您的维修台上" in luo.get("/technician/").content.decode()
        bench.agreed(one)
        bench.walk.billed(one)
        assert 'id="mended"' in luo.get(f"/technician/jobs/{visit.number}/").content.decode()
        assert luo.post(f"/technician/jobs/{visit.number}/mended/").status_code == 302
        digits = client.get(own).context["goods"].code
        unpaid = he.post(f"{url}handing-back/", {"code": digits})
        assert unpaid.status_code == 409
        bench.paid(one)
        assert he.post(f"{url}handing-back/", {"code": digits}).status_code == 302
        row.refresh_from_db()
        assert row.state == "closed"
        assert custody.latest_of(row.stream()) is not None

    def test_finds_a_thing_by_its_number_as_the_list_shows_it_and_as_it_is_said(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        number = acting(lambda: bench.until(bench.report(now=live_now, mode="drop_off"), "here")).repair.number
        day, serial = number[6:10], number[11:17]
        for said in (f"{day}-{serial}", f"报修 {day} {serial[:3]} {serial[3:]}"):
            found = sits(cast.BOSS_HE).get("/outlet/counter/", {"q": said})
            assert found.headers["Location"] == f"/outlet/counter/{number}/"

    def test_puts_the_sheet_to_sign_on_before_the_picture_of_paper(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        one = acting(lambda: bench.until(bench.report(now=live_now, mode="drop_off"), "here"))
        form = sits(cast.BOSS_HE).get(f"/outlet/counter/{one.repair.number}/", {"do": "signature"}).content.decode()
        assert 0 < form.index("data-drawing") < form.index("data-upload=")

    def test_takes_a_damaged_parcel_in_with_its_picture_and_shows_another_outlet_nothing(
        self, client: Client, sits: Sits, live_now: datetime
    ) -> None:
        one = builders.at_a_bench(now=live_now, mode="mail_in", at="sent")
        he, url = sits(cast.BOSS_HE), f"/outlet/counter/{one.repair.number}/parcel/"
        unseen = he.post(url, {"shelf": "B-07", "damaged": "on"})
        assert unseen.status_code == 422
        assert "请先拍下破损的外包装" in unseen.content.decode()
        assert he.post(url, {"shelf": "B-07", "damaged": "on", "photo_files": a_picture()}).status_code == 302
        client.get(f"/c/{one.token}/")
        page = client.get(f"/customer/repairs/{one.repair.number}/")
        assert [shot.name for shot in page.context["goods"].shots] == ["未拆的包裹"]
        assert page.context["goods"].claims == (("快递索赔", "破损 · SF1400000000012 · 待向快递公司索赔"),)
        tang = sits(cast.BOSS_TANG)
        assert tang.get(f"/outlet/counter/{one.repair.number}/").status_code == 404
        assert tang.get("/outlet/counter/", {"q": one.repair.number}).status_code == 404
        assert sits(cast.MASTER_LUO).get("/outlet/counter/").status_code in (302, 403, 404)


class TestMoney:
    def test_is_taken_in_cash_at_the_counter_and_handed_in_by_the_outlet(
        self, client: Client, sits: Sits, live_now: datetime
    ) -> None:
        one = builders.at_a_bench(now=live_now, at="agreed")
        client.get(f"/c/{one.token}/")
        he, own, url = (
            sits(cast.BOSS_HE),
            f"/customer/repairs/{one.repair.number}/",
            f"/outlet/counter/{one.repair.number}/",
        )
        bench.walk.billed(one)
        assert he.get(url).context["bill_state"] == client.get(own).context["bill_state"] == "修好后付款"
        assert "维修台工单" in he.get(url).content.decode()
        assert not offered(he.get(url)) & PAYING, "nothing is paid before it is mended"
        bench.works(one, "mended")
        page = he.get(url)
        assert page.context["bill_state"] == "待付"
        assert offered(page) & PAYING == {"cash", "code-to-pay"}
        luo = one.by(cast.MASTER_LUO)
        his = JOBS.allowed(repairs.job_situation(one.visit, by=luo, now=live_now), luo)
        assert not {"cash", "payment"} & set(his.names), "what is mended at a bench is paid at the counter"
        assert "到网点柜台付" in flat(client.get(own))
        pickup = client.get(own).context["goods"].code
        assert "收现金 ¥298.00" in flat(he.get(f"{url}?do=cash"))
        assert he.post(f"{url}cash/", {"once": "k-1"}).status_code == 302
        begun = he.get(url)
        assert "请点清 ¥298.00" in flat(begun)
        assert offered(begun) & PAYING == {"cash-code", "cash-signed", "cash-end", "code-to-pay"}, (
            "it isn't begun twice"
        )
        theirs = client.get(own)
        assert "您在柜台付现金 ¥298.00 吗" in flat(theirs)
        digits = theirs.context["cash_code"]
        assert digits not in he.get(url).content.decode()
        wrong = he.post(f"{url}cash-code/", {"code": pickup, "once": "k-2"})
        assert (wrong.status_code, "还能试 2 次" in flat(wrong)) == (422, True)
        assert he.post(f"{url}cash-end/", {"once": "k-3"}).status_code == 302
        assert client.get(own).context["cash_code"] == ""
        he.post(f"{url}cash/", {"once": "k-4"})
        digits = client.get(own).context["cash_code"]
        assert he.post(f"{url}cash-code/", {"code": digits, "once": "k-5"}).status_code == 302
        assert "· 现金 ·" in flat(client.get(own))
        assert he.post(f"{url}handing-back/", {"code": pickup, "once": "k-6"}).status_code == 302
        self._is_held_and_handed_in(he, sits(cast.QIAN), one)

    def _is_held_and_handed_in(self, he: Client, qian: Client, one: builders.Walked) -> None:
        account = he.get("/outlet/cash/")
        assert account.context["held_fen"] == 29800
        assert [(line.case, what) for line, what in account.context["rows"]] == [(one.repair.number, "客户付款")]
        assert "武侯安心维修点" in flat(qian.get("/desk/money/"))
        way = "/desk/money/cash/outlet/AX-CD-01/"
        assert f'href="{way}"' in qian.get("/desk/money/").content.decode()
        month = qian.get(way)
        assert [(line.case, what) for line, what in month.context["rows"]] == [(one.repair.number, "客户付款")]
        assert "¥298.00" in flat(month)
        assert he.get(way).status_code == 403
        assert he.get(f"{way}month/statement.xlsx").status_code == 403
        assert he.post(f"{way}handing-in/", {"counted_fen": "1.00"}).status_code == 403
        too_much = qian.post(f"{way}handing-in/", {"counted_fen": "299.00", "once": "k-6b"})
        assert (too_much.status_code, "counted_fen" in too_much.context["opened"].form.errors) == (422, True)
        part = qian.post(f"{way}handing-in/", {"counted_fen": "297.00", "once": "k-7"}, follow=True)
        assert "还有 ¥1.00 在柜台" in flat(part)
        qian.post(f"{way}handing-in/", {"counted_fen": "1.00", "once": "k-8"})
        assert "待上交的现金" not in flat(qian.get("/desk/money/"))
        assert he.get("/outlet/cash/").context["held_fen"] == 0
        assert f'href="{way}"' in qian.get("/desk/money/").content.decode(), "its month is found when it has none"
        assert qian.get(way).context["month"].went_fen == 29800
        sheet = qian.get(f"{way}month/statement.xlsx")
        assert "cash-AX-CD-01-" in sheet["Content-Disposition"]
        assert qian.get("/desk/money/cash/outlet/AX-XX-99/").status_code == 404

    def test_is_paid_by_a_code_that_the_counter_shows(self, client: Client, sits: Sits, live_now: datetime) -> None:
        one = builders.at_a_bench(now=live_now, at="mended")
        he, url = sits(cast.BOSS_HE), f"/outlet/counter/{one.repair.number}/"
        assert he.post(f"{url}code-to-pay/", {"once": "k-1"}).status_code == 302
        one.run()
        assert he.get(url).context["bill_state"] == "已付"
        assert not offered(he.get(url)) & PAYING


class TestReport:
    def test_offers_to_send_where_nobody_goes_and_no_counter_is_near(self, client: Client, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        far = {"address": "新疆乌鲁木齐市天山区解放北路1号", "name": "张三", "phone": "13800000001"}
        given = {"symptoms": ["no_fingerprint"], "kind": "repair", **far}
        brought = client.post("/report/heyan/S3/", {**given, "mode": "drop_off"})
        assert brought.status_code == 422
        assert "附近没有网点" in brought.content.decode()
        sent = client.post("/report/heyan/S3/", {**given, "mode": "mail_in"})
        assert sent.context["bench"].code == "AX-CD-01"
        window = list(windows.windows(now=live_now))[-1].key
        nobody = client.post("/report/heyan/S3/", {**given, "mode": "visit", "window": window})
        assert {one.value for one in nobody.context["instead"]} == {"mail_in", "remote"}
