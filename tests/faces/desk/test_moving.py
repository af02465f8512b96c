"""A window is moved for who rings: as many days as he sees himself, any other by its date, told as his wish."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network import queries as network
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import QuoteLineGiven
from tests import builders
from tests.faces.conftest import ON_A_DESK, ON_A_PHONE, Visitor
from tests.faces.technician.phones import for_now
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def desk_of(one: builders.Walked) -> str:
    return f"/desk/repairs/{one.repair.number}/"


def his_page(one: builders.Walked) -> str:
    client = Client()
    client.get(f"/c/{one.token}/")
    return flat(client.get(f"/customer/repairs/{one.repair.number}/"))


def booked(live_now: datetime) -> builders.Walked:
    return builders.a_repair(now=live_now - timedelta(minutes=40), at="booked")


class TestMoving:
    def test_offers_the_days_that_the_customer_sees_and_any_other_by_its_date(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one, chen = booked(live_now), sits(cast.XIAO_CHEN)
        days = network.days_asked(brand=one.repair.brand_id, now=live_now)
        page = flat(chen.get(f"{desk_of(one)}?do=rescheduling"))
        assert [one for one in days if f"day={one.isoformat()}" not in page] == []
        assert len(days) > 5
        beyond = (days[-1] + timedelta(days=6)).isoformat()
        assert 'type="date" name="day"' in page
        assert beyond in flat(chen.get(f"{desk_of(one)}?do=rescheduling&day={beyond}"))

    def test_as_the_customer_wished_is_told_as_that(self, sits: Sits, live_now: datetime) -> None:
        one, chen = booked(live_now), sits(cast.XIAO_CHEN)
        day = timezone.localtime(one.repair.wanted_from_at).date() + timedelta(days=1)
        page = flat(chen.get(f"{desk_of(one)}?do=rescheduling&day={day.isoformat()}"))
        found = re.search(r'value="(20[0-9T:+-]+)"', page)
        assert found
        answer = chen.post(f"{desk_of(one)}rescheduling/", {"window": found[1], "why": "customer"})
        assert answer.status_code == 302
        assert "按客户的意思改了时段" in his_page(one)


class TestOnTheWay:
    def test_says_whom_to_ring_where_the_window_does_not_suit_any_more(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=4), at="on_the_way")
        page = his_page(one)
        assert "请马上打电话" in page
        assert 'href="tel:' in page[page.index('id="bar"') :]


class TestQuote:
    def test_says_which_version_it_replaces_and_what_changed(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=4), at="quoted")
        assert "取代第" not in his_page(one)
        lines = [QuoteLineGiven(code="HY3-MAG-01"), QuoteLineGiven(code="HY3-BAT-01")]
        luo = one.by(cast.MASTER_LUO)
        one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=luo, now=one.now))
        page = his_page(one)
        assert "取代第 1 版" in page
        assert "去掉：" in page
        assert "新增：" in page


class TestLooked:
    @ON_A_DESK
    def test_desk_is_looked_over(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        one = booked(live_now)
        window = visitor(size).sits_down(sits(cast.XIAO_CHEN))
        window.goes(f"{desk_of(one)}?do=rescheduling")
        window.looks_over("desk-rescheduling")

    @ON_A_PHONE
    def test_phones_are_looked_over(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        one = booked(live_now)
        luo = visitor(size).sits_down(sits(cast.MASTER_LUO))
        luo.goes(f"/technician/jobs/{one.visit.number}/")
        assert "现在出发还太早" in luo.page.content()
        luo.looks_over("technician-not-yet")
        for_now(one)
        sits(cast.MASTER_LUO).post(f"/technician/jobs/{one.visit.number}/departure/")
        luo.goes(f"/technician/jobs/{one.visit.number}/")
        assert "还没出发，按错了" in luo.page.content()
        luo.looks_over("technician-turning-back")
        his = visitor(size)
        his.goes(f"/c/{one.token}/")
        his.looks_over("customer-on-the-way")
        sits(cast.MASTER_LUO).post(f"/technician/jobs/{one.visit.number}/turning-back/")
        assert "时段不变" in his_page(one)
