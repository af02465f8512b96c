"""The buyer answers what was asked of him: pictures taken now, with the code that was given for it."""

from collections.abc import Sequence
from datetime import datetime
from secrets import compare_digest

from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import hold
from anxin.domain.claims.actions.filing import PictureGiven, hand_in
from anxin.domain.claims.models import Claim
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Link
from anxin.domain.threads import queries as threads


class ChallengeOver(WrongState):
    """The picture is no longer asked for, was sent already, or came too late for this code."""

    code = "claims.challenge_over"


def answer_challenge(
    *, claim: Claim, code: str, pictures: Sequence[PictureGiven], by: Actor, now: datetime, declaration: str = ""
) -> list[Link]:
    """Hand in the pictures that were asked for, with their code; whether they show it is looked at later.

    Raises `claims.challenge_over` for a code that is used, over, taken back or none.
    """
    hold(claim)
    asked = evidence.challenge_of(claim.stream())
    known = (
        asked is not None and asked.side == threads.side_of(by) and compare_digest(asked.code.encode(), code.encode())
    )
    if asked is None or not known or asked.state != "sent" or asked.expires_at <= now:
        raise ChallengeOver({"number": claim.number})
    if not pictures:
        raise Invalid("pictures", expected="at least one picture", got=0)
    return [
        hand_in(claim=claim, picture=one, declaration=declaration, challenge=asked, by=by, now=now) for one in pictures
    ]
