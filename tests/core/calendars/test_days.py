from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import calendars, timeline
from anxin.core.acting import acting
from anxin.core.calendars import CalendarDay, between, due_after
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from tests.core.lamp import ALICE
from tests.patience import UNSCOPED

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(day, hour, minute=0, month=11):
    """Give a moment of November 2026 as Shanghai's clocks show it."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


class TestSeed:
    def test_knows_the_holidays_and_the_working_sundays_of_2026(self):
        calendars.seed(2026)
        assert CalendarDay.objects.count() == 365
        assert not calendars.is_working(date(2026, 10, 1))
        assert calendars.is_working(date(2026, 10, 10))
        assert calendars.is_working(date(2026, 11, 24))

    def test_leaves_the_days_alone_that_an_operator_wrote_and_fills_the_others_of_their_year(self, now):
        acting(lambda: calendars.set_day(date(2026, 11, 24), works=False, source="notice 7", by=ALICE, now=now))
        assert calendars.seed(2026) == 364
        assert not calendars.is_working(date(2026, 11, 24))
        assert calendars.is_working(date(2026, 10, 10))
        assert calendars.seed(2026) == 0

    def test_writes_nothing_for_a_year_the_package_does_not_know(self):
        assert calendars.seed(2035) == 0
        assert not calendars.is_working(date(2035, 11, 24))  # a Saturday
        assert calendars.is_working(date(2035, 11, 23))


class TestGaps:
    def test_names_the_year_without_rows_and_from_november_the_next(self):
        assert calendars.gaps(at(24, 12)) == [2026, 2027]
        calendars.seed(2026)
        assert calendars.gaps(at(24, 12)) == [2027]
        assert calendars.gaps(at(24, 12, month=6)) == []

    def test_names_a_year_of_which_a_single_day_was_entered(self, now):
        calendars.seed(2026)
        acting(lambda: calendars.set_day(date(2027, 3, 8), works=False, source="of ours", by=ALICE, now=now))
        assert calendars.gaps(at(24, 12)) == [2027]

    def test_counts_the_year_in_shanghai(self):
        assert calendars.gaps(datetime(2025, 12, 31, 16, tzinfo=UTC))[0] == 2026


class TestSetDay:
    def test_is_written_down(self, now):
        acting(lambda: calendars.set_day(date(2026, 11, 24), works=False, source="notice 7", by=ALICE, now=now))
        [fact] = timeline.read(StreamKey("calendar", "2026"))
        assert (fact.code, fact.facts) == ("core.calendar_changed", {"day": "2026-11-24", "works": False})


class TestDueAfter:
    def test_five_working_days_from_a_wednesday_afternoon_end_a_week_later(self):
        assert due_after(at(18, 14), 5 * DAY) == at(25, 14)

    def test_begins_at_the_working_midnight_after_a_weekend(self):
        assert due_after(at(21, 15), HOUR) == at(23, 1)

    def test_ends_at_midnight_not_after_the_weekend(self):
        assert due_after(at(20, 23), HOUR) == at(21, 0)

    def test_goes_over_a_holiday(self):
        calendars.seed(2026)
        assert due_after(at(30, 12, month=9), DAY) == at(8, 12, month=10)

    def test_refuses_what_never_ends(self):
        with pytest.raises(ValueError, match="working time"):
            due_after(at(2, 0), 5000 * DAY)

    @settings(max_examples=60, suppress_health_check=UNSCOPED)
    @given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)), st.integers(0, 20 * 86400))
    def test_undoes_between(self, start, seconds):
        length = timedelta(seconds=seconds)
        assert between(start, due_after(start, length)) == length


class TestHoliday:
    """A clock that stops for a public holiday, not for every weekend."""

    def test_is_a_run_of_days_off_that_is_more_than_a_weekend(self):
        calendars.seed(2026)
        around = [date(2026, 2, 14) + n * DAY for n in range(12)]
        assert [one.day for one in around if calendars.is_holiday(one)] == [15, 16, 17, 18, 19, 20, 21, 22, 23]
        assert not calendars.is_holiday(date(2026, 11, 28))  # a Saturday
        assert not calendars.is_holiday(date(2026, 10, 10))  # a Saturday that is worked for the National Day

    def test_stands_still_over_spring_festival_and_runs_on_over_a_weekend(self):
        calendars.seed(2026)
        assert calendars.forward("holiday", at(13, 18, month=2), 48 * HOUR) == at(24, 18, month=2)
        assert calendars.elapsed("holiday", at(13, 18, month=2), at(24, 18, month=2)) == 48 * HOUR
        assert calendars.forward("holiday", at(27, 18), 48 * HOUR) == at(29, 18)
        assert calendars.forward("working", at(27, 18), 48 * HOUR) == at(1, 18, month=12)

    def test_knows_no_holiday_in_a_year_without_rows(self):
        assert calendars.forward("holiday", at(13, 18, month=2), 48 * HOUR) == at(15, 18, month=2)
