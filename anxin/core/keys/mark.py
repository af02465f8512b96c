"""The marks beside the keys that heads and rows are sealed here: who has the database alone can't take them away."""

import functools
import logging
from datetime import datetime
from pathlib import Path

from anxin.core.keys import masters

LOG = logging.getLogger(__name__)


HEADS, ROWS = "sealed.since", "rows.since"


def mark_file(name: str = HEADS) -> Path:
    """Return the file whose being there says that heads, or rows, are sealed."""
    return Path(masters.configured("keys")) / name


def stands(name: str = HEADS) -> bool:
    """Return whether a mark was left."""
    return mark_file(name).exists()


def leave(*names: str, now: datetime) -> None:
    """Leave a mark, once; a key folder that can't be written stops no work (`core.W002` names it)."""
    for name in names or (HEADS,):
        if stands(name):
            continue
        try:
            masters.place(mark_file(name), [now.isoformat()], new=True)
        except OSError as error:
            _complain(mark_file(name), str(error))


@functools.cache
def _complain(path: Path, why: str) -> None:
    """Say it once a process."""
    LOG.error("the mark that heads are sealed can't be left", extra={"path": str(path), "why": why})
