"""Figures: honest where there are few, with a table and a safe CSV behind each; for quality, finance and operator."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import clocks
from anxin.demo import cast, counties
from anxin.domain.insight import tasks
from anxin.domain.people.models import Organisation
from anxin.domain.quality import actions as quality
from anxin.faces.desk.insight.figures import FIGURES
from tests import builders, claim_builders
from tests.faces.conftest import ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
URL = "/desk/insight/"


@pytest.fixture
def sun(sits: Sits) -> Client:
    """Give the browser of Sun, who looks after quality."""
    return sits(cast.SUN)


def two_repairs(now: datetime) -> builders.Walked:
    """Walk two repairs to their end, one of them accepted late."""
    late = builders.a_repair(now=now - timedelta(days=9), customer=cast.NEIGHBOUR)
    late.now += timedelta(minutes=10)
    clocks.sweep(late.now)
    late.until("closed")
    one = builders.a_repair(now=now - timedelta(days=2), at="closed")
    given = quality.ReviewGiven(overall=4)
    one.do(lambda: quality.review(repair=one.repair, given=given, by=one.customer, now=one.now))
    tasks.gather.func(now=now)
    return one


class TestPage:
    def test_is_honest_about_nothing(self, sun: Client) -> None:
        page = sun.get(URL).content.decode()
        for said in ("太少，说明不了什么", "这些天没有申请", "没有收付", "没有在办的"):
            assert said in page
        assert "NaN" not in page
        assert "None" not in page

    def test_shows_what_happened_with_its_counts(self, sun: Client, live_now: datetime) -> None:
        two_repairs(live_now)
        page = sun.get(URL).content.decode()
        assert "禾砚离目标最远" in page
        assert "四个时限都守住了" not in page
        assert "2 单报修" in page
        assert "data-chart" in page

    def test_narrows_by_days_and_brand(self, sun: Client, live_now: datetime) -> None:
        builders.a_repair(now=live_now - timedelta(days=2), at="closed")
        today = live_now.date().isoformat()
        assert "正在统计" in sun.get(URL).content.decode()
        tasks.gather.func(now=live_now)
        assert "0 单报修" in sun.get(URL, {"from": today, "to": today}).content.decode()
        assert "1 单报修" in sun.get(URL, {"brand": "heyan"}).content.decode()
        assert "0 单报修" in sun.get(URL, {"brand": "qingfeng"}).content.decode()

    def test_names_shops_apart_from_brands(self, sun: Client, live_now: datetime) -> None:
        claim_builders.a_claim(now=live_now - timedelta(days=2))
        tasks.gather.func(now=live_now)
        page = sun.get(URL).content.decode()
        shops = page[page.index('<optgroup label="店铺">') :]
        assert 'value="xiangyuan"' in shops[: shops.index("</optgroup>")]
        assert "全部品牌" not in page

    def test_mends_what_can_not_be_meant_and_says_so(self, sun: Client) -> None:
        page = sun.get(URL, {"from": "2026-11-20", "to": "2026-11-01"}).content.decode()
        assert "已对调" in page
        assert "最多看一年" in sun.get(URL, {"from": "2020-01-01", "to": "2026-11-01"}).content.decode()
        assert sun.get(URL, {"from": "gestern", "to": "9999-99-99", "brand": "'; --"}).status_code == 200

    def test_asks_as_often_for_two_as_for_none(self, sun: Client, live_now: datetime) -> None:
        counts = []
        sun.get(URL)
        for turn in range(2):
            with CaptureQueriesContext(connection) as queries:
                sun.get(URL)
            counts.append(len(queries))
            if not turn:
                builders.a_repair(now=live_now - timedelta(days=2), at="closed")
                builders.a_repair(now=live_now - timedelta(days=4), at="booked", customer=cast.NEIGHBOUR)
                tasks.gather.func(now=live_now)
        assert counts[0] == counts[1] <= 11

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.XIAO_DENG, cast.BOSS_HE, cast.HEYAN_OWNER])
    def test_refuses_everybody_else(self, sits: Sits, member: cast.Member) -> None:
        client = sits(member)
        assert client.get(URL).status_code == 403
        assert client.get(f"{URL}tables/promises.csv").status_code == 403

    def test_asks_a_stranger_to_sign_in(self, client: Client, db: None) -> None:
        assert client.get(URL).status_code == 302
        assert client.get(f"{URL}tables/promises.csv").status_code == 302

    def test_leads_on_only_where_one_may_go(self, sits: Sits, live_now: datetime) -> None:
        builders.a_repair(now=live_now - timedelta(days=2), at="booked")
        assert "/desk/repairs/?brand=" in sits(cast.ADMIN).get(URL).content.decode()
        assert "/desk/repairs/?brand=" not in sits(cast.SUN).get(URL).content.decode()


class TestTable:
    def test_comes_behind_every_figure(self, sun: Client, live_now: datetime) -> None:
        two_repairs(live_now)
        for key in (*FIGURES, "coverage"):
            answer = sun.get(f"{URL}tables/{key}.csv")
            assert answer.status_code == 200, key
            assert answer.content.startswith(b"\xef\xbb\xbf")
            assert f"anxin-{key}-" in answer.headers["Content-Disposition"]
        assert sun.get(f"{URL}tables/nothing.csv").status_code == 404

    def test_runs_nothing_in_a_spreadsheet(self, sun: Client, live_now: datetime) -> None:
        two_repairs(live_now)
        Organisation.objects.filter(slug="heyan").update(name='=HYPERLINK("http://x.example")')
        text = sun.get(f"{URL}tables/brands.csv").content.decode("utf-8-sig")
        assert "'=HYPERLINK" in text


class TestClaims:
    def test_are_counted_by_how_they_ended(self, sun: Client, live_now: datetime) -> None:
        claim_builders.a_claim(now=live_now - timedelta(days=3), at="decided")
        tasks.gather.func(now=live_now)
        page = sun.get(URL).content.decode()
        assert "1 件申请" in page
        assert "档位只决定谁来看" in page


class TestLooks:
    @ON_A_DESK
    def test_shows_its_figures_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.ADMIN)
        counties.lay(now=live_now)
        two_repairs(live_now)
        window = visitor(size).sits_down(client)
        page = window.goes(URL)
        page.locator(".plot svg").first.wait_for()
        window.looks_over("insight")
