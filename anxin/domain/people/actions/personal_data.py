"""A person's own data: consents, correction, copies, the holds that keep it, and its erasure."""

from datetime import datetime
from itertools import product
from uuid import UUID

from django.db.models import Exists, OuterRef

from anxin.core import case_contents, imports, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.inserts import insert_at_end
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.actions import corrections, endings
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import CaseLink, Consent, DataRequest, ErasureMark, Hold, Party, Person
from anxin.domain.people.queries import erasure_marks, erasures, kept
from anxin.domain.people.queries.imports import CUSTOMER, plainly
from anxin.domain.places import actions as places


class Held(WrongState):
    """A hold stands in the way of deleting."""

    code = "people.held"


class LegallyHeld(Held):
    """A court or an authority wants a case of his kept."""

    code = "people.legally_held"


def consent(
    *,
    person: Person,
    purpose: str,
    version: str,
    channel: str,
    by: Actor,
    now: datetime,
    stream: StreamKey | None = None,
    basis: str = "consent",
    tells: bool = True,
) -> Consent:
    """Write down a person's yes to one purpose in the words of one version, or that they were told for a contract.

    Without a version he was told elsewhere, and `channel` says by whom.
    With a case it is told there too: in which edition, and how (`tell_case`, later where the case has yet to begin).
    """
    kind, key = stream or ("", None)
    given = Consent(
        person=person,
        purpose=purpose,
        version=version,
        channel=channel,
        basis=basis,
        stream_kind=kind,
        stream_key=key,
        given_at=now,
    )
    insert_at_end(given)
    facts = {"purpose": purpose, "version": version}
    code = "people.consent" if version else "people.informed"
    timeline.write(stream_of(person.id), code, by=by, now=now, facts=facts if version else {"way": channel})
    if stream is not None and tells:
        tell_case(given, stream, by=by, now=now)
    return given


def tell_case(given: Consent, stream: StreamKey, *, by: Actor, now: datetime) -> None:
    """Write down in a case's record in which edition its person agreed or was told, and how."""
    if not given.version:
        timeline.write(stream, "people.told_elsewhere", by=by, now=now, facts={"way": given.channel})
        return
    code = "people.agreed" if given.basis == "consent" else "people.told"
    timeline.write(stream, code, by=by, now=now, facts={"way": given.channel, **rules.editions(given.version)})


def withdraw_consent(*, person: Person, purpose: str, by: Actor, now: datetime) -> None:
    """Take a consent back; what was done under it stays told. Only the person himself does, raises `NotRevealed`."""
    if by.kind != "customer_phone" or not _visible(person, by, now):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    take_back(person=person, purpose=purpose, by=by, now=now)


def take_back(*, person: Person, purpose: str, by: Actor, now: datetime) -> None:
    """End a consent to one purpose. Whoever calls this knows whose word it is."""
    changed = Consent.objects.filter(person=person, purpose=purpose, basis="consent", withdrawn_at=None).update(
        withdrawn_at=now
    )
    if changed:
        timeline.write(stream_of(person.id), "people.withdraw", by=by, now=now, facts={"purpose": purpose})
        if purpose == "customer":
            let_go_one(person=person, now=now)


def copy_taken(*, person: Person, by: Actor, now: datetime) -> None:
    """Write down that somebody took a copy of his own data away; raises `NotRevealed` for anybody else."""
    if by.kind != "customer_phone" or not _visible(person, by, now):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    timeline.write(stream_of(person.id), "people.copied", by=by, now=now)


AT_ONCE = 2000
"""Of so many persons a block notes that they have a case."""


def _visible(person: Person, by: Actor, now: datetime) -> bool:
    return queries.visible_to(by, now=now).filter(pk=person.pk).exists()


def hold(*, person: Person, reason: str, source: str, now: datetime, stream: StreamKey | None = None) -> Hold:
    """Return why a person's data must stay for now, and because of which case."""
    kind, key = (stream.kind, UUID(stream.key)) if stream else ("", None)
    row = Hold(person=person, reason=reason, source=source, from_at=now, stream_kind=kind, stream_key=key)
    insert_at_end(row)
    return row


