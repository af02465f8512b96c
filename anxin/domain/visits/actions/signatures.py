"""Whoever had the work done signs for it: by hand on the phone, or by name with a mark that it was read."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from anxin.core import drawings, files, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import lock
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person
from anxin.domain.visits import rules
from anxin.domain.visits.actions.completion import issue_code_if_due
from anxin.domain.visits.actions.onsite import add_photo, keep, late_where_over
from anxin.domain.visits.actions.technician_rights import require_own
from anxin.domain.visits.models import Signature, Visit


class NoSignature(Invalid):
    """Too little was drawn to be somebody's signature."""

    code = "visits.no_signature"


class OwnName(Invalid):
    """A technician neither witnesses nor signs for his own work."""

    code = "visits.own_name"


def require_other(visit: Visit, name: str, *, field: str) -> None:
    """Refuse the technician's own name where somebody else has to stand by or sign. Raises `OwnName`."""
    own = visit.technician.person if visit.technician else None
    if name and own and people_queries.is_named(own, name):
        raise OwnName(field, expected="somebody else's name", got="the technician's")


def drawn_file(drawn: str, *, now: datetime) -> SealedFile:
    """Return the picture of a drawing, sealed. Raises `NoSignature`."""
    if not drawings.is_signature(drawn):
        raise NoSignature("drawn", expected="a signature", got="too little")
    content = drawings.picture(drawn)
    return files.receive([content], length=len(content), allowed=files.PICTURES, now=now)


def sign(*, visit: Visit, drawn: str, name: str, by: Actor, now: datetime) -> Signature:
    """Write down that the customer, or whoever is named, signed; the picture of what was drawn is sealed.

    One that a phone kept until the work was over is late. Raises `NoSignature`, `OwnName`.
    """
    lock(visit)
    require_own(visit, by)
    by, wanted = late_where_over(visit, by), rules.slots_of(visit.record, visit.kind)
    taken = visit.state == "on_site" or rules.is_late_evidence(visit.state, by)
    if not taken or rules.SIGNED not in wanted or Signature.objects.filter(visit=visit).exists():
        raise WrongState({"machine": "visit", "state": visit.state, "step": "sign"})
    file, how, sha256, signer = _signed(visit, drawn, name, now)
    told = {"done_at": by.done_at, "late": by.late, "at": now}
    row = Signature.objects.create(visit=visit, how=how, file=sha256, signer=signer, **told)
    facts = {"row": str(visit.id), "visit": visit.id, "how": how, "sha256": sha256, "signer": signer.id}
    timeline.write(visit.stream(), "visits.signed", by=by, now=now, facts=facts)
    if file is not None:
        add_photo(visit=visit, slot=rules.SIGNED, file=file, by=by, now=now)
    issue_code_if_due(visit, now=now)
    return row


class SignedAnswer(TypedDict):
    """What a fact says of a signature: how it was given, the hash of its picture, whose it is."""

    how: str
    sha256: str
    signer: UUID


def sign_answer(*, visit: Visit, drawn: str, name: str, by: Actor, now: datetime) -> SignedAnswer:
    """Seal the signature under what somebody answers before whoever serves him; return what a fact says of it.

    Raises `NoSignature`, `OwnName`.
    """
    return _sealed(visit, rules.ANSWERED, drawn, name, by, now)


def sign_cash(*, visit: Visit, drawn: str, name: str, by: Actor, now: datetime) -> SignedAnswer:
    """Seal the signature under cash that somebody pays; return what a fact says of it.

    Raises `NoSignature`, `OwnName`.
    """
    return _sealed(visit, rules.PAID, drawn, name, by, now)


def _sealed(visit: Visit, slot: str, drawn: str, name: str, by: Actor, now: datetime) -> SignedAnswer:
    lock(visit)
    require_own(visit, by)
    _require_no_server(by, name)
    file, how, sha256, signer = _signed(visit, drawn, name, now)
    if file is not None:
        keep(visit=visit, slot=slot, file=file, by=by, now=now)
    return {"how": how, "sha256": sha256, "signer": signer.id}


def _require_no_server(by: Actor, name: str) -> None:
    """Refuse the name of whoever serves the customer: nobody signs for him before himself."""
    own = people_queries.account_by_key(UUID(by.id))
    is_his = name in (own.called, own.username) or (own.person and people_queries.is_named(own.person, name))
    if name and is_his:
        raise OwnName("name", expected="somebody else's name", got="the name of who serves him")


def _signed(visit: Visit, drawn: str, name: str, now: datetime) -> tuple[SealedFile | None, str, str, Person]:
    """Return the picture of a signature where it was drawn, how it was made, its hash, and whose it is."""
    if not drawn and not name:
        raise NoSignature("drawn", expected="a signature, or a name", got="")
    require_other(visit, name, field="name")
    file = drawn_file(drawn, now=now) if drawn else None
    how, sha256 = ("drawn", file.sha256) if file else ("typed", "")
    return file, how, sha256, _signer(visit, name, now)


def _signer(visit: Visit, name: str, now: datetime) -> Person:
    """Return who signs: the customer, or somebody else by name alone, who joins the case with it.

    A repair holds whoever it needs until it ends; a claim keeps its people by being kept.
    """
    if not name or people_queries.is_named(visit.customer, name):
        return visit.customer
    person, stream = people.enrol(name=name, phone="", now=now), visit.stream()
    people.join(stream=stream, role="witness", person=person, now=now)
    if stream.kind == "repair":
        personal_data.hold(person=person, reason=visit.number, source=visit.number, now=now, stream=stream)
    return person
