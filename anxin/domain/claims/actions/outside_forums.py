"""Other forums: a platform's deadline and outcome, legal remedies outside that a side takes."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, can, lock, transition
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import platform_money, recoveries
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.filing import TooMuch
from anxin.domain.claims.actions.recoveries import NotTheirForum
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models import Claim, Outcome, Referral
from anxin.domain.claims.states import SELLER, WORKS
from anxin.domain.threads import queries as threads


class CorrectionOver(WrongState):
    """The days are over in which a platform's decision that was entered wrongly can be put right."""

    code = "claims.correction_over"


class NotYourRemedy(Invalid):
    """This remedy outside is not open to this side."""

    code = "claims.not_your_door"


def take_outcome(
    *, claim: Claim, what: str, amount_fen: int, reference: str, reason: str, by: Actor, now: datetime
) -> Outcome:
    """Import a platform's decision; what it gave back is booked as gone back of the order, so that it can't go twice.

    Raises `claims.not_their_forum` for a claim of our own forum, `claims.too_much` where it would have given back more
    than the order cost.
    """
    _refuse(claim, what, amount_fen)
    lock(claim)
    row = Outcome(id=uuid7(), claim=claim, what=what, amount_fen=amount_fen, reference=reference[:64], at=now)
    row.by = by.key
    row.reason_sealed = vault.seal("claims.outcome", row.id, reason.strip()) if reason.strip() else ""
    transition(claim, "take_outcome", by=by, now=now, facts={"what": what, "amount_fen": amount_fen}, why=reason)
    row.save(force_insert=True)
    platform_money.gone(claim, amount_fen, by=by, now=now)
    if what != "refunded":
        transition(claim, "close", by=SYSTEM, now=now)
    end(claim, outcome=f"platform_{what}", now=now)
    return row


def _refuse(claim: Claim, what: str, amount_fen: int) -> None:
    if claim.forum != Claim.Forum.PLATFORM:
        raise NotTheirForum({"number": claim.number})
    if what not in PLATFORM_OUTCOMES:
        raise Invalid("what", expected=", ".join(PLATFORM_OUTCOMES), got=what)
    if amount_fen < 0 or (what == "refused") != (amount_fen == 0):
        raise Invalid("amount_fen", expected=_("a sum where money goes back, none where not"), got=amount_fen)
    most = queries.paid_for(claim.purchase)
    if amount_fen > most:
        raise TooMuch("amount_fen", expected=f"at most {most}", got=amount_fen, facts={"most_fen": most})


def correct_outcome(
    *, claim: Claim, what: str, amount_fen: int, reference: str, why: str, by: Actor, now: datetime
) -> None:
    """Put right what was entered as a platform's decision; what is asked back of it comes down to what was taken.

    What was booked as gone back of the order is reversed, and booked as it was in truth. Raises `claims.came_back`
    below what has come back already, `claims.correction_over` once the days for it are over, and what `take_outcome`
    does.
    """
    _refuse(claim, what, amount_fen)
    lock(claim)
    row = Outcome.objects.filter(claim=claim).first()
    if row is None:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "take_outcome"})
    if not rules.may_still_correct(row.at, days=settings.get("claims.outcome_d", at=now), now=now):
        raise CorrectionOver({"number": claim.number})
    platform_money.put_right(claim, amount_fen, by=by, now=now)
    facts = {"row": str(claim.pk), "what": what, "amount_fen": amount_fen, "was": row.what, "was_fen": row.amount_fen}
    sets = {
        "what": what,
        "amount_fen": amount_fen,
        "reference": reference[:64] or row.reference,
        "corrected_by": by.key,
    }
    Outcome.objects.filter(pk=row.pk).update(**sets)
    timeline.write(claim.stream(), "claims.outcome_corrected", by=by, now=now, facts=facts, private={"why": why})
    if claim.outcome.startswith("platform_"):
        Claim.objects.filter(pk=claim.pk).update(outcome=f"platform_{what}")
    if what != "refunded" and claim.state == "outcome_taken":
        transition(claim, "close", by=SYSTEM, now=now)
    recoveries.lower(claim, amount_fen, by=by, now=now)


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
