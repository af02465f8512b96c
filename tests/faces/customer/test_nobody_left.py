"""Whose repair has nobody left to come reads that, and no promise of a technician within the hour."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import later, outbox
from anxin.core.acting import acting
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Territory
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db


def test_a_repair_whose_only_outlet_is_suspended_says_that_nobody_can_come(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="booked")
    assert one.visit.outlet is not None
    Territory.objects.filter(brand=one.repair.brand).exclude(outlet=one.visit.outlet).delete()
    word = Authorisation.objects.get(kind="outlet", code=one.visit.outlet.code, brand=one.repair.brand)
    acting(lambda: network.suspend(authorisation=word, why="整改", by=ground.owner_of(word.brand), now=live_now))
    later.run_due(live_now + timedelta(minutes=1), queues=["prompt", "offers"])
    page = flat(Client().get(f"/c/{one.token}/", follow=True))
    head = page.partition("<h1")[2].partition("</section>")[0]
    assert "现在没有师傅能到您这里" in head
    assert "定下师傅" not in head
    steps = page.partition('id="steps"')[2].partition("</section>")[0]
    assert "现在没有师傅能去那里" in steps  # whoever was set goes no more, and nobody is asked
    assert ("师傅定了" in steps, "师傅会打电话和您约时间" in steps) == (False, False)
    assert "催单" in page.partition('id="bar"')[2]


def test_who_is_left_alone_reads_it_also_once_the_promise_is_broken_and_is_led_to_no_other_window(
    live_now: datetime,
) -> None:
    one = builders.a_repair(now=live_now - timedelta(hours=2), at="booked")
    assert one.visit.outlet is not None
    Territory.objects.filter(brand=one.repair.brand).exclude(outlet=one.visit.outlet).delete()
    word = Authorisation.objects.get(kind="outlet", code=one.visit.outlet.code, brand=one.repair.brand)
    acting(lambda: network.suspend(authorisation=word, why="整改", by=ground.owner_of(word.brand), now=one.now))
    later.run_due(one.now + timedelta(minutes=1), queues=["prompt", "offers"])
    page = flat(Client().get(f"/c/{one.token}/", follow=True))
    head = page.partition("<h1")[2].partition("</section>")[0]
    assert "现在没有师傅能到您这里，已超时 1 小时" in head
    assert "换个时间可能更快" not in head
    assert ("改约" in page.partition('id="bar"')[2], "打电话" in page.partition('id="bar"')[2]) == (False, True)


def test_a_report_nobody_has_taken_on_yet_says_so_too_and_its_customer_is_told_once(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="submitted")
    only = Territory.objects.filter(brand=one.repair.brand, outlet__code="AX-CD-01")[0]
    Territory.objects.filter(brand=one.repair.brand).exclude(pk=only.pk).delete()
    word = Authorisation.objects.get(kind="outlet", code=only.outlet.code, brand=one.repair.brand)
    acting(lambda: network.suspend(authorisation=word, why="整改", by=ground.owner_of(word.brand), now=live_now))
    later.run_due(live_now + timedelta(minutes=1), queues=["prompt", "offers"])
    page = flat(Client().get(f"/c/{one.token}/", follow=True))
    head = page.partition("<h1")[2].partition("</section>")[0]
    assert "现在没有师傅能到您这里" in head
    later.run_due(live_now + timedelta(hours=12))  # at night it waits for the morning
    assert outbox.Message.objects.filter(template="notices.repair_nobody").count() == 1


def test_a_report_where_another_outlet_serves_reads_on_as_before(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="submitted")
    first = Territory.objects.filter(brand=one.repair.brand, outlet__code="AX-CD-01")[0]
    other = Territory.objects.filter(brand=one.repair.brand).exclude(outlet=first.outlet)[0]
    Territory.objects.filter(pk=other.pk).update(division=first.division, kind=first.kind)
    word = Authorisation.objects.get(kind="outlet", code="AX-CD-01", brand=one.repair.brand)
    acting(lambda: network.suspend(authorisation=word, why="整改", by=ground.owner_of(word.brand), now=live_now))
    page = flat(Client().get(f"/c/{one.token}/", follow=True))
    assert "收到您的报修了" in page
