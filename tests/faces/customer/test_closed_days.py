"""An outlet is closed over a feast: who brings or collects something, and who looks for it, reads that beforehand."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.network import actions as network
from anxin.domain.network.models import Closure
from anxin.domain.notices.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db
FINDER = "/brands/heyan/outlets/?near=成都市武侯区"


def said(path: str) -> str:
    return Client().get(path, follow=True).content.decode()


def closes(now: datetime, *, ahead: int, days: int = 6) -> Closure:
    first = timezone.localdate(now) + timedelta(days=ahead)
    told = {"from_date": first, "to_date": first + timedelta(days=days - 1), "why": "春节放假"}
    return acting(lambda: network.close(outlet=builders.outlet(), **told, by=SYSTEM, now=now))


def words(row: Closure) -> str:
    first, last = (f"{one.year}年{one.month}月{one.day}日" for one in (row.from_date, row.to_date))
    return f"{first}至{last} 停业"


@pytest.mark.parametrize("at", ["accepted", "mended"])
def test_stand_with_the_hours_of_the_outlet_until_they_are_over(live_now: datetime, at: str) -> None:
    one = builders.at_a_bench(now=live_now - timedelta(hours=2), mode="drop_off", at=at)
    case = f"/c/{one.token}/"
    assert "停业" not in said(case)
    row = closes(live_now, ahead=1)
    assert Notice.objects.filter(code="goods_closed", person=one.repair.customer).count() == 1, "who comes is told"
    assert words(row) in said(case)
    assert words(row) in said(FINDER)
    acting(lambda: network.end_closure(closure=row, by=SYSTEM, now=live_now))
    assert words(row) not in said(case)
    assert words(row) not in said(FINDER)


def test_far_ahead_are_not_said_yet(live_now: datetime) -> None:
    one = builders.at_a_bench(now=live_now - timedelta(hours=2), mode="drop_off", at="accepted")
    closes(live_now, ahead=40)
    assert not Notice.objects.filter(code="goods_closed").exists()
    assert "停业" not in said(f"/c/{one.token}/")
    assert "停业" not in said(FINDER)
