"""A clock's chip: state, words, bar."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from anxin.domain.claims.wording import CLOCKS as CLAIMS
from anxin.domain.claims.wording import SHORT_CLOCKS as SHORT_CLAIMS
from anxin.domain.repairs.wording import CLOCKS, SHORT_CLOCKS
from anxin.faces.ground.chips import ClockView, chip, state_of
from anxin.faces.spans import span
from anxin.faces.words import hour

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def a_clock(*, used: int, total: int = 30, **more: object) -> ClockView:
    start = NOW - timedelta(minutes=used)
    return ClockView(label="指派", started_at=start, due_at=start + timedelta(minutes=total), **more)  # type: ignore[arg-type]


class TestState:
    @pytest.mark.parametrize(
        ("clock", "state"),
        [
            (a_clock(used=5), "run"),
            (a_clock(used=20), "run"),
            (a_clock(used=21), "soon"),
            (a_clock(used=30), "soon"),
            (a_clock(used=31), "missed"),
            (a_clock(used=40, paused_since=NOW, waits_for="等配件"), "paused"),
            (a_clock(used=20, met_at=NOW), "met"),
            (a_clock(used=40, met_at=NOW), "missed"),
        ],
    )
    def test_is_named(self, clock: ClockView, state: str) -> None:
        assert state_of(clock, now=NOW) == state


class TestChip:
    def test_leaves_room_for_its_name_in_the_last_minute(self) -> None:
        with translation.override("zh-hans"):
            made = chip(a_clock(used=30), now=NOW - timedelta(seconds=5), short=True)
            late = chip(a_clock(used=30), now=NOW + timedelta(seconds=5), short=True)
        assert (made.label, made.strong) == ("指派", "不到 1 分")
        assert (late.label, late.strong) == ("指派", "刚超时")

    def test_says_the_last_minute_and_the_first_one_after_in_one_sentence(self) -> None:
        with translation.override("zh-hans"):
            made = chip(a_clock(used=30), now=NOW - timedelta(seconds=5))
            late = chip(a_clock(used=30), now=NOW + timedelta(seconds=5))
        assert (made.strong, late.strong) == ("剩不到 1 分", "超不到 1 分")

    def test_says_what_is_left(self) -> None:
        with translation.override("zh-hans"):
            made = chip(a_clock(used=22), now=NOW)
        assert (made.label, made.strong, made.percent, made.icon) == ("指派", "剩 8 分", 73, "alarm-clock")

    def test_says_how_late_and_keeps_counting(self) -> None:
        with translation.override("zh-hans"):
            made = chip(a_clock(used=36), now=NOW)
        assert made.strong == "超 6 分"
        assert made.ticks

    def test_stands_still_while_paused_and_says_for_whom(self) -> None:
        paused = a_clock(used=48, total=100, paused_since=NOW - timedelta(minutes=8), waits_for="等您同意报价")
        with translation.override("zh-hans"):
            made = chip(paused, now=NOW + timedelta(hours=5))
        assert (made.label, made.strong, made.percent, made.ticks) == ("暂停：", "等您同意报价", 40, False)

    def test_says_what_was_promised_and_kept(self) -> None:
        with translation.override("zh-hans"):
            clock = a_clock(used=17, met_at=NOW)
            made = chip(clock, now=NOW)
            page = render_to_string("parts/clock.html", {"chip": made, "clock": clock})
        assert (made.label, made.strong) == ("指派：承诺 30 分，", "用了 17 分")
        assert "承诺 30 分，用了 17 分" in re.sub("<[^>]+>", "", page), "no blank after a full-width comma"

    def test_says_of_an_agreed_window_when_it_ends_and_who_came_when(self) -> None:
        agreed = ClockView(
            label="上门",
            started_at=NOW - timedelta(hours=6),
            due_at=NOW,
            met_at=NOW - timedelta(hours=2),
            appointed=True,
        )
        with translation.override("zh-hans"):
            made = chip(agreed, now=NOW)
        assert (made.label, made.strong) == (f"上门：约好 {hour(NOW)} 前，", f"{hour(NOW - timedelta(hours=2))} 到了")

    def test_names_both_days_where_somebody_came_on_another_than_was_agreed(self) -> None:
        came, agreed = NOW - timedelta(hours=17), NOW - timedelta(days=1)
        early = ClockView(label="上门", started_at=agreed, due_at=NOW, met_at=came, appointed=True)
        with translation.override("zh-hans"):
            made = chip(early, now=NOW)
        assert (made.label, made.strong) == ("上门：约好 11月24日 14:00 前，", "11月23日 21:00 到了")

    def test_leaves_no_gap_between_chinese_words_where_it_took_less_than_a_minute(self) -> None:
        quick = a_clock(used=0, met_at=NOW + timedelta(seconds=9))
        with translation.override("zh-hans"):
            said = [chip(quick, now=NOW, short=short).strong for short in (False, True)]
        assert said == ["用了不到 1 分"] * 2

    def test_survives_a_clock_without_length(self) -> None:
        assert chip(a_clock(used=0, total=0), now=NOW).total == 1


class TestSpan:
    @pytest.mark.parametrize(
        ("length", "long", "short"),
        [
            (timedelta(seconds=20), "不到 1 分", "不到 1 分"),
            (timedelta(minutes=8, seconds=59), "8 分", "8 分"),
            (timedelta(hours=1, minutes=20), "1 小时 20 分", "1 小时"),
            (timedelta(hours=2), "2 小时", "2 小时"),
            (timedelta(days=1, hours=3, minutes=9), "1 天 3 小时", "1 天"),
            (timedelta(minutes=-3), "不到 1 分", "不到 1 分"),
        ],
    )
    def test_is_said_in_its_largest_units(self, length: timedelta, long: str, short: str) -> None:
        with translation.override("zh-hans"):
            assert span(length) == long
            assert span(length, short=True) == short


class TestBrief:
    def test_stands_in_a_narrow_chip_and_the_whole_name_in_its_title(self) -> None:
        named = a_clock(used=5, brief="派")
        assert (chip(named, now=NOW, short=True).label, chip(named, now=NOW).label) == ("派", "指派")
        assert chip(a_clock(used=5), now=NOW, short=True).label == "指派"
        html = render_to_string("parts/clock.html", {"clock": named, "chip": chip(named, now=NOW, short=True)})
        assert 'title="指派 · ' in html

    @pytest.mark.parametrize("table", [(CLOCKS, SHORT_CLOCKS), (CLAIMS, SHORT_CLAIMS)])
    def test_of_every_clock_is_two_characters_at_most(self, table: tuple[dict[str, str], dict[str, str]]) -> None:
        names, short = table
        assert set(short) <= set(names)
        with translation.override("zh-hans"):
            assert [one for one in names if len(str(short.get(one) or names[one])) > 2] == []
