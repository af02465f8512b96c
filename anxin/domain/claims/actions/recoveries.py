"""Money asked back that a platform paid out of the merchant's pocket: demanded, promised, repaid, given up."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import begin, can, change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import platform_money
from anxin.domain.claims.models import Claim, Recovery
from anxin.domain.claims.states import RECOVERY, RECOVERY_STEPS

PROMISED = "claims.recovery"
PROMISE_GOES = frozenset({"promise", "court", "police", "give_up"})
"""Steps after which the day of before is waited for no more."""


class NotTheirForum(Forbidden):
    """The claim is before our own forum: a signed-in person decides, nobody imports a decision."""

    code = "claims.not_their_forum"


class SumNotPossible(Invalid):
    """More is asked back, or came back, than was taken or is missing."""

    code = "claims.sum_not_possible"


class MoreCame(WrongState):
    """Somebody else wrote down meanwhile that money came back."""

    code = "claims.more_came"


class DayOver(Invalid):
    """A day that is promised lies behind."""

    code = "claims.day_over"


def lower(claim: Claim, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Ask no more back than was taken."""
    row = claim.recoveries.exclude(state="given_up").first()
    if row is None or row.demanded_fen <= amount_fen:
        return
    lock(row)
    if not amount_fen:
        transition(row, "give_up", by=by, now=now)
        clocks.stop(claim.stream(), PROMISED, now=now)
        return
    change(row, {"demanded_fen": amount_fen})
    facts = {"row": str(row.pk), "amount_fen": amount_fen, "left_fen": amount_fen - row.repaid_fen}
    timeline.write(row.stream(), "recovery.lowered", by=by, now=now, facts=facts)
    if row.repaid_fen == amount_fen:
        transition(row, "repay", by=by, now=now, facts={"amount_fen": 0, "left_fen": 0})
        clocks.meet(claim.stream(), PROMISED, now=now)
        _close(claim, outcome="repaid", now=now)


def demand(*, claim: Claim, amount_fen: int, reason: str, by: Actor, now: datetime) -> Recovery:
    """Ask money back that a platform paid out of the merchant's pocket, as is proven, as the merchant."""
    known = getattr(claim, "platform_outcome", None)
    lock(claim)
    said = known is None or known.what == "refused" or not rules.is_proven(known.told_by)
    if known is None or said or not can(claim, "demand"):
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
    if until is not None or step in PROMISE_GOES:
        _promise(recovery, until, now)
    if step == "give_up":
        _close(recovery.claim, outcome="recovery_given_up", now=now)


def _promise(recovery: Recovery, until: date | None, now: datetime) -> None:
    """Let a clock run to the end of the day that was promised; a later word takes the place of the one before."""
    change(recovery, {"promised_date": until})
    stream = recovery.claim.stream()
    clocks.stop(stream, PROMISED, now=now)
    if until is not None:
        due_at = datetime.combine(until + timedelta(days=1), time(), SHANGHAI)
        clocks.start(PROMISED, stream, whose=str(recovery.claim.seller_id), now=now, due_at=due_at)


def promise_over(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The promised day is over and not all has come: who follows it up is told, and says how it goes on."""
    row = queries.claim_by_key(stream.key).recoveries.exclude(state__in=RECOVERY.ends).first()
    if row is not None:
        facts = {"left_fen": row.demanded_fen - row.repaid_fen, "row": str(row.pk)}
        timeline.write(stream, "recovery.promise_over", by=SYSTEM, now=now, facts=facts)


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
        clocks.meet(recovery.claim.stream(), PROMISED, now=now)
        _close(recovery.claim, outcome="repaid", now=now)
    else:
        transition(recovery, "instalments", by=by, now=now, facts=facts)


def _close(claim: Claim, *, outcome: str, now: datetime) -> None:
    lock(claim)
    if claim.state == "outcome_taken":
        transition(claim, "close", by=SYSTEM, now=now)
    if claim.forum == Claim.Forum.PLATFORM:  # else it ended by what was decided here
        Claim.objects.filter(pk=claim.pk).update(outcome=outcome)
