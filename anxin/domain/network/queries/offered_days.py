"""For which days a brand's customers may ask for a window."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import settings
from anxin.core.errors import Invalid
from anxin.domain.network.rules.working_hours import days_from

SETTING, LEAST, MOST = "network.days_ahead", 3, 30
LATEST = timedelta(days=90)
"""So far ahead somebody may wish to be come to."""
SOON = "network.without_window"
"""Whether reports are taken without a window where all are taken."""


def days_asked(*, brand: UUID | None = None, now: datetime, since: date | None = None) -> list[date]:
    """Return the days for which a window may be asked of a brand, today's among them; of a house without its own.

    Who wants nobody before a day (`since`) asks for that day and as many after it, none more than `LATEST` ahead.
    """
    several: int = settings.get(SETTING, at=now, organisation=str(brand or ""))
    today = timezone.localtime(now).date()
    first = max(today, since or today)
    return [day for day in days_from(first, several) if day <= max(today + LATEST, days_from(today, several)[-1])]


def not_before(day: date | None, *, now: datetime) -> date | None:
    """Return the day before which somebody wants nobody; raise `Invalid` where it is over, or too far ahead."""
    today = timezone.localtime(now).date()
    if day is not None and not today <= day <= today + LATEST:
        last = (today + LATEST).isoformat()
        expected = _("a day from {first} to {last}").format(first=today.isoformat(), last=last)
        raise Invalid("since", expected=expected, got=day.isoformat())
    return day


def without_window(*, brand: UUID, now: datetime) -> bool:
    """Return whether a brand takes reports without a window where all are taken."""
    return bool(settings.get(SOON, at=now, organisation=str(brand)))
