"""Goods go back, are looked at, and the money follows; what is found wanting goes to a person, never to silence."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions import execution
from anxin.domain.claims.actions.answers import NotYourClaim
from anxin.domain.claims.actions.closure import end, put_aside
from anxin.domain.claims.actions.decisions import hear
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.actions.return_addresses import ASKED, await_goods, begin_return
from anxin.domain.claims.models import Claim, Decision


def ship_back(*, claim: Claim, waybill: str, by: Actor, now: datetime) -> None:
    """Send the goods back, as the buyer, with the waybill that proves it."""
    if not waybill.strip():
        raise Invalid("waybill", expected="a waybill", got="")
    lock(claim)
    if claim.state != "waiting_return" or not by.roles & {"customer", "agent"}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "ship_back"})
    Claim.objects.filter(pk=claim.pk).update(return_waybill=waybill.strip()[:64])
    claim.return_waybill = waybill.strip()[:64]
    timeline.write(claim.stream(), "claims.shipped_back", by=by, now=now, private={"text": claim.return_waybill})
    clocks.stop(claim.stream(), ASKED, now=now)
    clocks.meet(claim.stream(), "claims.ship", now=now)
    clocks.start("claims.receive", claim.stream(), whose=str(claim.seller_id), now=now)


def receive_back(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Write down that the goods came back: from here the merchant has his time to look."""
    _mine(claim, by)
    lock(claim)
    so = {"received": True}
    transition(claim, "receive_back", by=by, now=now, facts=so, sets=so)
    clocks.stop(claim.stream(), "claims.ship", ASKED, now=now)
    clocks.meet(claim.stream(), "claims.receive", now=now)
    clocks.start("claims.inspection", claim.stream(), whose=str(claim.seller_id), now=now)


def receive_late(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Write down that goods came after the time to say so: a person decides, and what he decides counts them as there.

    What was drawn up without knowing is put aside.
    """
    _mine(claim, by)
    lock(claim)
    if claim.received or not claim.return_waybill:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "receive_late"})
    put_aside(claim, now=now)
    so = {"received": True}
    transition(claim, "receive_late", by=by, now=now, facts=so, sets=so)


def pass_inspection(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Say as the merchant that the goods are as they should be: the money goes."""
    _mine(claim, by)
    lock(claim)
    _money_due(claim, by=by, now=now)


def fail_inspection(*, claim: Claim, reason: str, by: Actor, now: datetime) -> None:
    """Say as the merchant what is wrong with the returned goods: a person decides."""
    _mine(claim, by)
    if not reason.strip():
        raise Invalid("reason", expected="a reason", got="")
    lock(claim)
    transition(claim, "fail_inspection", by=by, now=now, why=reason)
    hear(claim, kind="contest", by=by, unit=by.organisation, now=now, reason=reason)
    clocks.meet(claim.stream(), "claims.inspection", now=now)
    open_dispute(claim, cause="returned_wanting", by=SYSTEM, now=now)


def return_lapsed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The goods were not sent in time: the claim ends, and may be filed anew while the law allows.

    Not where the buyer knows no address for them: his time begins anew once he does.
    """
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "waiting_return" or claim.return_waybill:
        return
    if not queries.return_address(claim, now=now):
        await_goods(claim, now=now)
    else:
        transition(claim, "return_lapses", by=SYSTEM, now=now)
        end(claim, outcome="not_returned", now=now)


def address_missed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The merchant named no place in time: a person decides what comes instead, and nobody has lost."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "waiting_return" or claim.return_waybill:
        return
    if queries.return_address(claim, now=now):
        begin_return(claim, now=now)
        return
    _miss(claim, "miss_address", cause="no_address", now=now)


def parcel_missed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The goods were sent back and nobody said that they are there: a person looks, and nothing is paid by itself."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "waiting_return":
        return
    _miss(claim, "miss_parcel", cause="parcel_missed", now=now)


def _miss(claim: Claim, step: str, *, cause: str, now: datetime) -> None:
    """Have a person decide what the merchant didn't say in time."""
    if queries.last_answer(claim) is None:
        hear(claim, kind="timeout", by=SYSTEM, unit=claim.seller_id, now=now)
    transition(claim, step, by=SYSTEM, now=now)
    open_dispute(claim, cause=cause, by=SYSTEM, now=now)


def inspection_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The merchant has the goods and said nothing in time: what was agreed, decided or given by law is due."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state == "inspecting":
        _money_due(claim, by=SYSTEM, now=now)


def _money_due(claim: Claim, *, by: Actor, now: datetime) -> None:
    decision = claim.decisions.filter(state="final").order_by("-created_at").first()
    transition(claim, "pass_inspection", by=by, now=now)
    clocks.meet(claim.stream(), "claims.inspection", now=now)
    key = f"r{claim.id.hex[-20:]}"
    if isinstance(decision, Decision):
        decision.claim = claim
        execution.pay_decided(decision, key=key, now=now)
    else:
        execution.pay_what_is_left(claim, claim.asked_fen, key=key, now=now, since=claim.created_at)


def _mine(claim: Claim, by: Actor) -> None:
    if by.organisation != str(claim.seller_id):
        raise NotYourClaim({"number": claim.number})
