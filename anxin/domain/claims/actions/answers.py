"""The merchant is heard: answer, agree, offer; or his time runs out, and a person decides."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import can, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries, rules, states
from anxin.domain.claims.actions import decisions, execution
from anxin.domain.claims.actions.decisions import hear
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.actions.gone_sellers import SellerGone, refuse_gone
from anxin.domain.claims.models import Answer, Claim
from anxin.domain.claims.queries import companions
from anxin.domain.claims.queries.appeal_bounds import yes_gives_less
from anxin.domain.claims.queries.brought_claims import is_brought_late
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.wording.answers import sealed_words
from anxin.domain.reputation import actions as reputation

SELLER = frozenset(states.SELLER.split())


class NotYourClaim(Forbidden):
    """Another merchant's claim."""

    code = "claims.not_your_claim"


class ReasonNeeded(Invalid):
    """Whoever answers says why."""

    code = "claims.reason_needed"


class NoSuchEvidence(Invalid):
    """An answer in fixed words names evidence that this claim has none of."""

    code = "claims.no_such_evidence"


def answer(*, claim: Claim, by: Actor, now: datetime, reason: str = "", opening: str = "") -> Answer:
    """Say as the merchant why one doesn't agree, in fixed words (`opening`), own ones or both: it goes to a person.

    Before a platform it is his answer to it, and the claim waits for its outcome. Fixed words are kept in the language
    of the house, whoever clicks. Raises `claims.no_such_evidence` where the fixed words name evidence that isn't here.
    """
    check_mine(claim, by)
    lock(claim)
    if opening and opening not in queries.fixed_words_of(claim):
        raise NoSuchEvidence("opening", expected=" | ".join(queries.fixed_words_of(claim)), got=opening)
    reason = " ".join(one for one in (opening and sealed_words(opening), reason.strip()) if one)
    _need_reason(reason)
    row = _heard(claim, "contest", by, now, reason=reason)
    facts = {"answer": str(row.id)}
    if claim.forum == Claim.Forum.PLATFORM:
        timeline.write(
            claim.stream(), "claims.contested_there", by=by, now=now, facts=facts, private={"reason": reason}
        )
        return row
    transition(claim, "contest", by=by, now=now, facts=facts, why=reason)
    open_dispute(claim, cause="contested", by=SYSTEM, now=now)
    return row


def agree(*, claim: Claim, by: Actor, now: datetime, reason: str = "") -> Answer:
    """Agree as the merchant to what is asked for; the money goes as soon as every picture has its outcome.

    The click is his reason in fixed words where he writes none. Before a platform a yes is his answer to it: the
    platform decides and pays, and its outcome is recorded when it comes.
    """
    check_mine(claim, by)
    lock(claim)
    refuse_gone(claim)
    if claim.state not in ("merchant_answer", "offer_made", "review", "need_evidence"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "agree"})
    known = queries.agreement(claim)
    if known is not None:
        return known
    if claim.forum == Claim.Forum.OWN:
        granted = rules.granted(claim.type, came_back=bool(claim.return_waybill))
        execution.check(claim, granted, 0, now=now)
        execution.check_pieces(claim, granted)
        if companions.appeal_of(claim) is not None and yes_gives_less(Records(claim, by=by, now=now)):
            raise decisions.locked(claim, "yes_is_less")
    row = _heard(claim, "agree", by, now, reason=reason.strip() or rules.AGREED)
    if claim.forum == Claim.Forum.OWN:
        decisions.conclude(claim=claim, now=now)
    else:
        if claim.state == "offer_made":  # his yes to all that is asked takes the place of his offer
            clocks.stop(claim.stream(), "claims.offer", now=now)
            transition(claim, "leave_there", by=SYSTEM, now=now)
        facts = {"answer": str(row.id), "remedy": row.remedy, "amount_fen": row.amount_fen}
        timeline.write(claim.stream(), "claims.agreed_there", by=by, now=now, facts=facts)
    return row


def offer(*, claim: Claim, remedy: str, amount_fen: int, reason: str, by: Actor, now: datetime) -> Answer:
    """Offer something else as the merchant; the buyer accepts it, refuses it, or lets it lapse."""
    check_mine(claim, by)
    _need_reason(reason)
    if remedy not in rules.OFFERS:
        raise Invalid("remedy", expected=", ".join(rules.OFFERS), got=remedy)
    lock(claim)
    refuse_gone(claim)
    execution.check_remedy(claim, remedy, amount_fen, now=now)
    row = _heard(claim, "offer", by, now, reason=reason, remedy=remedy, amount_fen=amount_fen)
    facts = {"answer": str(row.id), "remedy": remedy, "amount_fen": amount_fen}
    transition(claim, "offer", by=by, now=now, facts=facts, why=reason)
    clocks.start("claims.offer", claim.stream(), whose=f"person:{claim.buyer_id}", now=now)
    return row


