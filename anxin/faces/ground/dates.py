"""Days and moments as an address or a hidden field says them: what is none, or of no year of ours, is nothing."""

from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime

EARLIEST, LATEST = 2000, 2100
LONGEST = 40


def day(text: str) -> date | None:
    """Read a day such as 2026-11-24; a moment's day is read too."""
    try:
        found = parse_date(text[:10])
    except ValueError:
        return None
    return found if found and EARLIEST <= found.year < LATEST else None


def moment(text: str) -> datetime | None:
    """Read a moment that says its zone, such as 2026-11-24T14:00:00+08:00."""
    try:
        found = parse_datetime(text[:LONGEST])
    except ValueError:
        return None
    return found if found and found.tzinfo and EARLIEST <= found.year < LATEST else None
