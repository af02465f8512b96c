"""The situation of a claim, as its commands' rules look at it for one actor."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.states import can
from anxin.core.states import lock as lock
from anxin.domain.claims import rules
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import AdvanceAnswer, Appeal, Claim, Decision, Dispute
from anxin.domain.claims.queries import appeal_bounds, lists, lookup, returned_goods, shop_debts
from anxin.domain.claims.queries.appeal_answers import awaited, side_key
from anxin.domain.claims.queries.lookup import SAID_THERE
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.rules.advance_answers import AdvanceSituation
from anxin.domain.claims.rules.appeals import BOTH
from anxin.domain.claims.rules.denied_refunds import may_answer_denial
from anxin.domain.claims.rules.remedies import is_more
from anxin.domain.claims.rules.situation import ClaimSituation, ExchangeSituation
from anxin.domain.claims.rules.takeovers import is_from_elsewhere
from anxin.domain.claims.states import CLAIM, REFERRAL, WRITES_DOWN
from anxin.domain.evidence import rules as evidence
from anxin.domain.goods.choices import FINANCE
from anxin.domain.ledger.queries import bindings
from anxin.domain.ledger.queries.payees import may_miss
from anxin.domain.network import queries as network
from anxin.domain.people import rules as people
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.threads import queries as threads
from anxin.domain.visits import queries as visits


def situation(
    row: Claim, *, by: Actor, now: datetime, under_lock: bool = False, records: Records | None = None
) -> ClaimSituation:
    """Return the situation of a claim, locked first where `under_lock`; `records` are what a page has read of it."""
    if under_lock:
        lock(row)
    beside = records if records is not None and not under_lock else Records(row, by=by, now=now)
    side, reviewer = threads.side_of(by), "reviewer" in by.roles
    voice = "buyer" if _is_on_call(row, by) else side
    last = _foremost(beside.decisions, desk=side not in ("buyer", "merchant"))
    hearing, outcome = beside.hearing if can(row, "take_case") else None, _outcome(row, beside)
    bar, bar_taking = beside.bars if reviewer and (can(row, "judge") or can(row, "judge_anew")) else ("", "")
    return ClaimSituation(
        claim=row.state,
        forum=row.forum,
        side=side,
        decision=last.state if last else "",
        recovery=beside.recovery.state if outcome and beside.recovery else "",
        referral=_referral(beside, side),
        bar=bar,
        bar_taking=bar_taking,
        **_heard(hearing, by, voice),
        proposal_mine=last is not None and last.decided_by == by.key,
        decision_mine=last is not None and last.kind == Decision.Kind.REVIEWED and last.decided_by == by.key,
        decision_agreed=last is not None and last.kind == Decision.Kind.AGREED,
        remedy=last.remedy if last else "",
        accepted=last is not None and getattr(last, f"{voice}_accepted_at", None) is not None,
        appeal_over=any(one.kind == "claims.appeal" and _ran_out(one, now) for one in beside.clocks),
        appeal_unanswered=_is_asked_back(row, beside, voice),
        appeal_joinable=_may_join(row, beside, voice, now),
        agreed=side in ("merchant", "buyer") and beside.agreement is not None,
        platform_outcome=outcome,
        said=not rules.is_proven(beside.beside.outcome_word),
        proves=_proves(row, by, beside),
        money_waits="finance" in by.roles and last is not None and _money_waits(row, beside, last),
        missable=not by.roles.isdisjoint(("agent", "finance")) and _missable(beside, now),
        **_of_shop(row, beside, side),
        contradictable=any(one.kind == SAID_THERE and not _ran_out(one, now) for one in beside.clocks),
        correctable=bool(outcome) and _correctable(beside, now),
        payouts_failed="finance" in by.roles and row.state == "executing" and _all_failed(beside),
        **_looked_into(row, beside, now, reviewer=reviewer),
        granted=rules.opens_cases(by.roles) and beside.beside.granted,
        asked=side == "buyer" and can(row, "bring") and _asked(beside, now),
        arrival=_arrival(beside) if by.kind == "customer_phone" else "",
        address_needed=(side == "buyer" or not by.roles.isdisjoint(WRITES_DOWN)) and beside.address_needed,
        **_goods(row, side),
        held=people.held(beside.beside.held_by, by.id),
        **_writing(row, by, beside, now),
    )


class _Heard(TypedDict, total=False):
    hearing: str
    hearing_taken: bool
    appealed_by_me: bool


def _heard(hearing: Dispute | Appeal | None, by: Actor, voice: str) -> _Heard:
    """Return what is heard, whether somebody has taken it, and whether who looks alone opened it; nothing for none.

    A buyer is one person, whichever way he comes; of a merchant's people it is who opened it.
    """
    if hearing is None:
        return {}
    alone = hearing.opened_by == by.key and hearing.cause != BOTH
    taken, mine = bool(hearing.reviewer), hearing.cause == voice if voice == "buyer" else alone
    return {"hearing": hearing.MACHINE.name, "hearing_taken": taken, "appealed_by_me": mine}


def _offered_more(row: Claim) -> bool:
    """Return whether the offer on the table gives the buyer more than the merchant's yes would."""
    offer, granted = lookup.open_offer(row), rules.granted(row.type, came_back=bool(row.return_waybill))
    return is_more(offer.remedy, offer.amount_fen, granted=granted, asked_fen=row.asked_fen)


