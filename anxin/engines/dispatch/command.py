"""`anxin dispatch plan|match|check|simulate|warm|bench`: the engine from the command line, without a database."""

import argparse
import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from anxin.engines.dispatch import planner
from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.budget import CpuSeconds, Iterations, PlanParams
from anxin.engines.dispatch.checker import check
from anxin.engines.dispatch.drawing import page
from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.kernel.jit import CACHE
from anxin.engines.dispatch.matching import match, matching_ready
from anxin.engines.dispatch.model import Plan
from anxin.engines.dispatch.reader import board_from, job_from, load, plan_from, problem_from
from anxin.engines.dispatch.tables import candidates_table, plan_table
from anxin.engines.dispatch.writer import candidates_json, plan_json

RAW = argparse.RawDescriptionHelpFormatter
EXAMPLES = {
    "plan": "plan problem.json --previous morning.json --html plan.html --json",
    "check": "check problem.json plan.json",
    "match": "match board.json job.json --json",
    "simulate": "simulate --seeds 5 --level high",
    "warm": "warm",
    "bench": "bench --seeds 1",
}


class Parser(argparse.ArgumentParser):
    """Ends with status 2 and one line that says which option, expected and got."""

    def error(self, message: str) -> None:  # type: ignore[override]  # it never returns, as argparse says
        """Print one line and leave."""
        _of, lacking, names = message.partition("the following arguments are required: ")
        print(f"{self.prog}: {f'expected {names}, got none' if lacking else message}", file=sys.stderr)
        raise SystemExit(2)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    parser = parsed()
    try:
        options = parser.parse_args(arguments)
        return int(COMMANDS[options.command](options))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except OSError as closed:
        print(f"anxin dispatch: {closed.filename}: expected a file that opens, got {closed.strerror}", file=sys.stderr)
        return 2
    except WrongInput as wrong:
        print(f"anxin dispatch: {wrong}", file=sys.stderr)
        return 2


def parsed() -> Parser:
    """Return the command's options."""
    parser = Parser(
        prog="anxin dispatch",
        description="Plan visits, match a job, check a plan: without a database.",
        formatter_class=RAW,
        epilog="example: anxin dispatch plan problem.json --seconds 5 --json",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(EXAMPLES), parser_class=Parser)
    plan = commands.add_parser("plan", help="plan a day, or re-plan it from --previous")
    plan.add_argument("problem", help="JSON file: technicians, jobs, what counts")
    stops = plan.add_mutually_exclusive_group()
    stops.add_argument("--seconds", type=positive, help="CPU seconds of search")
    stops.add_argument("--iterations", type=whole, help="steps of search; same seed, same plan (default 20000)")
    plan.add_argument("--seed", type=whole, default=0, help="start of the random choices (default 0)")
    plan.add_argument("--previous", help="a plan to begin from")
    plan.add_argument("--gain", type=whole, default=0, help="keep the old plan unless this much is saved")
    plan.add_argument("--html", type=Path, help="write a page with Gantt chart and route picture")
    plan.add_argument("--json", action="store_true", help="print the plan as JSON")
    plan.add_argument("--timing", action="store_true", help="add the wall time")
    checker = commands.add_parser("check", help="prove a plan by a separate slow path")
    checker.add_argument("problem", help="JSON file the plan was made for")
    checker.add_argument("plan", help="JSON file as `plan --json` prints it")
    matcher = commands.add_parser("match", help="who could take one job now")
    matcher.add_argument("board", help="JSON file: a problem with its routes")
    matcher.add_argument("job", help="JSON file: one job")
    matcher.add_argument("--json", action="store_true", help="print the candidates as JSON")
    simulator = commands.add_parser("simulate", help="play days under several policies")
    simulator.add_argument("--seeds", type=whole_number, default=20, help="how many days are played (default 20)")
    simulator.add_argument("--level", choices=("low", "middle", "high"), default="middle", help="how busy the days are")
    simulator.add_argument("--assumptions", type=Path, help="a TOML file in place of the shipped one")
    commands.add_parser("warm", help="compile the kernels once")
    bench = commands.add_parser("bench", help="quick figures on invented cities")
    bench.add_argument("--seeds", type=whole_number, default=3, help="how many cities (default 3)")
    for name, command in commands.choices.items():
        command.epilog, command.formatter_class = f"example: anxin dispatch {EXAMPLES[name]}", RAW
    return parser


