"""Filters that write values the way people read them: money, days, times, numbers of a case."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from anxin.core import money, wording
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.rules import only_day
from anxin.domain.network.rules import working_hours, written_hours
from anxin.domain.network.wording import said_grade
from anxin.domain.visits.rules import any_time
from anxin.faces.spans import promised as say_promised
from anxin.faces.spans import span as say_span
from anxin.faces.week_words import WEEKDAYS, spans, week

KINDS_OF_NUMBERS = {"R": pgettext_lazy("read out", "repair"), "C": pgettext_lazy("read out", "claim")}

register = template.Library()
register.filter("week", week)
register.filter("spans", spans)
register.filter("joined", joined)


def local(value: datetime) -> datetime:
    """Return the moment as Shanghai's clocks show it."""
    return value.astimezone(SHANGHAI)


def told_apart(choices: Sequence[tuple[str, object]]) -> list[tuple[str, object]]:
    """Return choices by key and name, with the key (a number, a code) beside a name that several have."""
    count = Counter(str(name) for _key, name in choices)
    return [(key, f"{name} {key}" if count[str(name)] > 1 else name) for key, name in choices]


@register.filter
def stands(written: str, now: datetime) -> str:
    """Say whether a hotline is answered by written hours, until or from when; nothing where they can't be read."""
    return _stands(
        written,
        now,
        again=_("answered again from {at}"),
        always=_("answered now, day and night"),
        until=_("answered now, until {at}"),
    )


@register.filter
def opens(written: str, now: datetime) -> str:
    """Say whether an outlet is open by written hours, until or from when; nothing where they can't be read."""
    return _stands(
        written,
        now,
        again=_("opens again {at}"),
        always=_("open now, day and night"),
        until=_("open now, until {at}"),
    )


def _stands(written: str, now: datetime, *, again: str, always: str, until: str) -> str:
    hours = written_hours.week(written) if written else None
    if not hours:
        return ""
    found = working_hours.open_now(hours, local(now))
    if found.changes_at is None:
        return always
    same_day = found.open and local(found.changes_at).date() == local(now).date()
    said = hour(found.changes_at) if same_day else moment(found.changes_at)
    return (until if found.open else again).format(at=said)


@register.filter
def lasting(length_s: int) -> str:
    """Say a measured time in its largest units: 1 小时 5 分钟."""
    return say_span(timedelta(seconds=length_s))


@register.filter
def is_open(written: str, now: datetime) -> bool:
    """Return whether it is open by such hours."""
    hours = written_hours.week(written) if written else None
    return working_hours.open_now(hours, local(now)).open if hours else False


@register.filter
def fen(amount: int | None) -> str:
    """Write an amount in fen: 12800 → ¥128.00."""
    return money.format_fen(amount) if isinstance(amount, int) else ""


@register.filter
def grade(stars: int) -> str:
    """Write a technician's grade: 4 星, 暂无评分."""
    return said_grade(stars)


@register.filter
def day(value: datetime | date | None) -> str:
    """Write a day of this season: 11月24日 周二."""
    if not value:
        return ""
    at = local(value) if isinstance(value, datetime) else value
    return _("%(month)d/%(day)d %(weekday)s") % {"month": at.month, "day": at.day, "weekday": WEEKDAYS[at.weekday()]}


@register.filter
def short_day(value: datetime | date | None) -> str:
    """Write a day without its weekday: 11月24日."""
    if not value:
        return ""
    at = local(value) if isinstance(value, datetime) else value
    return _("%(month)d/%(day)d") % {"month": at.month, "day": at.day}


@register.filter
def whole_days(several: tuple[date, date]) -> str:
    """Write from which day to which, both whole."""
    return wording.span(*several)


@register.filter
def full_day(value: datetime | date | None) -> str:
    """Write a day with its year: 2027年3月31日."""
    if not value:
        return ""
    return wording.written(local(value).date() if isinstance(value, datetime) else value)


