"""Invent days: who asks for what, where and when, and what would really happen."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from anxin.engines.dispatch.model import Job, Objective, Skill, Technician
from anxin.engines.dispatch.simulate.assumptions import Assumptions

FIRST_HOUR = 7
CODES = ("lock", "water", "air", "kitchen")


@dataclass(frozen=True, slots=True)
class SimulatedJob:
    """A job, when it came in (seconds of its day), and what chance holds for it."""

    job: Job
    came: int
    really: float
    no_show: bool
    cancels: bool
    reschedules: bool


@dataclass(frozen=True, slots=True)
class City:
    """A city's places, technicians and weights, fixed before any policy plays."""

    points: tuple[tuple[float, float], ...]
    weights: tuple[float, ...]
    technicians: tuple[Technician, ...]
    objective: Objective


def city(dice: random.Random, given: Assumptions) -> City:
    """Return a city; its first places are the regions' middles, the next the technicians' homes."""
    middles = [spot(dice, given.span_km) for _ in range(given.regions)]
    homes = [spot(dice, given.span_km) for _ in range(given.technicians)]
    weights = tuple(math.exp(dice.gauss(0, given.region_sigma)) for _ in middles)
    people = tuple(
        Technician(
            id=f"t{k}",
            location=given.regions + k,
            shifts=((8 * 3600, 19 * 3600),),
            skills=tuple(Skill(code, dice.randint(1, 3)) for code in dice.sample(CODES, 2)),
        )
        for k in range(given.technicians)
    )
    return City((*middles, *homes), weights, people, Objective(change=600, fairness=60))


def spot(dice: random.Random, span_km: float) -> tuple[float, float]:
    """Return a place in a square of the span."""
    return 113.2 + dice.random() * span_km / 102.0, 23.0 + dice.random() * span_km / 111.0


def day(dice: random.Random, given: Assumptions, place: City, number: int, factor: float) -> list[SimulatedJob]:
    """Return a day's demand in order of time: Poisson by region and hour, times one gamma factor for the day."""
    wild = dice.gammavariate(given.overdispersion, 1.0 / given.overdispersion)
    mean = given.jobs_a_day * factor * wild
    asked = []
    for region, weight in enumerate(place.weights):
        for hour, share in enumerate(given.hours):
            rate = mean * weight / sum(place.weights) * share / sum(given.hours)
            for _ in range(poisson(dice, rate)):
                came = (FIRST_HOUR + hour) * 3600 + dice.randrange(3600)
                asked.append(job_at(dice, given, place, region, came))
    asked.sort(key=lambda row: row.came)
    return [named(row, f"d{number}-{k}") for k, row in enumerate(asked)]


def poisson(dice: random.Random, rate: float) -> int:
    """Return a Poisson count (product of uniforms; rates here are small)."""
    limit, count, product = math.exp(-rate), 0, dice.random()
    while product > limit:
        count, product = count + 1, product * dice.random()
    return count


def job_at(dice: random.Random, given: Assumptions, place: City, region: int, came: int) -> SimulatedJob:
    """Return one job at its region's middle."""
    kind = dice.randrange(len(CODES))
    planned = round(given.minutes[kind] * 60)
    really = planned * math.exp(dice.gauss(-(given.sigma**2) / 2, given.sigma))
    job = Job(
        id="unnamed",
        windows=((came + 3600, 18 * 3600),) if came + 3600 < 18 * 3600 else ((18 * 3600, 18 * 3600),),
        duration=planned,
        location=region,
        skills=(Skill(CODES[kind], dice.choice([1, 1, 2, 3])),),
        priority=dice.choice([0, 0, 0, 1]),
    )
    chances = (dice.random() < given.no_show, dice.random() < given.cancel, dice.random() < given.false_reschedule)
    return SimulatedJob(job, came, really, *chances)


def named(asked: SimulatedJob, name: str) -> SimulatedJob:
    """Return the job under its name."""
    values = {field: getattr(asked.job, field) for field in ("windows", "duration", "location", "skills", "priority")}
    chances = (asked.no_show, asked.cancels, asked.reschedules)
    return SimulatedJob(Job(id=name, **values), asked.came, asked.really, *chances)


def carried(asked: Sequence[SimulatedJob]) -> list[SimulatedJob]:
    """Return what is left from yesterday as asked for at the start of today."""
    rows = []
    for row in asked:
        values = {field: getattr(row.job, field) for field in ("duration", "location", "skills", "priority")}
        job = Job(id=row.job.id + "+", windows=((8 * 3600, 18 * 3600),), **values)
        rows.append(SimulatedJob(job, 7 * 3600, row.really, row.no_show, False, False))
    return rows
