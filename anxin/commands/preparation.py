"""The long part of the demo's story, told beforehand into a folder of its own: `anxin demo --prepare`."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.config import environment, loader

if TYPE_CHECKING:
    from anxin.demo.prepared_demo import Prepared

FOLDER = Path("var/demo.prepared")


def at_hand() -> "Prepared":
    """Return the prepared story; where there is none of this version, tell it first."""
    from anxin.demo import prepared_demo

    story = prepared_demo.prepared_in(FOLDER, now=datetime.now(UTC))
    if story is None:
        print("anxin: telling the demo's story once, a minute or two; later demos open in seconds", flush=True)
        subprocess.run(_command(), check=True)
        story = prepared_demo.prepared_in(FOLDER, now=datetime.now(UTC))
    if story is None:
        raise RuntimeError(f"{FOLDER}: the story was told by another version meanwhile")
    return story


def prepare() -> int:
    """Return what is over into the folder, unless one of this version and day lies there."""
    from anxin.demo import prepared_demo

    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    try:
        with folder_lock(FOLDER.with_name(f"{FOLDER.name}.lock")):
            known = prepared_demo.prepared_in(FOLDER, now=datetime.now(UTC))
            if known is None or known.is_stale(now=datetime.now(UTC)):
                with prepared_demo.room(FOLDER) as fresh:
                    _tell(fresh)
    except AlreadyServed:
        return _wait()
    return 0


def _tell(fresh: Path) -> None:
    os.environ |= {"ANXIN_KEYS": str((fresh / "keys").resolve()), "ANXIN_STATIC": "collected", "ANXIN_DEMO_CODE": "-"}
    environment.point_at(fresh / "data")
    loader.load()
    from django.db import connections

    from anxin.commands import upgrade
    from anxin.demo import prepared_demo, story

    told_by = prepared_demo.version()
    upgrade.migrate()
    upgrade.collect()
    now = datetime.now(UTC)
    links = story.tell(now=now, say=_say)
    connections.close_all()
    prepared_demo.note(fresh, told_by=told_by, links=links, now=now)


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def _wait() -> int:
    """Somebody tells it already: wait until he is done."""
    lock = FOLDER.with_name(f"{FOLDER.name}.lock")
    for _ in range(600):
        time.sleep(1)
        with contextlib.suppress(AlreadyServed), folder_lock(lock):
            return 0
    return 1


def lay(story: "Prepared") -> None:
    """Copy a prepared story into the data folder that the environment names."""
    from anxin.demo import prepared_demo

    known = environment.read()
    prepared_demo.copy(story, data=known.data, keys=known.keys)


@contextlib.contextmanager
def refreshed(story: "Prepared | None") -> Iterator[None]:
    """Tell an ageing story anew behind the served demo, gently, for the next opening."""
    if story is None or not story.is_stale(now=datetime.now(UTC)):
        yield
        return
    command = ["nice", "-n", "19", *_command()]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _command() -> list[str]:
    return [sys.executable, "-m", "anxin", "demo", "--prepare"]
