"""Hours as people write them: what is understood, what is asked anew, and that writing them loses nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.network.rules import working_hours, written_hours
from anxin.domain.network.rules.working_hours import EVEN, ODD, Hours, Spans, Week

MORNING, AFTERNOON, DAY, NIGHT = (510, 720), (810, 1080), (540, 1020), (1320, 1800)
WORKDAYS = dict.fromkeys(range(5), (MORNING, AFTERNOON))
MONDAY = date(2026, 11, 30)


def spans() -> st.SearchStrategy[Spans]:
    """Draw the hours of a day: some that lie apart, the last perhaps over midnight."""
    edges = st.lists(st.integers(0, 1439), max_size=6, unique=True).map(sorted)
    apart = edges.map(lambda found: [*zip(found[::2], found[1::2], strict=False)])
    return st.tuples(apart, st.integers(0, 1440)).map(lambda drawn: tuple(_over(*drawn)))


def _over(apart: list[tuple[int, int]], ends: int) -> list[tuple[int, int]]:
    if apart and ends < apart[-1][0] and ends % 2:
        return [*apart[:-1], (apart[-1][0], ends + 1440)]
    return apart


WEEKS = st.builds(Week, *(st.tuples(*[spans()] * 7) for _ in range(2))).filter(bool)


@pytest.mark.parametrize(
    ("written", "days", "own"),
    [
        ("08:00-22:00", range(7), ((480, 1320),)),
        ("08:00–20:00", range(7), ((480, 1200),)),
        ("每天 8-20", range(7), ((480, 1200),)),
        ("工作日 9:00-18:00", range(5), ((540, 1080),)),
        ("24 小时", range(7), ((0, 1440),)),
        ("7×24小时", range(7), ((0, 1440),)),
        ("22:00-6:00", range(7), (NIGHT,)),
        ("22:00-次日6:00", range(7), (NIGHT,)),
        ("周一至周五 22:00–06:00", range(5), (NIGHT,)),
        ("8:30-12:00, 13:30-18:00", range(7), (MORNING, AFTERNOON)),
        ("周一至周五8:30-12:00，13:30-18:00", range(5), (MORNING, AFTERNOON)),
        ("周一至周五 8点半-12点 13点30分-18点", range(5), (MORNING, AFTERNOON)),
        ("工作日：上午8：30～12：00 下午13：30～18：00", range(5), (MORNING, AFTERNOON)),
        ("1-5 8:30-12:00, 13:30-18:00", range(5), (MORNING, AFTERNOON)),
        ("Mon to Fri 8:30-12:00, 13:30-18:00", range(5), (MORNING, AFTERNOON)),
        ("周六、周日 9:00-17:00", (5, 6), (DAY,)),
        ("周末9-17", (5, 6), (DAY,)),
        ("每天 9:00-17:00；周日休息", range(6), (DAY,)),
    ],
)
def test_are_read_week_after_week(written: str, days: Any, own: Spans) -> None:
    assert written_hours.week(written) == Week.every(dict.fromkeys(days, own))


@pytest.mark.parametrize(
    ("written", "odd", "even"),
    [
        ("周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00", WORKDAYS | {5: (DAY,)}, WORKDAYS),
        ("双周六 9:00-17:00", {}, {5: (DAY,)}),
        ("A周 周六 9:00-17:00; B周 周日 9:00-17:00", {5: (DAY,)}, {6: (DAY,)}),
        ("odd weeks Sat 9:00-17:00", {5: (DAY,)}, {}),
        ("每天 9:00-17:00；双周周六休息", dict.fromkeys(range(7), (DAY,)), dict.fromkeys((0, 1, 2, 3, 4, 6), (DAY,))),
        ("周六 9:00-17:00; 夜班 22:00-6:00", *[dict.fromkeys(range(7), (NIGHT,)) | {5: (DAY, NIGHT)}] * 2),
    ],
)
def test_are_read_of_odd_weeks_and_of_even_ones(written: str, odd: Any, even: Any) -> None:
    assert written_hours.week(written) == Week(Week.every(odd).odd, Week.every(even).even)


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("1-5", "1-5"),
        ("8-18", "8-18"),
        ("随时", "随时"),
        ("下午 2:00-6:00", "下午 2:00-6:00"),
        ("1-5 8:60-18:00", "1-5 8:60-18:00"),
        ("1-5 8:00-12:00, 11:00-18:00", "11:00-18:00"),
        ("1-5 8:00-18:00; 隔周周六 9:00-12:00", "隔周周六 9:00-12:00"),
        ("周日休息", "周日休息"),
        ("112:00-13:00", "112:00-13:00"),
        ("25:00-26:00", "25:00-26:00"),
        ("", ""),
    ],
)
def test_that_could_mean_two_things_are_asked_anew_by_their_part(written: str, part: str) -> None:
    assert written_hours.week(written) is None
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (the part is the message)
        written_hours.read_week(written)
    assert str(refused.value) == part


def test_of_before_are_written_as_they_were() -> None:
    week = Week.every({0: ((480, 1080),), 4: (NIGHT,), 5: ((1320, 1440),)})
    assert written_hours.written_week(week) == "1 08:00-18:00, 5 22:00-06:00, 6 22:00-24:00"


def test_of_two_weeks_are_written_with_their_breaks() -> None:
    week = Week(Week.every(WORKDAYS | {5: (DAY,)}).odd, Week.every(WORKDAYS).even)
    assert written_hours.written_week(week) == "12345 08:30-12:00, 13:30-18:00; 单6 09:00-17:00"


@given(WEEKS)
def test_written_are_read_as_they_were(week: Week) -> None:
    assert written_hours.read_week(written_hours.written_week(week)) == week


@given(WEEKS, st.integers(-800, 800))
def test_kept_as_rows_hold_on_every_day_what_the_week_says(week: Week, ahead: int) -> None:
    rows = [
        Hours(weekday=weekday, weeks=weeks, date=None, from_min=begins, to_min=ends)
        for weeks, weekday, own in week.days()
        for begins, ends in own
    ]
    day = MONDAY + timedelta(days=ahead)
    assert Week.of(rows) == week
    assert working_hours.hours_on(day, rows) == week.on(day) == week.on(day + timedelta(days=14))
    minutes = {at for begins, ends in working_hours.spans_on(day, rows) for at in range(begins, min(ends, 1440))}
    before = {at - 1440 for begins, ends in week.on(day - timedelta(days=1)) for at in range(1440, ends)}
    own = {at for begins, ends in week.on(day) for at in range(begins, min(ends, 1440))}
    assert minutes == before | own


def test_of_odd_weeks_alternate_over_the_end_of_a_year() -> None:
    assert [working_hours.weeks_of(MONDAY + timedelta(weeks=n)) for n in range(7)] == [
        ODD,
        EVEN,
        ODD,
        EVEN,
        ODD,
        EVEN,
        ODD,
    ]
    assert working_hours.weeks_of(date(2026, 12, 6)) == ODD  # its Sunday


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("8:30-12:00, 13:30-18:00", (MORNING, AFTERNOON)),
        ("8:30-12:00 13:30-18:00", (MORNING, AFTERNOON)),
        ("22:00-6:00", (NIGHT,)),
        ("休息", ()),
    ],
)
def test_of_one_day_are_read(written: str, own: Spans) -> None:
    assert written_hours.read_day(written) == own


@pytest.mark.parametrize("written", ["8", "8:00-8:00", "8:00-12:00; 周二 9:00-10:00", "休息一下"])
def test_of_one_day_that_say_more_or_less_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="hours such as"):
        written_hours.read_day(written)


@pytest.mark.parametrize(
    ("own", "absent", "spans_there"),
    [
        ({}, False, ((0, 360),)),
        ({"from_min": 480, "to_min": 1080}, False, ((0, 360), (480, 1080))),
        ({"from_min": 300, "to_min": 720}, False, ((0, 720),)),
        ({"from_min": 480, "to_min": 1080}, True, ()),
    ],
)
def test_a_day_holds_the_rest_of_last_night(own: Any, absent: bool, spans_there: Spans) -> None:
    tuesday = date(2026, 12, 1)
    rows = [Hours(weekday=0, date=None, from_min=1320, to_min=1800)]
    rows += [Hours(weekday=1, date=None, **own)] if own else []
    rows += [Hours(weekday=None, date=tuesday, from_min=0, to_min=0, absent=True)] if absent else []
    assert working_hours.spans_on(tuesday, rows) == spans_there
