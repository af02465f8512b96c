"""`anxin move`: carry an installation from SQLite to PostgreSQL, compared row by row; `--files`: its sealed files."""

import os
from urllib.parse import urlsplit

from anxin.commands import files, parser
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.config import environment, loader


def run(arguments: list[str]) -> int:
    """Copy, compare, settle; the SQLite file stays as it is."""
    options = parser.Parser("move", "Carry all rows from SQLite to an empty PostgreSQL database, or all sealed files.")
    options.add_argument("url", type=_url, nargs="?", help="postgresql://user:password@host/database")
    options.add_argument("--files", choices=files.WHERE, help="from the folder into the store of ANXIN_S3, or back")
    known = options.read(arguments)
    if bool(known.url) == bool(known.files):
        expected = "an address of a database, or --files store|folder"
        parser.refuse("anxin move", f"url: expected {expected}, got {'both' if known.url else 'neither'}")
    if known.files:
        options.open_house(arguments, filled=True)
        return files.move(known.files)
    data = environment.point_at(known.data)
    source = data / "anxin.sqlite3"
    if not source.exists():
        parser.refuse("anxin move", f"--data: expected a folder with anxin.sqlite3, got {data}")
    os.environ["ANXIN_DATABASE_URL"] = known.url
    loader.load()
    try:
        with folder_lock(data):
            return _move(known.url, environment.sqlite(source))
    except AlreadyServed as error:
        parser.refuse("anxin move", f"--data: {error}; stop it first")


def _move(url: str, source: dict[str, object]) -> int:
    from django.db import DEFAULT_DB_ALIAS, Error

    from anxin.commands import restore, rows

    try:
        empty = rows.is_empty(DEFAULT_DB_ALIAS)
    except Error as error:
        parser.refuse("anxin move", f"url: expected a database that answers, got {type(error).__name__}: {error}")
    if not empty:
        parser.refuse("anxin move", "url: expected an empty database, got one with tables")
    rows.add_database("source", source)
    rows.make_tables("source")
    rows.prepare(DEFAULT_DB_ALIAS)
    counts = rows.copy("source", DEFAULT_DB_ALIAS)
    faults = 0
    for one in rows.compare("source", DEFAULT_DB_ALIAS):
        faults += not one.is_same
        if one.rows or not one.is_same:
            print(f"{one.table}: {one.rows} rows, {'the same' if one.is_same else one.first_difference}")
    if faults:
        print(f"moved: {faults} tables differ; the SQLite file is untouched, go on with that")
        return 1
    status = restore.finish(counts)
    host = urlsplit(url).hostname or "the database"
    print(f"moved: set ANXIN_DATABASE_URL to the database on {host}; files and keys stay where they are")
    return status


def _url(text: str) -> str:
    if urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise parser.wrong("a postgresql:// address", urlsplit(text).scheme or "nothing of the kind")
    return text
