"""Hours as people and search engines read them, in both languages: breaks, nights, and weeks in turn."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given

from anxin.core.zone import SHANGHAI
from anxin.domain.network.rules import written_hours
from anxin.domain.network.rules.working_hours import Week
from anxin.faces.public.opening_facts import opening_hours
from anxin.faces.week_words import spans, typed, understood, week
from anxin.faces.words import is_open, opens
from tests.domain.network.test_written_hours import WEEKS

ODD, EVEN = date(2026, 12, 3), date(2026, 12, 10)
TURNS = "周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00"


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("24 小时", "每天 24 小时", "24 hours, every day"),
        (
            "12345 08:00-18:00, 6 09:00-12:00",
            "周一至周五 08:00–18:00，周六 09:00–12:00",
            "Mon to Fri 08:00–18:00, Sat 09:00–12:00",
        ),
        ("8:00-12:00, 22:00-2:00", "每天 08:00–12:00、22:00–02:00", "every day 08:00–12:00, 22:00–02:00"),
        (
            TURNS,
            "周一至周五 08:30–12:00、13:30–18:00；单周周六 09:00–17:00（本周是单周）",
            "Mon to Fri 08:30–12:00, 13:30–18:00; Sat of odd weeks 09:00–17:00 (this week is odd)",
        ),
        ("看门口", "看门口", "看门口"),
        ("", "", ""),
    ],
)
def test_hours_are_said_in_both_languages(written: str, zh: str, en: str) -> None:
    for language, said in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert week(written, ODD) == said


def test_which_week_it_is_is_said_where_they_take_turns() -> None:
    with translation.override("zh-hans"):
        assert week(TURNS, EVEN).endswith("（本周是双周）")
        assert spans(((510, 720), (1320, 1800))) == "08:30–12:00、22:00–06:00"


@pytest.mark.parametrize(
    ("day", "hour", "opened", "zh", "en"),
    [
        (3, 9, True, "营业中，到 12:00", "open now, until 12:00"),
        (3, 13, False, "现在不营业，12月3日 周四 13:30 开门", "opens again"),
        (5, 10, True, "营业中，到 17:00", "open now, until 17:00"),  # a Saturday of an odd week
        (12, 10, False, "现在不营业，12月14日 周一 08:30 开门", "opens again"),
    ],
)
def test_whether_an_outlet_is_open_is_said_by_its_hours(day: int, hour: int, opened: bool, zh: str, en: str) -> None:
    at = datetime(2026, 12, day, hour, tzinfo=SHANGHAI)
    assert is_open(TURNS, at) is opened
    for language, said in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert opens(TURNS, at).startswith(said)
            assert not opens("看门口", at)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@given(hours=WEEKS)
def test_words_that_stand_in_a_form_are_read_again_as_they_were(language: str, hours: Week) -> None:
    with translation.override(language):
        assert written_hours.read_week(typed(hours)) == hours


def test_what_is_being_typed_is_said_as_it_is_understood() -> None:
    with translation.override("zh-hans"):
        hours = written_hours.read_week("12345 8:30-12:00, 13:30-18:00; 单6 9-17")
        assert typed(hours) == "周一至周五 08:30-12:00, 13:30-18:00; 单周 周六 09:00-17:00"
        assert understood("工作日 8:30-18:00").startswith("按这样理解：周一至周五 08:30–18:00")
        assert "隔周周六 9:00-12:00" in understood("1-5 8:00-18:00; 隔周周六 9:00-12:00")
        assert understood(" ") == ""


def test_search_engines_are_told_breaks_by_weekday_and_turns_by_date() -> None:
    stated = opening_hours(TURNS, closed_until=date(2026, 12, 4), today=ODD)["openingHoursSpecification"]
    kind, workdays = "OpeningHoursSpecification", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    saturday = {"validFrom": "2026-12-05", "validThrough": "2026-12-05"}
    assert stated == [
        {"@type": kind, "opens": "08:30", "closes": "12:00", "dayOfWeek": workdays},
        {"@type": kind, "opens": "13:30", "closes": "18:00", "dayOfWeek": workdays},
        {"@type": kind, "opens": "09:00", "closes": "17:00", **saturday},
        {"@type": kind, "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-03", "validThrough": "2026-12-04"},
    ]
    assert opening_hours("看门口", closed_until=None, today=ODD) == {}
