"""What answers a challenge: each picture's hash first, then its bytes, then all handed in; a task looks later."""

import re
from collections.abc import Sequence
from datetime import datetime

from anxin.core import clocks, later, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import PICTURES, SealedFile
from anxin.core.states import begin, lock, transition
from anxin.domain.evidence import rules
from anxin.domain.evidence.actions.intake import own_stream
from anxin.domain.evidence.models import Capture, Challenge, Frame, Link

VERIFY = "anxin.domain.evidence.tasks.verify"
MOST = 24
"""How often pictures may be taken anew for one challenge."""


class ChallengeClosed(WrongState):
    """Nothing is asked for here any more."""

    code = "evidence.challenge_closed"


class FrameDiffers(Invalid):
    """The bytes that came are not those whose hash was told."""

    code = "evidence.frame_differs"


class FrameKnown(Invalid):
    """This very file lies on the case already: it was not taken now."""

    code = "evidence.frame_known"


class TooOften(Invalid):
    """Pictures were taken anew more often than one answer needs."""

    code = "evidence.frame_too_often"


def announce(*, challenge: Challenge, role: str, sha256: str, by: Actor, now: datetime) -> Frame:
    """Write down the hash of a picture that was just taken, before its bytes come; the newest of a role counts.

    Raises `ChallengeClosed`, `FrameKnown`, `TooOften`.
    """
    _open(challenge, now)
    if role not in rules.GUIDED:
        raise Invalid("role", expected=", ".join(rules.GUIDED), got=role[:20])
    if re.fullmatch("[0-9a-f]{64}", sha256) is None:
        raise Invalid("sha256", expected="64 hexadecimal digits", got=sha256[:80])
    _new(challenge, sha256)
    latest = challenge.frames.filter(role=role).order_by("-number").first()
    if latest is not None and latest.sha256 == sha256 and latest.told_at is not None:
        return latest
    row = _frame(challenge, role, sha256)
    row.told_at = now
    facts = {"frame": str(row.id), "challenge": str(challenge.id), "role": role, "sha256": sha256}
    timeline.write(challenge.stream(), "evidence.announced", by=by, now=now, facts=facts)
    row.save(force_insert=True)
    return row


def keep(*, frame: Frame, file: SealedFile, now: datetime) -> Frame:
    """Take the bytes of a picture whose hash was told; a second time changes nothing.

    Raises `ChallengeClosed`, `FrameDiffers`.
    """
    _open(frame.challenge, now)
    lock(frame)
    _picture(file)
    if file.sha256 != frame.sha256:
        raise FrameDiffers("photo", expected=frame.sha256[:12], got=file.sha256[:12])
    if frame.file_id is None:
        Frame.objects.filter(pk=frame.pk).update(file=file, received_at=now)
        frame.file, frame.received_at = file, now
    return frame


def take_in(*, challenge: Challenge, role: str, file: SealedFile, by: Actor, now: datetime) -> Frame:
    """Take a picture that came without its hash told first: from a page without script, or through a chat."""
    _open(challenge, now)
    _new(challenge, file.sha256)
    role = rules.frame_of(challenge.kind, role)
    if not role:
        raise Invalid("role", expected="a picture that was asked for", got=role)
    row = _frame(challenge, role, file.sha256)
    row.file, row.received_at = file, now
    row.save(force_insert=True)
    facts = {"frame": row.id, "challenge": challenge.id, "role": role, "sha256": file.sha256, "told": None}
    timeline.write(challenge.stream(), "evidence.taken_in", by=by, now=now, facts=facts)
    return row


def answer(*, challenge: Challenge, frames: int, by: Actor, now: datetime) -> None:
    """Close a challenge with its answer, which uses up its link or code; also done when its time ends."""
    _open(challenge, now if by.kind != "system" else challenge.created_at)
    transition(challenge, "answer", by=by, now=now, facts={"frames": frames})


def ask_verification(*, challenge: Challenge, handed: Sequence[tuple[Frame, Link]], now: datetime) -> Capture:
    """Ask for a look at an answer; expects the challenge answered in this block."""
    for frame, link in handed:
        Frame.objects.filter(pk=frame.pk).update(link=link)
    row = Capture(challenge=challenge)
    begin(row, by=SYSTEM, now=now, facts={"challenge": str(challenge.id), "kind": challenge.kind})
    later.put(VERIFY, arguments={"capture": str(row.id)}, key=f"evidence.verify:{row.id}", now=now)
    clocks.start("evidence.verified", own_stream(row), whose="", now=now)
    return row


def _open(challenge: Challenge, now: datetime) -> None:
    lock(challenge)
    if not rules.is_open(state=challenge.state, expires_at=challenge.expires_at, now=now):
        raise ChallengeClosed({"state": challenge.state})


def _new(challenge: Challenge, sha256: str) -> None:
    there = Link.objects.filter(stream_kind=challenge.stream_kind, stream_key=challenge.stream_key)
    if there.filter(file__sha256=sha256).exists():
        raise FrameKnown("photo", expected="a picture taken now", got=sha256[:12])


def _picture(file: SealedFile) -> None:
    if file.kind not in PICTURES:
        raise Invalid("photo", expected="a picture", got=file.kind)


def _frame(challenge: Challenge, role: str, sha256: str) -> Frame:
    if challenge.frames.count() >= MOST:
        raise TooOften("photo", expected=f"at most {MOST}", got=MOST)
    return Frame(challenge=challenge, role=role, number=challenge.frames.filter(role=role).count() + 1, sha256=sha256)
