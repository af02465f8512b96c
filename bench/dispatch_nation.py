"""The nation on one board: 2,850 counties, 60,000 technicians, 300,000 jobs a day."""

import argparse
import gc
import random
import resource
import statistics
import time
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import dispatch_worlds as worlds
import numpy as np

from anxin.engines import dispatch
from anxin.engines.dispatch import reader
from anxin.engines.dispatch.kernel.layout import COST, COUNT, LEAVE, ROUTE
from anxin.engines.dispatch.model import Job, Objective, Outlet, Problem, Skill, Technician

COUNTIES, JOBS = 2850, 300_000


def nation(options: argparse.Namespace) -> None:
    """60,000 technicians in 2,850 counties and a day of 300,000 jobs on one board."""
    country = Country(random.Random(options.first))
    began = time.process_time()
    board = dispatch.Board(country.problem(), room=220_000)
    print(f"board ready in {time.process_time() - began:.1f} s CPU", flush=True)
    at = [board.place(*near(country.dice, middle)) for middle in country.middles]
    wanted = array("i")
    for _ in range(JOBS // 1000):
        wanted.extend(country.dice.choices(range(COUNTIES), country.weights, k=1000))
    sample = _day(country, board, at, wanted)
    _matches(board, sample)
    _slots(country, board, at, wanted)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    _sweep(options.first)


class Country:
    """Counties with their weight and middle, and the skills and brands known in them."""

    def __init__(self, dice: random.Random, counties: int = COUNTIES, people: int = 60_000) -> None:
        self.dice, self.people = dice, people
        self.counties = [f"{110000 + k}" for k in range(counties)]
        self.weights = [dice.lognormvariate(0, 1) for _ in self.counties]
        self.middles = [(dice.uniform(85, 130), dice.uniform(20, 48)) for _ in self.counties]
        self.codes, self.brands = [f"s{k}" for k in range(24)], [f"b{k}" for k in range(32)]
        self.known = {(code, level): Skill(code, level) for code in self.codes for level in range(1, 5)}

    def problem(self) -> Problem:
        """Make the national problem without jobs."""
        counties = len(self.counties)
        homes = enumerate(self.dice.choices(range(counties), self.weights, k=self.people))
        made = [self._technician(k, self.dice.randrange(counties) if k % 10 < 3 else home) for k, home in homes]
        outlets = tuple(Outlet(id=code, divisions=(code,)) for code in self.counties)
        rows, places = tuple(row for row, _ in made), tuple(place for _, place in made)
        return Problem(technicians=rows, outlets=outlets, locations=places, objective=Objective(fairness=600))

    def _technician(self, k: int, county: int) -> tuple[Technician, tuple[float, float]]:
        dice = self.dice
        place = near(dice, self.middles[county])
        skills = tuple(self.known[code, dice.randint(1, 4)] for code in dice.sample(self.codes, 4))
        row = Technician(
            id=f"t{k}",
            location=k,
            shifts=((28800, 64800),),
            skills=skills,
            outlet=self.counties[county],
            brands=tuple(dice.sample(self.brands, 8)),
            star=dice.randint(1, 5),
        )
        return row, place

    def job(self, k: int, asked: int, county: int, location: int) -> Job:
        """Make one job of the day."""
        dice, start = self.dice, min(asked + 3600, 61200)
        return Job(
            id=f"j{k}",
            location=location,
            windows=((start, start + 7200),),
            duration=dice.choice((1800, 2700, 3600)),
            skills=(self.known[dice.choice(self.codes), dice.choice((1, 1, 1, 2, 3))],),
            division=self.counties[county],
            brand=dice.choice(self.brands) if k % 3 == 0 else None,
        )


class Collector:
    """How long the garbage collector held the process up (ms)."""

    def __init__(self) -> None:
        self.spans: list[float] = []
        self._began = 0
        gc.callbacks.append(self)

    def __call__(self, phase: str, _facts: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.process_time_ns()
        else:
            self.spans.append((time.process_time_ns() - self._began) / 1e6)


def _day(country: Country, board: dispatch.Board, at: list[int], wanted: array[int]) -> list[Job]:
    """Match the day hour by hour, letting finished work go, and return every hundredth job."""
    asked = moments(country.dice, JOBS)
    spent, placed, sample = 0.0, 0, []
    for hour in range(8, 18):
        rows = []
        for k in (k for k in range(JOBS) if asked[k] // 3600 == hour):
            job = country.job(k, asked[k], wanted[k], at[wanted[k]])
            rows.append(board.enter(job))
            if k % 100 == 0:
                sample.append(job)
        began = time.process_time()
        placed += board.take_all(rows)
        spent += time.process_time() - began
        for c in finished(board, hour * 3600):
            board.forget(c)
    print(f"{JOBS:,} jobs matched and placed in {spent:.2f} s CPU: {JOBS / spent:,.0f} a second; placed {placed:,}")
    return sample


def moments(dice: random.Random, count: int) -> array[int]:
    """Return when the jobs of a day come in (s), in order: most of them in the morning."""
    drawn = (28800 + int(dice.triangular(0, 36000, 7200)) for _ in range(count))
    return array("i", np.sort(np.fromiter(drawn, np.int32, count)).tobytes())


def matched(seed: int, price: int, days: int = 1, share: int = 10) -> tuple[float, float, float]:
    """Match days of a part of the nation one by one at this charge a job held, also on the days before.

    Returns the Gini of jobs over all technicians, driving a job served (s), and the share of jobs served (%).
    """
    country = Country(random.Random(seed), COUNTIES // share, 60_000 // share)
    problem = country.problem()
    count, held, served, driven = JOBS // share, Counter[str](), 0, 0
    for _ in range(days):
        people = tuple(replace(row, jobs_held=held[row.id]) for row in problem.technicians)
        priced = replace(problem, technicians=people, objective=Objective(fairness=price))
        board = dispatch.Board(priced, room=count)
        at = [board.place(*near(country.dice, middle)) for middle in country.middles]
        asked = moments(country.dice, count)
        wanted = country.dice.choices(range(len(at)), country.weights, k=count)
        served += board.take_all(
            [board.enter(country.job(k, asked[k], wanted[k], at[wanted[k]])) for k in range(count)]
        )
        tech = board.arena.tech
        driven += int(tech[:, COST].sum())
        held.update(dict(zip(board.number, tech[:, COUNT].tolist(), strict=True)))
    return gini([held[row.id] for row in problem.technicians]), driven / served, 100 * served / count / days


def gini(counts: Sequence[int]) -> float:
    ordered, n, total = sorted(counts), len(counts), sum(counts)
    return 2 * sum((k + 1) * value for k, value in enumerate(ordered)) / (n * total) - (n + 1) / n


def _matches(board: dispatch.Board, sample: list[Job]) -> None:
    """Time each of 3,000 jobs five times, the collector running: a round as it comes, and each job's best."""
    rounds = []
    collector = Collector()
    for turn in range(5):
        times = []
        collector.spans.clear()
        for k, job in enumerate(sample[:3000]):
            fresh = replace(job, id=f"again{k}-{turn}")
            start = time.process_time_ns()
            dispatch.match(board, fresh)
            times.append((time.process_time_ns() - start) / 1000)
        rounds.append(times)
        p50, p99 = np.percentile(times, [50, 99])
        held = f"collector {len(collector.spans)} times, {sum(collector.spans):.1f} ms"
        print(f"match through Python, round {turn + 1}: p50 {p50:.0f} µs, p99 {p99:.0f} µs (CPU); {held}", flush=True)
    gc.callbacks.remove(collector)
    p50, p99 = np.percentile(np.min(rounds, axis=0), [50, 99])
    print(f"match through Python, best of five each: p50 {p50:.0f} µs, p99 {p99:.0f} µs (CPU)")


def _slots(country: Country, board: dispatch.Board, at: list[int], wanted: array[int]) -> None:
    promise = dispatch.Promise(windows=tuple((28800 + 7200 * k, 36000 + 7200 * k) for k in range(5)))
    slots = []
    for k in range(200):
        start = time.process_time()
        dispatch.offerable_windows(
            board,
            division=country.counties[wanted[k]],
            skill=country.codes[k % 24],
            day="2026-11-24",
            location=at[wanted[k]],
            promise=promise,
        )
        slots.append(1e3 * (time.process_time() - start))
    print(f"offerable_windows: median {statistics.median(slots):.2f} ms, worst {max(slots):.2f} ms")


def _sweep(first: int) -> None:
    blocks = []
    for seed in range(first, first + 5):
        block = reader.problem_from(worlds.city(300, seed))
        before = dispatch.plan(block, dispatch.CpuSeconds(1.0), seed)
        began = time.process_time()
        dispatch.plan(block, dispatch.CpuSeconds(0.3), seed, previous=before)
        blocks.append(time.process_time() - began)
    block_s = statistics.mean(blocks)
    print(f"a national re-plan sweep, from 5 blocks of 300 jobs: 1,000 × {block_s:.2f} s = {1000 * block_s:.0f} CPU s")


def finished(board: dispatch.Board, now: int) -> list[int]:
    """Return the rows whose work was over an hour ago, and those nobody took."""
    node = board.arena.node
    rows = np.array(board.rows())
    return [int(c) for c in rows[(node[rows, ROUTE] < 0) | (node[rows, LEAVE] < now)]]


def near(dice: random.Random, middle: tuple[float, float]) -> tuple[float, float]:
    return middle[0] + dice.gauss(0, 0.1), middle[1] + dice.gauss(0, 0.1)
