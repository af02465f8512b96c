"""Other forums: a platform's deadline and outcome, money asked back, legal remedies outside that a side takes."""

from datetime import date, datetime

from django.utils.timezone import localtime

from anxin.core import settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, can, change, lock, transition
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import platform_money
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.filing import TooMuch
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models import Claim, Outcome, Recovery, Referral
from anxin.domain.claims.states import RECOVERY_STEPS, SELLER, WORKS
from anxin.domain.threads import queries as threads


class NotTheirForum(Forbidden):
    """The claim is before our own forum: a signed-in person decides, nobody imports a decision."""

    code = "claims.not_their_forum"


class SumNotPossible(Invalid):
    """More is asked back, or came back, than was taken or is missing."""

    code = "claims.sum_not_possible"


class MoreCame(WrongState):
    """Somebody else wrote down meanwhile that money came back."""

    code = "claims.more_came"


class CorrectionOver(WrongState):
    """The days are over in which a platform's decision that was entered wrongly can be put right."""

    code = "claims.correction_over"


class DayOver(Invalid):
    """A day that is promised lies behind."""

    code = "claims.day_over"


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
    if what not in PLATFORM_OUTCOMES or (what == "refused") != (amount_fen == 0):
        raise Invalid("what", expected=", ".join(PLATFORM_OUTCOMES), got=what)
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
    _lower(claim, amount_fen, by=by, now=now)


def _lower(claim: Claim, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Ask no more back than was taken."""
    row = claim.recoveries.exclude(state="given_up").first()
    if row is None or row.demanded_fen <= amount_fen:
        return
    lock(row)
    if not amount_fen:
        transition(row, "give_up", by=by, now=now)
        return
    change(row, {"demanded_fen": amount_fen})
    facts = {"row": str(row.pk), "amount_fen": amount_fen, "left_fen": amount_fen - row.repaid_fen}
    timeline.write(row.stream(), "recovery.lowered", by=by, now=now, facts=facts)
    if row.repaid_fen == amount_fen:
        transition(row, "repay", by=by, now=now, facts={"amount_fen": 0, "left_fen": 0})
        _close(claim, outcome="repaid", now=now)


def demand(*, claim: Claim, amount_fen: int, reason: str, by: Actor, now: datetime) -> Recovery:
    """Ask money back that a platform paid out of the merchant's pocket, as the merchant."""
    known = getattr(claim, "platform_outcome", None)
    lock(claim)
    if known is None or claim.state not in ("outcome_taken", "closed") or known.what == "refused":
        raise WrongState({"machine": "claim", "state": claim.state, "step": "demand"})
    if by.organisation not in (str(claim.seller_id), str(claim.operator_id)) or "customer" in by.roles:
        raise NotTheirForum({"number": claim.number})
    if not reason.strip():
        raise Invalid("reason", expected="a reason", got="")
    if not 0 < amount_fen <= known.amount_fen:
        raise SumNotPossible("amount_fen", expected=f"1 to {known.amount_fen}", got=amount_fen)
    if claim.recoveries.exclude(state="given_up").exists():
        raise WrongState({"machine": "recovery", "state": "open", "step": "demand"})
    row = Recovery(claim=claim, demanded_fen=amount_fen)
    begin(row, by=by, now=now, facts={"amount_fen": amount_fen, "left_fen": amount_fen}, private={"reason": reason})
    return row


def go_on(*, recovery: Recovery, step: str, by: Actor, now: datetime, until: date | None = None, why: str = "") -> None:
    """Take a recovery a step further: promised until a day, by instalments, to court or police, or given up."""
    if step not in RECOVERY_STEPS:
        raise Invalid("step", expected=", ".join(RECOVERY_STEPS), got=step)
    if until is not None and until < localtime(now).date():
        raise DayOver("until", expected="a day that is not over", got=until.isoformat())
    lock(recovery.claim, recovery)
    facts = {"until": until.isoformat()} if until else {}
    transition(recovery, step, by=by, now=now, facts=facts, why=why)
    if until is not None:
        Recovery.objects.filter(pk=recovery.pk).update(promised_date=until)
    if step == "give_up":
        _close(recovery.claim, outcome="recovery_given_up", now=now)


def repay(*, recovery: Recovery, amount_fen: int, by: Actor, now: datetime, seen_fen: int | None = None) -> None:
    """Write down money that came back, also on the order; with the last of it recovery and claim are closed.

    Refuse it where more had come than the `seen_fen` its writer knew of: both sides watch the same account.
    """
    lock(recovery.claim, recovery)
    if seen_fen is not None and seen_fen != recovery.repaid_fen:
        raise MoreCame({"number": recovery.claim.number, "came_fen": recovery.repaid_fen})
    left = recovery.demanded_fen - recovery.repaid_fen
    if not 0 < amount_fen <= left:
        raise SumNotPossible("amount_fen", expected=f"1 to {left}", got=amount_fen)
    Recovery.objects.filter(pk=recovery.pk).update(repaid_fen=recovery.repaid_fen + amount_fen)
    recovery.repaid_fen += amount_fen
    platform_money.came_in(recovery.claim, by=by, now=now)
    facts = {"amount_fen": amount_fen, "left_fen": left - amount_fen}
    if recovery.repaid_fen == recovery.demanded_fen:
        transition(recovery, "repay", by=by, now=now, facts=facts)
        _close(recovery.claim, outcome="repaid", now=now)
    else:
        transition(recovery, "instalments", by=by, now=now, facts=facts)


def _close(claim: Claim, *, outcome: str, now: datetime) -> None:
    lock(claim)
    if claim.state == "outcome_taken":
        transition(claim, "close", by=SYSTEM, now=now)
    Claim.objects.filter(pk=claim.pk).update(outcome=outcome)


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
