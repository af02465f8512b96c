"""The week of an outlet's people: what they wish on their own page is answered here, and somebody is reported ill."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.outbox import Message
from anxin.core.sessions.models import Session
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Leave, Outlet, Technician
from anxin.domain.notices.models import PushSubscription
from anxin.domain.people import queries as people
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class TestWeek:
    def test_shows_a_wish_for_leave_and_gives_it(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        luo, he = sits(cast.MASTER_LUO), sits(cast.BOSS_HE)
        day = (live_now.astimezone(SHANGHAI) + timedelta(days=2)).date().isoformat()
        assert "请假" in flat(luo.get("/technician/me/week/"))
        assert "所有用工单位" in flat(luo.get("/technician/me/week/leave-wish/"))
        days = {"from_date": day, "to_date": day, "once": "k-1"}
        assert luo.post("/technician/me/week/leave-wish/", days).status_code == 302
        assert "请假" in flat(luo.get("/technician/me/week/"))
        leave = Leave.objects.get()
        page = flat(he.get("/outlet/week/"))
        assert "等您答复" in page
        assert f"/outlet/wishes/leave/{leave.pk}/agree/" in page
        for stranger in (cast.BOSS_TANG, cast.MASTER_LUO):
            assert sits(stranger).post(f"/outlet/wishes/leave/{leave.pk}/agree/").status_code in (403, 404)
        assert he.post(f"/outlet/wishes/leave/{leave.pk}/agree/").status_code == 302
        assert Absence.objects.get().from_date.isoformat() == day
        assert "已准假" in flat(luo.get("/technician/me/week/"))

    def test_leave_from_one_of_two_employers_is_chosen_and_named_and_is_none_of_the_other_s(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        other, row = Outlet.objects.get(code="AX-DG-01"), Technician.objects.get(number=cast.MASTER_LUO.number)
        brand = people.organisation(cast.HEYAN.slug)
        acting(lambda: network.engage(technician=row, outlet=other, brand=brand, by=SYSTEM, now=live_now))
        luo, he, tang, admin = map(sits, (cast.MASTER_LUO, cast.BOSS_HE, cast.BOSS_TANG, cast.ADMIN))
        name, day = cast.OUTLET_TANGXIA.name, timezone.localdate(live_now).isoformat()
        assert name in flat(luo.get("/technician/me/week/leave-wish/"))
        days = {"from_date": day, "to_date": day, "employer": cast.OUTLET_TANGXIA.slug, "once": "k-1"}
        assert luo.post("/technician/me/week/leave-wish/", days).status_code == 302
        way = f"/outlet/wishes/leave/{Leave.objects.get().pk}/agree/"
        assert "等您答复" not in flat(he.get("/outlet/week/"))
        assert he.post(way).status_code == 404
        assert "等您答复" in flat(tang.get("/outlet/week/"))
        assert tang.post(way).status_code == 302
        assert f"{name} 请假" in flat(luo.get("/technician/me/week/"))
        assert f"{name} 请假" in flat(admin.get(f"/desk/network/technicians/{row.number}/"))
        assert (he.get(f"/outlet/week/{row.number}/").status_code, tang.get("/outlet/week/").status_code) == (200, 200)
        assert "请假 " not in flat(he.get(f"/outlet/week/{row.number}/"))
        assert "请假" in flat(tang.get("/outlet/week/"))
        assert "employer" not in he.get(f"/outlet/week/{row.number}/leave/").content.decode()

    def test_reports_somebody_ill_whose_jobs_go_on(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        day = one.visit.wanted_to_at.astimezone(SHANGHAI).date().isoformat()  # late in the day it ends after midnight
        way = f"/outlet/week/{cast.MASTER_LUO.number}/sick/"
        assert sits(cast.BOSS_TANG).post(way, {"to_date": day}).status_code == 404
        he = sits(cast.BOSS_HE)
        assert "点开一位师傅" in flat(he.get("/outlet/week/"))
        assert f'value="{timezone.localdate(live_now)}"' in he.get(way).content.decode(), "most are ill for a day"
        assert he.post(way, {"to_date": day}).status_code == 302
        assert one.visit.state == "open"
        assert "病假" in flat(he.get("/outlet/week/"))
        later.run_due(timezone.now())
        assert "罗师傅 " in flat(sits(cast.XIAO_FANG).get("/notices/")), "a boss knows his people by name"

    def test_he_says_so_himself_reads_what_follows_and_says_that_he_is_well(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        luo, way = sits(cast.MASTER_LUO), "/technician/me/week/own-sick/"
        today = timezone.localtime(live_now).date()
        assert f'value="{today}"' in luo.get(way).content.decode(), "most are ill for a day"
        said = flat(luo.post(way, {"to_date": (today + timedelta(days=2)).isoformat()}, follow=True))
        assert "别再去了" in said
        assert "我能上班了" in said
        assert "我病了" not in said
        assert "您已登记病假" in flat(luo.get("/technician/"))
        customer = flat(Client().get(f"/c/{one.token}/", follow=True))
        assert "正在为您另找一位师傅" in customer
        assert luo.post("/technician/me/week/own-well/").status_code == 302
        assert "您已登记病假" not in flat(luo.get("/technician/"))
        assert not Absence.objects.filter(ended_at=None).exists()

    def test_is_answered_at_the_network_desk_too(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        day = (live_now.astimezone(SHANGHAI) + timedelta(days=2)).date().isoformat()
        sits(cast.MASTER_LUO).post("/technician/me/week/leave-wish/", {"from_date": day, "to_date": day})
        leave, deng = Leave.objects.get(), sits(cast.XIAO_DENG)
        assert f"/desk/network/wishes/leave/{leave.pk}/refuse/" in flat(deng.get("/desk/network/technicians/"))
        assert deng.post(f"/desk/network/wishes/leave/{leave.pk}/refuse/").status_code == 302
        assert not Absence.objects.exists()


class TestALostPhone:
    def test_is_signed_out_by_whoever_leads_him_and_he_is_told_how_to_come_in_again(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        luo, he, row = sits(cast.MASTER_LUO), sits(cast.BOSS_HE), builders.technician()
        assert row.account is not None
        Session.objects.filter(owner=str(row.account.pk)).update(handle="as signed in at the door")
        before = row.account.password
        index = {"index": "x", "told_sealed": "x", "made_at": live_now}
        PushSubscription.objects.create(account=row.account, **index)
        here, way = f"/outlet/week/{row.number}/", f"/outlet/week/{row.number}/sign-ins/"
        assert way in flat(he.get(here))
        assert sits(cast.BOSS_TANG).post(way).status_code == 404
        assert luo.get("/technician/").status_code == 200
        assert he.post(way).status_code == 302
        assert luo.get("/technician/").status_code == 302, "he signs in anew"
        row.account.refresh_from_db()
        assert row.account.password == before
        assert not PushSubscription.objects.exists(), "the lost phone is told of no job"
        assert "network.sign_ins_ended" in [one.code for one in timeline.read(row.stream())]
        later.run_due(timezone.now())
        text = Message.objects.get(template="notices.sign_ins_ended_text")
        assert text.ids["link"].endswith("/technician/")
        assert way not in flat(he.get(here)), "nothing is left to end"
        assert he.post(way).status_code == 409

    def test_is_not_for_who_only_dispatches_there(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        luo = sits(cast.MASTER_LUO)
        assert sits(cast.XIAO_FANG).post(f"/outlet/week/{cast.MASTER_LUO.number}/sign-ins/").status_code == 403
        assert luo.get("/technician/").status_code == 200


class TestTheDispatcher:
    def test_sees_the_week_of_his_own_outlet_s_people_and_changes_nothing(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        page = flat(sits(cast.XIAO_FANG).get("/outlet/week/"))
        assert cast.MASTER_LUO.called in page
        assert cast.MASTER_TIAN.called not in page, "he works for another outlet"
        assert "/outlet/badges/" not in page
        assert f"/outlet/week/{cast.MASTER_LUO.number}/" not in page
        way = f"/outlet/week/{cast.MASTER_LUO.number}/sick/"
        assert sits(cast.XIAO_FANG).post(way, {"to_date": f"{live_now:%Y-%m-%d}"}).status_code in (403, 404)
        assert not Absence.objects.exists()


class TestBadges:
    def test_are_printed_for_all_who_may_have_one(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        Technician.objects.filter(number=cast.MASTER_LUO.number).update(portrait="a" * 64)
        he = sits(cast.BOSS_HE)
        assert "没有照片" in flat(he.get("/outlet/badges/"))
        assert he.post("/outlet/badges/", {"once": "k-1"}).status_code == 302
        page = flat(he.get("/outlet/badges/"))
        assert page.count("发了 1 张工牌") == 1
        assert page.count('class="idcard"') == 1
        assert cast.MASTER_LUO.number in page
        assert 'class="qr"' in page
        assert cast.MASTER_LUO.number not in flat(sits(cast.BOSS_TANG).get("/outlet/badges/"))

    def test_come_in_pieces_that_say_which_of_how_many(
        self, sits: Sits, live_now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.faces.ground.badges.MOST", 2)
        builders.ground.lay(now=live_now)
        admin = sits(cast.ADMIN)
        numbers = list(Technician.objects.order_by("number").values_list("number", flat=True))
        assert len(numbers) > 2
        for page, at in enumerate(range(0, len(numbers), 2), start=1):
            text = flat(admin.get("/desk/network/badges/", {"page": str(page)}))
            here = numbers[at : at + 2]
            assert f"第 {at + 1}–{at + len(here)} 位，共 {len(numbers)} 位师傅" in text
            assert [one for one in numbers if one in text] == here
            assert ('rel="next"' in text) is (at + 2 < len(numbers))