@register.filter
def hour(value: datetime | None) -> str:
    """Write the time of the day: 14:07."""
    return "" if not value else local(value).strftime("%H:%M")


@register.filter
def reason(why: object) -> str:
    """Write a reason after what it is the reason of: `：缺少照片`; nothing where there is none."""
    return pgettext("before a reason", ": ") + str(why) if why else ""


@register.filter
def seconds(value: datetime | None) -> str:
    """Write day and time to the second: 11月24日 14:07:31."""
    return "" if not value else f"{short_day(value)} {local(value).strftime('%H:%M:%S')}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write day and time: 11月24日 周二 14:07."""
    return "" if not value else f"{day(value)} {hour(value)}"


@register.filter
def known(value: datetime | None) -> str:
    """Write when something of an order was, with its year: day and time, or the day alone where no more is known."""
    if not value or only_day(value):
        return full_day(value)
    return f"{full_day(value)} {hour(value)}"


@register.filter
def seen_from(value: datetime, later: datetime) -> str:
    """Write a time as seen from a later one: 14:07 on the same day, else with its day."""
    return lately(value, now=later)


def lately(value: datetime, *, now: datetime) -> str:
    """Write a time of today as 14:07, of any other day with its day: 11月24日 14:07."""
    today = local(value).date() == local(now).date()
    return hour(value) if today else f"{short_day(value)} {hour(value)}"


@register.filter
def until(start: datetime | None, end: datetime | None) -> str:
    """Write a window: 11月24日 周二 14:00–16:00."""
    if not start or not end:
        return ""
    same = local(start).date() == local(end).date()
    return f"{moment(start)}–{hour(end) if same else moment(end)}"


@register.filter
def wish(start: datetime | None, end: datetime | None) -> str:
    """Write which window is wanted; without one, until when somebody comes as soon as possible."""
    if start and end and any_time(start, end):
        return _("as soon as possible, by {day} at the latest").format(day=day(end))
    return until(start, end)


@register.filter
def iso(value: datetime | None) -> str:
    """Write a moment for machines."""
    return "" if not value else value.isoformat(timespec="seconds")


@register.filter
def span(value: timedelta | None) -> str:
    """Write a length of time: 1 小时 20 分."""
    return "" if not value else say_span(value)


@register.filter
def promised(minutes: int) -> str:
    """Say how long a promise is: in whole days or hours where it is some, else in minutes."""
    return say_promised(minutes)


@register.filter
def parted(number: str) -> tuple[str, str, str]:
    """Part the number of a case into what is light, strong, light: ("R-20261124-", "000123", "-7")."""
    pieces = number.split("-")
    if len(pieces) != 4:
        return ("", number, "")
    return (f"{pieces[0]}-{pieces[1]}-", pieces[2], f"-{pieces[3]}")


@register.filter
def short(number: str) -> str:
    """Write the number of a case short and still alone in its year: 1124-000123."""
    pieces = number.split("-")
    return f"{pieces[1][4:]}-{pieces[2]}" if len(pieces) == 4 else number


@register.filter
def spoken(number: str) -> str:
    """Write a case's kind and the end of its number in groups, as it is read aloud: repair 1124 000 123."""
    head, serial, _check = parted(number)
    groups = [serial[i : i + 3] for i in range(0, len(serial), 3)]
    kind = str(KINDS_OF_NUMBERS.get(head.partition("-")[0], ""))
    return " ".join([kind, head.strip("-")[-4:], *groups]).strip()


ENDED = re.compile(r"([。；：，！？](?:</\w+>)*)\s+(<(?:b|span)\b[^>]*>)?\s*(?=[^\s<])")


def sentences(content: str) -> str:
    """Return what a template set under each other as one paragraph: Chinese has no space between two sentences."""
    return ENDED.sub(r"\1\2", content) if (get_language() or "").startswith("zh") else content
