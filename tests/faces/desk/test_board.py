"""The dispatch board: what it shows of the country and a city, how a technician is asked from it, whom it refuses."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, counties
from anxin.domain.network import actions as network
from anxin.domain.network.models import Territory
from anxin.domain.network.queries import Hand
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Appointment, Visit
from anxin.domain.visits.queries import FieldDay
from anxin.domain.visits.rules import local_day
from anxin.faces.desk.board import lanes
from tests import builders
from tests.faces.conftest import DESK, ON_A_DESK, Visitor
from tests.flat import flat
from tests.standins.tiles import Tiles

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HOUR = timedelta(hours=1)
CHENGDU = {"place": "5101"}


@pytest.fixture
def deng(sits: Sits) -> Client:
    """Give dispatcher Xiao Deng's browser."""
    return sits(cast.XIAO_DENG)


def text_of(client: Client, **asked: str) -> str:
    response = client.get("/desk/board/", asked)
    assert response.status_code == 200
    return flat(response)


def test_the_lanes_of_a_whole_country_are_cut_and_what_is_left_out_is_said(live_now: datetime) -> None:
    hands = [
        Hand(
            **{"id": uuid4(), "number": f"HY-{n}", "called": "罗师傅", "grade": 4, "paused": False, "lng": 104.0},
            **{
                "lat": 30.6,
                "hours": ((540, 1080),),
                "skills": frozenset(),
                "homes": frozenset(),
                "brands": frozenset(),
            },
        )
        for n in range(102)
    ]
    found = FieldDay(hands=tuple(hands), total=130, works=120)
    day = lanes.day_of(found, chosen="", on=local_day(live_now), now=live_now, url="", whole=True)
    assert (len(day.lanes), day.hidden, day.works) == (100, 30, 120)


def test_two_of_one_name_are_told_apart_by_their_badges(live_now: datetime) -> None:
    whose = {"grade": 4, "paused": False, "lng": 104.0, "lat": 30.6, "hours": ((540, 1080),)}
    none = {"skills": frozenset(), "homes": frozenset(), "brands": frozenset()}
    hands = [
        Hand(id=uuid4(), number=number, called=called, **whose, **none)
        for number, called in (("HY-1", "罗师傅"), ("HY-2", "罗师傅"), ("HY-3", "卢师傅"))
    ]
    found = FieldDay(hands=tuple(hands), total=3, works=3)
    day = lanes.day_of(found, chosen="", on=local_day(live_now), now=live_now, url="", whole=True)
    assert [one.name for one in day.lanes] == ["罗师傅 HY-1", "罗师傅 HY-2", "卢师傅"]


@pytest.mark.parametrize(
    ("clock", "said"),
    [("8:00", "09:00 上班"), ("9:00", "空闲"), ("12:00", "13:30 上班"), ("13:30", "空闲"), ("18:00", "")],
)
def test_a_lane_says_who_is_free_and_who_has_a_break(clock: str, said: str) -> None:
    spans = ((540, 720), (810, 1080))
    hand = Hand(
        **{"id": uuid4(), "number": "HY-1", "called": "罗师傅", "grade": 4, "paused": False, "lng": 104.0, "lat": 30.6},
        **{"hours": spans, "spans": spans, "skills": frozenset(), "homes": frozenset(), "brands": frozenset()},
    )
    hour, minute = map(int, clock.split(":"))
    at = datetime(2026, 12, 1, hour, minute, tzinfo=SHANGHAI)
    [lane] = lanes.day_of(FieldDay(hands=(hand,), total=1), chosen="", on=at.date(), now=at, url="", whole=True).lanes
    assert lane.now == said


class TestDays:
    def test_shows_the_jobs_of_a_day_ahead_with_ways_to_the_days_beside_it(
        self, deng: Client, live_now: datetime
    ) -> None:
        booked = builders.a_repair(now=live_now, at="booked")
        today = local_day(live_now)
        there, then = local_day(booked.visit.wanted_from_at), timedelta(days=1)
        assert there >= today
        Appointment.objects.filter(visit=booked.visit).update(
            from_at=F("from_at") + 3 * then, to_at=F("to_at") + 3 * then
        )
        Visit.objects.filter(pk=booked.visit.pk).update(
            wanted_from_at=F("wanted_from_at") + 3 * then, wanted_to_at=F("wanted_to_at") + 3 * then
        )
        ahead = there + 3 * then
        bar = f'class="job [^>]*href="[^"]*repair={booked.repair.number}'
        assert not re.search(bar, text_of(deng))
        page = text_of(deng, day=ahead.isoformat())
        assert re.search(bar, page)
        assert f"repair={booked.repair.number}" in page
        for key, day in (("h", ahead - then), ("l", ahead + then)):
            assert re.search(rf'href="/desk/board/\?day={day}" data-key="{key}"', page)
        last = text_of(deng, day=(today + 14 * then).isoformat())
        assert ('data-key="h"' in last, 'data-key="l"' in last) == (True, False)
        for none in ((today + 15 * then).isoformat(), (today - then).isoformat(), "gestern"):
            assert "今天" in text_of(deng, day=none)


