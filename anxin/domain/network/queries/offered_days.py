"""For which days a brand's customers may ask for a window."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from anxin.core import settings
from anxin.domain.network.rules.working_hours import days_from

SETTING, LEAST, MOST = "network.days_ahead", 3, 30
SOON = "network.without_window"
"""Whether reports are taken without a window where all are taken."""


def days_asked(*, brand: UUID | None = None, now: datetime) -> list[date]:
    """Return the days for which a window may be asked of a brand, today's among them; of a house without its own."""
    several: int = settings.get(SETTING, at=now, organisation=str(brand or ""))
    return days_from(timezone.localtime(now).date(), several)


def without_window(*, brand: UUID, now: datetime) -> bool:
    """Return whether a brand takes reports without a window where all are taken."""
    return bool(settings.get(SOON, at=now, organisation=str(brand)))
