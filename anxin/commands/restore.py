"""`anxin restore`: fill an empty installation from a backup, check everything, and only then say so."""

import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

from anxin.commands import backup, parser, progress
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.config import environment


def run(arguments: list[str]) -> int:
    """Restore into an empty data folder and database."""
    options = parser.Parser("restore", "Fill an empty data folder and database from a backup, and verify it.")
    options.add_argument("file", type=parser.existing_file, help="a file written by `anxin backup`")
    known = options.open_house(arguments)
    try:
        manifest = backup.check(known.file)
    except ValueError as error:
        parser.refuse("anxin restore", f"{known.file}: {error}")
    try:
        with folder_lock(environment.read().data):
            return _restore(known.file, manifest)
    except AlreadyServed as error:
        parser.refuse("anxin restore", f"--data: {error}")


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
