"""`verify_capture`: what of the challenge was answered. Not "authentic": a page can be fed frames."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from anxin.engines.evidence import attention
from anxin.engines.evidence.capture.motion import moved
from anxin.engines.evidence.capture.paper import read_paper_code
from anxin.engines.evidence.capture.screen import screen_signs
from anxin.engines.evidence.capture.sessions import CaptureSession
from anxin.engines.evidence.examination import Opened, open_picture
from anxin.engines.evidence.findings import Attention, Finding
from anxin.engines.evidence.views.joint_comparison import compare_opened

Answer = Literal["yes", "no", "cannot_tell"]
NEEDED = ("overview", "closeup")
_MOMENT = re.compile(
    r"(\d{4})[:/.-](\d\d?)[:/.-](\d\d?)[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Check:
    """One question of the challenge and its answer."""

    code: str
    answer: Answer
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """Every check, what can honestly be said, and weak findings.

    says : answered (captured in our page just then, and the challenge was answered), partly, or unanswered.
    """

    says: Literal["answered", "partly", "unanswered"]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    attention: Attention
    reasons: tuple[str, ...]


def verify_capture(session: CaptureSession) -> CaptureResult:
    """Check nonce, order, hash before bytes, timing, roles, the requested action, the paper code, and the views.

    Nothing here proves what stands before the camera; a "no" is a reason for a person to ask again, never to refuse.
    """
    opened = {
        frame.sha256: open_picture(frame.path) for frame in session.frames if frame.path and Path(frame.path).is_file()
    }
    checks = [*_records(session), *_bytes(session, opened), _action(session, opened)]
    if session.paper_code:
        checks.append(_paper(session, opened))
    checks += [*_dates(session, opened), *_views(session, opened)]
    findings = tuple(_screens(session, opened))
    answers = [check.answer for check in checks]
    says: Literal["answered", "partly", "unanswered"] = "answered" if all(a == "yes" for a in answers) else "partly"
    if any(check.answer == "no" and check.code in ("nonce", "order", "single_use", "time") for check in checks):
        says = "unanswered"
    reasons = ["capture.unanswered"] if "no" in answers else []
    reasons += ["capture.screen"] if findings else []
    level, kept = attention.attention(reasons)
    return CaptureResult(says, tuple(checks), findings, level, kept)


def _yes(code: str, holds: bool, **facts: Any) -> Check:
    return Check(code, "yes" if holds else "no", facts)


def _records(session: CaptureSession) -> Iterator[Check]:
    """Check what the server's record alone shows."""
    frames = session.frames
    yield _yes("nonce", bool(frames) and all(frame.nonce == session.nonce for frame in frames))
    yield _yes("single_use", not session.used_before)
    yield _yes("order", not session.claimed_order or session.claimed_order == session.order)
    early = [frame.role for frame in frames if frame.hashed_at < session.issued_at]
    late = [frame.role for frame in frames if frame.hashed_at > session.expires_at]
    yield _yes("time", bool(frames) and not early and not late, early=early, late=late)
    behind = [frame.role for frame in frames if frame.hashed_at > frame.received_at]
    yield _yes("hash_before_bytes", bool(frames) and not behind, bytes_first=behind)
    missing = [role for role in NEEDED if role not in {frame.role for frame in frames}]
    yield _yes("roles", not missing, missing=missing)
    moments = sorted(frame.hashed_at for frame in frames)
    burst = any(b - a < timedelta(milliseconds=150) for a, b in pairwise(moments))
    yield _yes("pace", not burst)


def _bytes(session: CaptureSession, opened: dict[str, Opened]) -> Iterator[Check]:
    """Check that the bytes are those whose hash came first, and that no frame came twice."""
    read = [frame for frame in session.frames if frame.sha256 in opened]
    if not read:
        yield Check("bytes", "cannot_tell", {"why": "no frames to read"})
        return
    other = [frame.role for frame in read if opened[frame.sha256].taken.sha256 != frame.sha256]
    yield _yes("bytes", not other, other=other)
    marks = [opened[frame.sha256].taken.pixels_sha256 for frame in read]
    yield _yes("frames_differ", len(set(marks)) == len(marks))


