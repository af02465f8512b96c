"""A promise that would count too early is refused in words that name the day."""

from datetime import date

from django.utils import translation

from anxin.core import wording
from anxin.domain.network.rules import promises


def test_says_the_day_as_it_is_read() -> None:
    terms = promises.Terms(name="更快", acknowledge_min=3, assign_min=40, call_min=30, from_date=date(2026, 12, 2))
    (fault,) = promises.day_faults(terms, today=date(2026, 12, 1), at_once=False)
    with translation.override("zh-hans"):
        assert wording.error(fault) == "最早从2026年12月8日起生效：要让客户提前七天看到。"
