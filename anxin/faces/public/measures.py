"""Measured times as a page draws them: half, nine in ten, the promise as a tick; nothing told of too few."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from anxin.domain.insight.queries import MeasuredStep
from anxin.faces.spans import span

ROOM = 1.12  # so that the longest ends before the edge


@dataclass(frozen=True, kw_only=True)
class MeasureBar:
    """One step drawn on a line of 100 units; widths are text, as SVG wants them."""

    step: str
    n: int
    told: bool
    half: str = ""
    nine: str = ""
    promised: str = ""
    broken: bool = False
    half_at: str = ""
    nine_at: str = ""
    over_at: str = ""
    over: str = ""
    goal_at: str = ""
    held: int = 0


def bars(steps: Mapping[str, MeasuredStep], promised_s: Mapping[str, int]) -> dict[str, MeasureBar]:
    """Draw the steps that were measured, beside what is promised for them in seconds."""
    return {step: _bar(one, promised_s.get(step, 0)) for step, one in steps.items()}


def _bar(one: MeasuredStep, goal_s: int) -> MeasureBar:
    if not one.told:
        return MeasureBar(step=one.step, n=one.n, told=False)
    whole = max(one.nine_s, goal_s, 1) * ROOM
    nine, goal = 100 * one.nine_s / whole, 100 * goal_s / whole
    broken = 0 < goal_s < one.nine_s
    return MeasureBar(
        step=one.step,
        n=one.n,
        told=True,
        half=duration(one.half_s),
        nine=duration(one.nine_s),
        promised=duration(goal_s) if goal_s else "",
        broken=broken,
        half_at=f"{100 * one.half_s / whole:.1f}",
        nine_at=f"{min(nine, goal) if broken else nine:.1f}",
        over_at=f"{goal:.1f}" if broken else "",
        over=f"{nine - goal:.1f}" if broken else "",
        goal_at=f"{goal:.1f}" if goal_s else "",
        held=one.held,
    )


def duration(length_s: int, *, short: bool = False) -> str:
    """Say a measured time in its largest units; `short` keeps only the largest."""
    return span(timedelta(seconds=length_s), short=short)
