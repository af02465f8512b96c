"""Which days somebody may type: none of a year that nobody means, for days are added to it later."""

from datetime import date

from django.utils.translation import gettext as _

from anxin.core.errors import Invalid

EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)


def is_ours(day: date) -> bool:
    """Return whether a day is one that somebody may mean."""
    return EARLIEST <= day <= LATEST


def said() -> str:
    """Say which days there are."""
    return _("a day from {first} to {last}").format(first=EARLIEST.isoformat(), last=LATEST.isoformat())


def check(field: str, day: date) -> None:
    """Refuse a day that nobody means."""
    if not is_ours(day):
        raise Invalid(field, expected=said(), got=day.isoformat())
