"""A day in lanes: how long it is, where a visit stands, and where this moment is."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core.zone import SHANGHAI
from anxin.faces.ground import gantt

DAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


class TestAxis:
    def test_is_a_usual_day_where_nobody_works(self) -> None:
        assert gantt.axis(DAY, shifts=[], visits=[], now=at(3, day=YESTERDAY)).names[::3] == ("08:00", "14:00")

    def test_follows_the_shifts(self) -> None:
        found = gantt.axis(DAY, shifts=[(6 * 60 + 30, 14 * 60), (14 * 60, 23 * 60)], visits=[], now=at(9))
        assert (found.opens, found.closes) == (6, 24)

    def test_is_not_stretched_by_who_is_there_around_the_clock(self) -> None:
        found = gantt.axis(DAY, shifts=[(0, 24 * 60)], visits=[], now=at(9))
        assert (found.opens, found.closes) == (8, 20)

    @pytest.mark.parametrize("hour", [0, 3, 7, 8, 21, 22, 23])
    def test_shows_now_at_any_hour_of_the_day(self, hour: int) -> None:
        found = gantt.axis(DAY, shifts=[(8 * 60, 20 * 60)], visits=[], now=at(hour, 50))
        assert found.mark(at(hour, 50)) == (hour - found.opens) * 4 + 3 + 2

    def test_shows_no_now_on_another_day(self) -> None:
        found = gantt.axis(TOMORROW, shifts=[], visits=[], now=at(9))
        assert found.mark(at(9)) == 0

    @pytest.mark.parametrize(("begins", "minutes"), [(8, 120), (14, 120), (21, 120), (3, 90), (22, 120), (23, 150)])
    def test_shows_a_visit_whole_at_its_hour(self, begins: int, minutes: int) -> None:
        visit = (at(begins), at(begins) + timedelta(minutes=minutes))
        found = gantt.axis(DAY, shifts=[(8 * 60, 20 * 60)], visits=[visit], now=at(12))
        assert found.place(*visit) == ((begins - found.opens) * 4 + 2, minutes // 15, "")
        assert found.hours % 2 == 0

    def test_says_the_time_of_a_visit_that_began_the_day_before(self) -> None:
        visit = (at(22, day=YESTERDAY), at(1))
        assert gantt.axis(DAY, shifts=[], visits=[visit], now=at(12)).place(*visit) == (2, 8, "22:00 ")
