"""Quick figures of this machine: invented cities at one CPU second, proved by the checker. For people, not stable."""

import random
import time

from anxin.engines.dispatch.budget import CpuSeconds
from anxin.engines.dispatch.checker import check
from anxin.engines.dispatch.model import Job, Problem, Skill, Technician
from anxin.engines.dispatch.planner import plan, ready
from anxin.engines.dispatch.tables import columns

SIZES = (50, 150, 300)
CODES = ("lock", "water", "air", "kitchen")


def town(size: int, seed: int) -> Problem:
    """Return an invented town of so many jobs, a sixth as many technicians and two-hour windows."""
    dice = random.Random(f"town {size} {seed}")
    places = [(113.2 + dice.random() * 0.25, 23.0 + dice.random() * 0.25) for _ in range(size + size // 6)]
    people = tuple(
        Technician(
            id=f"t{k}",
            location=size + k,
            shifts=((28800, 64800),),
            skills=tuple(Skill(code, dice.randint(1, 3)) for code in dice.sample(CODES, 2)),
        )
        for k in range(size // 6)
    )
    jobs = []
    for k in range(size):
        start = dice.choice((8, 10, 13, 15)) * 3600
        wanted = (Skill(dice.choice(CODES), dice.choice((1, 1, 2, 3))),)
        jobs.append(Job(id=f"j{k}", location=k, windows=((start, start + 7200),), duration=2700, skills=wanted))
    return Problem(technicians=people, jobs=tuple(jobs), locations=tuple(places))


def table(seeds: int) -> str:
    """Return a line a town: cost, jobs left out, steps a CPU second, rules broken."""
    ready()
    rows = []
    for size in SIZES:
        for seed in range(max(1, seeds)):
            problem = town(size, seed)
            began = time.process_time()
            found = plan(problem, CpuSeconds(1.0), seed)
            speed = found.iterations / max(1e-9, time.process_time() - began)
            broken = len(check(problem, found))
            rows.append(
                (str(size), str(seed), str(found.cost), str(len(found.unassigned)), f"{speed:.0f}", str(broken))
            )
    return columns(("jobs", "seed", "cost", "left out", "steps/s", "rules broken"), rows)
