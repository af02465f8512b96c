"""The mark beside the keys that heads are sealed here: who has the database alone can't take it away."""

import functools
import logging
from datetime import datetime
from pathlib import Path

from anxin.core.keys import masters

LOG = logging.getLogger(__name__)


def mark_file() -> Path:
    """Name the file whose being there says that heads are sealed."""
    return Path(masters.configured("keys")) / "sealed.since"


def stands() -> bool:
    """Return whether the mark was left."""
    return mark_file().exists()


def leave(*, now: datetime) -> None:
    """Leave the mark, once; a key folder that can't be written stops no work (`core.W002` names it)."""
    if stands():
        return
    try:
        masters.place(mark_file(), [now.isoformat()], new=True)
    except OSError as error:
        _complain(mark_file(), str(error))


@functools.cache
def _complain(path: Path, why: str) -> None:
    """Say it once a process."""
    LOG.error("the mark that heads are sealed can't be left", extra={"path": str(path), "why": why})
