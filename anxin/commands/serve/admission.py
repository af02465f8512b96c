"""A part of an installation whose other parts run elsewhere: it prepares nothing, and comes only where all fits."""

import importlib
import sys
from functools import partial
from pathlib import Path

from anxin.commands import parser
from anxin.commands.serve.supervisor import forked
from anxin.config import environment, loader


def join(prog: str, data: Path, *, pages: bool = False) -> int:
    """Load the house; return the status to end with where it can't be joined from here, else 0.

    Nothing in this process asks the database: what is forked from here begins with a connection of its own.
    """
    if not (environment.read().secret_key or (data / "secret").exists()):
        parser.refuse(prog, f"ANXIN_SECRET_KEY: expected the one of all machines, got none, and {data} keeps none")
    data.mkdir(parents=True, exist_ok=True)
    loader.load()
    if pages:
        importlib.import_module("anxin.config.urls")
    looked = forked("check", partial(_fits, prog, pages))
    looked.join()
    return looked.exitcode or 0


def _fits(prog: str, pages: bool) -> int:
    """Return 2 unless the database is there, of this version, and its keys open."""
    from django.db import DatabaseError

    try:
        faults = _faults(prog)
    except DatabaseError as error:
        faults = [f"ANXIN_DATABASE_URL: expected a database that answers, got {type(error).__name__}"]
    for fault in faults:
        print(f"{prog}: {fault}", file=sys.stderr)
    if faults:
        return 2
    if pages:
        from anxin.commands import upgrade

        upgrade.collect()
    return 0


def _faults(prog: str) -> list[str]:
    from anxin.commands import upgrade
    from anxin.core import checks

    parser.need_tables(prog)
    waiting, _applied = upgrade.pending()
    if waiting:
        return [
            f"expected a database of this version, got one that lacks {len(waiting)} steps ({waiting[0]}, …); "
            "run `anxin upgrade`"
        ]
    return [f"{found.msg} {found.hint or ''}".rstrip() for found in checks.the_master()]
