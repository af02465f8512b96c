"""Turn command-line words into values, refusing wrong ones with what was expected and what came."""

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from anxin.engines.evidence.errors import EvidenceError
from anxin.engines.evidence.references import SHANGHAI, Reference


class WrongOption(EvidenceError):
    """A wrong word on the command line."""


def reference(text: str) -> Reference:
    """Read FILE, FILE@TIME or FILE@unknown; a name that holds an at sign itself is taken whole where such a file is."""
    if Path(text).is_file():
        return Reference(text)
    name, mark, when = text.rpartition("@")
    if not mark:
        raise WrongOption(f"anxin evidence: --reference: expected a readable file, got {text} (nothing there)")
    readable(name, "--reference")
    if when == "unknown":
        return Reference(name, known=False)
    return Reference(name, moment(when, "--reference", late=True))


def moment(text: str, option: str, *, late: bool) -> datetime:
    """Read an ISO 8601 time; a bare date is taken at its end (`late`) or its start, whichever raises less."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongOption(f"anxin evidence: {option}: expected an ISO 8601 time, got {text!r}") from error
    if len(text) <= 10 and late:
        value += timedelta(days=1, seconds=-1)
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def region(text: str) -> tuple[int, int, int, int]:
    """Read X,Y,W,H in pixels of the first picture."""
    parts = text.split(",")
    try:
        x, y, width, height = (int(part) for part in parts)
    except ValueError as error:
        raise WrongOption(f"anxin evidence: --region: expected X,Y,W,H in pixels, got {text!r}") from error
    if x < 0 or y < 0 or width <= 0 or height <= 0:
        raise WrongOption(f"anxin evidence: --region: expected X,Y >= 0 and W,H > 0, got {text!r}")
    return x, y, width, height


def readable(path: str, option: str) -> None:
    """Refuse a path that is no readable file."""
    if not Path(path).is_file() or not os.access(path, os.R_OK):
        why = "a folder" if Path(path).is_dir() else "nothing there" if not Path(path).exists() else "no access"
        raise WrongOption(f"anxin evidence: {option}: expected a readable file, got {path} ({why})")


def writable(path: str, option: str) -> None:
    """Refuse an output path whose folder isn't there."""
    folder = Path(path).resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise WrongOption(f"anxin evidence: {option}: expected a path in a writable folder, got {path}")
    if Path(path).is_dir():
        raise WrongOption(f"anxin evidence: {option}: expected a file path, got a folder: {path}")


def write_line(row: object) -> None:
    """Write one JSON line."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def write_whole(path: str, data: bytes) -> None:
    """Write a file whole or not at all."""
    target = Path(path)
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    part.replace(target)
