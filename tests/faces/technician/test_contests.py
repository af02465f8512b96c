"""A technician contests something of a job on his own page; the desk answers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import clocks
from anxin.demo import cast
from anxin.domain.network.models import Engagement
from anxin.domain.notices.models import Notice
from anxin.domain.quality import actions as quality
from anxin.domain.quality.actions import ReviewGiven
from anxin.domain.quality.models import Contest, ContestPicture, Review
from tests import builders
from tests.evidence_builders import drawn, jpeg
from tests.faces.conftest import DESK as DESK_SIZE
from tests.faces.conftest import Visitor
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
PAGE = "/technician/contests/"
DESK = "/desk/follow-ups/"


def closed(now: datetime) -> builders.Walked:
    builders.ground.lay(now=now)
    return builders.a_repair(now=now - timedelta(hours=8), at="closed")


class TestPage:
    def test_walks_from_a_job_to_the_answer(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now)
        luo, sun = sits(cast.MASTER_LUO), sits(cast.SUN)
        assert PAGE in luo.get("/technician/me/").content.decode()
        assert PAGE in luo.get("/technician/earnings/").content.decode()
        url = f"{PAGE}jobs/{one.visit.number}/contest/"
        page = luo.get(PAGE).content.decode()
        assert url in page
        assert "您没有申诉" in page
        assert 'href="/technician/me/" aria-current="page"' in flat(page)
        form = luo.get(url).content.decode()
        assert "不该扣的扣了" in form
        empty = luo.post(url, {"ground": "deducted", "why": "", "once": "e"})
        assert empty.status_code == 422
        given = {"ground": "deducted", "why": "扣了 20 元没说", "once": "a"}
        photo = SimpleUploadedFile("slip.jpg", jpeg(drawn(3)), content_type="image/jpeg")
        assert luo.post(url, {**given, "photo_files": photo}).status_code == 302
        assert luo.post(url, given).status_code == 302
        assert Contest.objects.count() == 1
        picture = ContestPicture.objects.get()
        page = luo.get(PAGE).content.decode()
        assert "扣了 20 元没说" in page
        assert "前答复" in page
        own = f"{PAGE}{Contest.objects.get().id}/pictures/{picture.file}/"
        assert own in page
        assert luo.get(own)["Content-Type"] == "image/jpeg"
        assert luo.get(own.replace(picture.file, "0" * 64)).status_code == 404
        assert sits(cast.MASTER_LU).get(own).status_code == 404
        desk = sun.get(DESK).content.decode()
        assert "扣了 20 元没说" in desk
        assert "不该扣的扣了" in desk
        shown = f"{DESK}contests/{Contest.objects.get().id}/pictures/{picture.file}/"
        assert shown in desk
        assert sun.get(shown).status_code == 200
        assert sits(cast.XIAO_CHEN).get(shown).status_code == 403
        assert sun.get(f"{DESK}contests/{Contest.objects.get().id}/pictures/{'0' * 64}/").status_code == 404
        answer = f"{DESK}contests/{Contest.objects.get().id}/set-aside/"
        assert sun.post(answer, {"why": "下月补回", "once": "b"}).status_code == 302
        page = luo.get(PAGE).content.decode()
        assert "申诉成立" in page
        assert "下月补回" in page

    def test_refuses_a_stranger_and_what_is_contested_already(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now)
        url = f"{PAGE}jobs/{one.visit.number}/contest/"
        assert sits(cast.MASTER_LU).get(url).status_code == 404
        assert sits(cast.XIAO_CHEN).get(PAGE).status_code in (302, 403)
        luo = sits(cast.MASTER_LUO)
        for ground in ("deducted", "taken_away"):
            assert luo.post(url, {"ground": ground, "why": "不对", "once": ground}).status_code == 302
        assert luo.post(url, {"ground": "deducted", "why": "再来", "once": "c"}).status_code == 409
        assert url not in luo.get(PAGE).content.decode()

    def test_takes_one_back(self, sits: Sits, live_now: datetime) -> None:
        one = closed(live_now)
        luo = sits(cast.MASTER_LUO)
        url = f"{PAGE}jobs/{one.visit.number}/contest/"
        luo.post(url, {"ground": "deducted", "why": "不对", "once": "a"})
        back = f"{PAGE}{Contest.objects.get().id}/withdrawal/"
        assert sits(cast.MASTER_LU).post(back, {"once": "x"}).status_code == 404
        assert luo.post(back, {"once": "b"}).status_code == 302
        assert Contest.objects.get().state == "withdrawn"
        assert url in luo.get(PAGE).content.decode()


class TestOfAReview:
    def test_days_later_his_lead_is_led_to_it_and_the_customer_reads_that_it_counts_no_more(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.ground.lay(now=live_now)
        one = builders.a_repair(now=live_now - timedelta(days=4), at="closed")
        one.do(lambda: quality.review(repair=one.repair, given=ReviewGiven(overall=1), by=one.customer, now=one.now))
        review, url = Review.objects.get(), "/technician/reviews/"
        luo, lead, sun, buyer = sits(cast.MASTER_LUO), sits(cast.BOSS_HE), sits(cast.SUN), Client()
        assert luo.post(f"{url}{review.pk}/contest/", {"why": "没有的事", "once": "a"}).status_code == 302
        assert "前答复" in luo.get(url).content.decode()
        notice = Notice.objects.get(code="contest_here", account__username=cast.BOSS_HE.username)
        led = lead.post(f"/notices/{notice.pk}/opening/", follow=True).content.decode()
        assert cast.MASTER_LUO.called in led
        assert one.repair.number in led
        later_on = timezone.now() + timedelta(days=12)
        clocks.sweep(later_on)
        assert "已超时" in luo.get(url).content.decode()

        given = {"why": "账单与报价一致", "once": "b"}
        answered = sun.post(f"/desk/follow-ups/contests/{Contest.objects.get().pk}/set-aside/", given)
        assert answered.status_code == 302
        assert "这几颗星不再计入师傅星级" in buyer.get(f"/c/{one.token}/", follow=True).content.decode()


class TestAtTheOutlet:
    def test_its_lead_sees_that_a_case_is_contested_and_neither_a_word_of_it_nor_by_whom(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = closed(live_now)
        luo, lead = sits(cast.MASTER_LUO), sits(cast.BOSS_HE)
        assert "没有申诉" in lead.get("/outlet/contests/").content.decode()
        given = {"ground": "deducted", "why": "扣了 20 元没说", "once": "a"}
        assert luo.post(f"{PAGE}jobs/{one.visit.number}/contest/", given).status_code == 302

        assert "/outlet/contests/" in lead.get("/outlet/people/").content.decode()
        seen = lead.get("/outlet/contests/").content.decode()
        assert "扣了 20 元没说" not in seen
        assert cast.MASTER_LUO.name not in seen
        assert "不该扣的扣了" not in seen, "nor on which ground"
        assert one.repair.number in seen
        assert one.repair.number in luo.get(PAGE).content.decode()
        assert not Notice.objects.filter(code="contest_here").exists(), "he may be the one whom it is about"
        form = luo.get(f"{PAGE}jobs/{one.visit.number}/contest/").content.decode()
        assert "看不到您写的内容" in form

    def test_looks_right(self, sits: Sits, live_now: datetime, visitor: Callable[..., Visitor]) -> None:
        one = closed(live_now)
        given = {"ground": "deducted", "why": "扣了 20 元没说", "once": "a"}
        sits(cast.MASTER_LUO).post(f"{PAGE}jobs/{one.visit.number}/contest/", given)
        desk = visitor(DESK_SIZE).sits_down(sits(cast.BOSS_HE))
        desk.goes("/outlet/contests/")
        desk.looks_over("outlet-contests")

    def test_another_outlet_and_who_only_keeps_parts_read_nothing_of_it(self, sits: Sits, live_now: datetime) -> None:
        one, luo = closed(live_now), sits(cast.MASTER_LUO)
        given = {"ground": "deducted", "why": "扣了 20 元没说", "once": "a"}
        assert luo.post(f"{PAGE}jobs/{one.visit.number}/contest/", given).status_code == 302
        Engagement.objects.filter(technician=builders.technician(cast.MASTER_LUO)).update(to_at=live_now)
        assert "扣了 20 元没说" not in sits(cast.BOSS_HE).get("/outlet/contests/").content.decode()
        assert sits(cast.XIAO_KONG).get("/outlet/contests/").status_code == 403
