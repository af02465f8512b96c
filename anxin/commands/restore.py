"""`anxin restore`: fill an empty installation from a backup, check everything, and only then say so."""

import argparse
import os
import shutil
import sys
import tarfile
from datetime import datetime
from pathlib import Path
from typing import Any

from anxin.commands import backup, base_restore, parser, postgres_tools, progress
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.config import environment, loader


def run(arguments: list[str]) -> int:
    """Restore into an empty data folder and database."""
    options = parser.Parser("restore", "Fill an empty data folder and database from a backup, and verify it.")
    options.add_argument("file", type=_backup, help="a file written by `anxin backup`, or a set of `backup --server`")
    options.add_argument("--cluster", type=_empty_folder, metavar="DIR", help="of a set: empty folder for the server")
    options.add_argument("--to", type=_moment, metavar="TIME", help="of a set: up to 2026-11-30T09:30:00+08:00")
    options.add_argument("--tools", type=Path, metavar="DIR", help="where pg_ctl lies, if not on the path")
    known = options.read(arguments)
    if known.file.is_dir() != bool(known.cluster):
        options.error("--cluster: expected an empty folder for the server with a set, and none with a file")
    if known.file.is_dir():
        return _of_server(options, known)
    options.open_house(arguments)
    try:
        manifest = backup.check(known.file)
    except ValueError as error:
        parser.refuse("anxin restore", f"{known.file}: {error}")
    try:
        with folder_lock(environment.read().data):
            return _restore(known.file, manifest)
    except AlreadyServed as error:
        parser.refuse("anxin restore", f"--data: {error}")


def _of_server(options: parser.Parser, known: argparse.Namespace) -> int:
    """Restore a set of a server's pages, and leave the server stopped."""
    wanted = base_restore.Wanted(one=known.file.absolute(), cluster=known.cluster, until=known.to, tools=known.tools)
    data = environment.point_at(known.data)
    try:
        with folder_lock(data):
            base_restore.verify(wanted.one, wanted.tools)
            base_restore.lay(wanted)
            with base_restore.started(wanted) as url:
                os.environ["ANXIN_DATABASE_URL"] = url
                loader.load()
                base_restore.place_files(wanted.one)
                status = finish(_counts())
                _close()
    except (AlreadyServed, ValueError, postgres_tools.ToolFailed) as error:
        options.error(str(error))
    print(f"server: whole in {known.cluster}, stopped; start it with your settings and name it in ANXIN_DATABASE_URL")
    return status


def _counts() -> dict[str, int]:
    from anxin.commands import rows

    return {model._meta.db_table: model._base_manager.count() for model in rows.tables()}


def _close() -> None:
    """Leave no connection open: the server is about to stop."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone has one


def _backup(text: str) -> Path:
    return Path(text) if Path(text).is_dir() else parser.existing_file(text)


def _empty_folder(text: str) -> Path:
    path = Path(text).absolute()
    if not path.is_dir() or any(path.iterdir()):
        raise parser.wrong("an empty folder", repr(text))
    if path.stat().st_uid == 0:
        raise parser.wrong("a folder of the user whom the server runs as", f"{text} of root")
    return path


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise parser.wrong("a moment with its zone, as 2026-11-30T09:30:00+08:00", repr(text))
    return found


def _restore(file: Path, manifest: dict[str, Any]) -> int:
    from django.conf import settings
    from django.db import DEFAULT_DB_ALIAS, connection

    from anxin.commands import rows
    from anxin.core.files import store

    has_files = any(store.here().each())
    if has_files or not rows.is_empty(DEFAULT_DB_ALIAS):
        parser.refuse(
            "anxin restore", f"--data: expected an empty installation, got one with rows or files in {settings.DATA}"
        )
    folder = settings.DATA / ".restoring"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        environment.close_to_others(folder)  # a backup of an earlier version carries its looser modes along
        connection.close()
        _place_rows(folder / backup.DATABASE)
        for path in (folder / backup.FILES).glob("*/*"):
            if path.parent.name == "incoming":  # of an earlier version: a draft, of nothing that has a row
                continue
            progress.at(f"keeping {path.name}")
            store.here().put(path, path.relative_to(folder / backup.FILES).as_posix())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return finish(manifest["counts"])


def _place_rows(source: Path) -> None:
    from django.conf import settings
    from django.db import DEFAULT_DB_ALIAS, connection

    from anxin.commands import rows

    if connection.vendor == "sqlite":
        place = Path(str(settings.DATABASES["default"]["NAME"]))
        for leftover in (place, *place.parent.glob(f"{place.name}-*")):
            leftover.unlink(missing_ok=True)
        source.replace(place)
        return
    rows.add_database("source", environment.sqlite(source))
    rows.make_tables("source")
    rows.prepare(DEFAULT_DB_ALIAS)
    rows.copy("source", DEFAULT_DB_ALIAS)


def finish(counts: dict[str, int]) -> int:
    """Bring rows that came from elsewhere to this program's version, and verify it all."""
    from django.core.management import call_command

    from anxin.commands import timeline
    from anxin.core import files, outbox
    from anxin.core.errors import AnxinError
    from anxin.core.keys import ring

    ring.forget()
    try:
        call_command("migrate", verbosity=0, interactive=False)  # what is older is sealed as it stands
    except AnxinError as error:
        return _no_master(error)
    outbox.rebase()
    print(f"rows: {sum(counts.values())} in {len(counts)} tables")
    lost = list(files.missing())
    print(f"files: {len(lost)} missing" if lost else "files: all there")
    try:
        ring.current("data")
    except AnxinError as error:
        return _no_master(error)
    return timeline.report() or (1 if lost else 0)


def _no_master(error: Exception) -> int:
    print(f"keys: the master key is not at hand ({error}); put it in place before serving", file=sys.stderr)
    return 1
