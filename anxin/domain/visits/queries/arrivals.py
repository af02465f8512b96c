"""What a visit's last check-in says, and whether the customer is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.companions import companions
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.wording import FAR, PLACES, TIMINGS


@dataclass(frozen=True, kw_only=True)
class CheckInView:
    """When the technician checked in, where and when that was as far as one can tell, and what the customer says."""

    at: datetime
    done_at: datetime | None
    distance_m: int | None
    radius_m: int | None
    place: str
    timing: str
    why: str
    answer: str
    work_over: bool

    @property
    def counts(self) -> bool:
        """Return whether it is taken for the arrival that was promised."""
        return self.confirmed or (not self.denied and self._arrival.counts)

    @property
    def asks(self) -> bool:
        """Return whether the customer is asked if somebody came; never once the work is over."""
        return not self.work_over and not self.answer and self._arrival.asks

    @property
    def asked(self) -> str:
        """Return `asked` while the customer is asked if the technician is there, `no` where he said no, else ""."""
        if self.work_over:
            return ""
        return "asked" if self.asks else "no" if self.denied else ""

    @property
    def nowhere(self) -> bool:
        """Return whether the phone gave no position."""
        return self.place == "unknown"

    @property
    def far(self) -> bool:
        """Return whether it was far from the address."""
        return self.place == "far"

    @property
    def early(self) -> bool:
        """Return whether it was before the agreed window."""
        return self.timing == "early"

    @property
    def told_after(self) -> bool:
        """Return whether it came in a minute or more after it was done."""
        return self.done_at is not None and self.at - self.done_at >= timedelta(minutes=1)

    @property
    def told_late(self) -> bool:
        """Return whether it was in the window by the phone's clock only, and came in after it."""
        return self.timing == "told_late"

    @property
    def confirmed(self) -> bool:
        """Return whether the customer says that somebody is there."""
        return self.answer == "yes"

    @property
    def denied(self) -> bool:
        """Return whether the customer says that nobody is there."""
        return self.answer == "no"

    @property
    def unproved(self) -> bool:
        """Return whether nothing but the technician's word says so yet: no position, and no answer of the customer."""
        return self.nowhere and not self.answer

    @property
    def doubtful(self) -> bool:
        """Return whether place or time give a reason to look, for who reads it at the desk."""
        return self.far or self.place == "unsure" or self.early or self.told_late

    @property
    def words(self) -> str:
        """Return where and when it was."""
        return f"{PLACES[self.place]} · {TIMINGS[self.timing]}"

    @property
    def why_words(self) -> str:
        """Return why it was far off."""
        return str(FAR.get(self.why, ""))

    @property
    def _arrival(self) -> arrival_rules.Arrival:
        return arrival_rules.Arrival(place=self.place, timing=self.timing)


def arrival_of(visit: str, check_in: CheckInView | None) -> str:
    """Return whether the customer of a visit in this state is `asked` if the technician is there, or said `no`."""
    return check_in.asked if check_in and visit == "on_site" else ""


def check_in_of(row: Visit) -> CheckInView | None:
    """Show the last check-in of a visit (one query, and one more where its code was not read yet)."""
    rows = row.check_ins.order_by("-at", "-id")
    return _check_in(
        row, rows.values("at", "done_at", "distance_m", "radius_m", "place", "timing", "why", "answer").first()
    )


def last_check_in(row: Visit) -> CheckInView | None:
    """Show the last check-in of a visit that was read whole (no query)."""
    return _check_in(row, next(iter(companions(row, "check_ins")), None))


def _check_in(row: Visit, last: Mapping[str, Any] | None) -> CheckInView | None:
    if last is None:
        return None
    work_over = arrival_rules.work_over(row.state, code=getattr(row, "code", None) is not None)
    distance_m = None if last["place"] == "unsure" else last["distance_m"]
    return CheckInView(**{**last, "distance_m": distance_m}, work_over=work_over)
