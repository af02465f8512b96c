"""Read models of visits: what a page shows, walked by nobody further."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anxin.core.actors import Actor
from anxin.core.states import Step, buttons
from anxin.domain.network import queries as network
from anxin.domain.network.queries import TechnicianCard
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.arrivals import CheckInView, arrival_of, last_check_in
from anxin.domain.visits.queries.companions import companions, is_identified, vouched_until, whole
from anxin.domain.visits.queries.offers import ReasonView, reasons
from anxin.domain.visits.queries.records import (
    CheckPointView,
    DoorCheckView,
    SignatureView,
    checks_of,
    door_check,
    named_slot,
    signature,
)
from anxin.domain.visits.queries.stages import VisitStage
from anxin.domain.visits.states import STANDS


@dataclass(frozen=True, kw_only=True)
class AppointmentView:
    """A window and what became of it."""

    from_at: datetime
    to_at: datetime
    state: str
    by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CallView:
    """A call about the visit."""

    id: UUID
    at: datetime
    by_kind: str
    purpose: str
    answered: bool
    recorded: bool
    seconds: int
    told: bool

    @property
    def by_technician(self) -> bool:
        """Return whether the technician rang the customer himself."""
        return self.by_kind == "technician"


@dataclass(frozen=True, kw_only=True)
class PhotoView:
    """A picture of the field record, by its seal."""

    slot: str
    name: str
    file: str
    media: str
    at: datetime
    late: bool


@dataclass(frozen=True, kw_only=True)
class VisitView(VisitStage):
    """A visit with all a page needs; `lacks` says what the completion code waits for."""

    id: UUID
    number: str
    stream_kind: str
    stream_key: UUID
    state: str
    kind: str
    mode: str
    category: str
    skill: str
    division: str
    customer: PersonView
    urgent: bool
    minutes: int
    wanted_from_at: datetime
    wanted_to_at: datetime
    round: int
    by_hand: bool
    outcome: str
    outlet: str
    outlet_phone: str
    technician: TechnicianCard | None
    reasons: tuple[ReasonView, ...]
    appointment: AppointmentView | None
    appointments: tuple[AppointmentView, ...]
    check_in: CheckInView | None
    calls: tuple[CallView, ...]
    photos: tuple[PhotoView, ...]
    slots: tuple[str, ...]
    missing_slots: tuple[str, ...]
    slot_names: Mapping[str, str]
    checks: tuple[CheckPointView, ...]
    identified: bool
    door_check: DoorCheckView | None
    signature: SignatureView | None
    parts_stated: bool
    code_ready: bool
    code_tries_left: int
    code_locked: bool
    barred: bool
    unvouched: bool
    buttons: tuple[Step, ...]

    @property
    def at_bench(self) -> bool:
        """Return whether nobody goes anywhere: the goods come to the bench."""
        return self.mode in rules.BENCH

    @property
    def signs(self) -> bool:
        """Return whether somebody has to sign for this work."""
        return rules.SIGNED in self.slots

    @property
    def arrival(self) -> str:
        """Return whether the customer is `asked` if the technician is there, or said `no`; empty where neither."""
        return arrival_of(self.state, self.check_in)


def view(row: Visit, *, actor: Actor, now: datetime) -> VisitView:
    """Show a visit as it stands now (one query)."""
    return view_of(whole(row, on=rules.local_day(now)), actor=actor)


def view_of(row: Visit, *, actor: Actor) -> VisitView:
    """Show a visit that was read whole (no query)."""
    appointments = tuple(AppointmentView(**one) for one in companions(row, "appointments"))
    photos = tuple(_photo(row, one) for one in companions(row, "photos"))
    code = getattr(row, "code", None)
    technician, signed, wanted = row.technician, signature(row), rules.slots_of(row.record, row.kind)
    return VisitView(
        id=row.id,
        number=row.number,
        stream_kind=row.stream_kind,
        stream_key=row.stream_key,
        state=row.state,
        kind=row.kind,
        mode=row.mode,
        category=row.category,
        skill=row.skill,
        division=row.place.division,
        customer=people.masked(row.customer),
        urgent=row.urgent,
        minutes=row.minutes,
        wanted_from_at=row.wanted_from_at,
        wanted_to_at=row.wanted_to_at,
        round=row.round,
        by_hand=row.by_hand_at is not None,
        outcome=row.outcome,
        outlet=row.outlet.organisation.name if row.outlet else "",
        outlet_phone=row.outlet.phone if row.outlet else "",
        technician=network.card_of(technician, brand=row.brand, until=vouched_until(row)) if technician else None,
        reasons=reasons(row.reasons),
        appointment=next((one for one in reversed(appointments) if one.state in STANDS), None),
        appointments=appointments,
        check_in=last_check_in(row),
        calls=tuple(map(_call, companions(row, "calls"))),
        photos=photos,
        slots=wanted,
        slot_names={slot: named_slot(row.record, slot, kind=row.kind) for slot in wanted},
        missing_slots=rules.missing_slots(wanted, {*(one.slot for one in photos), rules.SIGNED if signed else ""}),
        checks=checks_of(row),
        identified=is_identified(row),
        door_check=door_check(row),
        signature=signed,
        parts_stated=row.parts_stated_at is not None,
        code_ready=code is not None and code.used_at is None,
        code_tries_left=rules.TRIES - code.wrong_tries if code else rules.TRIES,
        code_locked=bool(code and code.locked_at),
        barred=rules.is_barred(row.state, row.record),
        unvouched=rules.is_unvouched(row.record),
        buttons=tuple(buttons(row, actor)),
    )


def _photo(row: Visit, one: dict[str, Any]) -> PhotoView:
    return PhotoView(**one, name=named_slot(row.record, one["slot"], kind=row.kind))


def _call(one: dict[str, Any]) -> CallView:
    return CallView(
        id=one["id"],
        at=one["at"],
        by_kind=one["by_kind"],
        purpose=one["purpose"],
        answered=one["answered"],
        recorded=bool(one["recording"]),
        seconds=one["seconds"],
        told=bool(one["key"]),
    )


@dataclass(frozen=True, kw_only=True)
class FreeWindow:
    """A window to choose: how many technicians are free then (none means full), and whether anybody works then."""

    from_at: datetime
    to_at: datetime
    free: int
    works: bool = True
