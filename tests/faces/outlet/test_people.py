"""The portrait a customer compares with who stands before his door: his outlet's manager vouches for it."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.models import Authorisation, Skill, Technician
from anxin.domain.visits.models import Visit
from anxin.faces.words import full_day
from tests import builders
from tests.claim_builders import drawn, jpeg
from tests.factor_builders import enrolled
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
WAY = f"/outlet/people/{cast.MASTER_LUO.number}/portrait/"


def face() -> io.BytesIO:
    file = io.BytesIO(jpeg(drawn(3)))
    file.name = "luo.jpg"
    return file


class TestPortrait:
    def test_reaches_the_customers_page_and_stays_in_the_record(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        customer = Client()
        customer.get(f"/c/{one.token}/")
        assert sits(cast.BOSS_HE).post(WAY, {"portrait": face()}).status_code == 302
        page = customer.get(f"/customer/repairs/{one.repair.number}/").content.decode()
        there = f"/customer/visits/{one.visit.number}/portrait/"
        assert there in page
        assert customer.get(there).headers["Content-Type"] == "image/jpeg"
        assert Client().get(there).status_code == 302
        assert Entry.objects.filter(code="network.portray").count() == 1

    def test_in_place_of_another_waits_and_both_are_read_beside_each_other(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        boss, admin = sits(cast.BOSS_HE), sits(cast.ADMIN)
        assert boss.post(WAY, {"portrait": face()}).status_code == 302
        assert "等品牌负责人签字" not in boss.get("/outlet/people/").content.decode()
        other = io.BytesIO(jpeg(drawn(5)))
        other.name = "other.jpg"
        assert boss.post(WAY, {"portrait": other}).status_code == 302
        assert "等品牌负责人签字" in boss.get("/outlet/people/").content.decode()
        asked = Authorisation.objects.get(code=cast.MASTER_LUO.number, brand__slug="heyan", state="applied")
        page = f"/desk/authorisations/{asked.number}/"
        read = admin.get(page).content.decode()
        for name in ("portrait.jpg", "waiting-portrait.jpg"):
            assert f"{page}{name}" in read
            assert admin.get(f"{page}{name}").headers["Content-Type"] == "image/jpeg"
        held = Authorisation.objects.get(code=asked.code, brand__slug="heyan", state="authorised")
        assert admin.get(f"/desk/authorisations/{held.number}/waiting-portrait.jpg").status_code == 404

    def test_is_put_up_by_the_manager_of_his_own_outlet_alone(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        for who, status in ((cast.BOSS_TANG, 404), (cast.XIAO_CHEN, 403), (cast.MASTER_LUO, 403)):
            assert sits(who).post(WAY, {"portrait": face()}).status_code == status, who.username
        assert sits(cast.BOSS_HE).post(WAY).status_code == 422
        text = io.BytesIO(b"no picture at all")
        text.name = "a.jpg"
        assert sits(cast.BOSS_HE).post(WAY, {"portrait": text}).status_code == 422
        assert Technician.objects.get(number=cast.MASTER_LUO.number).portrait == ""

    def test_that_cannot_be_shown_is_refused(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        file = io.BytesIO()
        Image.new("1", (14000, 14000)).save(file, "PNG")
        file.name = "huge.png"
        file.seek(0)
        told = sits(cast.BOSS_HE).post(WAY, {"portrait": file})
        assert told.status_code == 413
        assert "不超过 8000 万像素的图片，来了 19600 万像素" in told.content.decode()
        assert Technician.objects.get(number=cast.MASTER_LUO.number).portrait == ""


class TestPictures:
    def test_of_the_technician_reach_the_customer(self, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="billed")
        customer = Client()
        customer.get(f"/c/{one.token}/")
        page = customer.get(f"/customer/repairs/{one.repair.number}/").content.decode()
        assert "拍下即封存" in page
        shown = page.split(f"/customer/repairs/{one.repair.number}/pictures/")[1].split("/")[0]
        answer = customer.get(f"/customer/repairs/{one.repair.number}/pictures/{shown}/")
        assert answer.headers["Content-Type"].startswith("image/")


class TestSignIn:
    def test_not_yet_done_is_said_beside_the_name(self, sits: Sits, live_now: datetime) -> None:
        builders.ground.lay(now=live_now)
        here = sits(cast.BOSS_HE)
        works = Technician.objects.filter(engagements__outlet__code="AX-CD-01", engagements__to_at=None).distinct()
        names = list(works.values_list("account__username", flat=True))
        assert f"有 {len(names)} 位师傅还没登录过" in here.get("/outlet/people/").content.decode()
        enrolled(names, now=live_now)
        assert "还没登录过" not in here.get("/outlet/people/").content.decode()


class TestFirstSteps:
    def test_say_who_has_not_come_in_and_who_has_no_picture_until_both_are_done(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        here = sits(cast.BOSS_HE)
        works = Technician.objects.filter(engagements__outlet__code="AX-CD-01", engagements__to_at=None).distinct()
        names, title = list(works.values_list("account__username", flat=True)), "网点的头几步"
        page = here.get("/outlet/jobs/").content.decode()
        assert title in page
        assert f"还有 {len(names)} 位没登录过，单派不到他们手里。" in page
        assert f"还有 {len(names)} 位没有照片" in page
        enrolled(names, now=live_now)
        page = here.get("/outlet/jobs/").content.decode()
        assert "没登录过" not in page
        assert f"还有 {len(names)} 位没有照片" in page
        works.update(portrait="ab" * 32)
        assert title not in here.get("/outlet/jobs/").content.decode()


def test_certificates_stand_with_their_last_day_on_people_and_on_his_own_page(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    day = timezone.localdate() + timedelta(days=5)
    row = Skill.objects.filter(technician__number=cast.MASTER_LUO.number).order_by("code").first()
    assert row is not None
    Skill.objects.filter(pk=row.pk).update(until_date=day)
    for client, path in ((sits(cast.BOSS_HE), "/outlet/people/"), (sits(cast.MASTER_LUO), "/technician/me/")):
        page = client.get(path).content.decode()
        assert full_day(day) in page, path
        assert str(SKILLS[row.code]) in page
    Skill.objects.filter(pk=row.pk).update(until_date=timezone.localdate() - timedelta(days=1))
    assert "您不再被派去做这类活" in sits(cast.MASTER_LUO).get("/technician/me/").content.decode()


def test_the_month_names_what_was_only_looked_at(sits: Sits, live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
    Visit.objects.filter(pk=one.visit.pk).update(updated_at=live_now)
    page = flat(sits(cast.BOSS_HE).get("/outlet/people/").content.decode())
    assert "完成 1 次上门" in page
    assert "其中鉴定" not in page
    Visit.objects.filter(pk=one.visit.pk).update(kind="inspect")
    assert "其中鉴定 1 次" in flat(sits(cast.BOSS_HE).get("/outlet/people/").content.decode())
    assert "其中鉴定 1 次" in flat(sits(cast.MASTER_LUO).get("/technician/earnings/").content.decode())