def positive(text: str) -> float:
    """Return seconds, 0 or more."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1e6:
        raise argparse.ArgumentTypeError(f"expected seconds, 0 or more, got {text!r}")
    return value


def whole(text: str) -> int:
    """Return a whole number, 0 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"expected a whole number, 0 or more, got {text!r}")
    return int(text)


def whole_number(text: str) -> int:
    """Return a whole number, 1 or more."""
    if not whole(text):
        raise argparse.ArgumentTypeError(f"expected a whole number, 1 or more, got {text!r}")
    return int(text)


def plan(options: argparse.Namespace) -> int:
    """Plan and print."""
    opened(options.problem, options.previous)
    if options.html is not None:
        writable(options.html)
    problem = named(options.problem, lambda: problem_from(load(options.problem)))
    previous = named(options.previous, lambda: plan_from(load(options.previous))) if options.previous else None
    stop = CpuSeconds(options.seconds) if options.seconds is not None else Iterations(20_000)
    if options.iterations is not None:
        stop = Iterations(options.iterations)
    planner.ready()
    began = time.perf_counter()
    found = planner.plan(problem, stop, options.seed, PlanParams(gain=options.gain), previous)
    took = time.perf_counter() - began
    if options.html is not None:
        written(options.html, page(problem, found))
    if options.json:
        print(plan_json(found, took if options.timing else None))
    else:
        print(plan_table(problem, found) + (f"\n{took:.3f} s" if options.timing else ""))
    return 0


def proved(options: argparse.Namespace) -> int:
    """Check a plan; exit status 1 and the broken rules if it doesn't hold."""
    opened(options.problem, options.plan)
    problem = named(options.problem, lambda: problem_from(load(options.problem)))
    found: Plan = named(options.plan, lambda: plan_from(load(options.plan)))
    broken = check(problem, found)
    for rule in broken:
        print(rule)
    if not broken:
        print(f"holds: routes {len(found.routes)}, left out {len(found.unassigned)}, cost {found.cost} s")
    return 1 if broken else 0


def matched(options: argparse.Namespace) -> int:
    """Match one job and print the candidates."""
    opened(options.board, options.job)
    problem, routes = named(options.board, lambda: board_from(load(options.board)))
    job = named(options.job, lambda: job_from(load(options.job), ""))
    found = match(Board(problem, routes, room=16), job)
    print(candidates_json(found) if options.json else candidates_table(found))
    return 0


def warm(options: argparse.Namespace) -> int:
    """Compile both kernels, each in a process of its own, and say where they are kept."""
    if CACHE is None:
        print("no folder to keep kernels in can be written: every process compiles its own")
        return 0
    kernels = [planner.ready, matching_ready]
    with ProcessPoolExecutor(len(kernels), mp_context=multiprocessing.get_context("spawn")) as pool:
        for compiled in [pool.submit(kernel) for kernel in kernels]:
            compiled.result()
    print(f"kernels ready in {CACHE}")
    return 0


def simulate(options: argparse.Namespace) -> int:
    """Play days under several policies and print what each would have meant."""
    module = importlib.import_module("anxin.engines.dispatch.simulate")
    print(module.report(options.seeds, options.level, options.assumptions))
    return 0


def bench(options: argparse.Namespace) -> int:
    """Print quick figures."""
    print(importlib.import_module("anxin.engines.dispatch.figures").table(options.seeds))
    return 0


def named[T](path: str, read: Callable[[], T]) -> T:
    """Return what `read` reads; a refusal names the file too."""
    try:
        return read()
    except WrongInput as wrong:
        raise wrong if wrong.field == path else Refused(path, wrong) from None


class Refused(WrongInput):
    """A refusal with the file it stands in."""

    def __init__(self, path: str, wrong: WrongInput) -> None:
        super().__init__(f"{path}: {wrong.field}", wrong.expected, wrong.got)


def opened(*paths: str | None) -> None:
    """Fail before anything is read if one of the files can't be opened."""
    for path in paths:
        if path is not None:
            Path(path).open("rb").close()


def writable(path: Path) -> None:
    """Fail before anything is read if the file can't be written; leave nothing behind."""
    new = not path.exists()
    path.open("ab").close()
    if new:
        path.unlink()


def written(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "plan": plan,
    "check": proved,
    "match": matched,
    "simulate": simulate,
    "warm": warm,
    "bench": bench,
}

__all__: Sequence[str] = ("run",)
