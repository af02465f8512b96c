"""Working hours the way people read them: those of a week, of two in turn, and of one day."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import joined
from anxin.domain.network.queries import hour_cells
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
    if hours is None or not hours.alternates:
        return every_week(written)
    odd = working_hours.weeks_of(today or timezone.localdate()) == ODD
    said = _("{hours} (this week is odd)") if odd else _("{hours} (this week is even)")
    return said.format(hours=every_week(written))


def every_week(written: str) -> str:
    """Write hours as people read them, whichever week it is now."""
    hours = written_hours.week(written) if written else None
    if hours is None:
        return written
    if hours == ALWAYS:
        return _("24 hours, every day")
    groups = _groups(hours)
    several = hours.alternates or any(len(own) > 1 for _weeks, own in groups)
    return (_("; ") if several else _(", ")).join(
        f"{_days(days, weeks)} {spans(own)}" for (weeks, own), days in groups.items()
    )


def typed(hours: Week) -> str:
    """Write hours in words that are read again as these: 周一至周五 08:30-12:00, 13:30-18:00; 单周 周六 09:00-12:00."""
    signs = {"": "", ODD: _("odd weeks") + " ", EVEN: _("even weeks") + " "}
    return "; ".join(
        f"{signs[weeks]}{_run(days) or ' '.join(str(WEEKDAYS[one]) for one in days)} {written_hours.written_spans(own)}"
        for (weeks, own), days in _groups(hours).items()
    )


def understood(written: str) -> str:
    """Say what is understood of hours that are being typed, or what isn't; nothing of none."""
    try:
        return _("Understood: {hours}").format(hours=week(hour_cells.hours(written))) if written.strip() else ""
    except ValueError as error:
        return str(error)


def spans(hours: Spans) -> str:
    """Write the hours of one day: 08:30–12:00、13:30–18:00."""
    return joined(written_hours.written_span(one).replace("-", "–") for one in hours)


def _groups(hours: Week) -> dict[tuple[str, Spans], list[int]]:
    groups: dict[tuple[str, Spans], list[int]] = {}
    for weeks, weekday, own in hours.days():
        if own:
            groups.setdefault((weeks, own), []).append(weekday)
    return groups


def _days(days: Sequence[int], weeks: str) -> str:
    said = _run(days) or joined(str(WEEKDAYS[one]) for one in days)
    kept = {ODD: _("{days} of odd weeks"), EVEN: _("{days} of even weeks")}
    return kept[weeks].format(days=said) if weeks else said


def _run(days: Sequence[int]) -> str:
    """Write days that follow one another, of which there are more than two; nothing for others."""
    if len(days) == len(WEEKDAYS):
        return _("every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("{first} to {last}").format(first=WEEKDAYS[days[0]], last=WEEKDAYS[days[-1]])
    return ""
