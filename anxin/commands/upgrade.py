"""`anxin upgrade`: bring the database and the static files of a data folder to this program's version."""

import hashlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from anxin.commands import parser, setup
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.config import environment


def run(arguments: list[str]) -> int:
    """Bring the database and the static files to this version."""
    options = parser.Parser("upgrade", "Bring the database to this program's version; a backup is made first.")
    options.add_argument("--no-backup", action="store_true", help="trust the backup you made yourself")
    os.environ["ANXIN_STATIC"] = "collected"
    known = options.open_house(arguments)
    try:
        with folder_lock(environment.read().data):
            return _upgrade(backup_first=not known.no_backup)
    except AlreadyServed as error:
        parser.refuse("anxin upgrade", f"--data: {error}; stop it first")


def first_start(url: str) -> int:
    """Make keys and tables where there are none, and the code of a first visit at `url` where nobody administers.

    Refuses a database that another version wrote.
    """
    waiting, applied = pending()
    if waiting and applied:
        print(
            f"anxin serve: expected a database of this version, got one that lacks {len(waiting)} steps "
            f"({waiting[0]}, …); run `anxin upgrade`",
            file=sys.stderr,
        )
        return 2
    if waiting:
        migrate()
    collect()
    setup.prepare(url)
    return 0


def _upgrade(*, backup_first: bool) -> int:
    waiting, applied = pending()
    if waiting and applied and backup_first:
        from django.db import connection

        from anxin.commands import backup

        if connection.vendor != "sqlite":
            parser.refuse("anxin upgrade", "--no-backup: expected after a backup by the database's own tools, got none")
        print(f"backup: {backup.make(backup.default_path())}")
    migrate()
    collect()
    print(f"upgraded: {len(waiting)} steps")
    say_faults()
    return 0


def say_faults() -> None:
    """Print what the system checks find, those of the database too; each with what helps."""
    from django.core.checks import run_checks

    for found in run_checks(databases=["default"]):
        print(f"{found.id}: {found.msg} {found.hint or ''}".rstrip())


def pending() -> tuple[list[str], int]:
    """Name the migrations that wait, and count those applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _back in plan], len(executor.loader.applied_migrations)


def migrate() -> None:
    """Make the master key where there is none, and bring every table up to date."""
    from django.db import DEFAULT_DB_ALIAS

    from anxin.commands import rows
    from anxin.core.keys import masters, ring

    masters.init()
    rows.make_tables(DEFAULT_DB_ALIAS)
    ring.ensure(now=datetime.now(UTC))


def collect() -> None:
    """Collect static files with hashed names, compressed, when they differ from the last time."""
    from django.conf import settings
    from django.core.management import call_command

    mark = Path(str(settings.STATIC_ROOT)) / ".collected"
    state = _state_of_sources()
    if mark.exists() and mark.read_text(encoding="ascii") == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(state, encoding="ascii")


def _state_of_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
