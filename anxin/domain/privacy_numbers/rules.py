"""What is decided of privacy numbers: whether one is wanted, how long it lives, what shows instead of it."""

from datetime import datetime, timedelta

from anxin.domain.privacy_numbers.choices import OFF, OR_HOTLINE

USE, AFTER = "privacy_numbers.use", "privacy_numbers.after_h"
HELD_FOR = timedelta(days=1)
"""So long on a number is bound at least while its job goes on; it is prolonged before it ends."""
FIRST_FOR = timedelta(minutes=30)
"""So long a new binding is asked for; once written down here it is prolonged, and one that is lost lapses soon."""
SOON = timedelta(hours=2)
MARGIN = timedelta(minutes=10)
"""So much longer it stands at the provider than here: what is lost there lapses by itself."""
PAUSES_S = (5, 15, 45)
"""After a lost answer it is asked for again; after these it is said that none could be had, and the sweep goes on."""
ASKING = timedelta(minutes=2)
"""So long one task has to ask for a binding; where it died meanwhile, another asks then."""
LATE = timedelta(days=30)
AHEAD = timedelta(minutes=10)
"""How old a call may be that is told, and how far its clock may be ahead of ours."""


def until(*, wanted_to: datetime, now: datetime, after: timedelta) -> datetime:
    """Return until when a number is bound while its job is ahead or goes on."""
    return max(wanted_to + after, now + HELD_FOR)


def state_of(*, bound: bool, over: bool, fault: str) -> str:
    """Return how a job's number stands: "bound", "asked" (a moment yet), "none" (why: its fault) or "over"."""
    if over:
        return "over"
    if bound:
        return "bound"
    return "none" if fault else "asked"


def is_covered(use: str, stands: str | None) -> bool:
    """Return whether the customer's own number stays shut to the technician; without a row nothing was ever asked."""
    if use == OFF:
        return False
    return use == OR_HOTLINE or stands not in (None, "none")


def cost_mill(seconds: int, price_mill: int) -> int:
    """Return what a call costs: each minute begun."""
    return -(-seconds // 60) * price_mill


def is_plausible(*, at: datetime, seconds: int, now: datetime) -> bool:
    """Return whether a call may have been as it is told."""
    return now - LATE <= at <= now + AHEAD and 0 <= seconds <= 24 * 3600
