"""The sets of a server's pages that lie in a folder: which are whole, which go by age, and the log and files with them.

What a kill leaves half dropped goes with the next; a set goes before the one it goes back to, the log and files last.
"""

import json
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from anxin.commands import base_backup
from anxin.commands.base_backup import BASE, FILES, MANIFEST, PAGES, WAL
from anxin.core.folders import sync

START = re.compile(r"^START WAL LOCATION: .*\(file ([0-9A-F]{24})\)$", re.MULTILINE)
LOG = re.compile(r"[0-9A-F]{24}(\.partial|\.[0-9A-F]{8}\.backup)?")
TIMELINE = 8
"""So many signs of a log file's name say on which timeline it was written; the others are its place."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What lies in a folder: how many sets, back to when and up to when, how large, and what is wrong."""

    sets: int
    reach: datetime | None
    newest: datetime | None
    size: int
    log: int
    fault: str


def every(folder: Path) -> list[Path]:
    """Return the sets of a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"[0-9]*/{MANIFEST}"))


def good(folder: Path) -> list[Path]:
    """Return the sets of a folder that can be restored as far as their sizes tell, oldest first."""
    faults: dict[Path, str] = {}
    return [one for one in every(folder) if not fault(one, faults)]


def fault(one: Path, known: dict[Path, str] | None = None) -> str:
    """Return why a set, or one it goes back to, can't be restored; only restoring reads every page."""
    known = {} if known is None else known
    try:
        several = base_backup.chain(one)
        for each in several:
            if each not in known:
                known[each] = _fault(each)
    except (OSError, ValueError) as error:
        return str(error)
    return next(filter(None, (known[each] for each in several)), "")


def _fault(one: Path) -> str:
    pages = one / BASE / PAGES
    if not pages.is_file() or base_backup.hash_of(pages) != base_backup.read(one)["pages"]:
        return f"expected {pages} as it was written, got another or none"
    for told in json.loads(pages.read_bytes())["Files"]:
        path = one / BASE / _name(told)
        if not path.is_file() or path.stat().st_size != told["Size"]:
            return f"expected {path} with {told['Size']} bytes, got another or none"
    return ""


def _name(told: dict[str, str]) -> str:
    return told["Path"] if "Path" in told else bytes.fromhex(told["Encoded-Path"]).decode(errors="surrogateescape")


def goes_on(folder: Path, *, since: datetime) -> bool:
    """Return whether the newest set is good and goes back to a whole one written since a moment."""
    last = base_backup.newest(folder)
    return last is not None and not fault(last) and _made_at(base_backup.chain(last)[0]) > since


def first_kept(folder: Path, *, since: datetime) -> Path | None:
    """Return the whole set from which every moment since one given can be restored; the oldest, where none reaches.

    None where no set is good: nothing may go then.
    """
    whole = [one for one in good(folder) if not base_backup.read(one)["prior"]]
    return next((one for one in reversed(whole) if _made_at(one) <= since), next(iter(whole), None))


def too_old(folder: Path, first: Path) -> list[Path]:
    """Return the sets that go back to before the first that is kept, newest first."""
    return [one for one in reversed(every(folder)) if _begin(one) < first.name]


def drop(folder: Path, *, since: datetime) -> list[str]:
    """Drop what nobody needs to restore any moment since one given; return the names of the sets that went."""
    with base_backup.held(folder):
        for left in folder.glob(".[0-9]*"):
            shutil.rmtree(left)
        first = first_kept(folder, since=since)
        if first is None:
            return []
        old = too_old(folder, first)
        for one in old:
            gone = one.rename(folder / f".{one.name}.gone")
            sync(folder)
            shutil.rmtree(gone)
        for path in log_before(folder, first):
            path.unlink(missing_ok=True)
        if old:
            _drop_files(folder)
        return [one.name for one in old]


def log_before(folder: Path, first: Path) -> list[Path]:
    """Return what was archived before a set began; the histories of timelines stay."""
    label = START.search((first / BASE / "backup_label").read_text(encoding="utf-8"))
    start = label[1][TIMELINE:] if label else ""
    return sorted(path for path in (folder / WAL).glob("*") if LOG.fullmatch(path.name) and _place(path) < start)


def _place(path: Path) -> str:
    return path.name[TIMELINE:24]


def _drop_files(folder: Path) -> None:
    """Drop the sealed files that no set names; none while a set can't be read."""
    try:
        named = {name for one in every(folder) for name in base_backup.read(one)["files"]}
    except ValueError:
        return
    for path in (folder / FILES).glob("*/*"):
        if path.relative_to(folder / FILES).as_posix() not in named:
            path.unlink(missing_ok=True)


def _begin(one: Path) -> str:
    """Return the name of the whole set that one goes back to; its own where that can't be told."""
    try:
        return base_backup.chain(one)[0].name
    except ValueError:
        return one.name


def _made_at(one: Path) -> datetime:
    return datetime.fromisoformat(base_backup.read(one)["made_at"])


def state(folder: Path, *, since: datetime) -> State:
    """Look at what lies in a folder, and whether it is dropped by age; `since` leaves a drop the time it takes."""
    sound, last, first = good(folder), base_backup.newest(folder), first_kept(folder, since=since)
    wrong = "" if last is None else fault(last)
    if not wrong and first is not None and (too_old(folder, first) or log_before(folder, first)):
        wrong = f"expected nothing from before {first.name}, got sets or a log that were not dropped"
    return State(
        sets=len(sound),
        reach=min((_made_at(one) for one in sound), default=None),
        newest=max((_made_at(one) for one in sound), default=None),
        size=sum(size_of(one) for one in every(folder)),
        log=size_of(folder / WAL),
        fault=wrong or ("" if sound else f"expected a set in {folder}, got none"),
    )


def size_of(path: Path) -> int:
    """Return how many bytes a file, or all files of a folder, hold."""
    return sum(one.stat().st_size for one in (path.rglob("*") if path.is_dir() else [path]) if one.is_file())
