"""Whoever ends an employment reads first how many customers have a window with the technician."""

from datetime import datetime, timedelta

from anxin.demo import cast
from tests import builders
from tests.faces.desk.test_network import LUO, Sits, said


def test_the_form_says_whose_windows_hang_on_it(sits: Sits, live_now: datetime) -> None:
    desk = sits(cast.ADMIN)
    assert "已经和他约好时间" not in said(desk, f"{LUO}?do=employment-end")
    walked = builders.a_repair(now=live_now - timedelta(minutes=50), at="booked")
    number = walked.visit.technician.number
    page = said(desk, f"/desk/network/technicians/{number}/?do=employment-end")
    assert "有 1 位客户已经和他约好时间" in page
