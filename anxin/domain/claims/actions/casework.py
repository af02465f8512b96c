"""A person of the operator looks: takes the case, asks for evidence, proposes; a second person confirms."""

from dataclasses import replace
from datetime import datetime

from anxin.core import clocks, timeline, vault
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.clocks import Clock, PauseProof
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import can, change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.core.wording import words_of
from anxin.domain.claims import queries
from anxin.domain.claims.actions import captures, decisions, originals
from anxin.domain.claims.actions.closure import end_hearings
from anxin.domain.claims.actions.decisions import Ruling
from anxin.domain.claims.actions.second_looks import WAITS, await_second
from anxin.domain.claims.models import Appeal, Claim, Decision, Dispute
from anxin.domain.claims.queries import companions
from anxin.domain.claims.queries.appeal_bounds import why_not_so
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.rules.appeals import Outcome
from anxin.domain.claims.states import CLAIM, WORKS
from anxin.domain.claims.wording.decisions import WHY_NOT_JUDGE
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence.models import Challenge
from anxin.domain.reputation import actions as reputation


class NotYourCase(Forbidden):
    """Somebody else must judge this; the facts say why."""

    code = "claims.not_yours_to_judge"


class OnLeave(WrongState):
    """Who is on leave takes no case: it would wait with him."""

    code = "claims.on_leave"


def not_yours(claim: Claim, why: str) -> NotYourCase:
    """Make the refusal of somebody who may not judge."""
    return NotYourCase({"number": claim.number, "why": why, "said": words_of(WHY_NOT_JUDGE, why)})


def may_judge(claim: Claim, by: Actor) -> None:
    """Refuse who is party to the case, of a party's unit, drafted its answer, or judged it before.

    Raises `claims.not_yours_to_judge`.
    """
    why = queries.why_not_judge(claim, by)
    if why:
        raise not_yours(claim, why)


def nothing_proposed(claim: Claim, step: str) -> None:
    """Refuse what would change a case that already waits for a second person's word."""
    if companions.decision_in(claim, "proposed") is not None:
        raise WrongState({"machine": "decision", "state": "proposed", "step": step})


def take_case(*, claim: Claim, by: Actor, now: datetime) -> Dispute | Appeal:
    """Take a case, or take it over from a colleague who has not decided it."""
    lock(claim)
    row = queries.hearing_of(claim)
    if row is None or not can(claim, "take_case"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "take_case"})
    nothing_proposed(claim, "take_case")
    why = queries.why_not_judge(claim, by, assigned=False)
    if why:
        raise not_yours(claim, why)
    lock(row)
    transition(row, "assign", by=by, now=now, sets={"reviewer": by.key})
    return row


def hand_over(*, giver: str, taker: Actor | None, by: Actor, now: datetime) -> tuple[int, int]:
    """Hand an absent reviewer's cases to a colleague or to the queue; return how many went and how many stay.

    What the colleague may not judge goes back to the queue as well.

    What waits for a second person's word stays: it needs the absent one no more.
    """
    given = left = 0
    for row in queries.hearings_of(giver):
        lock(row.claim, row)
        if row.claim.decisions.filter(state="proposed").exists():
            continue
        went = pass_on(row, taker=taker, by=by, now=now)
        given, left = given + went, left + (not went)
    return given, left


def pass_on(row: Dispute | Appeal, *, taker: Actor | None, by: Actor, now: datetime) -> bool:
    """Give a locked case to a colleague, or back to the queue where he may not judge it; return whether he has it."""
    fits = taker is not None and "reviewer" in taker.roles
    if taker is None or not fits or queries.why_not_judge(row.claim, taker, assigned=False):
        transition(row, "release", by=by, now=now, facts={"to": ""})
        type(row)._base_manager.filter(pk=row.pk).update(reviewer="")
        return False
    type(row)._base_manager.filter(pk=row.pk).update(reviewer=taker.key)
    timeline.write(row.stream(), "claims.handed_over", by=by, now=now, facts={"to": taker.key, "row": row.pk})
    return True


def ask_evidence(*, claim: Claim, kind: str, text: str, by: Actor, now: datetime) -> Challenge:
    """Ask the buyer for a picture taken now; he has his time, and silence is decided on what is there."""
    lock(claim)
    may_judge(claim, by)
    nothing_proposed(claim, "ask_evidence")
    until = clocks.due_time("claims.evidence", now=now)
    fact = transition(claim, "ask_evidence", by=by, now=now, private={"text": text})
    challenge = evidence.ask(stream=claim.stream(), kind=kind, side="buyer", expires_at=until, by=by, now=now)
    clocks.start("claims.evidence", claim.stream(), whose=f"person:{claim.buyer_id}", now=now, due_at=until)
    ceiling = (
        clocks.open_clocks(claim.stream()).filter(kind="claims.ceiling", paused_since=None, due_at__gt=now).first()
    )
    if ceiling is not None:
        clocks.pause(ceiling, proof=PauseProof(side="customer", fact=fact), until=until, by=by, now=now)
    return challenge


