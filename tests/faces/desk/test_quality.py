"""Follow-ups at the desk, the customer's review, the technician's grade: what they show, do and refuse."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.quality import actions as quality
from anxin.domain.quality.models import Contest, FollowUp, Review
from tests import builders
from tests.faces.conftest import ON_A_DESK, ON_A_PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
LIST = "/desk/follow-ups/"


def closed(now: datetime, *, percent: int = 100, customer: cast.Customer = cast.MS_ZHANG) -> builders.Walked:
    """Walk a repair to its end some days ago, so that its follow-up is due by now."""
    begun = now - timedelta(days=2)
    ground.lay(now=begun)
    acting(
        lambda: settings.propose(name="quality.sample_percent", value=percent, valid_from=begun, by=SYSTEM, now=begun)
    )
    one = builders.a_repair(now=begun, at="closed", customer=customer)
    clocks.sweep(now)
    one.now = now
    return one


def url_of() -> str:
    return f"{LIST}{FollowUp.objects.get().id}/"


def linked(one: builders.Walked) -> Client:
    """Open the customer's own link."""
    client = Client()
    assert client.get(f"/c/{one.token}/").status_code in (200, 302)
    return client


class TestList:
    def test_says_plainly_when_nobody_is_to_be_called(self, sits: Sits) -> None:
        page = sits(cast.SUN).get(LIST).content.decode()
        assert "没有要打的" in page
        assert "没有申诉" in page

    def test_tells_who_may_not_read_reviews_that_quality_does_not_that_there_are_none(self, sits: Sits) -> None:
        page = sits(cast.XIAO_CHEN).get(LIST).content.decode()
        assert "由质检查看" in page
        assert "还没有人评价" not in page
        assert "没有申诉" not in page

    def test_shows_whom_to_call_masked(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now)
        page = sits(cast.SUN).get(LIST).content.decode()
        assert one.repair.number.split("-")[2] in page
        assert "随机抽中" in page
        assert cast.MS_ZHANG.name not in page
        assert cast.MS_ZHANG.phone not in page

    @pytest.mark.parametrize("member", [cast.XIAO_DENG, cast.LIN, cast.BOSS_HE, cast.HEYAN_OWNER, cast.MASTER_LUO])
    def test_refuses_everybody_else(self, sits: Sits, live_now: datetime, member: cast.Member) -> None:
        client = sits(member)
        assert client.get(LIST).status_code == 403
        assert client.get(f"{LIST}0192d000-0000-7000-8000-000000000000/").status_code == 403

    def test_asks_a_stranger_to_sign_in(self, client: Client, db: None) -> None:
        assert client.get(LIST).status_code == 302


class TestFollowUp:
    def test_is_called_asked_and_ended(self, sits: Sits, live_now: datetime) -> None:
        closed(live_now)
        sun, url = sits(cast.SUN), url_of()
        with CaptureQueriesContext(connection) as queries:
            assert "这里是售后服务" in sun.get(url).content.decode()
        assert len(queries) <= 34
        assert sun.post(f"{url}calls/", {"answered": "yes", "once": "a"}).status_code == 302
        assert "现在用着还正常吗" in sun.get(url).content.decode()
        given = {"overall": "5", "works": "yes", "on_time": "yes", "once": "b"}
        assert sun.post(f"{url}content/", given).status_code == 302
        ended = FollowUp.objects.get()
        assert (ended.state, ended.answers) == ("satisfied", {"works": "yes", "on_time": "yes"})
        assert "很好" in sun.get(url).content.decode()
        assert sun.post(f"{url}content/", {**given, "once": "c"}).status_code == 409

    def test_asks_what_is_wrong_and_has_it_redone(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now)
        sun, url = sits(cast.SUN), url_of()
        sun.post(f"{url}calls/", {"answered": "yes", "once": "a"})
        asked = sun.get(url).content.decode()
        for name in ("works", "on_time", "price_as_agreed", "knows_guarantee"):
            drawn = [one for one in re.findall(r"<input[^>]*>", asked) if f'name="{name}"' in one]
            assert all('type="radio"' in one for one in drawn)
            assert [re.findall(r'value="(\w+)"', one)[0] for one in drawn] == ["yes", "no", "unknown"]
        refused = sun.post(f"{url}complaint/", {"overall": "1", "works": "no", "once": "b"})
        assert refused.status_code == 422
        assert "请写明哪里不对" in refused.content.decode()
        said = {"overall": "1", "note": "面板又不亮了", "once": "c"}
        assert sun.post(f"{url}complaint/", said).status_code == 302
        assert "面板又不亮了" in sun.get(url).content.decode()
        assert sun.post(f"{url}rework/", {"why": "面板又不亮了", "once": "d"}).status_code == 302
        one.repair.refresh_from_db()
        assert one.repair.state == "rework"

    def test_keeps_how_a_complaint_was_settled_where_it_is_read_and_calls_nobody_again(
        self, sits: Sits, live_now: datetime
    ) -> None:
        closed(live_now)
        sun, url = sits(cast.SUN), url_of()
        sun.post(f"{url}calls/", {"answered": "yes", "once": "a"})
        assert "打第一个" in sun.get(LIST).content.decode()
        sun.post(f"{url}complaint/", {"overall": "1", "note": "报价没说人工费", "once": "b"})
        assert sun.post(f"{url}settlement/", {"how": "退一半人工费，道了歉", "once": "c"}).status_code == 302
        page = sun.get(url).content.decode()
        assert "怎么解决的" in page
        assert "退一半人工费，道了歉" in page
        over = sun.get(f"{LIST}?show=over").content.decode()
        assert url in over
        assert "打第一个" not in over

    def test_is_not_tried_twice_in_a_row(self, sits: Sits, live_now: datetime) -> None:
        closed(live_now)
        sun, url = sits(cast.SUN), url_of()
        assert sun.post(f"{url}calls/", {"answered": "no", "once": "a"}).status_code == 302
        assert sun.post(f"{url}calls/", {"answered": "no", "once": "b"}).status_code == 409
        assert FollowUp.objects.get().tries == 1

    def test_reveals_for_a_reason_that_is_logged(self, sits: Sits, live_now: datetime) -> None:
        closed(live_now)
        sun, url = sits(cast.SUN), url_of()
        shown = sun.post(f"{url}reveals/", {"reason": "follow_up"}, headers={"HX-Request": "true"})
        assert cast.MS_ZHANG.phone in shown.content.decode()
        assert sun.post(f"{url}reveals/", {"reason": ""}).status_code == 403

    def test_lets_an_administrator_only_look(self, sits: Sits, live_now: datetime) -> None:
        closed(live_now)
        admin, url = sits(cast.ADMIN), url_of()
        assert "接通了" not in admin.get(url).content.decode()
        assert admin.post(f"{url}calls/", {"answered": "yes"}).status_code == 403


