"""Whose repair has nobody left to come reads that, and no promise of a technician within the hour."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import later
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