def release(*, stream: StreamKey, now: datetime) -> None:
    """Lift every hold that was put up because of a case."""
    held = {"stream_kind": stream.kind, "stream_key": stream.key}
    Hold.objects.filter(**held, released_at=None).update(released_at=now)


def erase(*, person: Person, by: Actor, now: datetime) -> None:
    """Delete what tells who a person is; the cases stay, told of somebody without a name.

    Raises `Held` while a hold stands, `NotRevealed` for anybody but the person or the desk.
    """
    mine = by == SYSTEM or "operator" in by.roles or "agent" in by.roles or by.may(rules.CUSTOMER)
    if not mine or (by != SYSTEM and not _visible(person, by, now)):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    wipe(person=person, by=by, now=now)


def wipe(*, person: Person, by: Actor, now: datetime, asked: str = "") -> None:
    """Delete what tells who a person is. Whoever calls this knows whose word it is; raises `Held`, `LegallyHeld`.

    `asked`: the number of the request by which he wanted it, where it had to wait.
    """
    open_ones = endings.hold(person)
    if needed := erasures.needed([person]):
        raise Held({"why": ", ".join(needed)})
    if kept.legally(person) is not None:
        raise LegallyHeld
    _forget_imported(person, wished=by != SYSTEM or bool(asked), now=now)
    erased = {"name_sealed": "", "name_masked": "", "phone_sealed": "", "phone_masked": "", "phone_index": ""}
    Person.objects.filter(pk=person.pk).update(**erased, erased_at=now, told_at=now)
    if person.place is not None:
        places.erase(place=person.place, now=now)
    corrections.forget(person=person, now=now)
    endings.lapse(open_ones, now)
    for request in DataRequest.objects.filter(person=person).order_by("id"):
        case_contents.empty(request.stream(), reason="people.erase", by=SYSTEM, now=now)
    CaseLink.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    timeline.write(stream_of(person.id), "people.erase", by=by, now=now, facts={"case": asked} if asked else {})
    for stream in erasures.told(person):
        timeline.write(stream, "people.customer_erased", by=by, now=now)
    person.refresh_from_db()


def _forget_imported(person: Person, *, wished: bool, now: datetime) -> None:
    """Empty what files said of a person by any name and phone he had here; that something was imported stays.

    Of one who wished it, or took back that he may be known, a mark stays, so that no file of before brings him back.
    """
    name, phone = plainly(person) if person.name_sealed else ("", None)
    if not phone:
        return
    names, numbers = corrections.said_before(person)
    marked = wished or person.consents.filter(purpose=CUSTOMER).exists()
    for number, called in product({phone, *numbers}, {name, *names}):
        imports.forget_person(phone=number, is_he=erasure_marks.is_name_of(number, called))
        if marked:
            for mark in sorted(erasure_marks.marks_of(number, called)):
                ErasureMark.objects.update_or_create(mark=mark, defaults={"erased_at": now})


def let_go(*, stream: StreamKey, now: datetime) -> None:
    """Erase those persons of an emptied case whom nothing else keeps: no other case, no hold, no basis of their own."""
    rows = Person.objects.filter(parties__stream_kind=stream.kind, parties__stream_key=stream.key, erased_at=None)
    for person in rows.select_related("place").distinct().order_by("id"):
        let_go_one(person=person, now=now)


def let_go_one(*, person: Person, now: datetime) -> None:
    """Erase a person whom nothing keeps any more."""
    if person.erased_at is None and not kept.is_needed(person, now=now):
        erase(person=person, by=SYSTEM, now=now)


def note_cases(*, before: datetime) -> int:
    """Note of persons of before a moment that they are party to a case, `AT_ONCE` at most; give of how many.

    They go with the last of their cases: whoever looks for persons without any reads them no more.
    """
    theirs = Exists(Party.objects.filter(person=OuterRef("pk")))
    found = kept.not_seen_in_a_case(before=before).filter(theirs).order_by("created_at").select_for_update(of=("self",))
    keys = list(found.values_list("pk", flat=True)[:AT_ONCE])
    return Person.objects.filter(pk__in=keys).update(has_case=True)


def stream_of(person: UUID) -> StreamKey:
    """Return the stream that tells what happened to a person's data."""
    return StreamKey("person", str(person))