def _missable(beside: Records, now: datetime) -> bool:
    """Return whether some of the money that went can be said not to have arrived."""
    return any(may_miss(one.payment, now) for one in beside.payouts)


class _Writing(TypedDict):
    """What of a situation is who may still say something."""

    writes: bool
    answers_denial: bool
    on_call: bool


def _writing(row: Claim, by: Actor, beside: Records, now: datetime) -> _Writing:
    """Return whether a side may write: while the claim runs, as `threads` decides, or of a payment that is denied."""
    answers = may_answer_denial(side=threads.side_of(by), denied=beside.beside.denied)
    under_way = row.state not in row.MACHINE.ends
    return {
        "writes": answers or under_way or threads.writes(by, beside.beside.ended_at, now=now),
        "answers_denial": answers,
        "on_call": _is_on_call(row, by),
    }


def _is_on_call(row: Claim, by: Actor) -> bool:
    """Return whether who looks writes down what a buyer says on the phone: the desk filed it for him."""
    return "agent" in by.roles and row.channel == "phone"


class _OfShop(TypedDict):
    """What of a situation its shop, what that offers, and the shop's own refunds are."""

    contests: bool
    told_elsewhere: bool
    shop_owes: bool
    yes_is_less: bool
    offered_more: bool
    left: bool
    gone: bool


def _of_shop(row: Claim, beside: Records, side: str) -> _OfShop:
    """Return how a claim stands with what its shop gave back, or is to give back, by itself; whether it is there."""
    return {
        "left": row.seller.left_at is not None,
        "gone": lookup.is_gone(row),
        "contests": row.reason == NOT_REFUNDED,
        "told_elsewhere": bool(beside.beside.outcome),
        "yes_is_less": side == "merchant" and appeal_bounds.yes_gives_less(beside),
        "offered_more": side == "merchant" and row.state == "offer_made" and _offered_more(row),
        "shop_owes": side == "merchant" and row.state == "executing" and shop_debts.to_give(row) is not None,
    }


class _Goods(TypedDict):
    """What of a situation is where goods are that were sent back."""

    on_their_way: bool
    goods_away: bool
    goods_due: bool


def _goods(row: Claim, side: str) -> _Goods:
    """Return where the goods of a claim are, and whether this side owes them to their buyer."""
    return {
        "on_their_way": bool(row.return_waybill) and not row.received,
        "goods_away": returned_goods.are_away(row),
        "goods_due": side == "merchant" and returned_goods.are_due(row),
    }


class _LookedInto(TypedDict, total=False):
    """What of a situation is how the looking into a claim goes."""

    away: bool
    visit: bool
    unnamed: bool
    unplaced: str
    unexamined: bool
    capture_open: bool


def _looked_into(row: Claim, beside: Records, now: datetime, *, reviewer: bool) -> _LookedInto:
    """Return how the looking into a claim goes, for its reviewer: visit, pictures, what was asked of its buyer."""
    if not reviewer:
        return {}
    return {
        "away": beside.beside.away,
        "visit": can(row, "judge") and beside.beside.looked_state not in ("", *REPAIR.ends),
        "unnamed": beside.beside.unnamed,
        "unplaced": _unplaced(row, beside, now) if can(row, "inspect") else "",
        "unexamined": any(one and one.state == "asked" for _, one in beside.pictures),
        "capture_open": beside.capture_open,
    }


def _outcome(row: Claim, beside: Records) -> str:
    """Return what a platform decided that a claim stands before, or as is proven of one that went on here."""
    proven = rules.is_proven(beside.beside.outcome_word)
    return beside.beside.outcome if proven or row.forum == Claim.Forum.PLATFORM else ""


def _proves(row: Claim, by: Actor, beside: Records) -> bool:
    """Return whether this actor's word proves what a platform decided: not who said it, nor once its buyer denied."""
    word, was = word_of(row, by), beside.beside.outcome_word
    if word != FINANCE or rules.is_proven(was):
        return rules.is_proven(word)
    denied = was == rules.DENIED and CLAIM.step("take_outcome", row.state) is not None
    return not denied and beside.beside.outcome_by != by.key


