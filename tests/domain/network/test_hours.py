"""How the hours of a hotline or a counter stand at a moment: open until when, or from when."""

from datetime import datetime, timedelta

import pytest

from anxin.core.zone import SHANGHAI
from anxin.domain.network.rules import working_hours, written_hours


def at(day: int, clock: str) -> datetime:
    """Return a moment of the week that begins on Monday, 23 November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI) + timedelta(days=day)


class TestStanding:
    @pytest.mark.parametrize(
        ("written", "now", "is_open", "changes_at"),
        [
            ("1-5 8:00-18:00", at(0, "8:00"), True, at(0, "18:00")),
            ("1-5 8:00-18:00", at(0, "7:59"), False, at(0, "8:00")),
            ("1-5 8:00-18:00", at(0, "18:00"), False, at(1, "8:00")),
            ("1-5 8:00-18:00", at(4, "18:30"), False, at(7, "8:00")),
            ("每天 22:00-6:00", at(2, "3:00"), True, at(2, "6:00")),
            ("每天 22:00-6:00", at(2, "12:00"), False, at(2, "22:00")),
            ("6 0:00-24:00, 7 0:00-12:00", at(5, "9:00"), True, at(6, "12:00")),
            ("3 9:00-10:00", at(2, "10:00"), False, at(9, "9:00")),
            ("24 小时", at(3, "4:00"), True, None),
            ("1-5 8:30-12:00, 13:30-18:00", at(0, "12:30"), False, at(0, "13:30")),
            ("1-5 8:30-12:00, 13:30-18:00", at(0, "11:59"), True, at(0, "12:00")),
            ("单6 9:00-17:00", at(5, "8:00"), False, at(12, "9:00")),  # the week of 23 November is even
            ("双6 9:00-17:00", at(5, "8:00"), False, at(5, "9:00")),
            ("双6 9:00-17:00", at(5, "17:00"), False, at(19, "9:00")),
            ("单1-7 0:00-24:00", at(0, "0:00"), False, at(7, "0:00")),
            ("单1-7 0:00-24:00", at(7, "0:00"), True, at(14, "0:00")),
        ],
    )
    def test_says_until_or_from_when(
        self, written: str, now: datetime, is_open: bool, changes_at: datetime | None
    ) -> None:
        hours = written_hours.week(written)
        assert hours is not None
        found = working_hours.open_now(hours, now)
        assert (found.open, found.changes_at) == (is_open, changes_at)

    def test_refuses_a_week_without_any(self) -> None:
        with pytest.raises(ValueError, match="at least one day"):
            working_hours.open_now(working_hours.Week.every({}), at(0, "8:00"))
