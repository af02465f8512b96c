"""Where customers would meet nobody, on the network desk's page."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import Technician
from anxin.domain.network.rules.working_hours import Week

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
OUTLETS, TECHNICIANS = "/desk/network/outlets/", "/desk/network/technicians/"
WUHOU = "四川省成都市武侯区"
LUO = f"{TECHNICIANS}{cast.MASTER_LUO.number}/"


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


class TestGaps:
    HERE = "/desk/network/gaps/"

    def test_show_where_customers_would_meet_nobody_and_are_taken_away(self, sits: Sits, live_now: datetime) -> None:
        desk = sits(cast.XIAO_DENG)
        assert "没有缺口" in said(desk, f"{self.HERE}?brand=heyan")
        Technician.objects.filter(engagements__outlet__code="AX-CD-01").update(paused_at=live_now)
        page = said(desk, f"{self.HERE}?brand=heyan")
        assert "四川省成都市武侯区" in page
        assert "那里当天没人上班" in page
        drawn = {one.code: one.shade for one in desk.get(f"{self.HERE}?brand=heyan").context["tilemap"].tiles}
        assert (drawn["65"].value, drawn["65"].grade) == ("–", "nil"), "nobody serves there at all: that is no cover"
        assert drawn["51"].value == "20"
        everywhere = said(desk, f"{self.HERE}?brand=heyan&show=all")
        assert "没有网点负责" in everywhere
        taken = desk.get(f"{self.HERE}?brand=heyan&show=all&as=csv")
        assert len(taken.content.decode("utf-8-sig").splitlines()) > 2_700
        listed = said(sits(cast.ADMIN), "/desk/opening/")
        assert "服务区内处处派得出人" in listed
        assert re.search(r"今天有 \d+ 个区县，部分产品派不出人", listed)

    def test_by_hour_are_shown_apart_and_taken_away(self, sits: Sits, live_now: datetime) -> None:
        desk = sits(cast.XIAO_DENG)
        week = Week.every(dict.fromkeys(range(7), ((480, 720), (840, 1320))))
        for one in Technician.objects.all():
            acting(lambda one=one: network.keep_week(technician=one, week=week, by=SYSTEM, now=live_now))
        assert "没有缺口" in said(desk, f"{self.HERE}?brand=heyan")
        page = said(desk, f"{self.HERE}?brand=heyan&show=hours")
        assert "四川省成都市武侯区" in page
        assert "那里 12:00–14:00 没人上班" in page
        taken = desk.get(f"{self.HERE}?brand=heyan&show=hours&as=csv").content.decode("utf-8-sig")
        assert "那里 12:00–14:00 没人上班" in taken

    def test_by_hour_say_that_nobody_goes_all_day_where_no_hour_alone_lacks(
        self, sits: Sits, live_now: datetime
    ) -> None:
        desk, hours = sits(cast.XIAO_DENG), f"{self.HERE}?brand=heyan&show=hours"
        day_and_night = Week.every(dict.fromkeys(range(7), ((0, 1440),)))
        for one in Technician.objects.all():
            acting(lambda one=one: network.keep_week(technician=one, week=day_and_night, by=SYSTEM, now=live_now))
        assert "每种产品在承诺的每个钟点都派得出人" in said(desk, hours)
        Technician.objects.update(paused_at=live_now)
        page = said(desk, hours)
        assert "没有只缺几个钟点的地方" in page
        assert "有产品整天派不出人" in page
        assert "每种产品" not in page
