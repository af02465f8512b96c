"""Play days under several policies: invented demand, stated assumptions, intervals over many seeds."""

import random
from pathlib import Path

from anxin.engines.dispatch.simulate.assumptions import Assumptions, load
from anxin.engines.dispatch.simulate.demand import SimulatedJob, carried, city, day
from anxin.engines.dispatch.simulate.outcome import Tally, interval, played
from anxin.engines.dispatch.simulate.policies import POLICIES
from anxin.engines.dispatch.tables import columns

__all__ = ["Assumptions", "load", "report", "simulate"]


def simulate(seed: int, given: Assumptions) -> dict[tuple[str, str], dict[str, float]]:
    """Return the figures of every policy in normal days and in the peak, all in the same world."""
    dice = random.Random(f"anxin {seed}")
    place = city(dice, given)
    spans = {"normal": (given.normal_days, 1.0), "peak": (given.peak_days, given.peak_factor)}
    worlds = {
        span: [day(dice, given, place, number, factor) for number in range(days)]
        for span, (days, factor) in spans.items()
    }
    found = {}
    for span, days in worlds.items():
        for name, policy in POLICIES.items():
            tally, chance = Tally(), random.Random(f"{seed} {span}")
            left: list[SimulatedJob] = []
            for number, asked in enumerate(days):
                rows = [*carried(left), *asked] if number % (given.patience_days + 1) else asked
                routes = policy(place, rows, given, random.Random(f"{seed} {span} {number}"))
                left = played(tally, routes, rows, given, chance, len(place.technicians))
            found[span, name] = tally.figures()
    return found


def report(seeds: int, level: str = "middle", path: Path | None = None) -> str:
    """Return a table of means with 95 % intervals over the seeds."""
    given = load(level, path)
    runs = [simulate(seed, given) for seed in range(max(1, seeds))]
    figures = list(next(iter(runs[0].values())))
    rows = []
    for span, name in runs[0]:
        cells = [interval([run[span, name][figure] for run in runs]) for figure in figures]
        rows.append((span, name, *(f"{mean:.2f} ± {half:.2f}" for mean, half in cells)))
    head = f"{len(runs)} seeds, level {level}; every rate is an assumption (assumptions.toml)"
    return head + "\n\n" + columns(("days", "policy", *figures), rows)
