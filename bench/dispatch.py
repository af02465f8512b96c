"""Dispatch beside its peers, and the figures it must hold. All costs by our own checker, all times CPU seconds.

python bench/dispatch.py SECTION… [--data DIR] [--seeds 8] [--sizes 50,150,300] [--first 1000] [--kept DIR]

Sections: cities classic features replan nation fairness outlet monotony. Peers run in their own environment
(bench/peers/dispatch.txt); without it they are left out and the table says so. Peers don't change with our search:
with --kept their routes and CPU seconds are written down once a city and read again.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import dispatch_sections as sections  # noqa: E402
import dispatch_worlds as worlds  # noqa: E402

from anxin.engines import dispatch  # noqa: E402
from anxin.engines.dispatch import planner, reader  # noqa: E402
from anxin.engines.dispatch.encoding import encode  # noqa: E402
from anxin.engines.dispatch.warm import lay_in  # noqa: E402

PEERS = HERE.parent / ".bench" / "dispatch" / "bin" / "python"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="+")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=1000, help="first seed")
    parser.add_argument("--sizes", default="50,150,300")
    parser.add_argument("--seconds", default="")
    parser.add_argument("--change", default="300,900", help="prices of a change in replan (s)")
    parser.add_argument("--peers", default="vroom,pyvrp,ortools")
    parser.add_argument("--kept", type=Path, help="folder for the peers' answers")
    options = parser.parse_args()
    for name in options.sections:
        if name != "nation":
            planner.ready()
        print(f"\n## {name}\n", flush=True)
        if name == "cities":
            cities(options)
        else:
            sections.SECTIONS[name](options)


def cities(options: argparse.Namespace) -> None:
    """Every engine on the same unseen cities: gap to the best any found, unserved weight first."""
    budgets = [float(text) for text in (options.seconds or "1,5,20").split(",")]
    peers = [name for name in options.peers.split(",") if name] if PEERS.exists() else []
    if not peers:
        print("no peers: make their environment first")
    for size in (int(text) for text in options.sizes.split(",")):
        costs: dict[str, list[tuple[int, int, float]]] = {}
        for seed in range(options.first, options.first + options.seeds):
            for name, row in one_city(size, seed, budgets, peers, options.kept).items():
                costs.setdefault(name, []).append(row)
                print(f"  n={size} seed={seed} {name}: unserved {row[0]} cost {row[1]} cpu {row[2]:.2f}", flush=True)
        summary(size, costs)


def one_city(
    size: int, seed: int, budgets: list[float], peers: list[str], kept: Path | None
) -> dict[str, tuple[int, int, float]]:
    """Return (unserved weight, cost, CPU seconds) of every engine on one city."""
    data = worlds.city(size, seed)
    problem = reader.problem_from(data)
    found = {}
    for seconds in budgets:
        began = time.process_time()
        plan = dispatch.plan(problem, dispatch.CpuSeconds(seconds), seed)
        spent = time.process_time() - began
        assert dispatch.check(problem, plan) == (), f"ours breaks a rule at {size}/{seed}"
        found[f"anxin {seconds:g} s"] = (plan.terms["unserved"] // 40000, plan.cost, spent)
    for name in peers:
        answer = asked(name, data, kept and kept / f"{name}-{size}-{seed}.json")
        if answer is not None:
            plan = timed(problem, answer["routes"])
            found[name] = (plan.terms["unserved"] // 40000, plan.cost, answer["cpu"])
    return found


def asked(name: str, data: object, kept: Path | None) -> dict[str, Any] | None:
    """Return a peer's routes and CPU seconds, from the folder if it answered before; None if it fails."""
    if kept is not None and kept.exists():
        return dict(json.loads(kept.read_text("utf-8")))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(data, file)
        file.flush()
        command = [PEERS, HERE / "dispatch_peers.py", name, file.name, "5"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  {name} failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(done.stdout.splitlines()[-1], "utf-8")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def timed(problem: dispatch.Problem, routes: dict[str, list[str]]) -> dispatch.Plan:
    """Return a peer's routes as a plan, timed and priced like ours; every stop it made must fit."""
    stops = {name: tuple(dispatch.Stop(job, 0, 0, 0) for job in jobs) for name, jobs in routes.items()}
    given = dispatch.Plan(tuple(dispatch.Route(name, jobs) for name, jobs in stops.items()))
    bare = replace(problem, jobs=tuple(replace(job, technician=None) for job in problem.jobs))
    encoded = encode(bare, 0, given, 0)
    lay_in(encoded, given)
    plan = planner.written(encoded, 0)
    assert len(plan.holders()) == sum(len(jobs) for jobs in routes.values()), "a peer's stop doesn't fit"
    assert dispatch.check(bare, plan) == ()
    return plan


def summary(size: int, costs: dict[str, list[tuple[int, int, float]]]) -> None:
    """Print gaps to the best found and the ratio to VROOM."""
    count = len(next(iter(costs.values())))
    best = [min(rows[k][1] for rows in costs.values() if k < len(rows)) for k in range(count)]
    print(f"\n| n={size}, {count} seeds | mean gap % | median | worst | unserved weight | cost / VROOM | CPU s |")
    print("|---|---|---|---|---|---|---|")
    for name, rows in costs.items():
        gaps = [100 * (row[1] / best[k] - 1) for k, row in enumerate(rows)]
        ratio = ""
        if "vroom" in costs and len(costs["vroom"]) == len(rows):
            ratio = f"{sum(row[1] for row in rows) / sum(row[1] for row in costs['vroom']):.4f}"
        weight = statistics.mean(row[0] for row in rows)
        cells = [f"{statistics.mean(gaps):.2f}", f"{statistics.median(gaps):.2f}", f"{max(gaps):.2f}", f"{weight:.2f}"]
        print(f"| {name} | {' | '.join(cells)} | {ratio} | {statistics.mean(row[2] for row in rows):.2f} |", flush=True)


if __name__ == "__main__":
    main()
