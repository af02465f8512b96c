"""Which statements each test asked SQLite for, and the fewest tests that ask PostgreSQL for all of them.

A hundred tests of a room ask the same statements and differ in what is done with the answers; that is asked on SQLite.
`--statements=FOLDER` has a run on SQLite note them there, and one on PostgreSQL leave out what others ask for too.
What nobody noted anything of, what races (asks over several connections), what is tried with drawn or odd values, what
the core promises, and whatever goes over all rooms of the domain is left out by nobody.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappushpop
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.compiler import SQLCompiler

from anxin.core.blocks import Block

NOTED = ("core", "domain", "attacks", "running", "faces")
"""The folders whose tests may run on PostgreSQL too."""
ROOMS = ("domain", "attacks", "faces")
"""Those of which tests may be left out there, as they go through rooms of the domain."""
DRAWN = frozenset({"test_odd_fields.py", "test_schema.py", "test_plans.py", "test_growth.py"})
"""Files that try what one database takes and another does not, or look at its plans."""
SEVERAL = re.compile(r"%s(?:, ?%s)+")
ROWS = re.compile(r"\(%s\)(?:, ?\(%s\))+")
POINT = re.compile(r"^(?:RELEASE |ROLLBACK TO )?SAVEPOINT ")
BASE = 20
"""What a test costs besides its statements, in statements: it is set up and cleared away."""


@dataclass(frozen=True)
class Asked:
    """The statements one test asked for, how many times it asked, and whether over several connections."""

    statements: frozenset[str]
    times: int
    races: bool = False


@functools.lru_cache(maxsize=10_000)
def shape(sql: str, failed: str = "") -> str:
    """Return a short name of a statement, the same however many values stand in a list, another where it failed."""
    alike = ROWS.sub("(%s)", SEVERAL.sub("%s", sql))
    return hashlib.blake2b(f"{failed} {alike}".encode(), digest_size=8).hexdigest()


class Notes:
    """A plugin that notes what each test asks the database for."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.asked: dict[str, tuple[list[str], int, bool]] = {}
        self.now: set[str] = set()
        self.connections: set[int] = set()
        self.together: list[str] | None = None
        self.times = 0
        self.passed = False

    def note(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        """Return what executes a statement and notes it."""

        @functools.wraps(execute)
        def noting(cursor: CursorWrapper, sql: str, *given: Any) -> Any:
            self.times += 1
            self.connections.add(id(cursor.db))
            if POINT.match(sql):
                return execute(cursor, sql, *given)
            try:
                done = execute(cursor, sql, *given)
            except Exception as error:  # without a savepoint around it PostgreSQL answers nothing afterwards
                self.now.add(shape(sql, f"{type(error).__name__} {len(cursor.db.savepoint_ids)}"))
                raise
            self.now.add(shape(sql))
            if self.together is not None:
                self.together.append(shape(sql))
            return done

        return noting

    def note_lock(self, compile_: Callable[..., Any]) -> Callable[..., Any]:
        """Return what words a statement, and notes one that locks what it reads: SQLite's words do not say so."""

        @functools.wraps(compile_)
        def noting(compiler: SQLCompiler, *given: Any, **named: Any) -> Any:
            worded = compile_(compiler, *given, **named)
            if compiler.query.select_for_update:
                self.now.add(shape(worded[0], f"locks {compiler.query.select_for_update_of}"))
            return worded

        return noting

    def note_block(self, write: Callable[..., Any]) -> Callable[..., Any]:
        """Return what writes at the end of a block, and notes its statements as the one PostgreSQL makes of them."""

        @functools.wraps(write)
        def noting(block: Block, sql: str = "") -> None:
            if sql or self.together is not None:
                write(block, sql)
                return
            self.together = []
            try:
                write(block, sql)
                self.now.add(shape(" ".join(self.together), "together"))
            finally:
                self.together = None

        return noting

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        """Note one test, if it passes."""
        self.now, self.connections, self.times, self.passed = set(), set(), 0, False
        done = yield
        if self.passed and folders(item)[0] in NOTED:
            self.asked[item.nodeid] = (sorted(self.now), self.times, len(self.connections) > 1)
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Learn whether the test passes."""
        if report.when == "call":
            self.passed = report.passed

    def pytest_sessionfinish(self) -> None:
        """Write what was noted."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.asked), encoding="utf-8")


def begin(config: pytest.Config, folder: Path, worker: str) -> None:
    """Have this process note what its tests ask for, or leave out what others ask for."""
    if config.getoption("--database") == "postgresql":
        config.pluginmanager.register(Fewest(folder))
        return
    notes = Notes(folder / f"{worker or 'alone'}.json")
    for name in ("_execute", "_executemany"):
        setattr(CursorWrapper, name, notes.note(getattr(CursorWrapper, name)))
    SQLCompiler.as_sql = notes.note_lock(SQLCompiler.as_sql)
    Block.write = notes.note_block(Block.write)
    config.pluginmanager.register(notes)


class Fewest:
    """A plugin that leaves out, after all else was, what others ask for too."""

    def __init__(self, folder: Path) -> None:
        self.asked = read(folder)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave them out."""
        gone = spared(items, self.asked)
        config.hook.pytest_deselected(items=gone)
        names = {item.nodeid for item in gone}
        items[:] = [item for item in items if item.nodeid not in names]


def folders(item: pytest.Item) -> tuple[str, ...]:
    """Return the folders a test stands in, below that of all."""
    return item.path.relative_to(Path(__file__).parent).parts


def read(folder: Path) -> dict[str, Asked]:
    """Return what the processes of the last run on SQLite noted; nothing where there was none."""
    found: dict[str, Asked] = {}
    for file in sorted(folder.glob("*.json")):
        for test, (statements, times, races) in json.loads(file.read_text(encoding="utf-8")).items():
            found[test] = Asked(frozenset(statements), times, races)
    return found


def may_go(item: pytest.Item) -> bool:
    """Tell whether a test may be left out, where others ask for the same."""
    room = folders(item)[:-1]
    if room[0] not in ROOMS or (room[0] == "domain" and len(room) == 1):  # what stands in no room goes over all of them
        return False
    if item.path.name in DRAWN:
        return False
    if any(map(item.get_closest_marker, ("postgresql", "hypothesis"))):
        return False
    return "live_server" not in getattr(item, "fixturenames", ())


def fewest(asked: Mapping[str, Asked], already: Iterable[Asked]) -> set[str]:
    """Return the fewest of these tests, as their cost goes, that ask for all that is not asked for already."""
    left = {one for each in asked.values() for one in each.statements}.difference(*(one.statements for one in already))

    def gain(test: str) -> float:
        return len(asked[test].statements & left) / (BASE + asked[test].times)

    chosen: set[str] = set()
    waiting = [(-gain(test), test) for test in asked]
    heapify(waiting)
    while waiting and left:
        _, test = heappop(waiting)
        while waiting and -gain(test) > waiting[0][0]:  # less is new by now than when it was weighed
            _, test = heappushpop(waiting, (-gain(test), test))
        if not gain(test):
            break
        chosen.add(test)
        left -= asked[test].statements
    return chosen


def spared(items: Iterable[pytest.Item], asked: Mapping[str, Asked]) -> list[pytest.Item]:
    """Return the tests that ask for nothing that others do not ask for too."""
    may = {
        item.nodeid: item for item in items if may_go(item) and item.nodeid in asked and not asked[item.nodeid].races
    }
    stays = [asked[item.nodeid] for item in items if item.nodeid in asked and item.nodeid not in may]
    chosen = fewest({test: asked[test] for test in may}, stays)
    return [item for test, item in may.items() if test not in chosen]
