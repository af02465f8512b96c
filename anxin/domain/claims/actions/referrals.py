"""The legal ways outside that a side of a claim takes, and what came of them."""

from datetime import datetime

from anxin.core.actors import Actor, only
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, can, lock, transition
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Referral
from anxin.domain.claims.states import SELLER, WORKS
from anxin.domain.threads import queries as threads


class NotYourRemedy(Invalid):
    """This remedy outside is not open to this side."""

    code = "claims.not_your_door"


def refer(*, claim: Claim, door: str, by: Actor, now: datetime) -> Referral:
    """Write down that a side takes a legal remedy outside; each side sees and takes only its own."""
    side = threads.side_of(by)
    only(by, f"customer {SELLER} {WORKS}", number=claim.number)
    if door not in rules.outside_remedies(side):
        raise NotYourRemedy("door", expected=", ".join(rules.outside_remedies(side)), got=door)
    lock(claim)
    if not can(claim, "refer"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "refer"})
    row = Referral(claim=claim, door=door, side=side)
    begin(row, by=by, now=now, facts={"door": door, "side": side})
    return row


def hear_back(*, referral: Referral, step: str, by: Actor, now: datetime, number: str = "", text: str = "") -> None:
    """Write down what came of a referral: received with a number, taken up, not taken, or how it ended."""
    if threads.side_of(by) not in (referral.side, "desk"):
        raise NotYourRemedy("side", expected=referral.side, got=threads.side_of(by))
    lock(referral)
    transition(referral, step, by=by, now=now, private={"text": text or number})
    if number:
        Referral.objects.filter(pk=referral.pk).update(their_number=number[:64])