def waive_evidence(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Wait no longer for the picture that the buyer was asked for; if all of it came already, it is handed in.

    What he has not handed in, and is at still, is no evidence.
    """
    lock(claim)
    may_judge(claim, by)
    if captures.hand_in_what_came(claim=claim, now=now, whole=True):
        return
    evidence.withdraw(stream=claim.stream(), by=by, now=now)
    transition(claim, "waive_evidence", by=by, now=now)
    clocks.stop(claim.stream(), "claims.evidence", now=now)
    originals.resume_ceiling(claim, now=now)


def evidence_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Go on without more evidence once the buyer's time is up: a person decides on what was handed in."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "need_evidence" or captures.hand_in_what_came(claim=claim, now=now):
        return
    evidence.expire(stream=stream, now=now)
    transition(claim, "bring_evidence", by=SYSTEM, now=now, facts={"silent": True})
    reputation.record(counter="evidence_kept_back", subject=claim.buyer_id, stream=stream, by=SYSTEM, now=now)
    originals.resume_ceiling(claim, now=now)


def propose(*, claim: Claim, ruling: Ruling, by: Actor, now: datetime) -> Decision:
    """Decide a contested claim, or an appeal: facts, remedy, reason, liable party; a second person where needed.

    Raises `claims.locked`, `claims.not_yours_to_judge`, `claims.more_than_paid`.
    """
    lock(claim)
    may_judge(claim, by)
    if claim.state != "review":
        raise WrongState({"machine": "claim", "state": claim.state, "step": "decide"})
    nothing_proposed(claim, "propose")
    on_appeal = companions.appeal_of(claim)
    waits = on_appeal is not None and queries.appeal_waits(claim, now=now)
    if waits and not ruling.early.strip():
        raise decisions.locked(claim, "appeal_unanswered")
    if on_appeal is not None:
        _bound(claim, ruling, by, now)
    ruling = ruling if waits else replace(ruling, early="")
    row = decisions.make(claim=claim, kind="appealed" if on_appeal else "reviewed", ruling=ruling, by=by, now=now)
    if row.second_why:
        await_second(claim, now=now)
    else:
        _give(row, by=by, now=now, early=ruling.early.strip())
    return row


def _bound(claim: Claim, outcome: Outcome, by: Actor, now: datetime) -> None:
    """Refuse what is worse for who alone appeals, or may still answer, than the decision that is appealed."""
    why = why_not_so(Records(claim, by=by, now=now), outcome)
    if why:
        raise decisions.locked(claim, why)


def confirm(*, decision: Decision, by: Actor, now: datetime) -> None:
    """Confirm a proposed decision, as another reviewer who may judge it; not when evidence came since.

    Raises `claims.locked`, `claims.not_yours_to_judge`.
    """
    claim = decision.claim
    lock(claim, decision)
    why = queries.why_not_judge(claim, by, assigned=False)
    if why or by.key == decision.decided_by:
        raise not_yours(claim, why or "proposed_it")
    if decision.state != "proposed" or not CLAIM.step(_step(decision), claim.state):
        raise WrongState({"machine": "decision", "state": decision.state, "step": "give"})
    unread = queries.unread(claim)
    if unread:
        raise decisions.locked(claim, "evidence_since", list(unread))
    if queries.answered_since(decision):
        raise decisions.locked(claim, "answered_since")
    _bound(claim, decision, by, now)
    change(decision, {"confirmed_by": by.key})
    clocks.meet(claim.stream(), WAITS, now=now)
    _give(decision, by=by, now=now, early=queries.early_of(claim) if decision.kind == decision.Kind.APPEALED else "")


def send_back(*, decision: Decision, why: str, by: Actor, now: datetime) -> None:
    """Send a proposed decision back, as the second person; the case stays with who proposed it."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    claim = decision.claim
    lock(claim, decision)
    bar = queries.why_not_judge(claim, by, assigned=False)
    if bar or by.key == decision.decided_by:
        raise not_yours(claim, bar or "proposed_it")
    proposer = decision.decided_by.partition(":")[2]
    transition(decision, "send_back", by=by, now=now, why=why, facts={"asker": proposer})
    clocks.meet(claim.stream(), WAITS, now=now)


def _step(decision: Decision) -> str:
    """Return the step of the claim by which a decision is given."""
    return "correct" if decision.kind == decision.Kind.CORRECTED else "decide"


def _give(decision: Decision, *, by: Actor, now: datetime, early: str = "") -> None:
    """Give a decision; `early` is why an appeal is decided before its answer, which both sides read."""
    claim, corrects = decision.claim, decision.kind == decision.Kind.CORRECTED
    if early:
        timeline.write(claim.stream(), "claims.appeal_decided_early", by=by, now=now, private={"text": early})
    before = decision.replaces
    if before is not None:
        lock(before)
        transition(before, "replace", by=by, now=now, facts={"kind": decision.kind})
    facts = {"remedy": decision.remedy, "amount_fen": decision.amount_fen, "decision": str(decision.id)}
    facts |= {"on_appeal": True} if before is not None and not corrects else {}
    facts |= {"was": before.remedy, "was_fen": before.amount_fen} if before is not None and corrects else {}
    facts |= {"second": "agreed"} if decision.second_why else {}
    why = vault.open_(decisions.MISTAKE, decision.id, decision.mistake_sealed) if corrects else ""
    transition(claim, _step(decision), by=by, now=now, facts=facts, why=why)
    decisions.give(decision, by=by, now=now)
    end_hearings(claim, by=by, now=now)
    if before is not None and not corrects:
        decisions.final(decision, by=by, now=now)
        return
    clocks.stop(claim.stream(), "claims.appeal", now=now)
    clocks.start("claims.appeal", claim.stream(), whose="", now=now)


def note(*, claim: Claim, text: str, by: Actor, now: datetime) -> None:
    """Write a sentence for the desk only, as somebody of the desk who works on claims."""
    only(by, WORKS, number=claim.number)
    timeline.write(claim.stream(), "claims.note", by=by, now=now, private={"text": text})