def word_of(row: Claim, by: Actor) -> str:
    """Return as whom an actor says what a platform decided about a claim."""
    sides = {"seller": str(row.seller_id), "platform": str(row.platform_id or "")}
    return rules.word_of(kind=by.kind, organisation=by.organisation, roles=by.roles, **sides)


def _unplaced(row: Claim, beside: Records, now: datetime) -> str:
    """Return whether the buyer was just asked where the goods are, or nobody could be sent; empty where it is known.

    Asks two queries at most, and none where it is known.
    """
    if row.buyer.place_id is not None:
        return ""
    if rules.waits_for_answer(beside.address_asked, now=now):
        return "asked"
    return "unasked" if network.anybody_works() else "nobody"


def _is_asked_back(row: Claim, beside: Records, side: str) -> bool:
    """Return whether this side may answer the other's appeal."""
    waits = awaited(beside.clocks) if isinstance(beside.hearing, Appeal) else None
    return waits is not None and side in ("buyer", "merchant") and waits.whose == side_key(row, side)


def _may_join(row: Claim, beside: Records, side: str, now: datetime) -> bool:
    """Return whether this side, which may answer the other's appeal, may appeal as well."""
    waits, appeal = awaited(beside.clocks), beside.hearing
    if waits is None or waits.due_at <= now or appeal is None or appeal.cause == BOTH:
        return False
    given = next((one for one in beside.decisions if one.state == "given"), None)
    accepted = given is None or getattr(given, f"{side}_accepted_at", None) is not None
    return _is_asked_back(row, beside, side) and not accepted


def _asked(beside: Records, now: datetime) -> bool:
    """Return whether a picture is asked for, and its time is not up."""
    last = next(iter(beside.challenges), None)
    return last is not None and evidence.is_open(state=last.state, expires_at=last.expires_at, now=now)


def _correctable(beside: Records, now: datetime) -> bool:
    """Return whether a platform's decision was entered so lately that it can still be put right."""
    at = beside.beside.outcome_at
    return at is not None and rules.may_still_correct(at, days=settings.get("claims.outcome_d", at=now), now=now)


def _arrival(beside: Records) -> str:
    """Return whether the buyer is asked if the technician is there (two queries while somebody is at his place)."""
    if beside.beside.visit_state != "on_site":
        return ""
    visit = visits.visit_by_key(beside.beside.visit_key)
    return visits.arrival_of(visit.state, visits.check_in_of(visit))


def exchange_situation(row: Repair, *, by: Actor, now: datetime, under_lock: bool = False) -> ExchangeSituation:
    """Return the situation of a repair for whose failures another piece may be offered; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return ExchangeSituation(repair=row.state, offered=lists.exchange_offered(row))


def _foremost(decisions: Sequence[Decision], *, desk: bool) -> Decision | None:
    """Return the draft, else the one that was given, else the newest; a draft that would correct one is the desk's."""
    corrects = Decision.Kind.CORRECTED
    seen = decisions if desk else [one for one in decisions if one.kind != corrects or one.state in ("given", "final")]
    ranked = (decision for state in ("proposed", "given", "final") for decision in seen if decision.state == state)
    return next(ranked, seen[0] if seen else None)


def _ran_out(one: Clock, now: datetime) -> bool:
    """Return whether a clock that nobody met has run out, swept already or not."""
    return one.met_at is None and one.due_at <= now


def _referral(beside: Records, side: str) -> str:
    """Return the state of a door that was used and has not come to its end; a side looks at its own."""
    mine = (referral for referral in beside.referrals if side in ("desk", referral.side))
    return next((one.state for one in mine if one.state not in REFERRAL.ends), "")


def _money_waits(row: Claim, beside: Records, last: Decision) -> bool:
    """Return whether money of a former system's decision waits for finance."""
    theirs = row.state == "executing" and is_from_elsewhere(last.decided_by) and last.remedy in rules.MONEY
    return theirs and not beside.payouts


def _all_failed(beside: Records) -> bool:
    """Return whether no money went, and no provider says that it went after all."""
    payments = [payout.payment for payout in beside.payouts]
    return {one.state for one in payments} == {"failed"} and not bindings.is_gone_after_all(payments)


def advance_house(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> AdvanceSituation:
    """Return a house that agrees beforehand, for its commands; an answer that is given is a row of its own."""
    return AdvanceSituation(own=by.organisation == str(row.pk))


def advance_situation(row: AdvanceAnswer, *, by: Actor, now: datetime, under_lock: bool = False) -> AdvanceSituation:
    """Return an advance answer as the rules of its commands look at it; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return AdvanceSituation(own=by.organisation == str(row.organisation_id), in_force=row.revoked_at is None)
