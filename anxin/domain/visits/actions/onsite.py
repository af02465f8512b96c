"""At work: take pictures, go through the list, give up with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.file_kinds import CALLED, PICTURES
from anxin.core.files import SealedFile
from anxin.core.inserts import insert_new
from anxin.core.pictures import copies
from anxin.core.pictures.errors import UnreadablePicture
from anxin.core.states import lock, transition
from anxin.domain.visits import queries, rules
from anxin.domain.visits.actions.completion import issue_code_if_due
from anxin.domain.visits.actions.rooms import free_window, give_room
from anxin.domain.visits.actions.technician_rights import NotTheTechnician, require_own
from anxin.domain.visits.models import DoorCheck, FieldCheck, FieldPhoto, Visit

UNFINISHED = (
    *("part_missing", "customer_absent", "quote_refused", "unrepairable", "unsafe", "wrong_address", "other"),
    *("no_right", "sent_away"),
)


class NotChecked(WrongState):
    """Nobody has yet shown a right to this lock: nothing of it is opened."""

    code = "visits.not_checked"


def handed_in(by: Actor, ago_s: int, *, now: datetime) -> Actor:
    """Return who did something that a phone kept until there was a signal, with when; past its term it is late.

    It is the phone's word and stands beside the moment it came in.
    """
    term, ago = timedelta(hours=settings.get("visits.late_most_h", at=now)), timedelta(seconds=ago_s)
    return replace(by, done_at=now - ago, late=ago > term)


def late_where_over(visit: Visit, by: Actor) -> Actor:
    """Return who hands in what his phone kept: late, too, where the work is over by now."""
    return replace(by, late=True) if rules.is_late_evidence(visit.state, by) else by


def add_photo(*, visit: Visit, slot: str, file: SealedFile, by: Actor, now: datetime) -> FieldPhoto:
    """Add a sealed picture to the record; the same picture twice changes nothing.

    One that a phone kept until the work was over is added as late, and nothing follows from it. One that it kept is
    taken without a check-in, too. A lock is pictured as opened once a right to it was shown; what a phone kept says
    when it was taken.
    """
    lock(visit)
    require_own(visit, by)
    same = {"visit": visit, "slot": slot, "file": file.sha256}
    by = late_where_over(visit, by)
    if not rules.may_be_pictured(visit.state, by):
        if known := FieldPhoto.objects.filter(**same).first():
            return known
        raise WrongState({"machine": "visit", "state": visit.state, "step": "add_photo"})
    opened = slot == rules.AFTER and visit.kind == rules.OPENING and by.done_at is None
    if opened and not DoorCheck.objects.filter(visit=visit, allowed=True).exists():
        raise NotChecked({"number": visit.number})
    wanted = rules.slots_of(visit.record, visit.kind)
    if slot not in (*wanted, "extra"):
        raise Invalid("slot", expected=", ".join(wanted), got=slot)
    photo = keep(visit=visit, slot=slot, file=file, by=by, now=now)
    issue_code_if_due(visit, now=now)
    return photo


def add_earlier_photo(*, visit: Visit, file: SealedFile, by: Actor, now: datetime) -> FieldPhoto:
    """Add a picture that somebody took while the visit was his, and his phone kept until it was another's: as late.

    It counts for nothing that the other has to record. Raises `NotTheTechnician` for what was taken in no turn of his.
    """
    lock(visit)
    if by.done_at is None or not queries.was_assigned(visit, by, at=by.done_at):
        raise NotTheTechnician({"number": visit.number})
    return keep(visit=visit, slot=rules.EARLIER, file=file, by=replace(by, late=True), now=now)


def add_receipt(*, visit: Visit, file: SealedFile, by: Actor, now: datetime) -> FieldPhoto:
    """Lay a sealed picture of a proof of purchase into the record of one's own visit; the same twice changes nothing.

    Raises `Invalid` for what is no picture.
    """
    lock(visit)
    require_own(visit, by)
    _require_picture(file)
    return keep(visit=visit, slot=rules.RECEIPT, file=file, by=by, now=now)


def _require_picture(file: SealedFile) -> None:
    """Refuse what only begins like a picture: it is decoded, in a child that is trusted with nothing."""
    if file.kind not in PICTURES:
        raise Invalid("files", expected=_("a picture"), got=file.kind)
    try:
        copies.decoded(copies.pixels_of(file))
    except UnreadablePicture as error:
        raise Invalid("files", expected=_("a picture that can be opened"), got=CALLED[file.kind]) from error


def keep(*, visit: Visit, slot: str, file: SealedFile, by: Actor, now: datetime) -> FieldPhoto:
    """Lay a sealed picture into the record of a visit, wherever it stands; the same twice changes nothing."""
    same = {"visit": visit, "slot": slot, "file": file.sha256}
    photo = FieldPhoto(**same, media=file.kind, size=file.size, taken_at=by.done_at, late=by.late, at=now)
    if not insert_new(photo):
        return FieldPhoto.objects.get(**same)
    facts = {"row": photo.id, "visit": visit.id, "slot": slot, "sha256": file.sha256}
    timeline.write(visit.stream(), "visits.photo", by=by, now=now, facts=facts)
    return photo


def tick(*, visit: Visit, done: Sequence[str], answers: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Say which points of the check list are done, and what was found where more is asked; what isn't said is not."""
    points = {one["code"]: one for one in rules.checks_of(visit.record)}
    strange = next((code for code in (*done, *answers) if code not in points), None)
    if strange is not None:
        raise Invalid("done", expected=" | ".join(points), got=strange)
    said = {code: rules.answered(one, ticked=code in done, said=answers.get(code, "")) for code, one in points.items()}
    lock(visit)
    require_own(visit, by)
    if visit.state != "on_site" or not points:
        raise WrongState({"machine": "visit", "state": visit.state, "step": "tick"})
    known = {one.code: one for one in FieldCheck.objects.filter(visit=visit)}
    kept = {code for code, answer in said.items() if code in known and answer == known[code].answer}
    FieldCheck.objects.filter(visit=visit).exclude(code__in=kept).delete()
    given = {code: answer for code, answer in said.items() if answer is not None}
    for code, answer in given.items():
        if code not in kept:
            insert_new(FieldCheck(visit=visit, code=code, answer=answer, at=now))
    facts = {"visit": visit.id, "done": len(given), "of": len(points)}
    timeline.write(visit.stream(), "visits.checked", by=by, now=now, facts=facts)
    issue_code_if_due(visit, now=now)


def give_up(*, visit: Visit, why: str, note: str, by: Actor, now: datetime) -> None:
    """End a visit without the work done, with its reason."""
    if why not in UNFINISHED or why == "customer_absent":
        raise Invalid("why", expected=", ".join(UNFINISHED), got=why)
    lock(visit)
    require_own(visit, by)
    for appointment in visit.appointments.filter(state="confirmed"):
        lock(appointment)
        transition(appointment, "cancel", by=by, now=now)
        give_room(visit, appointment)
        break
    else:
        free_window(visit, now=now)
    transition(visit, "give_up", by=by, now=now, facts={"why": why}, private={"note": note}, sets={"outcome": why})
