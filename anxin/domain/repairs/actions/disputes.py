"""What a customer says is wrong: nothing more is charged until somebody has answered, in words that he reads."""

from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.custody import queries as keeping
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.people import queries as people_queries
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions import endings, standstills
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries

OBJECTIONS = ("not_fixed", "bill_wrong")


def dispute(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Say that it isn't put right, or not as promised: who was there is told, a code to pay is taken back."""
    lock(repair)
    before, visit = repair.state, visits_queries.latest_of(repair.stream())
    told = {"technician": str(visit.technician_id)} if visit and visit.technician_id else {}
    transition(repair, "dispute", by=by, now=now, facts=told, why=why)
    standstills.goes_on(repair, before=before, now=now)
    standstills.stands(repair, now=now)
    bill = ledger_queries.latest(repair.stream())
    if bill is not None:
        ledger.drop_codes(bill=bill, now=now)


def answer_dispute(*, repair: Repair, answer: str, by: Actor, now: datetime) -> None:
    """Answer a customer who says that something is wrong, in words that he reads; he has some days to say more."""
    lock(repair)
    before = repair.state
    transition(repair, "answer", by=by, now=now, why=answer)
    standstills.goes_on(repair, before=before, now=now)
    due_at = now + timedelta(days=settings.get("repairs.answered_days", at=now))
    clocks.start(standstills.ANSWERED, repair.stream(), whose="customer", now=now, due_at=due_at)


def answer_stands(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Let an answer stand that its customer said nothing to in his time; the record says that he was silent.

    Goods that are with us still are confirmed once they are his again.
    """
    repair = queries.repair_by_key(stream.key)
    lock(repair)
    if repair.state == "done" and keeping.open_of(stream) is None:
        endings.confirmed(repair, by=SYSTEM, how="silence", now=now)


def confirm_on_call(*, repair: Repair, said: str, recording: str, by: Actor, now: datetime) -> None:
    """Write down that its customer said on a call that it is put right, in his words. Raises `visits.own_work`."""
    lock(repair)
    visits.record_word(stream=repair.stream(), about="confirmation", recording=recording, by=by, now=now)
    endings.confirm(repair=repair, by=by, now=now, how="call", why=said)


def object_to(*, repair: Repair, what: str, why: str, by: Actor, now: datetime) -> None:
    """Say before the code is given that it isn't put right (`not_fixed`) or the bill is wrong (`bill_wrong`).

    The desk and the outlet are told; the code stays the customer's and says nothing until he reads it out.
    """
    people_queries.only_customer(repair.stream(), by=by, now=now)
    lock(repair)
    objected(repair, what=what, why=why, by=by, now=now)


def objected(repair: Repair, *, what: str, why: str, by: Actor, now: datetime) -> None:
    """Write down what the customer of a held repair objects to during its service."""
    if what not in OBJECTIONS:
        raise Invalid("what", expected=" | ".join(OBJECTIONS), got=what)
    if not can(repair, "object"):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "object"})
    timeline.write(repair.stream(), f"repairs.{what}", by=by, now=now, private={"why": why})
