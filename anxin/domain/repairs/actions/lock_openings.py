"""A lock is opened for whoever shows a right to it; afterwards he says that nobody else can open it any more."""

from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import queries
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit

RESET = "repairs.reset"


class IdentityNeeded(WrongState):
    """A lock is opened only after who stands there has shown a right to it."""

    code = "repairs.identity_needed"


def identify(
    *,
    visit: Visit,
    document: str,
    by: Actor,
    now: datetime,
    proof: str = "",
    witness: str = "",
    witness_as: str = "",
    alone: str = "",
    pictured: str = "",
) -> None:
    """Check who stands at the door of a lock, and with what right.

    A witness is taken into the vault by name alone: a phone would let him into a case that isn't his.
    Raises `visits.OwnName` where the technician names himself.
    """
    visits.require_other(visit, witness, field="witness")
    repair, person = queries.repair_by_key(str(visit.stream_key)), None
    if witness and witness_as:
        person = people.enrol(name=witness, phone="", now=now)
    shown = {"document": document, "proof": proof, "witness_as": witness_as, "alone": alone, "pictured": pictured}
    visits.check_identity(visit=visit, witness=person, **shown, by=by, now=now)
    if person is not None:
        stream = repair.stream()
        people.join(stream=stream, role="witness", person=person, now=now)
        personal_data.hold(person=person, reason=repair.number, source=repair.number, now=now, stream=stream)


def await_reset(repair: Repair, visit: Visit, *, now: datetime) -> None:
    """Give the customer of an opened lock some hours to say that the old credentials are gone."""
    if repair.kind == Repair.Kind.LOCK_OPENING and visits_queries.is_reset_due(visit):
        clocks.start(RESET, repair.stream(), whose="customer", now=now)


def confirm_reset(*, repair: Repair, how: str, by: Actor, now: datetime) -> None:
    """Say that everybody else's credentials are gone and the administrator code is new."""
    if how == "click":
        people_queries.only_customer(repair.stream(), by=by, now=now)
    visit = visits_queries.latest_of(repair.stream())
    if visit is None:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "confirm_reset"})
    lock(repair, visit)
    visits.confirm_reset(visit=visit, how=how, by=by, now=now)
    clocks.meet(repair.stream(), RESET, now=now)
