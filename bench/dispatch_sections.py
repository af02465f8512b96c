"""The other sections of the dispatch bench: plain routing, features, re-planning, the nation, fairness, an outlet."""

import argparse
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import dispatch_worlds as worlds
import numpy as np
from dispatch_nation import gini, matched, nation

from anxin.engines import dispatch
from anxin.engines.dispatch import reader
from anxin.engines.dispatch.model import Break, Job, Objective, Outlet, Problem, Skill, Speed, Technician


def classic(options: argparse.Namespace) -> None:
    """Solomon, Homberger and site-dependent files: gap to the best known, distance only."""
    known = json.loads((options.data / "best_known.json").read_text("utf-8"))
    seconds = float(options.seconds or 15)
    for group, scale, cut in (("solomon", 1000, False), ("homberger_400", 10, True)):
        gaps = []
        for name, best in known[group]["best"].items():
            problem = solomon(options.data / group / f"{name}.txt", scale, cut)
            plan = dispatch.plan(problem, dispatch.CpuSeconds(seconds))
            assert dispatch.check(problem, plan) == ()
            assert not plan.unassigned
            gaps.append(100 * (plan.travel / scale / best - 1))
            print(f"  {name}: {plan.travel / scale:.2f} best known {best} gap {gaps[-1]:.2f} %", flush=True)
        print(f"{group}: mean gap {statistics.mean(gaps):.2f} % at {seconds:g} CPU s\n", flush=True)
    gaps = []
    for path in sorted((options.data / "sdvrptw").glob("*.vrp")):
        best = int(path.with_suffix(".sol").read_text("utf-8").split("Cost:")[1])
        problem = site_dependent(path)
        plan = dispatch.plan(problem, dispatch.CpuSeconds(seconds))
        assert dispatch.check(problem, plan) == ()
        gaps.append(100 * (plan.cost / best - 1))
        print(f"  {path.stem}: {plan.cost} best known {best} gap {gaps[-1]:.2f} %", flush=True)
    print(f"site-dependent: mean gap {statistics.mean(gaps):.2f} % (without the files' limit on a route's duration)")


