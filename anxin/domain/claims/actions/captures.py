"""The buyer answers what was asked of him: pictures taken now, with the code that was given for it."""

from collections.abc import Sequence
from datetime import datetime
from secrets import compare_digest

from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import can, lock
from anxin.domain.claims.actions.originals import PictureGiven, hand_in
from anxin.domain.claims.models import Claim
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries, rules
from anxin.domain.evidence.models import Challenge, Frame, Link
from anxin.domain.threads import queries as threads


class ChallengeOver(WrongState):
    """The picture is no longer asked for, was sent already, or came too late for this code."""

    code = "claims.challenge_over"


def announce_frame(*, claim: Claim, code: str, role: str, sha256: str, by: Actor, now: datetime) -> Frame:
    """Tell the hash of a picture that was just taken, before its bytes are sent.

    Raises `claims.challenge_over`, `evidence.frame_known`, `evidence.frame_too_often`.
    """
    asked = _asked(claim, code, by, now)
    return evidence.announce(challenge=asked, role=role, sha256=sha256, by=by, now=now)


def send_frame(*, claim: Claim, code: str, frame: str, file: SealedFile, by: Actor, now: datetime) -> Frame:
    """Send the bytes of a picture whose hash was told.

    Raises `claims.challenge_over`, `evidence.frame_differs`, `evidence.no_such_link`.
    """
    asked = _asked(claim, code, by, now)
    return evidence.keep(frame=queries.frame(frame, challenge=asked), file=file, now=now)


def answer_challenge(
    *, claim: Claim, code: str, pictures: Sequence[PictureGiven], by: Actor, now: datetime, declaration: str = ""
) -> list[Link]:
    """Hand in what was sent for a code, with pictures that came without their hash told; a task looks at it.

    Raises `claims.challenge_over` for a code that is used, over, taken back or none.
    """
    asked = _asked(claim, code, by, now)
    plain = [
        (evidence.take_in(challenge=asked, role=picture.role, file=picture.file, by=by, now=now), picture)
        for picture in pictures
    ]
    told = [(one, _given(one)) for one in queries.frames_ready(asked) if one.told_at is not None]
    if not plain and not told:
        raise Invalid("pictures", expected="at least one picture", got=0)
    evidence.answer(challenge=asked, frames=len(told) + len(plain), by=by, now=now)
    handed = [
        (frame, hand_in(claim=claim, picture=one, declaration=declaration, challenge=asked, by=by, now=now))
        for frame, one in (*told, *plain)
    ]
    evidence.ask_verification(challenge=asked, handed=handed, now=now)
    return [link for _, link in handed]


def hand_in_what_came(*, claim: Claim, now: datetime, whole: bool = False) -> bool:
    """Hand in what was sent for a challenge though nobody pressed the last button; with `whole`, only if all of it was.

    So at the end of its time a part counts, and is told as one; while its buyer is at it still, it doesn't.
    """
    asked = queries.challenge_of(claim.stream())
    sent = queries.frames_ready(asked) if asked is not None and asked.state == "sent" else []
    lacks = whole and rules.missing(asked.kind if asked else "", [one.role for one in sent])
    if asked is None or not sent or lacks:
        return False
    evidence.answer(challenge=asked, frames=len(sent), by=SYSTEM, now=now)
    handed = [
        (one, hand_in(claim=claim, picture=_given(one), side="buyer", challenge=asked, by=SYSTEM, now=now))
        for one in sent
    ]
    evidence.ask_verification(challenge=asked, handed=handed, now=now)
    return True


def _asked(claim: Claim, code: str, by: Actor, now: datetime) -> Challenge:
    lock(claim)
    asked = queries.challenge_of(claim.stream())
    known = (
        asked is not None and asked.side == threads.side_of(by) and compare_digest(asked.code.encode(), code.encode())
    )
    waits = asked is not None and rules.is_open(state=asked.state, expires_at=asked.expires_at, now=now)
    if asked is None or not known or not waits or not can(claim, "bring"):
        raise ChallengeOver({"number": claim.number})
    return asked


def _given(frame: Frame) -> PictureGiven:
    assert frame.file is not None
    return PictureGiven(file=frame.file, role=rules.SHOWS[frame.role])