def accept_offer(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Accept the merchant's offer, as the buyer; once he has, it is settled, and a second time changes nothing."""
    lock(claim)
    known = queries.agreement(claim)
    taken = known is not None and known.kind == "offer" and claim.state in ("offer_made", "merchant_answer")
    if not (taken or claim.state == "offer_made") or not by.roles & {"customer"}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "accept_offer"})
    if known is not None:
        return
    if claim.forum == Claim.Forum.OWN and queries.is_gone(claim):  # brought in since: others would pay for it
        raise SellerGone({"number": claim.number})
    offered = queries.open_offer(claim)
    Answer.objects.filter(pk=offered.pk).update(accepted_at=now)
    clocks.meet(claim.stream(), "claims.offer", now=now)
    facts = {"answer": offered.pk, "accepted": timeline.told_at(now)}
    timeline.write(claim.stream(), "claims.offer_accepted", by=by, now=now, facts=facts)
    if claim.forum == Claim.Forum.PLATFORM:
        transition(claim, "leave_there", by=SYSTEM, now=now)
    decisions.conclude(claim=claim, now=now)


def refuse_offer(*, claim: Claim, why: str, by: Actor, now: datetime) -> None:
    """Refuse the merchant's offer, as the buyer: a person decides; not what was accepted already."""
    lock(claim)
    if queries.agreement(claim) is not None:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "refuse_offer"})
    if claim.forum == Claim.Forum.PLATFORM:
        _refused_there(claim, why=why, by=by, now=now)
        return
    transition(claim, "refuse_offer", by=by, now=now, why=why)
    clocks.meet(claim.stream(), "claims.offer", now=now)
    open_dispute(claim, cause="offer_refused", by=SYSTEM, now=now)


def _refused_there(claim: Claim, *, why: str, by: Actor, now: datetime) -> None:
    """Write down a buyer's no to an offer before a platform, which decides."""
    if claim.state != "offer_made" or not by.roles & {"customer"}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "refuse_offer"})
    timeline.write(claim.stream(), "claims.refused_there", by=by, now=now, private={"reason": why} if why else {})
    clocks.meet(claim.stream(), "claims.offer", now=now)
    transition(claim, "leave_there", by=SYSTEM, now=now)


def offer_lapsed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody took up the offer: a person decides, here or at the platform."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "offer_made":
        return
    if claim.forum == Claim.Forum.PLATFORM:
        transition(claim, "leave_there", by=SYSTEM, now=now)
    elif queries.agreement(claim) is None:
        transition(claim, "offer_lapses", by=SYSTEM, now=now)
        open_dispute(claim, cause="offer_lapsed", by=SYSTEM, now=now)


def answer_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The merchant said nothing in time: a person decides, and nothing is paid by itself."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "merchant_answer" or queries.last_answer(claim) is not None:
        return
    hear(claim, kind="timeout", by=SYSTEM, unit=claim.seller_id, now=now)
    there = claim.forum == Claim.Forum.PLATFORM
    if there:
        timeline.write(stream, "claims.unanswered_there", by=SYSTEM, now=now)
    else:
        transition(claim, "time_out", by=SYSTEM, now=now)
    if not is_brought_late(claim):
        reputation.record(counter="answered_late", subject=claim.seller_id, stream=stream, by=SYSTEM, now=now)
    if not there:
        open_dispute(claim, cause="unanswered", by=SYSTEM, now=now)


def check_mine(claim: Claim, by: Actor) -> None:
    """Refuse who doesn't answer for the claim's merchant."""
    if by.organisation != str(claim.seller_id) or not by.roles & SELLER:
        raise NotYourClaim({"number": claim.number})


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded("reason", expected="a reason", got="")


def _heard(
    claim: Claim, kind: str, by: Actor, now: datetime, *, reason: str, remedy: str = "", amount_fen: int = 0
) -> Answer:
    if kind != "agree" and (not can(claim, "answer") or queries.agreement(claim) is not None):
        raise WrongState({"machine": "claim", "state": claim.state, "step": kind})
    first = claim.state == "merchant_answer" and not companions.answers_of(claim)
    row = hear(
        claim, kind=kind, by=by, unit=by.organisation, now=now, reason=reason, remedy=remedy, amount_fen=amount_fen
    )
    if first:
        in_time = claim.answer_due_at is None or now <= claim.answer_due_at
        counter = "answered_in_time" if in_time else "answered_late"
        if in_time or not is_brought_late(claim):
            reputation.record(counter=counter, subject=claim.seller_id, stream=claim.stream(), by=SYSTEM, now=now)
    return row
