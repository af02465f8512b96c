"""A day in lanes: where a visit stands, and what begins outside the hours shown."""

from datetime import date, datetime, timedelta

import pytest

from anxin.faces.ground import gantt

DAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=gantt.SHANGHAI)


class TestVisits:
    @pytest.mark.parametrize(
        ("begins", "column", "length", "said"),
        [(8, 2, 8, ""), (14, 26, 8, ""), (21, 54, 4, ""), (3, 2, 8, "03:00 "), (22, 50, 8, "22:00 ")],
    )
    def test_stand_at_their_hour_or_say_it(self, begins: int, column: int, length: int, said: str) -> None:
        assert gantt.place(at(begins), at(begins) + timedelta(hours=2), day=DAY) == (column, length, said)

    def test_mark_of_now_is_shown_while_the_lanes_are_open(self) -> None:
        assert [gantt.mark(at(hour), DAY) for hour in (7, 8, 21, 22)] == [0, 2, 54, 0]