def _action(session: CaptureSession, opened: dict[str, Opened]) -> Check:
    """Check the requested action between the first frame and the action's."""
    first = next((frame for frame in session.frames if frame.role == "overview"), None)
    last = next((frame for frame in session.frames if frame.role == "action"), None)
    if last is None:
        return Check("action", "no", {"why": "no frame answers it", "asked": session.action})
    if first is None or first.sha256 not in opened or last.sha256 not in opened:
        return Check("action", "cannot_tell", {"why": "no frames to read", "asked": session.action})
    answer, facts = moved(opened[first.sha256], opened[last.sha256], session.action)
    return Check("action", answer, {"asked": session.action, **facts})


def _paper(session: CaptureSession, opened: dict[str, Opened]) -> Check:
    """Look for the code on paper in any frame."""
    readings = [read_paper_code(one.taken.work, expected=session.paper_code) for one in opened.values()]
    if any(reading.answer == "match" for reading in readings):
        return Check("paper_code", "yes")
    other = next((reading.code for reading in readings if reading.answer == "other"), "")
    return Check(
        "paper_code", "no" if other else "cannot_tell", {"read": other} if other else {"why": "no code could be read"}
    )


def _dates(session: CaptureSession, opened: dict[str, Opened]) -> Iterator[Check]:
    """Check that no file is dated before the asking or after its time, as far as any says when it was taken.

    Files tell no zone and cameras go wrong: one counts as old a day before, which it is in every zone, and as ahead a
    day after.
    """
    said = [(frame.role, _said(opened[frame.sha256])) for frame in session.frames if frame.sha256 in opened]
    told = [(role, _dated(text)) for role, text in said if text]
    if not told:
        return
    first, last = (at.astimezone(UTC).replace(tzinfo=None) for at in (session.issued_at, session.expires_at))
    old = [role for role, at in told if at and at < first - timedelta(days=1)]
    ahead = [role for role, at in told if at and at > last + timedelta(days=1)]
    undated = [role for role, at in told if at is None]
    if undated and not (old or ahead):
        yield Check("dates", "cannot_tell", {"why": "a date can't be read", "undated": undated})
        return
    yield _yes("dates", not (old or ahead), dated_before=old, dated_after=ahead)


def _said(one: Opened) -> str:
    """Return the moment a file says it was taken at, as it says it; empty where it says none, or an unset clock's."""
    said = next((str(trace.facts.get("taken", "")) for trace in one.taken.traces if trace.code == "exif.dates"), "")
    return said if said.strip("0 :-") else ""


def _dated(said: str) -> datetime | None:
    """Return a moment as a file writes it, of no zone, with dashes or without seconds too; None where it is none."""
    found = _MOMENT.fullmatch(said.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _views(session: CaptureSession, opened: dict[str, Opened]) -> Iterator[Check]:
    """Check that a marked place of the close-up persists in the other frames."""
    closeup = next((f for f in session.frames if f.role == "closeup" and f.sha256 in opened), None)
    if session.region is None or closeup is None:
        return
    others = [opened[f.sha256] for f in session.frames if f.sha256 in opened and f is not closeup]
    views = compare_opened([opened[closeup.sha256], *others], region=session.region)[0]
    answers = [view.answer for view in views]
    answer: Answer = "yes" if "seen" in answers else "no" if "absent" in answers else "cannot_tell"
    yield Check("place_persists", answer, {"answers": answers})


def _screens(session: CaptureSession, opened: dict[str, Opened]) -> Iterator[Finding]:
    """Tell signs of a screen in front of the camera; weak, since fabrics and print show the same."""
    for frame in session.frames:
        one = opened.get(frame.sha256)
        if one is not None and one.taken.work is not None:
            signs = screen_signs(one.taken.work)
            if signs["seen"]:
                yield Finding("capture.screen", "capture", "weak", {"role": frame.role, **signs})
