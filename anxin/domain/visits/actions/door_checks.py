"""Before a lock is opened: who stands there and with what right; after it: that the old credentials are gone."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import change, lock
from anxin.domain.people.models import Person
from anxin.domain.visits import choices, rules
from anxin.domain.visits.actions.completion import issue_code_if_due
from anxin.domain.visits.actions.onsite import give_up
from anxin.domain.visits.actions.technician_rights import require_own
from anxin.domain.visits.models import DoorCheck, Visit


def at_the_door(visit: Visit, by: Actor) -> None:
    """Refuse a check anywhere but at the door of a lock that is to be opened; expects the visit held."""
    require_own(visit, by)
    if visit.kind != rules.OPENING or visit.state != "on_site" or DoorCheck.objects.filter(visit=visit).exists():
        raise WrongState({"machine": "visit", "state": visit.state, "step": "check_identity"})


def check_identity(
    *,
    visit: Visit,
    document: str,
    proof: str,
    witness: Person | None,
    witness_as: str,
    by: Actor,
    now: datetime,
    alone: str = "",
    pictured: str = "",
) -> DoorCheck:
    """Write down what was shown: kinds only, and the witness as a person in the vault.

    `alone` says why nobody bears witness, and the desk reads it. `pictured` is what he then says to a picture of the
    open door with him: a yes is his consent, and the record asks for the picture; a no stands for it.
    """
    lock(visit)
    at_the_door(visit, by)
    shown = {"document": document, "proof": proof, "witness": witness_as, "alone": alone, "pictured": pictured}
    lacking = rules.right_shown(**shown, named=witness is not None)
    if lacking:
        raise Invalid(lacking, expected="a document, and a witness by name or why there is none", got="")
    if proof and proof not in choices.PROOFS:
        raise Invalid("proof", expected=" | ".join(choices.PROOFS), got=proof)
    row = DoorCheck.objects.create(
        visit=visit,
        document=document,
        proof=proof,
        witness=witness,
        witness_as=witness_as,
        allowed=True,
        why=alone,
        at=now,
    )
    if pictured == choices.AGREED:
        photos = [*rules.photos_of(visit.record, visit.kind), rules.OPENED]
        change(visit, {"record": {**visit.record, "photos": photos}})
    facts = {"row": str(visit.id), **shown, "alone": alone or None, "pictured": pictured or None}
    timeline.write(visit.stream(), "visits.identity_checked", by=by, now=now, facts=facts)
    issue_code_if_due(visit, now=now)
    return row


def refuse_to_open(*, visit: Visit, why: str, note: str, suspicious: bool, by: Actor, now: datetime) -> DoorCheck:
    """Open nothing: nobody could show a right to it. Suspicious ones the desk hears of at once."""
    if why not in choices.BARRED:
        raise Invalid("why", expected=" | ".join(choices.BARRED), got=why)
    lock(visit)
    at_the_door(visit, by)
    row = DoorCheck.objects.create(visit=visit, allowed=False, why=why, suspicious=suspicious, at=now)
    facts = {"row": str(visit.id), "why": why}
    timeline.write(visit.stream(), "visits.opening_refused", by=by, now=now, facts=facts)
    if suspicious:
        timeline.write(visit.stream(), "visits.opening_suspicious", by=by, now=now, facts=facts)
    give_up(visit=visit, why="no_right", note=note, by=by, now=now)
    return row


def confirm_reset(*, visit: Visit, how: str, by: Actor, now: datetime) -> None:
    """Write down that the customer has deleted what others could open the lock with."""
    lock(visit)
    rows = DoorCheck.objects.filter(visit=visit, allowed=True, reset_at=None)
    alone = rows.values_list("why", flat=True).first()
    if not rows.update(reset_at=now, reset_how=how):
        raise WrongState({"machine": "visit", "state": visit.state, "step": "confirm_reset"})
    facts = {"row": str(visit.id), "how": how, "opened": "alone" if alone else None}
    timeline.write(visit.stream(), "visits.reset_confirmed", by=by, now=now, facts=facts)
