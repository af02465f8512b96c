"""How figures are worked out: shares with their counts, ages in buckets, weeks; pure functions on plain values."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anxin.domain.evidence.rules import ATTENTION

AGES = (("day", 1), ("three", 3), ("week", 7), ("month", 30))
"""Buckets of age: the name and the days below which something falls into it; the last one is `older`."""
OUTCOMES = ("refund_only", "return", "part", "refuse", "withdrawn", "elsewhere", "open")
UNJUDGED = frozenset({"withdrawn", "open"})
LEAST = 5
"""Below so many cases a share says nothing about anybody and is not drawn."""
CONTENT = 4
"""From so many of five on somebody who was called back is content."""
MEASURED = timedelta(days=90)
"""How far back the measured times of a public page look."""
STEPS = ("accepted", "assigned", "arrived", "lasted")
AFAR = "afar"
"""Help from afar: how many cases ended in it or in a visit; those it put right are `held`."""
OVER = ("confirmed", "closed", "rework", "disputed")
HELPING = frozenset({"helping", "helped", "waiting_goods"})
CALLED_OFF = frozenset({"cancelled", "redirected"})


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many."""

    held: int
    total: int

    @property
    def percent(self) -> float | None:
        """Return the share in percent; None where there are no cases."""
        return round(100 * self.held / self.total, 1) if self.total else None

    @property
    def told(self) -> float | None:
        """Return the share in percent; None where there are too few cases to publish one."""
        return self.percent if self.speaks else None

    @property
    def speaks(self) -> bool:
        """Return whether there are enough cases to publish a share."""
        return self.total >= LEAST


def share(values: Iterable[bool]) -> Share:
    """Count how many of the values hold."""
    listed = list(values)
    return Share(held=sum(listed), total=len(listed))


def backed(ends: Mapping[str, int]) -> Share:
    """Return how many of the claims that were judged, counted by how they ended, went to the buyer."""
    judged = sum(n for name, n in ends.items() if name not in UNJUDGED)
    return Share(held=judged - ends["refuse"], total=judged)


def change(now: Share, before: Share) -> float | None:
    """Return how many points a share moved; None where one of both says too little."""
    if not now.speaks or not before.speaks or now.percent is None or before.percent is None:
        return None
    return round(now.percent - before.percent, 1)


def trend(weeks: Sequence[Share]) -> float | None:
    """Return how many points a share moved from the first to the last week; None where either says too little."""
    return change(weeks[-1], weeks[0]) if len(weeks) > 1 else None


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def put_right_at_once(*, visits: int, reworks: int) -> bool:
    """Return whether a closed repair was put right at the first visit and not redone."""
    return reworks == 0 and visits <= 1


def solved_from_afar(*, state: str, way: str) -> str:
    """Return how help from afar ended: `solved`, `visit`, or empty where it wasn't tried or is under way.

    What an agent put right on the phone before anybody was sent doesn't count: calls that failed aren't known.
    """
    if not way or state in HELPING:
        return ""
    return "solved" if state == "solved_remotely" else "visit"


def outcome_of(*, state: str, remedy: str, over: bool) -> str:
    """Return how a claim ended: by its remedy, withdrawn, without a decision of this house, or still open."""
    if state == "withdrawn":
        return "withdrawn"
    if not remedy:
        return "elsewhere" if over else "open"
    return remedy if remedy in ("refund_only", "return", "refuse") else "part"


def band_of(attentions: Sequence[str]) -> str:
    """Return the highest attention among a claim's pictures."""
    return max(attentions, key=ATTENTION.index, default="none")


def overturned(*, remedy: str, amount_fen: int, was: str, was_fen: int) -> bool:
    """Return whether an appeal changed a decision: another remedy, or another sum."""
    return remedy != was or amount_fen != was_fen


def worst(shares: Iterable[tuple[str, Share]], *, goal: float) -> str:
    """Return the figure furthest below its goal; empty where none with enough cases is below."""
    below = [(one.percent, name) for name, one in shares if one.speaks and one.percent is not None]
    percent, name = min(below, default=(None, ""))
    return name if percent is not None and percent < goal else ""


def quantile(values: Iterable[int], share: float) -> int:
    """Return the value that this share of all does not exceed: the ceiling of the rank, no value in between."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else 0


def places_above(county: str) -> tuple[str, ...]:
    """Return the divisions a county's cases are counted in: itself, its city, its province, the nation."""
    return tuple(dict.fromkeys((county[:6], county[:4], county[:2], "")))
