"""What a visit's record shows beside its pictures: the check list, and who stood at the door."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core.wording import in_language
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.beside import beside, door_check_of


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
