"""What a visit's record shows beside its pictures: the check list, who stood at the door, who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core.timeline import StreamKey
from anxin.core.wording import in_language
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.visits import rules, wording
from anxin.domain.visits.models import FieldPhoto, Signature, Visit
from anxin.domain.visits.queries.companions import companions, door_check_of, is_reset_due, signature_of
from anxin.domain.visits.states import VISIT
from anxin.domain.visits.wording import pictures


@dataclass(frozen=True, kw_only=True)
class CheckPointView:
    """One point of the check list: how it is answered, and what was."""

    code: str
    name: str
    how: str
    unit: str
    photo: bool
    done: bool
    answer: str

    @property
    def said(self) -> str:
        """Return what was found, in words; empty where a tick says it all."""
        return wording.said_point(self.answer, self.unit)


@dataclass(frozen=True, kw_only=True)
class DoorCheckView:
    """What was shown before a lock was opened, in kinds; the witness masked.

    `reset_due`: the customer has yet to say that old credentials are gone; of a lock that stayed shut he never has.
    `over`: the visit is, so a lock of which nothing is due stayed shut.
    """

    document: str
    proof: str
    witness_as: str
    witness: PersonView | None
    allowed: bool
    why: str
    suspicious: bool
    at: datetime
    reset_at: datetime | None
    over: bool
    reset_due: bool


@dataclass(frozen=True, kw_only=True)
class SignatureView:
    """Who signed for the work, masked; `drawn` with the hash of its picture, else by name."""

    signer: PersonView
    drawn: bool
    file: str
    done_at: datetime | None
    late: bool
    at: datetime


def checks_of(row: Visit) -> tuple[CheckPointView, ...]:
    """Show the check list of a visit that was read whole."""
    return points_of(row.record, {one["code"]: one["answer"] for one in companions(row, "checks")})


def points_of(record: rules.Record, answers: Mapping[str, str]) -> tuple[CheckPointView, ...]:
    """Show the check list of a record, with what was answered by code."""
    return tuple(
        CheckPointView(
            code=one["code"],
            name=in_language(one["name"], one.get("name_en", "")),
            how=one.get("answer", "tick"),
            unit=one.get("unit", ""),
            photo=one.get("photo", False),
            done=one["code"] in answers,
            answer=answers.get(one["code"], ""),
        )
        for one in rules.checks_of(record)
    )


def named_slot(record: rules.Record, slot: str, *, kind: str) -> str:
    """Name a picture of a record of a kind of service; one that a point of the check list asks for bears its name."""
    point = rules.point_of(record, slot)
    if point is not None:
        return in_language(point["name"], point.get("name_en", ""))
    return str(pictures.SLOTS_OF.get(kind, {}).get(slot) or pictures.SLOTS.get(slot, slot))


def door_check(row: Visit) -> DoorCheckView | None:
    """Show what was shown before a lock was opened, of a visit that was read whole."""
    check = door_check_of(row)
    if check is None:
        return None
    same = {name: getattr(check, name) for name in ("document", "proof", "witness_as", "allowed", "why", "suspicious")}
    witness = people.masked(check.witness) if check.witness else None
    over, due = row.state in VISIT.ends, is_reset_due(row)
    return DoorCheckView(**same, witness=witness, at=check.at, reset_at=check.reset_at, over=over, reset_due=due)


def signature(row: Visit) -> SignatureView | None:
    """Show who signed for the work, of a visit that was read whole."""
    found = signature_of(row)
    return _signature(found) if found else None


def signatures(stream: StreamKey) -> list[SignatureView]:
    """List who signed for the work of a case's visits (one query)."""
    rows = Signature.objects.filter(visit__stream_kind=stream.kind, visit__stream_key=stream.key)
    return [_signature(one) for one in rows.select_related("signer__place").order_by("at", "visit_id")]


def _signature(found: Signature) -> SignatureView:
    who, drawn = people.masked(found.signer), found.how == "drawn"
    return SignatureView(signer=who, drawn=drawn, file=found.file, done_at=found.done_at, late=found.late, at=found.at)


@dataclass(frozen=True, kw_only=True)
class WorkPicture:
    """A picture of the work at a case's goods: which one, its hash, when it was taken in."""

    slot: str
    name: str
    file: str
    at: datetime


def work_pictures(stream: StreamKey) -> list[WorkPicture]:
    """List the pictures of all visits of a case (one query)."""
    rows = FieldPhoto.objects.select_related("visit").filter(
        visit__stream_kind=stream.kind, visit__stream_key=stream.key
    )
    return [
        WorkPicture(
            slot=one.slot, name=named_slot(one.visit.record, one.slot, kind=one.visit.kind), file=one.file, at=one.at
        )
        for one in rows.order_by("at", "id")
    ]


def proved_by(files: Sequence[str], *, kind: str) -> list[UUID]:
    """Return the keys of the cases of a kind at whose visits one of these pictures was kept as a proof of purchase."""
    photos = FieldPhoto.objects.filter(file__in=files, slot=rules.RECEIPT, visit__stream_kind=kind)
    return list(photos.values_list("visit__stream_key", flat=True).distinct())
