"""A folder as a release left it, kept for the versions after it: `python -m tests.running.release` keeps this one's.

The cast is invented and the keys are the archive's own, so nothing in it is anybody's.
"""

import contextlib
import json
import lzma
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

from anxin import __version__
from tests.running.house import House

FOLDER = Path(__file__).parent / "releases"
COUNTS = "counts.json"
PASSING = ("django_session", "core_session", "sqlite_sequence")


def kept() -> list[Path]:
    """List the releases that were kept, oldest first."""
    return sorted(FOLDER.glob("*.tar.xz"))


def counts(house: House) -> dict[str, int]:
    """Count the rows of every table."""
    with contextlib.closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        named = sorted(set(names) - set(PASSING))
        return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in named}


def keep() -> Path:
    """Let this version tell the repairs of its cast, and keep the folder it leaves."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        house = House(folder=Path(place))
        house.open("--short", "--data", str(house.data), command="demo")
        house.close()
        with contextlib.closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            base.execute("VACUUM")
        (house.folder / COUNTS).write_text(json.dumps(counts(house), indent=1), encoding="utf-8")
        path = FOLDER / f"{__version__}.tar.xz"
        with (
            lzma.open(path, "wb", preset=9 | lzma.PRESET_EXTREME) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            for name in (COUNTS, "data/anxin.sqlite3", "data/files", "data/demo.json", "keys"):
                tar.add(house.folder / name, arcname=name)
        return path


def unpacked(path: Path, folder: Path) -> House:
    """Lay a kept release out as it was left."""
    folder.mkdir(parents=True)
    with tarfile.open(path) as tar:
        tar.extractall(folder, filter="data")
    return House(folder=folder)


if __name__ == "__main__":
    sys.stdout.write(f"{keep()}\n")
