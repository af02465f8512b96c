"""What is decided about visits: rounds of offers, the code's gate, distances, free rescheduling."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SLOTS = {
    "repair": ("before", "plate", "work", "after"),
    "install": ("before", "plate", "after"),
    "maintain": ("before", "after"),
    "inspect": ("before", "plate", "work"),
    "remove": ("before", "after"),
    "lock_opening": ("before", "after"),
}
TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Round:
    """How the next offers go out: to how many, or to the dispatcher's hands."""

    width: int
    by_hand: bool = False


def next_round(rounds_done: int, *, parallel: int) -> Round:
    """Give the next round: one technician, then several at once, then a person decides."""
    if rounds_done == 0:
        return Round(width=1)
    if rounds_done == 1:
        return Round(width=parallel)
    return Round(width=0, by_hand=True)


def missing_slots(kind: str, taken: Iterable[str]) -> tuple[str, ...]:
    """Give the pictures a record of this kind still lacks, in order."""
    have = set(taken)
    return tuple(slot for slot in SLOTS[kind] if slot not in have)


def lacks_for_code(*, kind: str, slots: Iterable[str], parts_stated: bool, bill_shown: bool) -> tuple[str, ...]:
    """Give what must exist before a completion code may: pictures, parts, bill."""
    lacks = [f"photo.{slot}" for slot in missing_slots(kind, slots)]
    if not parts_stated:
        lacks.append("parts")
    if not bill_shown:
        lacks.append("bill")
    return tuple(lacks)


def distance_m(*, lng: float, lat: float, to_lng: float, to_lat: float) -> int:
    """Give the great-circle distance between two points in metres."""
    phi, to_phi = radians(lat), radians(to_lat)
    half = sin((to_phi - phi) / 2) ** 2 + cos(phi) * cos(to_phi) * sin(radians(to_lng - lng) / 2) ** 2
    return round(2 * 6_371_008.8 * asin(min(1.0, sqrt(half))))


def plausible(*, distance: int, radius: int, near: int) -> bool:
    """Say whether a check-in may be at the door, given how far off our own point may be."""
    return distance <= radius + near


def free_change(*, now: datetime, window_from: datetime, notice: timedelta) -> bool:
    """Say whether a customer may still move the window without a call."""
    return now + notice <= window_from


def local_day(at: datetime) -> date:
    """Give the day of a moment in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def local_midnight(day: date) -> datetime:
    """Give the moment at which a Shanghai day begins."""
    return datetime.combine(day, time(), SHANGHAI)
