"""What a day's routes would really have meant, and how sure that is over many seeds."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from anxin.engines.dispatch.model import Route
from anxin.engines.dispatch.simulate.assumptions import Assumptions
from anxin.engines.dispatch.simulate.demand import SimulatedJob

TOLERANCE = 15 * 60
NO_SHOW = 10 * 60


@dataclass(slots=True)
class Tally:
    """Sums over days."""

    asked: int = 0
    served: int = 0
    in_time: int = 0
    travel: float = 0.0
    gini: float = 0.0
    days: int = 0

    def figures(self) -> dict[str, float]:
        """Return the shares and means of all days."""
        served = max(1, self.served)
        return {
            "served the same day %": 100 * self.served / max(1, self.asked),
            "begun in time %": 100 * self.in_time / served,
            "driving min a job": self.travel / served / 60,
            "Gini of jobs": self.gini / max(1, self.days),
        }


def played(
    tally: Tally,
    routes: Sequence[Route],
    asked: Sequence[SimulatedJob],
    given: Assumptions,
    dice: random.Random,
    people: int,
) -> list[SimulatedJob]:
    """Drive the routes as chance has it, add them up, and return the jobs that are still open."""
    rows = {row.job.id: row for row in asked if not row.cancels}
    done: set[str] = set()
    counts = [0] * people
    for index, route in enumerate(routes):
        late = 0.0
        for stop in route.stops:
            row = rows[stop.job]
            late = max(0.0, late + (stop.arrive - stop.start) + dice.gauss(0, given.travel_sigma) * 600)
            if row.reschedules:
                continue
            done.add(stop.job)
            counts[index] += 1
            tally.in_time += late <= TOLERANCE
            late += (NO_SHOW if row.no_show else row.really) - row.job.duration
        tally.travel += route.travel
    tally.asked += len(rows)
    tally.served += len(done)
    tally.gini += gini(counts)
    tally.days += 1
    return [row for name, row in rows.items() if name not in done]


def gini(counts: Sequence[int]) -> float:
    """Return the Gini index of how work is shared (0: all alike)."""
    total, n = sum(counts), len(counts)
    if total == 0:
        return 0.0
    ordered = sorted(counts)
    return 2 * sum((k + 1) * value for k, value in enumerate(ordered)) / (n * total) - (n + 1) / n


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return (mean, half width of the 95 % interval by the normal approximation)."""
    n = len(values)
    mean = sum(values) / n
    if n < 2:
        return mean, math.nan
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    return mean, 1.96 * spread / math.sqrt(n)
