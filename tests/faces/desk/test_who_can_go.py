"""Where a technician is chosen the list says beside each that he can go, or why he can't."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import technician
from anxin.domain.network.models import Shift, Technician
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def test_says_who_can_go_and_why_somebody_cannot(sits: Callable[[cast.Member], Client], live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="triaged")
    Shift.objects.filter(technician=technician(cast.MASTER_LUO)).delete()
    page = flat(sits(cast.XIAO_DENG).get(f"/desk/repairs/{one.repair.number}/?do=offer"))
    assert "罗师傅 去不了：那天不上班" in page
    assert " 能去，" in page


def test_two_of_one_name_are_told_apart_by_their_numbers(
    sits: Callable[[cast.Member], Client], live_now: datetime
) -> None:
    one = builders.a_repair(now=live_now, at="triaged")
    Technician.objects.update(called="王师傅")
    deng, url = sits(cast.XIAO_DENG), f"/desk/repairs/{one.repair.number}/"
    asked, shown = flat(deng.get(f"{url}?do=offer")), flat(deng.get(url))
    able = gateway.candidates(one.visit, now=one.now)
    assert len(able) > 1
    for each in able:
        assert f"王师傅 {each.technician.number}" in asked
    for each in able[1:4]:
        assert f"王师傅 {each.technician.number}" in shown


def test_while_another_is_asked_the_first_in_the_order_is_not_called_the_one_who_is_sent(
    sits: Callable[[cast.Member], Client], live_now: datetime
) -> None:
    one = builders.a_repair(now=live_now, at="triaged")
    able = gateway.candidates(one.visit, now=one.now)
    other, deng = able[-1].technician, one.by(cast.XIAO_DENG)
    one.do(lambda: visits.offer_to(visit=one.visit, technician=other, by=deng, now=one.now))
    shown = flat(sits(cast.XIAO_DENG).get(f"/desk/repairs/{one.repair.number}/"))
    assert f"正在等{other.called}答复" in shown
    assert "为什么派" not in shown
    assert f"现在排在最前：{able[0].technician.called}" in shown
