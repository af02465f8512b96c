"""For which days a brand's customers may ask for a window."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from anxin.core import settings
from anxin.domain.network.rules.working_hours import days_from

SETTING, LEAST, MOST = "network.days_ahead", 3, 30


def days_asked(*, brand: UUID | None = None, now: datetime) -> list[date]:
    """Return the days for which a window may be asked of a brand, today's among them; of a house without its own."""
    several: int = settings.get(SETTING, at=now, organisation=str(brand or ""))
    return days_from(timezone.localtime(now).date(), several)
