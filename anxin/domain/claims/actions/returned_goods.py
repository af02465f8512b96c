"""Goods that lie with the merchant go back to their buyer, where what was decided leaves them his."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can, change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions.closure import end, end_hearings
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import companions
from anxin.domain.claims.queries.returned_goods import SENDS, are_due, is_money_due

ENDS = {"refuse": "refused", "repair": "repaired"}
"""How a claim ends once its goods are on their way back, by what was decided; else its money was paid."""


def finish(claim: Claim, *, outcome: str, now: datetime) -> None:
    """End a held claim that is carried out, once its goods, where they are due to its buyer, are sent.

    Until then the merchant's time to send them runs.
    """
    if not are_due(claim):
        transition(claim, "close", by=SYSTEM, now=now, sets={"outcome": outcome})
        end(claim, outcome=outcome, now=now)
    elif not _time_runs(claim):
        clock = await_waybill(claim, now=now)
        facts = {"until": clock.due_at.isoformat(timespec="minutes")}
        timeline.write(claim.stream(), "claims.goods_due", by=SYSTEM, now=now, facts=facts)


def await_waybill(claim: Claim, *, now: datetime, due_at: datetime | None = None) -> Clock:
    """Have the merchant send the goods of a held claim back: from now, or until the day that a file named."""
    whose = str(claim.seller_id)
    return clocks.start(SENDS, claim.stream(), whose=whose, organisation=whose, now=now, due_at=due_at)


def send_goods_back(*, claim: Claim, waybill: str, by: Actor, now: datetime) -> None:
    """Send the goods back to their buyer, as the merchant; late too, until somebody has decided anew.

    The claim ends with it, unless money is still due.
    """
    if not waybill.strip():
        raise Invalid("waybill", expected="a waybill", got="")
    lock(claim)
    anew = companions.decision_in(claim, "proposed") or companions.decision_in(claim, "given")
    if anew or not can(claim, "replace") or not are_due(claim):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "send_goods_back"})
    owes = is_money_due(claim)
    runs = _time_runs(claim) and not owes
    change(claim, {"goods_waybill": waybill.strip()[:64]})
    clocks.meet(claim.stream(), SENDS, now=now)
    timeline.write(claim.stream(), "claims.goods_sent", by=by, now=now, private={"text": claim.goods_waybill})
    if claim.state != "executing" and owes:
        transition(claim, "send_goods_before_money", by=by, now=now)
        end_hearings(claim, by=SYSTEM, now=now, step="withdraw")
    elif claim.state != "executing" or runs:
        given = companions.decision_in(claim, "final")
        transition(claim, "close" if claim.state == "executing" else "send_goods", by=by, now=now)
        end(claim, outcome=ENDS.get(given.remedy if given else "", "paid"), now=now)


def goods_missed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The goods were not sent back in time: a person decides what comes instead, unless they are sent after all."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state == "executing":
        transition(claim, "miss_goods", by=SYSTEM, now=now)
        open_dispute(claim, cause="goods_missed", by=SYSTEM, now=now)


def _time_runs(claim: Claim) -> bool:
    return clocks.open_clocks(claim.stream()).filter(kind=SENDS).exists()
