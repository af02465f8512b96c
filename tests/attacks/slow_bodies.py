"""The attacker who holds a site with next to nothing: sockets that promise and do not bring, or ask and do not take.

`python -m tests.attacks.slow_bodies --port 8000 --sockets 200 --seconds 60` prints how long pages take before and
meanwhile. Run it against an installation of your own only.
"""

import argparse
import asyncio
import contextlib
import http.client
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

PAGES = ("/", "/report/", "/sign-in/", "/healthz")
FORM = f"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken={32 * 'a'}\r\n"
PROMISE = f"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: 5000\r\n\r\n"
ATTACKS = {
    "silent body": (PROMISE, ""),
    "dripping body": (PROMISE, "a"),
    "dripping upload": ("PATCH /uploads/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n", "a"),
    "dripping headers": ("GET / HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n"),
    "reads nothing": ("GET /static/anxin/app.css HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200, ""),
}
DRIP_S = 2.0


@dataclass
class Held:
    """What became of the sockets: how many are open, how often one was opened anew."""

    open: int = 0
    opened: int = 0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


async def hold(port: int, attack: str, sockets: int) -> Held:
    """Open so many sockets and keep them; one the other side closes is opened again."""
    held = Held()
    held.tasks = [asyncio.create_task(_keep(port, attack, held)) for _ in range(sockets)]
    return held


async def _keep(port: int, attack: str, held: Held) -> None:
    head, drip = ATTACKS[attack]
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            held.open, held.opened = held.open + 1, held.opened + 1
            try:
                await _drip(reader, writer, head, drip)
            finally:
                held.open -= 1
                writer.close()
        await asyncio.sleep(0.2)


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str, drip: str) -> None:
    writer.write(head.encode())
    reading = attack_reads(head)
    while not (reading and reader.at_eof()):
        await asyncio.sleep(DRIP_S)
        if drip:
            writer.write(drip.encode())
        if reading:
            with contextlib.suppress(TimeoutError):
                if not await asyncio.wait_for(reader.read(1024), 0.01):
                    return


def attack_reads(head: str) -> bool:
    """Tell whether the attacker looks at answers at all."""
    return "app.css" not in head


def asked(port: int, pages: tuple[str, ...], seconds: float, *, patience_s: float = 30) -> list[float]:
    """Ask for pages one after the other for so long; give each time in milliseconds."""
    took, end, at = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience_s)
        try:
            connection.request("GET", pages[at % len(pages)])
            connection.getresponse().read()
        except OSError:
            pass  # its time says it
        finally:
            connection.close()
        took.append((time.perf_counter() - begun) * 1000)
        at += 1
        time.sleep(0.02)
    return took


@contextlib.contextmanager
def attacked(port: int, attack: str, sockets: int) -> Iterator[Held]:
    """Hold the sockets from a thread of its own while the block runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    held = asyncio.run_coroutine_threadsafe(hold(port, attack, sockets), loop).result()
    try:
        yield held
    finally:

        async def let_go() -> None:
            for task in held.tasks:
                task.cancel()
            await asyncio.gather(*held.tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(let_go(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def p95(took: list[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--sockets", type=int, default=200)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--attack", action="append", choices=ATTACKS)
    given = options.parse_args()
    asked(given.port, PAGES, 3)
    for attack in given.attack or ATTACKS:
        told = {"attack": attack, **measured(given.port, attack, given.sockets, given.seconds)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


def measured(port: int, attack: str, sockets: int, seconds: float) -> dict[str, float]:
    """Measure pages while the sockets are held, and as long in the quiet, half before and half after."""
    quiet = asked(port, PAGES, seconds / 2)
    with attacked(port, attack, sockets) as held:
        time.sleep(1)
        took = asked(port, PAGES, seconds)
        facts = {"open": held.open, "opened": held.opened, "pages": len(took)}
    time.sleep(1)
    quiet += asked(port, PAGES, seconds / 2)
    facts |= {"quiet_p50_ms": statistics.median(quiet), "quiet_p95_ms": p95(quiet)}
    facts |= {"attacked_p50_ms": statistics.median(took), "attacked_p95_ms": p95(took), "attacked_most_ms": max(took)}
    return {name: round(value, 1) for name, value in facts.items()}


def alternated(port: int, attack: str, sockets: int, *, turns: int, seconds: float) -> tuple[float, float]:
    """Ask in the quiet and under attack in turn, so that what else the machine does falls on both; give the medians."""
    quiet: list[float] = []
    took: list[float] = []
    for _ in range(turns):
        quiet += asked(port, PAGES, seconds, patience_s=5)
        with attacked(port, attack, sockets) as held:
            end = time.monotonic() + 10
            while held.open < sockets and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(0.2)
            took += asked(port, PAGES, seconds, patience_s=5)
    return statistics.median(quiet), statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
