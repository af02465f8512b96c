"""When a message to a person may go, and for how long: nobody is woken at night for what can wait."""

from datetime import datetime, time, timedelta

from anxin.core.zone import SHANGHAI

DAYTIME = timedelta(hours=10)
"""So long a message that waited for the morning may still go."""
KEPT = timedelta(days=180)
"""So long a notice is kept."""


def goes_at(now: datetime, *, quiet_from_h: int, quiet_until_h: int, urgent: bool) -> datetime:
    """Return when a message to a person may go: at once, or as soon as the quiet hours of Shanghai are over."""
    local = now.astimezone(SHANGHAI)
    across = quiet_from_h > quiet_until_h
    late, early = local.hour >= quiet_from_h, local.hour < quiet_until_h
    if urgent or not ((late or early) if across else (late and early)):
        return now
    day = local.date() + timedelta(days=1 if across and late else 0)
    return datetime.combine(day, time(quiet_until_h), SHANGHAI).astimezone(now.tzinfo)
