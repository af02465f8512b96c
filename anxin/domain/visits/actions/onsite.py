"""On the way and at work: set out, take pictures, give up with a reason."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.inserts import insert_new
from anxin.core.states import lock, transition
from anxin.domain.visits import rules
from anxin.domain.visits.actions.completion import issue_code_if_due
from anxin.domain.visits.actions.lifecycle import give_room, his, vouched
from anxin.domain.visits.models import FieldPhoto, Visit

UNFINISHED = (
    *("part_missing", "customer_absent", "quote_refused", "unrepairable", "unsafe", "wrong_address", "other"),
    "no_right",
)


def set_out(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Set out to the customer."""
    lock(visit)
    his(visit, by)
    vouched(visit, visit.technician, day=rules.local_day(now), now=now)
    transition(visit, "set_out", by=by, now=now)


def add_photo(
    *, visit: Visit, slot: str, file: SealedFile, by: Actor, now: datetime, taken_at: datetime | None = None
) -> FieldPhoto:
    """Add a sealed picture to the record; the same picture twice changes nothing."""
    lock(visit)
    his(visit, by)
    if visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state, "step": "add_photo"})
    if slot not in (*rules.SLOTS[visit.kind], "extra"):
        raise Invalid("slot", expected=", ".join(rules.SLOTS[visit.kind]), got=slot)
    photo = FieldPhoto(
        visit=visit, slot=slot, file=file.sha256, media=file.kind, size=file.size, taken_at=taken_at, at=now
    )
    if not insert_new(photo):
        return FieldPhoto.objects.get(visit=visit, slot=slot, file=file.sha256)
    facts = {"row": photo.id, "visit": visit.id, "slot": slot, "sha256": file.sha256}
    timeline.write(visit.stream(), "visits.photo", by=by, now=now, facts=facts)
    issue_code_if_due(visit, now=now)
    return photo


def give_up(*, visit: Visit, why: str, note: str, by: Actor, now: datetime) -> None:
    """End a visit without the work done, with its reason."""
    if why not in UNFINISHED or why == "customer_absent":
        raise Invalid("why", expected=", ".join(UNFINISHED), got=why)
    lock(visit)
    his(visit, by)
    for appointment in visit.appointments.filter(state="confirmed"):
        lock(appointment)
        transition(appointment, "cancel", by=by, now=now)
        give_room(visit, appointment)
    transition(visit, "give_up", by=by, now=now, facts={"why": why}, private={"note": note}, sets={"outcome": why})