class TestBoard:
    def test_says_plainly_when_nothing_waits(self, deng: Client) -> None:
        page = text_of(deng)
        assert "没有要办的" in page
        assert "全国" in page

    def test_shows_the_country_by_tiles_and_leads_to_the_city(self, deng: Client, live_now: datetime) -> None:
        builders.a_repair(now=live_now, at="triaged")
        page = text_of(deng)
        assert "四川" in page
        assert "台湾" in page
        assert "?place=51" in page
        assert "?place=5101" in page

    def test_shows_a_city_with_its_repairs_and_technicians(self, deng: Client, live_now: datetime) -> None:
        late = builders.a_repair(now=live_now - HOUR, at="triaged", customer=cast.NEIGHBOUR)
        clocks.sweep(live_now)
        fresh = builders.a_repair(now=live_now, at="booked")
        page = text_of(deng, **CHENGDU)
        assert page.index(f"repair={late.repair.number}") < page.rindex(f"repair={fresh.repair.number}")
        for called in ("罗师傅", "卢师傅", "郭师傅"):
            assert called in page
        assert "田师傅" not in page
        assert late.repair.number in text_of(deng, show="late")
        assert fresh.repair.number not in text_of(deng, show="late", place="成都").partition("data-queue")[2]

    def test_leads_from_an_area_to_the_repairs_that_are_known_to_it_one_after_the_other(
        self, deng: Client, live_now: datetime
    ) -> None:
        several = [
            builders.a_repair(now=live_now - n * HOUR, at="triaged", customer=who).repair
            for n, who in enumerate((cast.NEIGHBOUR, cast.BUYER_HERE))
        ]
        where = {"radius_m": 12_000, "lng": 104.04, "lat": 30.64}
        Place.objects.filter(pk__in=[one.place_id for one in several]).update(**where)
        seen = set()
        at = ""
        for _ in several:
            page = text_of(deng, **CHENGDU, repair=at)
            [(at, said)] = re.findall(r'<a href="[^"]*repair=(R-[^"]*)" aria-label="([^"]* · 2 · [^"]*)"', page)
            assert at in said
            seen.add(at)
        assert seen == {one.number for one in several}

    def test_says_where_nobody_can_go_and_why(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        Territory.objects.filter(outlet__code="AX-CD-01").update(to_at=live_now)
        assert "没有网点负责" in text_of(deng)
        Territory.objects.filter(outlet__code="AX-CD-01").update(to_at=None)
        for member in (cast.MASTER_LUO, cast.MASTER_LU, cast.MASTER_GUO):
            who = builders.technician(member)
            walked.do(
                lambda who=who: network.pause(technician=who, why="病假", by=walked.by(cast.XIAO_DENG), now=walked.now)
            )
        assert "那里当天没人上班" in text_of(deng, **CHENGDU)

    def test_shows_nobody_plain(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        page = text_of(deng, repair=walked.repair.number, **CHENGDU)
        for plain in (cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里"):
            assert plain not in page

    def test_keeps_an_unknown_place_and_leaves_nothing_out(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        page = text_of(deng, place="某处不存在")
        assert "没找到这个地区" in page
        assert walked.repair.number in page

    def test_asks_as_often_for_five_as_for_one(self, deng: Client, live_now: datetime) -> None:
        counts = []
        text_of(deng, **CHENGDU)  # what the process keeps is read
        for wanted in (1, 5):
            while Repair.objects.count() < wanted:
                builders.a_repair(now=live_now, at="triaged" if wanted > 1 else "booked", customer=cast.NEIGHBOUR)
            with CaptureQueriesContext(connection) as queries:
                text_of(deng, **CHENGDU)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 17

    def test_gives_its_parts_alone_for_a_live_page(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        assert text_of(deng, part="board").lstrip().startswith('<div id="board"')
        part = text_of(deng, part="field", repair=walked.repair.number)
        assert part.lstrip().startswith('<section class="pane')

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.LIN, cast.BOSS_HE, cast.HEYAN_OWNER, cast.MASTER_LUO])
    def test_is_for_dispatchers_only(self, sits: Sits, member: cast.Member) -> None:
        assert sits(member).get("/desk/board/").status_code == 403

    def test_asks_a_stranger_to_sign_in(self, client: Client, db: None) -> None:
        assert client.get("/desk/board/").status_code == 302


class TestChoosing:
    def test_shows_who_could_go_and_why(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        with CaptureQueriesContext(connection) as queries:
            page = text_of(deng, repair=walked.repair.number, **CHENGDU)
        assert "罗师傅" in page
        assert "公里" in page
        assert 'name="technician"' in page
        assert len(queries) <= 41

    def test_asks_a_technician_once_and_says_so(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        url = f"/desk/board/{walked.repair.number}/offers/?place=5101"
        sent = {"technician": cast.MASTER_LUO.number, "once": "one"}
        answer = deng.post(url, sent)
        assert answer.status_code == 302
        assert "place=5101" in answer.headers["Location"]
        assert deng.post(url, sent).status_code in (302, 409)
        assert walked.visit.offers.count() == 1
        assert "罗师傅" in flat(deng.get(answer.headers["Location"]))

    def test_assigns_with_a_reason_only(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        url = f"/desk/board/{walked.repair.number}/offers/"
        refused = deng.post(url, {"technician": cast.MASTER_LU.number, "how": "assign", "once": "two"})
        assert refused.status_code == 422
        assert f'value="{cast.MASTER_LU.number}" checked' in flat(refused)
        done = {"technician": cast.MASTER_LU.number, "how": "assign", "why": "电话里说好了", "once": "three"}
        assert deng.post(url, done).status_code == 302
        assert walked.visit.state == "assigned"

    def test_says_who_was_quicker(self, deng: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="assigned")
        answer = deng.post(f"/desk/board/{walked.repair.number}/offers/", {"technician": cast.MASTER_LU.number})
        assert answer.status_code == 409

    def test_lets_an_administrator_only_look(self, sits: Sits, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="triaged")
        admin = sits(cast.ADMIN)
        assert 'name="technician"' not in text_of(admin, repair=walked.repair.number)
        url = f"/desk/board/{walked.repair.number}/offers/"
        assert admin.post(url, {"technician": cast.MASTER_LU.number}).status_code == 403


class TestLooks:
    @ON_A_DESK
    def test_shows_country_city_and_choice_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.XIAO_DENG)
        counties.lay(now=live_now)
        builders.a_repair(now=live_now - 3 * HOUR, at="on_site", customer=cast.NEIGHBOUR)
        builders.a_repair(now=live_now - HOUR, at="submitted", customer=cast.GRANDMA_LI)
        builders.a_repair(now=live_now - timedelta(minutes=50), at="booked", customer=cast.BUYER_HERE)
        builders.a_repair(now=live_now - timedelta(minutes=5), at="accepted", customer=cast.MAIMAITI_HERE)
        clocks.sweep(live_now)
        walked = builders.a_repair(now=live_now - timedelta(minutes=26), at="triaged")
        window = visitor(size).sits_down(client)
        pages = {"country": "", "city": "?place=5101", "choice": f"?place=5101&repair={walked.repair.number}"}
        for what, query in pages.items():
            window.goes(f"/desk/board/{query}")
            window.looks_over(f"board-{what}")

    def test_on_streets_repairs_at_one_point_are_one_mark_with_their_number_and_a_list(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_DENG)
        several = [
            builders.a_repair(now=live_now, at="triaged", customer=who).repair
            for who in (cast.NEIGHBOUR, cast.BUYER_HERE)
        ]
        Place.objects.filter(pk__in=[one.place_id for one in several]).update(radius_m=60, lng=104.04, lat=30.64)
        with Tiles() as there:
            for name, value in (("streets", "own"), ("streets_url", there.layer)):
                said = {"name": f"places.{name}", "value": value, "valid_from": live_now, "by": SYSTEM}
                acting(lambda said=said: settings.propose(**said, now=live_now))
            window = visitor(DESK).sits_down(client)
            page = window.goes("/desk/board/?place=5101")
            mark = page.locator(".streets-mark", has_text="2")
            mark.focus()
            page.keyboard.press("Enter")
            links = page.locator(".leaflet-popup a")
            assert links.count() == 2
            assert page.locator("[data-legend=streets]").is_visible()
            assert not page.locator("[data-legend=drawing]").is_visible()
            window.looks_over("board-streets")
            page.keyboard.press("Enter")
            page.wait_for_url("**repair=**")
            assert any(one.number in page.url for one in several)

    def test_asks_from_the_map_in_a_browser(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_DENG)
        walked = builders.a_repair(now=live_now, at="triaged")
        Place.objects.filter(pk=walked.repair.place_id).update(radius_m=60)
        window = visitor(DESK).sits_down(client)
        page = window.goes("/desk/board/")
        page.locator(".tilemap a", has_text="四川").click()
        page.wait_for_url("**/desk/board/?place=51")
        page.locator(f"#field a[href*='{walked.repair.number}']").click()
        page.wait_for_url("**repair=**")
        page.keyboard.press("p")
        window.sees("正在等")
        assert walked.visit.offers.filter(state__in=["sent", "seen"]).count() == 1