def solomon(path: Path, scale: int, cut: bool) -> Problem:
    """Read Solomon's text form."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines()]
    fleet = next(row for row in rows if len(row) == 2 and row[0].isdigit())
    points = np.array([[float(cell) for cell in row] for row in rows if len(row) == 7 and row[0].isdigit()])
    apart = np.hypot(points[:, 1][:, None] - points[:, 1], points[:, 2][:, None] - points[:, 2])
    apart = np.floor(apart * 10) / 10 if cut else apart
    end = int(points[0, 5] * scale)
    people = [
        Technician(id=f"v{k}", location=0, shifts=((0, end),), capacity=(int(fleet[1]),)) for k in range(int(fleet[0]))
    ]
    jobs = [
        Job(
            id=str(int(row[0])),
            location=int(row[0]),
            windows=((int(row[4] * scale), int(row[5] * scale)),),
            duration=int(row[6] * scale),
            load=(int(row[3]),),
        )
        for row in points[1:]
    ]
    durations = np.rint(apart * scale).astype(np.int64)
    return Problem(durations=durations, technicians=people, jobs=jobs, objective=Objective(unserved=10**7))


def site_dependent(path: Path) -> Problem:
    """Read PyVRP's site-dependent form: the site a vehicle may serve is a skill."""
    cells: dict[str, list[list[str]]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.endswith("_SECTION"):
            name = line.strip()
        elif name and line.strip() and line != "EOF":
            cells.setdefault(name, []).append(line.split())
    points = np.array([[float(cell) for cell in row[1:]] for row in cells["NODE_COORD_SECTION"]])
    apart = np.hypot(points[:, 0][:, None] - points[:, 0], points[:, 1][:, None] - points[:, 1])
    windows = [[int(float(cell) * 1000) for cell in row[1:]] for row in cells["TIME_WINDOW_SECTION"]]
    demand = [int(row[1]) for row in cells["DEMAND_SECTION"]]
    service = [int(float(row[1]) * 1000) for row in cells["SERVICE_TIME_SECTION"]]
    allowed = {int(row[0]): [int(cell) - 1 for cell in row[1:]] for row in cells["VEHICLES_ALLOWED_CLIENTS_SECTION"]}
    people = [
        Technician(
            id=f"v{row[0]}",
            location=0,
            shifts=(tuple(windows[0]),),  # type: ignore[arg-type]
            capacity=(int(row[1]),),
            skills=tuple(Skill(str(site)) for site in allowed[int(row[0])]),
        )
        for row in cells["CAPACITY_SECTION"]
    ]
    jobs = [
        Job(
            id=str(k),
            location=k,
            windows=(tuple(windows[k]),),  # type: ignore[arg-type]
            duration=service[k],
            load=(demand[k],),
            skills=(Skill(str(k)),),
        )
        for k in range(1, len(points))
    ]
    durations = np.rint(apart * 1000).astype(np.int64)
    return Problem(durations=durations, technicians=people, jobs=jobs, objective=Objective(unserved=10**8))


def city(size: int, seed: int) -> Problem:
    return reader.problem_from(worlds.city(size, seed))


FEATURES: dict[str, Callable[[Problem], Problem]] = {
    "none": lambda p: p,
    "breaks": lambda p: people(p, breaks=(Break((41400, 48600), 1800),)),
    "overtime": lambda p: people(p, max_overtime=3600),
    "parts": lambda p: jobs(people(p, parts={"p": 3}), 3, parts={"p": 1}),
    "speeds by hour": lambda p: replace(p, speeds=(Speed(25200, 32400, 1.3), Speed(61200, 68400, 1.4))),
    "two people": lambda p: jobs(p, 15, people=2),
    "two shifts": lambda p: people(p, shifts=((28800, 43200), (46800, 64800))),
}


def people(problem: Problem, **changes: object) -> Problem:
    return replace(problem, technicians=tuple(replace(t, **changes) for t in problem.technicians))  # type: ignore[arg-type]


def jobs(problem: Problem, every: int, **changes: object) -> Problem:
    rows = (replace(job, **changes) if k % every == 0 else job for k, job in enumerate(problem.jobs))  # type: ignore[arg-type]
    return replace(problem, jobs=tuple(rows))


def everything(problem: Problem) -> Problem:
    for change in FEATURES.values():
        problem = change(problem)
    return problem


def features(options: argparse.Namespace) -> None:
    """Every hard rule with each feature on, and what it costs in speed."""
    print("| feature (n=150) | steps/s | of plain | rules broken | unserved weight |\n|---|---|---|---|---|")
    plain = 0.0
    for name, change in (*FEATURES.items(), ("all", everything)):
        speeds, broken, weight = [], 0, []
        for seed in range(options.first, options.first + options.seeds):
            problem = change(city(150, seed))
            began = time.process_time()
            plan = dispatch.plan(problem, dispatch.CpuSeconds(1.0), seed)
            speeds.append(plan.iterations / (time.process_time() - began))
            broken += len(dispatch.check(problem, plan))
            weight.append(plan.terms["unserved"] // 40000)
        speed = statistics.median(speeds)
        plain = plain or speed
        cells = (f"{speed:,.0f}", f"{speed / plain:.2f}", broken, f"{statistics.mean(weight):.2f}")
        print(f"| {name} | {' | '.join(map(str, cells))} |", flush=True)


def replan(options: argparse.Namespace) -> None:
    """300 jobs, 10 new, 5 cancelled: who is moved, how long, and at what cost beside a free re-plan."""
    prices = [int(text) for text in options.change.split(",")]
    seconds = float(options.seconds or 10)
    rows: dict[int, list[tuple[float, float, float]]] = {price: [] for price in prices}
    for seed in range(options.first, options.first + options.seeds):
        whole = city(310, seed)
        before = dispatch.plan(replace(whole, jobs=whole.jobs[:300]), dispatch.CpuSeconds(seconds), seed)
        gone = {job.id for job in random.Random(seed).sample(whole.jobs[:300], 5)}
        left = replace(whole, jobs=tuple(job for job in whole.jobs if job.id not in gone))
        told = notified(left, before)
        free, _ = replanned(told, before, 0, seed)
        for price in prices:
            plan, took = replanned(told, before, price, seed)
            moved = 100 * len(plan.changed) / sum(job.technician is not None for job in told.jobs)
            dearer = 100 * ((plan.cost - plan.terms["change"]) / free.cost - 1)
            rows[price].append((moved, dearer, took))
            print(f"  seed {seed} price {price} s: moved {moved:.2f} %, {took:.2f} s, {dearer:+.2f} %", flush=True)
    print(f"begun from a plan of {seconds:g} s; {options.seeds} seeds")
    for price in prices:
        moved_, dearer_, took_ = zip(*rows[price], strict=True)
        print(
            f"price of a change {price} s: moved mean {statistics.mean(moved_):.2f} % (median "
            f"{statistics.median(moved_):.2f}, worst {max(moved_):.2f}); {max(took_):.2f} s CPU at most; over the free "
            f"re-plan mean {statistics.mean(dearer_):+.2f} % (median {statistics.median(dearer_):+.2f}, "
            f"worst {max(dearer_):+.2f})"
        )


def notified(problem: Problem, plan: dispatch.Plan) -> Problem:
    """Tell every customer who comes."""
    held = plan.holders()
    told = (
        replace(job, state="notified", technician=held[job.id][0]) if job.id in held else job for job in problem.jobs
    )
    return replace(problem, jobs=tuple(told))


def replanned(problem: Problem, before: dispatch.Plan, price: int, seed: int) -> tuple[dispatch.Plan, float]:
    """Return a proved re-plan at this price of a change, and its CPU seconds."""
    priced = replace(problem, objective=replace(problem.objective, change=price))
    began = time.process_time()
    plan = dispatch.plan(priced, dispatch.CpuSeconds(0.3), seed, previous=before)
    took = time.process_time() - began
    assert dispatch.check(priced, plan) == ()
    return plan, took


WEEK_DAYS = 6


def fairness(options: argparse.Namespace) -> None:
    """What the charge per job already held does to the spread of jobs and to driving: of a day and of a week."""
    matched_fairly(options, 1, (0, 600, 1200, 1500, 1800))
    matched_fairly(options, WEEK_DAYS, (0, 300, 540, 600, 660))
    planned_fairly(options)
    weeks_planned_fairly(options)


def matched_fairly(options: argparse.Namespace, length: int, prices: Sequence[int]) -> None:
    """Jobs matched one by one, on days that know what was held on the days before."""
    seeds = range(options.first, options.first + 4)
    days = {price: [matched(seed, price, length) for seed in seeds] for price in prices}
    for price, found in days.items():
        fell = [100 * (1 - day[0] / free[0]) for day, free in zip(found, days[0], strict=True)]
        more = [100 * (day[1] / free[1] - 1) for day, free in zip(found, days[0], strict=True)]
        spread, _driving, served = map(statistics.mean, zip(*found, strict=True))
        print(
            f"matched one by one, {length} day(s), charge {price} s: Gini {spread:.3f} (−{statistics.mean(fell):.1f}"
            f" %, least {min(fell):.1f}), driving a job {statistics.mean(more):+.2f} % (most {max(more):+.2f}), "
            f"served {served:.1f} %",
            flush=True,
        )


def weeks_planned_fairly(options: argparse.Namespace) -> None:
    """Days planned one after another for one team, the charge counting from what each had that week."""
    prices = (20, 25, 30, 40)
    rows: dict[int, list[tuple[float, float, float]]] = {price: [] for price in prices}
    for seed in range(options.first, options.first + options.seeds):
        problems = [reader.problem_from(day) for day in worlds.week(150, WEEK_DAYS, seed)]
        free = week(problems, 0, seed, options)
        for price in prices:
            charged = week(problems, price, seed, options)
            if charged[3] != free[3]:
                print(f"  seed {seed} left aside at {price} s: weight left out {free[3]} → {charged[3]}")
                continue
            rows[price].append(
                (
                    100 * (1 - charged[0] / free[0]),
                    100 * (1 - charged[1] / free[1]),
                    100 * (charged[2] / free[2] - 1),
                )
            )
            fell, in_a_day, more = rows[price][-1]
            print(f"  seed {seed} charge {price} s: −{fell:.1f} % (a day −{in_a_day:.1f}), {more:+.2f} %", flush=True)
    for price in prices:
        fell_, day_, more_ = zip(*rows[price], strict=True)
        print(
            f"{WEEK_DAYS} days planned, charge {price} s: Gini of the week −{statistics.mean(fell_):.1f} % (median "
            f"{statistics.median(fell_):.1f}, least {min(fell_):.1f}; of one day −{statistics.mean(day_):.1f}), "
            f"driving {statistics.mean(more_):+.2f} % (median {statistics.median(more_):+.2f}, most {max(more_):+.2f})",
            flush=True,
        )


def week(problems: Sequence[Problem], price: int, seed: int, options: argparse.Namespace) -> tuple[float, ...]:
    """Return (Gini of the week's jobs, mean Gini of its days, driving, weight left out) at this charge."""
    held: Counter[str] = Counter()
    days, driving, left = [], 0, 0
    for day, problem in enumerate(problems):
        people = tuple(replace(row, jobs_held=held[row.id]) for row in problem.technicians)
        priced = replace(problem, technicians=people, objective=replace(problem.objective, fairness=price))
        plan = dispatch.plan(priced, dispatch.CpuSeconds(float(options.seconds or 3)), 10 * seed + day)
        counts = {row.id: len(plan.route_of(row.id).stops) for row in people}
        held.update(counts)
        days.append(gini(list(counts.values())))
        driving, left = driving + plan.travel, left + plan.terms["unserved"]
    return gini([held[row.id] for row in problems[0].technicians]), statistics.mean(days), driving, left


def planned_fairly(options: argparse.Namespace) -> None:
    """The same charge in plans of a day known beforehand."""
    prices = (80, 90, 100)
    fell: dict[int, list[float]] = {price: [] for price in prices}
    dearer: dict[int, list[float]] = {price: [] for price in prices}
    for seed in range(options.first, options.first + options.seeds):
        problem = city(150, seed)
        before, road, left = spread(problem, 0, seed, options)
        for price in prices:
            after, more, out = spread(problem, price, seed, options)
            if out != left:
                print(f"  seed {seed} left aside at {price} s: weight left out {left} → {out}")
                continue
            fell[price].append(100 * (1 - after / before))
            dearer[price].append(100 * (more / road - 1))
    for price in prices:
        print(
            f"charge {price} s: Gini −{statistics.mean(fell[price]):.1f} % (median "
            f"{statistics.median(fell[price]):.1f}, least {min(fell[price]):.1f}), driving "
            f"{statistics.mean(dearer[price]):+.2f} % (median {statistics.median(dearer[price]):+.2f}, most "
            f"{max(dearer[price]):+.2f})",
            flush=True,
        )


def spread(problem: Problem, price: int, seed: int, options: argparse.Namespace) -> tuple[float, int, int]:
    """Return (Gini of jobs, driving, weight left out) of a plan at this charge."""
    priced = replace(problem, objective=replace(problem.objective, fairness=price))
    plan = dispatch.plan(priced, dispatch.CpuSeconds(float(options.seconds or 3)), seed)
    counts = [len(plan.route_of(t.id).stops) for t in problem.technicians]
    return gini(counts), plan.travel, plan.terms["unserved"]


def outlet(options: argparse.Namespace) -> None:
    """The busiest of three outlets, with 400 jobs at least, is suspended: how long until they stand elsewhere."""
    for seed in range(options.first, options.first + options.seeds):
        suspended(city(1260, seed), seed, float(options.seconds or 3))


def suspended(whole: Problem, seed: int, seconds: float) -> None:
    """Suspend the busiest outlet at three prices of a change; all customers were told."""
    rows = [replace(t, outlet=f"o{k % 3}") for k, t in enumerate(whole.technicians)]
    outlets = tuple(Outlet(id=f"o{k}") for k in range(3))
    problem = replace(whole, technicians=tuple(rows), outlets=outlets)
    before = dispatch.plan(problem, dispatch.CpuSeconds(8.0), 1)
    home = {t.id: t.outlet or "" for t in rows}
    held = Counter(home[who[0]] for who in before.holders().values())
    busiest, count = held.most_common(1)[0]
    assert count >= 400, f"only {count} jobs at the busiest outlet of city {seed}"
    lost = {job for job, who in before.holders().items() if home[who[0]] == busiest}
    told = tuple(replace(job, state="notified") for job in problem.jobs)
    for price in (900, 3600, 14400):
        prices = replace(whole.objective, change=price)
        after = replace(problem, jobs=told, objective=prices)
        after = dispatch.after(after, [dispatch.OutletSuspended(busiest)], before)
        began = time.process_time()
        plan = dispatch.plan(after, dispatch.CpuSeconds(seconds), 1, previous=before)
        spent = time.process_time() - began
        assert dispatch.check(after, plan) == ()
        kept = sum(job not in lost for job in plan.changed)
        others = len(before.holders()) - len(lost)
        print(
            f"  seed {seed}, price of a change {price} s: {len(lost)} jobs of the outlet moved in {spent:.2f} s CPU; "
            f"{kept} of {others} other told customers changed technician; {len(plan.unassigned)} left out "
            f"(before: {len(before.unassigned)})"
        )
        print(
            f"    cost {before.cost} → {plan.cost}: "
            + ", ".join(f"{k} {v - before.terms[k]:+d}" for k, v in plan.terms.items()),
            flush=True,
        )


def monotony(options: argparse.Namespace) -> None:
    """50 worlds: one technician more, or one window wider, at equal steps."""
    for name, change in (("a technician more", more), ("a window wider", wider)):
        ratios = []
        for seed in range(options.first, options.first + 50):
            problem = city(60, seed)
            stop = dispatch.Iterations(20000)
            ratios.append(dispatch.plan(change(problem), stop).cost / dispatch.plan(problem, stop).cost)
        middle, worst = 100 * (statistics.median(ratios) - 1), 100 * (max(ratios) - 1)
        print(f"{name}: median change of cost {middle:+.3f} %, worst {worst:+.2f} %", flush=True)


def more(problem: Problem) -> Problem:
    return replace(problem, technicians=(*problem.technicians, replace(problem.technicians[0], id="extra")))


def wider(problem: Problem) -> Problem:
    rows = [replace(job, windows=((25200, 72000),)) if k == 0 else job for k, job in enumerate(problem.jobs)]
    return replace(problem, jobs=tuple(rows))


SECTIONS = {
    "classic": classic,
    "features": features,
    "replan": replan,
    "nation": nation,
    "fairness": fairness,
    "outlet": outlet,
    "monotony": monotony,
}
