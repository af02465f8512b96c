"""The record of one capture session, as the page and the server kept it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from anxin.engines.evidence.errors import WrongSession
from anxin.engines.evidence.references import aware

ROLES = ("overview", "closeup", "waybill", "pan", "action")
ACTIONS = ("closer", "farther", "move_left", "move_right", "turn", "finger", "paper")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: what was asked, its hash and when the server got the hash and then the bytes."""

    role: str
    sha256: str
    hashed_at: datetime
    received_at: datetime
    nonce: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class CaptureSession:
    """A challenge (nonce bound to an order, a time, a requested action) and the frames that answered it."""

    nonce: str
    order: str
    issued_at: datetime
    expires_at: datetime
    action: str
    frames: tuple[Frame, ...]
    used_before: bool = False
    claimed_order: str = ""
    paper_code: str = ""
    region: tuple[int, int, int, int] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def load_session(path: str | os.PathLike[str]) -> CaptureSession:
    """Read a session from JSON; paths in it are relative to the file.

    Raises
    ------
    WrongSession
        With the name of the field, what was expected and what came.
    """
    try:
        rows = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WrongSession(f"expected a JSON session, got {os.fspath(path)} ({type(error).__name__})") from error
    if not isinstance(rows, dict):
        raise WrongSession(f"expected a JSON object, got {type(rows).__name__}")
    folder = Path(path).resolve().parent
    frames = rows.get("frames")
    if not isinstance(frames, list) or not all(isinstance(frame, dict) for frame in frames):
        raise WrongSession(f"frames: expected a list of objects, got {type(frames).__name__}")
    region = rows.get("region")
    return CaptureSession(
        nonce=_text(rows, "nonce"),
        order=_text(rows, "order"),
        issued_at=_time(rows, "issued_at"),
        expires_at=_time(rows, "expires_at"),
        action=_text(rows, "action"),
        frames=tuple(_frame(frame, folder) for frame in frames),
        used_before=bool(rows.get("used_before", False)),
        claimed_order=str(rows.get("claimed_order", "")),
        paper_code=str(rows.get("paper_code", "")),
        region=(region[0], region[1], region[2], region[3]) if isinstance(region, list) and len(region) == 4 else None,
    )


def _frame(rows: Mapping[str, Any], folder: Path) -> Frame:
    name = str(rows.get("path", ""))
    return Frame(
        role=_text(rows, "role"),
        sha256=_text(rows, "sha256"),
        hashed_at=_time(rows, "hashed_at"),
        received_at=_time(rows, "received_at"),
        nonce=_text(rows, "nonce"),
        path=str(folder / name) if name else "",
    )


def _text(rows: Mapping[str, Any], name: str) -> str:
    value = rows.get(name)
    if not isinstance(value, str):
        raise WrongSession(f"{name}: expected a text, got {value!r}")
    return value


def _time(rows: Mapping[str, Any], name: str) -> datetime:
    try:
        return aware(datetime.fromisoformat(_text(rows, name)))
    except ValueError as error:
        raise WrongSession(f"{name}: expected an ISO 8601 time, got {rows.get(name)!r}") from error
