"""Whoever ends an employment reads first which jobs go to others by it, and where nobody is left."""

from datetime import datetime, timedelta

from anxin.demo import cast
from anxin.domain.network.models import Engagement
from anxin.domain.visits.models import Visit
from tests import builders
from tests.faces.desk.test_network import LUO, Sits, said


def test_the_form_says_whose_windows_hang_on_it(sits: Sits, live_now: datetime) -> None:
    desk = sits(cast.ADMIN)
    assert "转给别人" not in said(desk, f"{LUO}?do=employment-end")
    walked = builders.a_repair(now=live_now - timedelta(minutes=50), at="booked")
    address = f"/desk/network/technicians/{walked.visit.technician.number}/?do=employment-end"
    page = said(desk, address)
    assert "有 1 位客户已约好时段" in page
    assert walked.repair.number in page
    assert "没有人能去了" not in page
    Visit.objects.filter(pk=walked.visit.pk).update(state="assigned")
    page = said(desk, address)
    assert "已约好时段" not in page
    assert walked.repair.number in page, "a job that has no window yet goes to another, too"
    others = Engagement.objects.filter(outlet=walked.visit.outlet).exclude(technician=walked.visit.technician)
    others.update(to_at=live_now)
    assert "没有人能去了" in said(desk, address)
