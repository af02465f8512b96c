"""What a case page says first: late by how much, who was told, and the one thing to do next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import clocks, later
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.faces.customer import windows
from tests.builders import a_repair, the_code
from tests.faces.customer.test_progress import address, entered

pytestmark = pytest.mark.django_db(transaction=True)


class TestLate:
    def test_says_by_how_much_who_was_told_and_no_more_that_it_is_about_to_happen(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=22), at="submitted")
        clocks.sweep(timezone.now())
        later.run_due(timezone.now())
        assert Notice.objects.filter(code="repair_late").exists()
        page = entered(walk).get(address(walk)).content.decode()
        assert "受理超时 17 分" in page
        assert "已提醒" in page
        assert "马上受理" not in page
        bar = page.split('id="bar"')[1]
        assert ('href="tel:' in bar, "打电话" in bar) == (True, True)
        assert "催单" in bar

    def test_tells_nobody_was_told_where_nobody_was(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=22), at="submitted")
        page = entered(walk).get(address(walk)).content.decode()
        assert "受理超时 17 分" in page
        assert "已提醒" not in page


class TestAbsent:
    def test_chooses_another_window_and_somebody_is_looked_for_again(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=90), at="on_site")
        luo = walk.by(cast.MASTER_LUO)
        walk.do(lambda: visits.record_call(visit=walk.visit, purpose="absence", answered=False, by=luo, now=walk.now))
        walk.do(lambda: visits.miss_by_customer(visit=walk.visit, by=luo, now=walk.now))
        client = entered(walk)
        page = client.get(address(walk)).content.decode()
        assert "家里没人；请改约时间" in page
        assert address(walk, "window/") in page.split('id="bar"')[1]
        assert "催单" not in page.split('id="bar"')[1]
        chosen = windows.windows(now=timezone.now())[0]
        assert client.post(address(walk, "window/"), {"window": chosen.key}).status_code == 302
        walk.repair = Repair.objects.get(pk=walk.repair.pk)
        assert (walk.repair.state, walk.repair.wanted_from_at) == ("triaged", chosen.from_at)


class TestBesideTheCode:
    def _at_the_code(self) -> tuple[object, Client]:
        walk = a_repair(now=timezone.now() - timedelta(minutes=90), at="billed")
        return walk, entered(walk)

    @pytest.mark.parametrize(("what", "said"), [("not_fixed", "没修好"), ("bill_wrong", "账单不对")])
    def test_stands_that_it_is_not_right_and_the_desk_is_told(self, what: str, said: str) -> None:
        walk, client = self._at_the_code()
        page = client.get(address(walk)).content.decode()
        assert said in page.split('id="bar"')[1]
        assert client.post(address(walk, f"objections/{what}/"), {"why": "面板还是不亮"}).status_code == 302
        later.run_due(timezone.now())
        assert Notice.objects.filter(code=f"repair_{what}", account__isnull=False).exists()
        page = client.get(address(walk)).content.decode()
        assert "您反映的问题收到了" in page
        assert the_code(walk) in page

    def test_refuses_an_objection_of_no_kind_and_before_the_work(self) -> None:
        walk, client = self._at_the_code()
        assert client.get(address(walk, "objections/nothing/")).status_code == 404
        early = a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        answer = entered(early).post(address(early, "objections/not_fixed/"), {"why": "x"})
        assert answer.status_code == 409
