"""The outlet's own page: its lead closes it for some days and opens it earlier; who isn't its lead reads it only."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.network.models import Closure
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
PAGE = "/outlet/house/"


class TestHouse:
    def test_shows_its_hours_what_it_serves_and_how_it_stands(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        page = flat(sits(cast.BOSS_HE).get(PAGE))
        for said in ("营业时间", "服务区域", "成都市武侯区", "停业几天"):
            assert said in page, said
        assert sits(cast.MASTER_LUO).get(PAGE).status_code == 403

    def test_says_how_the_operator_is_reached_where_it_sends_its_lead_there(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        page = sits(cast.BOSS_HE).get(PAGE).content.decode()
        assert f'href="tel:{cast.HOTLINE}"' in page
        assert 'href="/contact/"' in page
        assert "给运营方留言" in page

    def test_is_closed_by_its_lead_whose_jobs_of_these_days_go_to_another(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        day = one.visit.wanted_to_at.astimezone(SHANGHAI).date().isoformat()
        today = live_now.astimezone(SHANGHAI).date().isoformat()
        he = sits(cast.BOSS_HE)
        given = {"from_date": today, "to_date": day, "why": "盘点", "once": "k-1"}
        for _pressed_twice in range(2):
            assert he.post(f"{PAGE}closure/", given).status_code == 302
        assert Closure.objects.get().outlet.organisation.slug == cast.BOSS_HE.organisation
        one.run()
        assert one.visit.outlet is None or one.visit.outlet.organisation.slug != cast.BOSS_HE.organisation
        page = flat(he.get(PAGE))
        assert "盘点" in page
        assert "提前恢复营业" in page
        ended = he.post(f"{PAGE}closure-end/", {"closure": str(Closure.objects.get().pk), "once": "k-2"})
        assert ended.status_code == 302
        assert Closure.objects.get().ended_at is not None

    def test_is_read_by_its_dispatcher_who_closes_nothing(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        fang, day = sits(cast.XIAO_FANG), live_now.astimezone(SHANGHAI).date().isoformat()
        assert "停业几天" not in flat(fang.get(PAGE))
        assert fang.post(f"{PAGE}closure/", {"from_date": day, "to_date": day, "why": "x"}).status_code == 403
        assert not Closure.objects.exists()

    def test_says_at_the_field_and_in_words_what_is_wrong_with_the_days(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        first = live_now.astimezone(SHANGHAI).date() + timedelta(days=2)
        given = {"from_date": first.isoformat(), "to_date": (first - timedelta(days=1)).isoformat(), "why": "盘点"}
        answer = sits(cast.BOSS_HE).post(f"{PAGE}closure/", given)
        assert answer.status_code == 422
        assert "应为不早于第一天、也不早于今天的日期" in flat(answer)
        assert "to_date：" not in flat(answer)
