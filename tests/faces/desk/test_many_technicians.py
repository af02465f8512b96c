"""The dispatcher gives many technicians leave, or ends what they work for: chosen, read first, done, taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network.models import Absence, Closure, Engagement, Outlet, Skill, Technician
from anxin.domain.visits.models import Visit
from tests import builders
from tests.domain.network.test_leave_of_one_employer import shared
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
LUO = cast.MASTER_LUO.number
SEVERAL, LEAVES, ENDS = "/desk/network/several/", "/desk/network/leaves/", "/desk/network/employment-ends/"


def on(page: str) -> dict[str, str]:
    """Read what a page sends on: the hidden fields of its last form."""
    form = page.split('<form method="post"')[-1]
    parts = [one.split(">")[0] for one in form.split('type="hidden"')[1:]]
    return {one.split('name="')[1].split('"')[0]: one.split('value="')[1].split('"')[0] for one in parts}


class TestLeaveForMany:
    def test_asks_from_when_to_when_says_which_windows_go_and_is_taken_back(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client, day = sits(cast.ADMIN), timezone.localdate(walked.visit.wanted_from_at)
        others = list(Technician.objects.exclude(number=LUO).values_list("number", flat=True)[:2])
        chosen = {"do": "leaves", "number": [LUO, *others]}
        asked = flat(client.post(SEVERAL, chosen))
        assert all(one in asked for one in chosen["number"])
        told = chosen | {"told": "1", "from_date": f"{day}", "to_date": f"{day}"}
        seen = client.post(SEVERAL, told)
        assert "会释放的已约时段" in flat(seen)
        assert "客户、师傅本人和网点负责人都会收到通知" in flat(seen)
        sent = on(seen.content.decode())
        again = client.post(f"{LEAVES}check/", sent | {"how": "all"})
        assert on(again.content.decode())["freed"] == "1"
        assert (walked.visit.state, Absence.objects.count()) == ("booked", 0)
        assert client.post(f"{LEAVES}check/", on(again.content.decode()) | {"how": "all"}).status_code == 302
        assert (walked.visit.state, Absence.objects.filter(ended_at=None).count()) == ("open", 3)
        past = client.get(LEAVES).content.decode()
        back = past.split(f'action="{LEAVES}')[1].split('"')[0]
        assert client.post(f"{LEAVES}{back}").status_code == 302
        assert not Absence.objects.filter(ended_at=None).exists()

    def test_is_from_one_outlet_alone_where_one_is_named(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now())
        shared(walked.now)
        client, day = sits(cast.ADMIN), timezone.localdate() + timedelta(days=20)
        others = list(Technician.objects.exclude(number=LUO).values_list("number", flat=True)[:2])
        told = {"do": "leaves", "number": [LUO, *others], "told": "1", "from_date": f"{day}", "to_date": f"{day}"}
        assert client.post(SEVERAL, told | {"outlet": "XX"}).status_code == 422
        seen = client.post(SEVERAL, told | {"outlet": "AX-CD-01"}).content.decode()
        assert client.post(f"{LEAVES}check/", on(seen) | {"how": "all"}).status_code == 302
        row = Absence.objects.get(technician__number=LUO)
        assert row.employer is not None
        assert row.employer.slug == cast.OUTLET_WUHOU.slug

    def test_says_what_is_wrong_with_a_day_and_who_is_away_already(self, sits: Sits) -> None:
        builders.a_repair(now=timezone.now())
        client, day = sits(cast.ADMIN), timezone.localdate() + timedelta(days=20)
        told = {"do": "leaves", "number": [LUO], "told": "1", "from_date": f"{day}"}
        assert client.post(SEVERAL, told).status_code == 422
        seen = client.post(SEVERAL, told | {"to_date": f"{day - timedelta(days=1)}"})
        assert "最后一天" in flat(seen)
        assert client.post(SEVERAL, {"do": "leaves"}).headers["Location"] == "/desk/network/technicians/"
        assert client.post(SEVERAL, {"do": "leaves", "number": ["nobody"]}).status_code == 302

    def test_takes_all_that_the_list_shows_by_its_filters(self, sits: Sits) -> None:
        builders.a_repair(now=timezone.now())
        client = sits(cast.ADMIN)
        asked = flat(client.post(SEVERAL, {"do": "leaves", "all": "1", "q": LUO}))
        assert LUO in asked
        assert "1 位师傅" in asked

    def test_is_nobody_s_but_who_keeps_the_network(self, sits: Sits) -> None:
        builders.a_repair(now=timezone.now())
        assert sits(cast.MERCHANT_OWNER).post(SEVERAL, {"do": "leaves", "number": [LUO]}).status_code in (302, 403, 404)
        assert sits(cast.XIAO_CHEN).post(SEVERAL, {"do": "leaves", "number": [LUO]}).status_code in (302, 403, 404)


class TestTheEndOfManyEmployments:
    def test_names_each_frees_what_he_holds_there_and_is_taken_back(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client, outlet = sits(cast.ADMIN), walked.visit.outlet.code
        living = Engagement.objects.filter(technician__number=LUO, to_at=None)
        before = set(living.values_list("outlet__code", "brand__slug"))
        told = {"do": "employment_ends", "number": [LUO], "told": "1", "outlet": outlet}
        assert client.post(SEVERAL, told | {"outlet": "XX-9"}).status_code == 422
        sent = on(client.post(SEVERAL, told).content.decode())
        sent = on(client.post(f"{ENDS}check/", sent | {"how": "all"}).content.decode())
        assert sent["freed"] == "1"
        assert client.post(f"{ENDS}check/", sent | {"how": "all"}).status_code == 302
        assert (walked.visit.state, living.filter(outlet__code=outlet).exists()) == ("open", False)
        assert client.post(SEVERAL, told).status_code == 422
        back = client.get(ENDS).content.decode().split(f'action="{ENDS}')[1].split('"')[0]
        assert client.post(f"{ENDS}{back}").status_code == 302
        assert set(living.values_list("outlet__code", "brand__slug")) == before

    def test_names_the_jobs_without_a_window_and_the_counties_where_nobody_is_left(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        Visit.objects.filter(pk=walked.visit.pk).update(state="assigned")
        others = Engagement.objects.filter(outlet=walked.visit.outlet).exclude(technician__number=LUO)
        others.update(to_at=timezone.now())
        client = sits(cast.ADMIN)
        told = {"do": "employment_ends", "number": [LUO], "told": "1", "outlet": walked.visit.outlet.code}
        page = client.post(SEVERAL, told)
        assert f"另有 1 单还没约好时段，也转给别人：{walked.repair.number}" in flat(page)
        assert "没有人能去了" in flat(page)


class TestCertificatesOfMany:
    def test_are_renewed_for_those_who_have_the_skill_and_taken_back(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client, skill = sits(cast.ADMIN), walked.visit.skill
        held = Skill.objects.get(technician__number=LUO, code=skill)
        day = timezone.localdate() + timedelta(days=700)
        told = {"do": "skills", "all": "1", "told": "1", "skill": skill, "until": f"{day}"}
        sent = on(client.post(SEVERAL, told).content.decode())
        assert client.post("/desk/network/skills/check/", sent | {"how": "all"}).status_code == 302
        having = Skill.objects.filter(code=skill, ended_at=None)
        assert set(having.values_list("until_date", "certificate")) >= {(day, held.certificate)}
        assert not having.exclude(until_date=day).exists()
        back = client.get("/desk/network/skills/").content.decode().split('action="/desk/network/skills/')[1]
        assert client.post(f"/desk/network/skills/{back.split(chr(34))[0]}").status_code == 302
        held.refresh_from_db()
        assert held.until_date != day

    def test_that_end_sooner_free_what_is_booked_after_at_a_second_press(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client = sits(cast.ADMIN)
        day = timezone.localdate(walked.visit.wanted_from_at) - timedelta(days=1)
        told = {"do": "skills", "number": [LUO], "told": "1", "skill": walked.visit.skill, "until": f"{day}"}
        sent = on(client.post(SEVERAL, told).content.decode())
        sent = on(client.post("/desk/network/skills/check/", sent | {"how": "all"}).content.decode())
        assert sent["freed"] == "1"
        assert client.post("/desk/network/skills/check/", sent | {"how": "all"}).status_code == 302
        assert walked.visit.state == "open"

    def test_that_end_soon_are_a_filter_of_the_list(self, sits: Sits) -> None:
        builders.a_repair(now=timezone.now())
        client = sits(cast.ADMIN)
        Skill.objects.filter(technician__number=LUO).update(until_date=timezone.localdate() + timedelta(days=5))
        told = flat(client.get("/desk/network/technicians/?show=ending"))
        assert LUO in told
        Skill.objects.filter(technician__number=LUO).update(until_date=None)
        assert f'value="{LUO}"' not in flat(client.get("/desk/network/technicians/?show=ending"))


class TestManyOutlets:
    def test_are_closed_for_the_same_days_and_opened_again(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client, day = sits(cast.ADMIN), timezone.localdate(walked.visit.wanted_from_at)
        told = {"do": "closures", "all": "1", "told": "1", "from_date": f"{day}", "to_date": f"{day}", "why": "春节"}
        sent = on(client.post(SEVERAL, told).content.decode())
        sent = on(client.post("/desk/network/closures/check/", sent | {"how": "all"}).content.decode())
        assert sent["freed"] == "1"
        assert client.post("/desk/network/closures/check/", sent | {"how": "all"}).status_code == 302
        assert (walked.visit.state, Closure.objects.count()) == ("open", Outlet.objects.count())
        page = client.get("/desk/network/closures/").content.decode()
        back = page.split('action="/desk/network/closures/')[1].split('"')[0]
        assert client.post(f"/desk/network/closures/{back}").status_code == 302
        assert not Closure.objects.filter(ended_at=None).exists()
