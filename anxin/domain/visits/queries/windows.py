"""Which windows there are, whoever works in them: as wide, and between which hours, as the settings say."""

from datetime import date, datetime, timedelta
from uuid import UUID

from anxin.core import settings
from anxin.domain.network import queries as network
from anxin.domain.visits import rules


def window_width(*, now: datetime) -> timedelta:
    """Return how wide a window is."""
    return timedelta(minutes=settings.get("visits.window_min", at=now))


def windows_of(day: date, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the windows of a day."""
    from_h, until_h = network.window_hours(now=now)
    return rules.windows(day, width=window_width(now=now), from_h=from_h, until_h=until_h)


def soonest(*, now: datetime, brand: UUID | None = None) -> tuple[datetime, datetime]:
    """Return the wish for no window: from now until the last one ends of the days for which windows are asked."""
    return now, windows_of(network.days_asked(brand=brand, now=now)[-1], now=now)[-1][1]


def windows_asked(
    *, now: datetime, brand: UUID | None = None, since: date | None = None
) -> list[tuple[datetime, datetime]]:
    """Return the windows one may ask for of a brand: of today, or `since` a day, and the days after, ahead enough."""
    days = network.days_asked(brand=brand, now=now, since=since)
    several = (span for day in days for span in windows_of(day, now=now))
    return [span for span in several if rules.may_be_asked(span[0], now=now)]
