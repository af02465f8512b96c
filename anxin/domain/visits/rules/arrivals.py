"""Rules of an arrival: where and when a check-in was, how long a way is, whether the work at the door has ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.domain.visits.states import VISIT

DOUBTED = ("early", "told_late")
"""What a check-in may say of its time that keeps no window by itself; the customer is asked."""
CLOSE_M = 1_000
NIGHT_ENDS_H = 6
"""Until so many hours after midnight a night's work is of the day on which the night began."""


def way_known(metres: int, *, radius: int) -> bool:
    """Return whether a way can be told at all: not where both ends stand on the one point of a whole county."""
    return 10 * metres > radius or radius <= CLOSE_M


def whole_minutes(seconds: int | None) -> int | None:
    """Return a way in whole minutes; 0 is less than one, None a way that nobody knows."""
    return None if seconds is None else 0 if seconds < 60 else round(seconds / 60)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What a check-in says: where (door, unsure, far, unknown), when (in_window, told_late, early, late, no_window)."""

    place: str
    timing: str

    @property
    def counts(self) -> bool:
        """Return whether it is taken for the arrival that was promised: neither from afar nor from nowhere, nor early.

        Nor where only the phone's own clock says that it was in time.
        """
        return self.place in ("door", "unsure") and self.timing not in DOUBTED

    @property
    def asks(self) -> bool:
        """Return whether the customer is asked if somebody came: wherever it isn't plain."""
        return self.place != "door" or self.timing in DOUBTED


def work_over(state: str, *, code: bool) -> bool:
    """Return whether the work at the door has ended: all that a completion code needs is there, or the visit is over.

    From then on nobody is asked whether somebody came; what is wrong is said of the work or its bill.
    """
    return code or state in VISIT.ends


def is_of_day(window_from: datetime, *, midnight: datetime) -> bool:
    """Return whether a job is of the day that ends at this midnight, or of one before: so is what begins that night."""
    return window_from < midnight + timedelta(hours=NIGHT_ENDS_H)


def call_purpose(state: str) -> str:
    """Return what a technician mostly rings about: the appointment until he sets out, then that nobody opens."""
    if state in ("assigned", "booked"):
        return "appointment"
    return "absence" if state in ("on_the_way", "on_site") else "other"


def place_of(*, said: bool, distance: int | None, radius: int, fix: int, near: int, sure: int) -> str:
    """Return where a check-in was: our own point and the phone's position may both lie off, and nobody pays for that.

    `far` only where the door is more than `near` away whatever the two doubts come to; `unsure` where they come to
    more than `sure`, as with an address known to the county only, or without a point of our own. A phone may claim no
    more doubt than `sure`; one that `said` nothing of where it is leaves it `unknown`.
    """
    if distance is None:
        return "unsure" if said else "unknown"
    doubt = radius + min(fix, sure)
    if distance - doubt > near:
        return "far"
    return "door" if doubt <= sure else "unsure"


def timing_of(
    window: tuple[datetime, datetime] | None, *, at: datetime, early: timedelta, told_at: datetime | None = None
) -> str:
    """Return whether a moment lies in an agreed window, before or after it; a few minutes early are none.

    `told_at`: when a phone without signal told of it; of a moment in the window that is told after its end only the
    phone's clock knows, so it is `told_late`.
    """
    if window is None:
        return "no_window"
    if at < window[0] - early:
        return "early"
    if at > window[1]:
        return "late"
    return "in_window" if (told_at or at) <= window[1] else "told_late"


def is_too_early(from_at: datetime, *, at: datetime, lead: timedelta) -> bool:
    """Return whether somebody would set out, or be there, long before the window that its customer knows."""
    return at < from_at - lead


def may_turn_back(state: str, *, set_out_at: datetime, now: datetime, within: timedelta) -> bool:
    """Return whether that somebody set out can be taken back as a slip: a few minutes ago."""
    return state == "on_the_way" and now - set_out_at <= within
