"""Whoever can be rung now stands first, and of those whoever takes reports; brand by brand."""

from datetime import UTC, date, datetime

from anxin.domain.network.queries import HotlineView
from anxin.faces.ground.hotline_order import answered_first

NIGHT = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai


def line(code: str, scope: str, hours: str, brand: str = "禾砚") -> HotlineView:
    told = {"number": "A-1", "slug": "heyan", "lines": None, "to_date": date(2027, 1, 1)}
    return HotlineView(code=code, scope=scope, hours=hours, brand=brand, **told)


def test_lines_that_are_answered_now_come_first_and_of_those_the_one_that_takes_reports() -> None:
    lines = [
        line("1", "投诉", "周一至周日 00:00-24:00"),
        line("2", "报修", "周一至周日 09:00-18:00"),
        line("3", "售后报修", "周一至周日 00:00-24:00"),
        line("4", "报修", "周一至周日 00:00-24:00", brand="安家"),
    ]
    assert [one.code for one in answered_first(lines, now=NIGHT)] == ["4", "3", "1", "2"]
