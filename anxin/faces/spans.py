"""How long, in words: the server's half of what `clocks.js` repeats in the browser."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def span(length: timedelta, *, short: bool = False) -> str:
    """Say a length of time in its one or two largest units; `short` keeps only the largest."""
    seconds = max(int(length.total_seconds()), 0)
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if seconds < MINUTE:
        return _("under 1 min")
    if days:
        return _("%(d)d d") % {"d": days} if short or not hours else _("%(d)d d %(h)d h") % {"d": days, "h": hours}
    if hours:
        return (
            _("%(h)d h") % {"h": hours} if short or not minutes else _("%(h)d h %(m)d min") % {"h": hours, "m": minutes}
        )
    return _("%(m)d min") % {"m": minutes}


def left(length: timedelta, *, short: bool = False) -> str:
    """Say how long is left; less than a minute in a sentence of its own, as `took` has one."""
    if length.total_seconds() < MINUTE:
        return _("under 1 min left")
    return _("%(time)s left") % {"time": span(length, short=short)}


def over(length: timedelta, *, short: bool = False) -> str:
    """Say how late it is; less than a minute in a sentence of its own, as `took` has one."""
    if length.total_seconds() < MINUTE:
        return _("over by under 1 min")
    return _("over by %(time)s") % {"time": span(length, short=short)}


def took(length: timedelta, *, short: bool = False) -> str:
    """Say how long something took; less than a minute in a sentence of its own, which Chinese writes without a gap."""
    if length.total_seconds() < MINUTE:
        return _("took under 1 min")
    return _("took %(time)s") % {"time": span(length, short=short)}


def promised(minutes: int) -> str:
    """Say how long a promise is: in whole days or hours where it is some, else in minutes."""
    if minutes and minutes % (DAY // MINUTE) == 0:
        n = minutes * MINUTE // DAY
        return ngettext("{n} day", "{n} days", n).format(n=n)
    if minutes and minutes % (HOUR // MINUTE) == 0:
        n = minutes * MINUTE // HOUR
        return ngettext("{n} hour", "{n} hours", n).format(n=n)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def patterns() -> dict[str, str]:
    """Return the browser the same sentences, with their places left open."""
    return {
        "under": _("under 1 min"),
        "d": _("%(d)d d"),
        "dh": _("%(d)d d %(h)d h"),
        "h": _("%(h)d h"),
        "hm": _("%(h)d h %(m)d min"),
        "m": _("%(m)d min"),
        "left": _("%(time)s left"),
        "left-under": _("under 1 min left"),
        "over": _("over by %(time)s"),
        "over-under": _("over by under 1 min"),
        "just": _("just late"),
    }
