"""What processes of one installation know of each other: who dies with whom, who is up."""

import ctypes
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1
LEAVING = threading.Event()
"""Set while this process, told to stop, ends what it has begun; whoever asks is told to go elsewhere."""


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, however it ends; 0 means: nobody's child."""
    if not parent:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def show_as(name: str) -> None:
    """Show this process under a name in the system's list, as far as the line it was started with has room."""
    if sys.platform == "linux":
        fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        start, end = int(fields[45]), int(fields[46])  # where the words of that line lie, 0 where nobody may know
        if start < end:
            ctypes.memmove(start, name.encode()[: end - start - 1].ljust(end - start, b"\0"), end - start)


def announce(data: Path, part: str, instance: str) -> None:
    """Write down that a part is up, so that the health page may say so."""
    folder = data / "run"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{part}.{os.getpid()}"
    draft.write_text(json.dumps({"pid": os.getpid(), "instance": instance}), encoding="utf-8")
    draft.replace(folder / f"{part}.json")


def missing(data: Path, parts: tuple[str, ...], instance: str) -> list[str]:
    """Name the parts of an instance that are not up now."""
    return [part for part in parts if not _is_up(data / "run" / f"{part}.json", instance)]


def forget(data: Path) -> None:
    """Drop what an earlier run announced."""
    for note in (data / "run").glob("*.json"):
        note.unlink(missing_ok=True)


def _is_up(note: Path, instance: str) -> bool:
    try:
        facts = json.loads(note.read_text(encoding="utf-8"))
        os.kill(facts["pid"], 0)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(facts["instance"] == instance)