class TestReview:
    def test_is_given_on_the_customers_own_page_once(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now, percent=0)
        customer = linked(one)
        page = f"/customer/repairs/{one.repair.number}/"
        assert f"{page}review/" in customer.get(page).content.decode()
        assert customer.get(f"{page}review/").status_code == 200
        assert customer.post(f"{page}review/", {"words": "没选星"}).status_code == 422
        given = {"overall": "2", "star_price": "1", "tags": ["came_late"], "words": "晚了一小时", "apart": "on"}
        assert customer.post(f"{page}review/", given).status_code == 302
        shown = customer.get(page).content.decode()
        assert "晚了一小时" in shown
        assert f"{page}review/" not in shown
        assert customer.post(f"{page}review/", given).status_code == 302
        assert Review.objects.count() == 1
        assert "评分低" in sits(cast.SUN).get(LIST).content.decode()

    def test_is_not_for_a_repair_under_way_nor_for_a_stranger(self, client: Client, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        customer = linked(one)
        page = f"/customer/repairs/{one.repair.number}/"
        assert f"{page}review/" not in customer.get(page).content.decode()
        assert customer.get(f"{page}review/").status_code == 409
        assert client.get(f"{page}review/").status_code == 302

    def test_shows_in_the_technicians_grade_and_may_be_contested(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now, percent=0)
        given = quality.ReviewGiven(overall=2, words="师傅来晚了", tags=("came_late",))
        one.do(lambda: quality.review(repair=one.repair, given=given, by=one.customer, now=one.now))
        luo = sits(cast.MASTER_LUO)
        with CaptureQueriesContext(connection) as queries:
            page = luo.get("/technician/reviews/").content.decode()
        assert len(queries) <= 24
        assert "师傅来晚了" in page
        assert "评价少不会降级" in page
        url = f"/technician/reviews/{Review.objects.get().id}/contest/"
        assert sits(cast.MASTER_LU).get(url).status_code == 404
        assert luo.post(url, {"why": ""}).status_code == 422
        assert luo.post(url, {"why": "客户改约了,记录里有", "once": "a"}).status_code == 302
        assert luo.post(url, {"why": "客户改约了,记录里有", "once": "a"}).status_code == 302
        assert luo.post(url, {"why": "再来一次", "once": "a2"}).status_code == 409
        assert luo.get(url).status_code == 200  # the list, which says that it can't be contested now
        assert "提申诉" not in luo.get("/technician/reviews/").content.decode()
        sun = sits(cast.SUN)
        assert "客户改约了" in sun.get(LIST).content.decode()
        judge = f"{LIST}contests/{Contest.objects.get().id}/set-aside/"
        assert sun.post(judge, {"why": ""}).status_code == 422
        assert sits(cast.XIAO_CHEN).post(judge, {"why": "看过"}).status_code == 403
        assert sun.post(judge, {"why": "客户确实改约", "once": "b"}).status_code == 302
        assert "客户确实改约" in luo.get("/technician/reviews/").content.decode()
        assert not Review.objects.get().counts


class TestLooks:
    @ON_A_DESK
    def test_shows_its_pages_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        sun, luo = sits(cast.SUN), sits(cast.MASTER_LUO)
        one = closed(live_now)
        given = quality.ReviewGiven(overall=2, stars={"price": 1, "skill": 4}, words="晚了", tags=("came_late",))
        one.do(lambda: quality.review(repair=one.repair, given=given, by=one.customer, now=one.now))
        luo.post(f"/technician/reviews/{Review.objects.get().id}/contest/", {"why": "路上堵车,电话说过", "once": "a"})
        url = url_of()
        shots = [(sun, "follow-ups", LIST), (sun, "follow-up-due", url)]
        sun.post(f"{url}calls/", {"answered": "yes", "once": "b"})
        shots += [(sun, "follow-up-script", url), (luo, "grade", "/technician/reviews/")]
        for client, what, path in shots:
            window = visitor(size).sits_down(client)
            window.goes(path)
            window.looks_over(f"{what}")

    @ON_A_PHONE
    def test_is_rated_on_a_phone(
        self, visitor: Callable[..., Visitor], live_now: datetime, size: dict[str, object]
    ) -> None:
        one = closed(live_now, percent=0)
        window = visitor(size)
        page = window.goes(f"/c/{one.token}/")
        page.get_by_role("link", name="评价这次维修").click()
        page.wait_for_url("**/review/")
        window.looks_over("review")
        page.get_by_text("很好", exact=True).click()
        page.get_by_role("button", name="提交").click()
        page.wait_for_url("**#review")
        window.sees("您的评价")
        window.looks_over("reviewed")
