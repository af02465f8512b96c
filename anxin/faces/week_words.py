"""Working hours the way people read them: those of a week, of two in turn, and of one day."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anxin.domain.network.rules import working_hours, written_hours
from anxin.domain.network.rules.working_hours import EVEN, ODD, Spans, Week

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
ALWAYS = Week.every(dict.fromkeys(range(7), ((0, working_hours.DAY_MIN),)))


def week(written: str, today: date | None = None) -> str:
    """Write hours as people read them: 周一至周五 08:30–12:00、13:30–18:00；单周周六 09:00–12:00（本周是单周）.

    What can't be read stays as it is written.
    """
    hours = written_hours.week(written) if written else None
    if hours is None:
        return written
    if hours == ALWAYS:
        return _("24 hours, every day")
    groups: dict[tuple[str, Spans], list[int]] = {}
    for weeks, weekday, own in hours.days():
        if own:
            groups.setdefault((weeks, own), []).append(weekday)
    several = hours.alternates or any(len(own) > 1 for _weeks, own in groups)
    said = (_("; ") if several else _(", ")).join(
        f"{_days(days, weeks)} {spans(own)}" for (weeks, own), days in groups.items()
    )
    if not hours.alternates:
        return said
    odd = working_hours.weeks_of(today or timezone.localdate()) == ODD
    return (_("{hours} (this week is odd)") if odd else _("{hours} (this week is even)")).format(hours=said)


def spans(hours: Spans) -> str:
    """Write the hours of one day: 08:30–12:00、13:30–18:00."""
    return pgettext("between names", ", ").join(written_hours.written_span(one).replace("-", "–") for one in hours)


def _days(days: Sequence[int], weeks: str) -> str:
    names = [str(name) for name in WEEKDAYS]
    if len(days) == len(names):
        said = _("every day")
    elif len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        said = _("{first} to {last}").format(first=names[days[0]], last=names[days[-1]])
    else:
        said = pgettext("between names", ", ").join(names[one] for one in days)
    kept = {ODD: _("{days} of odd weeks"), EVEN: _("{days} of even weeks")}
    return kept[weeks].format(days=said) if weeks else said
