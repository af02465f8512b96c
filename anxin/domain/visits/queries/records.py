"""What a visit's record shows beside its pictures: the check list, who stood at the door, who signed."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core.timeline import StreamKey
from anxin.core.wording import in_language
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.visits import rules
from anxin.domain.visits.models import Signature, Visit
from anxin.domain.visits.queries.beside import beside, door_check_of, signature_of


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """One point of the check list."""

    code: str
    name: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class DoorCheckView:
    """What was shown before a lock was opened, in kinds; the witness masked."""

    document: str
    proof: str
    witness_as: str
    witness: PersonView | None
    allowed: bool
    why: str
    suspicious: bool
    at: datetime
    reset_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SignatureView:
    """Who signed for the work, masked; `drawn` with the hash of its picture, else by name."""

    signer: PersonView
    drawn: bool
    file: str
    done_at: datetime | None
    at: datetime


def checks_of(row: Visit) -> tuple[CheckView, ...]:
    """Show the check list of a visit that was read whole."""
    done = {one["code"] for one in beside(row, "checks")}
    known = rules.checks_of(row.record)
    return tuple(
        CheckView(code=one["code"], name=in_language(one["name"], one.get("name_en", "")), done=one["code"] in done)
        for one in known
    )


def door_check(row: Visit) -> DoorCheckView | None:
    """Show what was shown before a lock was opened, of a visit that was read whole."""
    check = door_check_of(row)
    if check is None:
        return None
    same = {name: getattr(check, name) for name in ("document", "proof", "witness_as", "allowed", "why", "suspicious")}
    witness = people.masked(check.witness) if check.witness else None
    return DoorCheckView(**same, witness=witness, at=check.at, reset_at=check.reset_at)


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
    return SignatureView(signer=who, drawn=drawn, file=found.file, done_at=found.done_at, at=found.at)
