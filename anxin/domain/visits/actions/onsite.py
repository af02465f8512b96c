"""On the way and at the door: set out, check in, take pictures, give up with a reason."""

from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import hold, take
from anxin.domain.visits import rules
from anxin.domain.visits.actions.finishing import NotTheTechnician, issue_code_if_due
from anxin.domain.visits.actions.opening import give_room
from anxin.domain.visits.models import CheckIn, FieldPhoto, Visit

UNFINISHED = ("part_missing", "customer_absent", "quote_refused", "unrepairable", "unsafe", "wrong_address", "other")


def _his(visit: Visit, by: Actor) -> None:
    account = visit.technician.account_id if visit.technician else None
    if by.kind == "technician" and str(account) != by.id:
        raise NotTheTechnician({"number": visit.number})


def set_out(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Set out to the customer."""
    hold(visit)
    _his(visit, by)
    take(visit, "set_out", by=by, now=now)


def check_in(*, visit: Visit, by: Actor, now: datetime, lng: float | None = None, lat: float | None = None) -> CheckIn:
    """Check in at the door: the distance to the place is kept, not the position."""
    hold(visit)
    _his(visit, by)
    place = visit.place
    row = CheckIn(id=uuid7(), visit=visit, at=now)
    if None not in (lng, lat, place.lng, place.lat):
        row.distance_m = rules.distance_m(lng=lng, lat=lat, to_lng=place.lng, to_lat=place.lat)
        row.radius_m = place.radius_m
        near: int = settings.get("visits.near_m", at=now)
        row.plausible = rules.plausible(distance=row.distance_m, radius=place.radius_m, near=near)
    facts = {"metres": row.distance_m, "radius_m": row.radius_m, "plausible": row.plausible}
    take(visit, "arrive", by=by, now=now, facts=facts)
    row.save(force_insert=True)
    for appointment in visit.appointments.filter(state="confirmed"):
        hold(appointment)
        take(appointment, "keep", by=by, now=now)
    return row


def add_photo(
    *, visit: Visit, slot: str, file: SealedFile, by: Actor, now: datetime, taken_at: datetime | None = None
) -> FieldPhoto:
    """Add a sealed picture to the record; the same picture twice changes nothing."""
    hold(visit)
    _his(visit, by)
    if visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state, "step": "add_photo"})
    if slot not in (*rules.SLOTS[visit.kind], "extra"):
        raise Invalid("slot", expected=", ".join(rules.SLOTS[visit.kind]), got=slot)
    photo, new = FieldPhoto.objects.get_or_create(
        visit=visit,
        slot=slot,
        file=file.sha256,
        defaults={"id": uuid7(), "media": file.kind, "size": file.size, "taken_at": taken_at, "at": now},
    )
    if new:
        facts = {"slot": slot, "sha256": file.sha256}
        timeline.write(visit.stream(), "visits.photo", by=by, now=now, facts=facts)
        issue_code_if_due(visit, now=now)
    return photo


def give_up(*, visit: Visit, why: str, note: str, by: Actor, now: datetime) -> None:
    """End a visit without the work done, with its reason."""
    if why not in UNFINISHED or why == "customer_absent":
        raise Invalid("why", expected=", ".join(UNFINISHED), got=why)
    hold(visit)
    _his(visit, by)
    for appointment in visit.appointments.filter(state="confirmed"):
        hold(appointment)
        take(appointment, "cancel", by=by, now=now)
        give_room(visit, appointment)
    take(visit, "give_up", by=by, now=now, facts={"why": why}, private={"note": note})
    Visit.objects.filter(pk=visit.pk).update(outcome=why)
    visit.outcome = why
