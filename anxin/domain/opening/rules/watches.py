"""When those who administer hear that something the house depends on fails, and that it works again: once each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILS_FOR, WORKS_FOR = timedelta(minutes=15), timedelta(minutes=30)
"""So long something has to fail, or to work again, before anybody is told: what comes and goes is told once."""
FAILING, WORKING = "failing", "working"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Since when something fails, since when that is told, and since when it works again."""

    bad_since: datetime | None = None
    told_at: datetime | None = None
    well_since: datetime | None = None


def seen(before: Watch, *, works: bool, now: datetime) -> tuple[Watch, str]:
    """Return how something stands after a look at it, and what is told of it now: `failing`, `working` or nothing."""
    if works and before.told_at is None:
        return Watch(), ""
    if works:
        since = before.well_since or now
        return (Watch(), WORKING) if now - since >= WORKS_FOR else (replace(before, well_since=since), "")
    since = before.bad_since or now
    if before.told_at is None and now - since >= FAILS_FOR:
        return Watch(bad_since=since, told_at=now), FAILING
    return replace(before, bad_since=since, well_since=None), ""
