"""What every page, round and verb costs on a filled database: statements, CPU here, CPU and pages read of PostgreSQL.

The CPU of PostgreSQL is its process's own, and pages are counted by it too, found in memory or not, so that a busy
machine changes neither. Each page is opened twice, the second counts; a repair and a claim are walked twice.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from bench import growth_pages, growth_walk

NUMBER = re.compile(r"\b[A-Z]{1,3}-\d{8}-\d{6}-[\dX]|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MUCH = 1000
"""Of what reads so many of PostgreSQL's pages, each statement that reads much is explained."""


@dataclass
class Cost:
    """What one thing cost."""

    name: str
    status: int = 0
    statements: int = 0
    here_ms: float = 0.0
    database_ms: float = 0.0
    pages: int = 0
    plans: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.statements:4} st {self.here_ms:8.1f} ms {self.database_ms:8.1f} db ms {self.pages:8} pages"
        return f"{self.name[:90]:90} {self.status:4} {told}"


class Backend:
    """The process of PostgreSQL that answers this connection."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def cpu_ms(self) -> float:
        return int(self.schedule.read_text().split()[0]) / 1e6

    def pages(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute(
                "SELECT sum(coalesce(hits, 0) + coalesce(reads, 0)) FROM pg_stat_get_backend_io(%s)", [self.pid]
            )
            return int(cursor.fetchone()[0])

    @property
    def pid(self) -> int:
        return int(self.schedule.parent.name)


@contextmanager
def measured(cost: Cost, backend: Backend) -> Iterator[list[growth_pages.Statement]]:
    """Write down what is done inside."""
    before = backend.pages()
    with growth_pages.watched() as (told, _steps):
        here, there = time.process_time(), backend.cpu_ms()
        yield told
        cost.here_ms = round((time.process_time() - here) * 1000, 1)
        cost.database_ms = round(backend.cpu_ms() - there, 1)
    cost.statements = len(told)
    cost.pages = backend.pages() - before


def opened(name: str, work: Callable[[], Any], backend: Backend, large: frozenset[str]) -> Cost:
    """Open once to warm, once to measure; explain what reads much."""
    cost = Cost(name)
    work()
    with measured(cost, backend) as told:
        answer = work()
        if getattr(answer, "streaming", False):
            _ = b"".join(answer.streaming_content)
    cost.status = getattr(answer, "status_code", 0)
    if cost.pages > MUCH:
        cost.plans = sorted(filter(None, (explained(one, large) for one in told)), key=lambda one: -one["pages"])[:5]
    return cost


def explained(one: growth_pages.Statement, large: frozenset[str]) -> dict[str, Any] | None:
    """Return what a statement reads; its error where it can't be asked alone."""
    try:
        return growth_walk.told_of(one, large)
    except Exception as error:
        return {"pages": 0, "reads": [str(error)[:200]], "sql": one.sql}


def walks(backend: Backend) -> Iterator[Cost]:
    """Walk a repair and a claim to their ends, on days of their own; say what each step cost."""
    from anxin.demo import walk
    from anxin.domain.repairs.models import Repair

    ahead = 1 + Repair.objects.filter(created_at__gt=timezone.now()).count()
    for turn in range(2):
        now = timezone.now() + timedelta(days=ahead + turn)
        for cost in (*_repair(walk, now, backend), *_claim(now, turn, backend)):
            if turn:
                yield cost


def _repair(walk: Any, now: datetime, backend: Backend) -> Iterator[Cost]:
    cost = Cost("verb repair submitted")
    with measured(cost, backend):
        one = walk.begin(walk.a_report(now=now, by_day=True), now=now)
    yield cost
    for name in walk.HAPPY[1:]:
        cost = Cost(f"verb repair {name}")
        with measured(cost, backend):
            walk.STEPS[name](one)
        yield cost


def _claim(now: datetime, turn: int, backend: Backend) -> Iterator[Cost]:
    from anxin.demo import claims
    from anxin.demo.buyers import buyer

    order = claims.Order(goods="cup", buyer=buyer(1), key=f"NATION-{now.timestamp():.0f}-{turn}")
    cost = Cost("verb claim bought, filed")
    with measured(cost, backend):
        one = claims.file(order, now=now, type="refund_only", reason="broken", told="杯口缺了一块", asked_fen=20000)
    yield cost
    for name, step in (
        ("answered", one.answer),
        ("taken", one.take),
        ("decided", lambda: one.rule(claims.refund(5000, "照片清楚"))),
    ):
        cost = Cost(f"verb claim {name}")
        with measured(cost, backend):
            step()
        yield cost


def sought(backend: Backend, large: frozenset[str]) -> Iterator[Cost]:
    """Look among all technicians for who could go to a repair that waits."""
    from anxin.domain.visits import gateway
    from anxin.domain.visits.models import Visit

    row = Visit.objects.filter(state="seeking").order_by("-created_at").first() or Visit.objects.latest("created_at")
    now = timezone.now()
    yield opened("verb match a report among all technicians", lambda: gateway.reach(row, now=now), backend, large)


def all_of(facts: dict[str, Any], *, only: str) -> list[dict[str, Any]]:
    """Open all pages and rounds, give the verbs; print a line for each."""
    backend, large = Backend(), growth_walk.large()
    found: list[dict[str, Any]] = []
    names: Counter[str] = Counter()

    def keep(cost: Cost) -> None:
        names[cost.name] += 1
        cost.name += f" ({names[cost.name]})" if names[cost.name] > 1 else ""
        print(cost, flush=True)
        found.append(asdict(cost))

    seen = set[str]()
    for name, work in chain(growth_pages.pages(facts), growth_pages.others(seen)):
        seen.update(name.split(" ")[1:2])
        if only not in name:
            continue
        try:
            keep(opened(NUMBER.sub("N", name), work, backend, large))
        except Exception as error:  # a page that fails is a line too
            print(f"{name[:90]:90} FAILED {type(error).__name__}: {str(error)[:150]}", flush=True)
    if only in "verb" or only.startswith("verb"):
        keep_all(chain(sought(backend, large), walks(backend)), keep)
    return found


def keep_all(costs: Iterator[Cost], keep: Callable[[Cost], None]) -> None:
    """Keep what there is; a step that fails is a line too."""
    try:
        for cost in costs:
            keep(cost)
    except Exception as error:
        print(f"verbs FAILED {type(error).__name__}: {str(error)[:150]}", flush=True)
