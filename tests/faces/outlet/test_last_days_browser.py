"""A last day is typed in the browser: what follows stands there before it is given, in every size."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.demo import cast
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.faces.conftest import DESK, Visitor
from tests.faces.customer.test_progress import address
from tests.faces.outlet.test_house import Sits
from tests.faces.outlet.test_last_days import DESK as AT_DESK
from tests.faces.outlet.test_last_days import PAGE

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_follows_is_read_while_the_day_is_typed(
    sits: Sits, live_now: datetime, visitor: Callable[..., Visitor]
) -> None:
    one = builders.a_repair(now=live_now, at="booked")
    begins, ends = (each + timedelta(days=2) for each in (one.visit.wanted_from_at, one.visit.wanted_to_at))
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=begins, wanted_to_at=ends)
    lead = visitor().sits_down(sits(cast.BOSS_HE))
    page = lead.goes(f"{PAGE}?do=last-day")
    page.fill("[name=last_date]", local_day(live_now).isoformat())
    page.fill("[name=why]", "回老家")
    lead.sees(one.repair.number)
    lead.looks_over("last-day-asked")
    page.get_by_role("button", name="登记最后工作日").click()
    lead.goes(PAGE)
    lead.sees("的最后工作日")
    lead.looks_over("last-day-said")
    desk = visitor(DESK).sits_down(sits(cast.ADMIN))
    desk.goes(AT_DESK)
    desk.sees("的最后工作日")
    desk.looks_over("last-day-at-the-desk")


def test_nobody_before_a_day_is_asked_for_on_a_phone(live_now: datetime, visitor: Callable[..., Visitor]) -> None:
    walk = builders.a_repair(now=live_now, at="booked")
    customer = visitor()
    customer.goes(f"/c/{walk.token}/")
    page = customer.goes(address(walk, "window/"))
    page.fill("#since", (local_day(live_now) + timedelta(days=40)).isoformat())
    page.get_by_role("button", name="看那时的时段").click()
    customer.sees("还是要早些")
    customer.looks_over("window-not-before")
    page = customer.goes("/report/heyan/S3/")
    customer.looks_over("report-not-before")
