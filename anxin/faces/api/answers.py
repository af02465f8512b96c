"""What programs are answered: masked, in codes that stay and sentences for people."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from anxin.core import wording
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.queries import EntryLine, RepairListRow, RepairView
from anxin.domain.repairs.wording.stepper import NOTES


class Answer(BaseModel):
    """An answer may gain fields; those there are keep their meaning."""

    model_config = ConfigDict(from_attributes=True)


class Fault(Answer):
    """One field that is not what is expected."""

    field: str
    code: str = Field(description=gettext_noop("missing, unknown, too_long, too_short, not_a_choice or invalid"))
    expected: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str = Field(description=gettext_noop("One sentence for people, in the language asked for"))
    status: int
    code: str = Field(description=gettext_noop("What went wrong, in a code that stays"))
    field: str | None = Field(default=None, description=gettext_noop("The first field that is not what is expected"))
    expected: str | None = Field(default=None, description=gettext_noop("What is expected there"))
    errors: list[Fault] | None = Field(
        default=None, description=gettext_noop("Every field that is not what is expected")
    )


class Person(Answer):
    """A person, masked: nobody reads a plain name or number through this interface."""

    name: str
    phone: str


class Numbered(Answer):
    """A repair that was just reported."""

    number: str = Field(description=gettext_noop("The number of the repair"))
    state: str
    created_at: datetime
    accept_by: datetime = Field(description=gettext_noop("Until when we promise to accept it"))


class Waits(Answer):
    """Where somebody waits; the same whether he was on the list before, which is for nobody to find out by asking."""

    division: str = Field(description=gettext_noop("The county, by its code"))
    division_name: str


class Listed(Answer):
    """A repair in a list."""

    number: str
    state: str
    state_text: str
    kind: str
    mode: str
    channel: str
    brand: str
    product: str
    product_name: str
    division: str
    customer: Person
    urgent: bool
    created_at: datetime
    updated_at: datetime


class Page(Answer):
    """Some repairs, newest first."""

    items: list[Listed]
    next: str | None = Field(description=gettext_noop("The cursor of the following page; null on the last"))


class Step(Answer):
    """A step of what the customer is shown."""

    name: str
    state: Literal["past", "now", "paused", "ahead", "broken"]
    note: str
    text: str
    at: datetime | None


class Clock(Answer):
    """A promise with its time."""

    kind: str
    state: str
    due_at: datetime
    late: bool


class Window(Answer):
    """A window of time."""

    from_at: datetime
    to_at: datetime


class Visiting(Answer):
    """Who comes, and when."""

    number: str
    state: str
    technician: str = Field(description=gettext_noop("What the technician is called; empty before one is set"))
    technician_number: str = Field(description=gettext_noop("The number the public check answers for"))
    outlet: str
    appointment: Window | None


class Money(Answer):
    """What is to pay, in fen."""

    number: str
    state: str
    total_fen: int
    paid_fen: int
    due_fen: int


class Guarantee(Answer):
    """How long the repair is guaranteed."""

    days: int
    until_date: date


class Cover(Answer):
    """Whether the warranty covers it, and why."""

    covered: bool
    until_date: date | None
    why: str


class Custody(Answer):
    """Goods that are brought or sent in: where they are, and who has them since when."""

    state: str
    holder: Literal["customer", "carrier", "outlet", "technician"]
    with_whom: str = Field(description=gettext_noop("An outlet's code, a technician's number or a waybill"))
    since: datetime
    outlet: str
    outlet_code: str
    carrier_in: str
    waybill_in: str
    carrier_back: str
    waybill_back: str
    pays_in: Literal["house", "customer"]
    pays_back: Literal["house", "customer"]
    mended: bool | None


class Repair(Answer):
    """One repair."""

    number: str
    state: str
    state_text: str
    kind: str
    mode: str
    channel: str
    brand: str
    product_name: str
    category: str
    division: str
    customer: Person
    symptoms: list[str]
    urgent: bool
    wanted: Window
    cover: Cover
    steps: list[Step]
    clocks: list[Clock]
    visit: Visiting | None
    bill: Money | None
    guarantee: Guarantee | None
    custody: Custody | None
    redirected_to: str
    outcome: str
    created_at: datetime


class Entry(Answer):
    """One fact of the timeline."""

    id: str
    at: datetime
    code: str
    text: str
    by: str = Field(description=gettext_noop("What kind of actor did it"))


class Timeline(Answer):
    """What happened, newest first, as far as this token's organisation may read it."""

    number: str
    entries: list[Entry]


def person_of(view: PersonView) -> Person:
    """Show a person, masked."""
    return Person(name=view.name, phone=view.phone)


def listed(line: RepairListRow) -> Listed:
    """Show a repair in a list."""
    told = {name: getattr(line, name) for name in Listed.model_fields if name not in ("customer", "state_text")}
    return Listed(**told, customer=person_of(line.customer), state_text=wording.state("repair", line.state))


def repair_of(view: RepairView) -> Repair:
    """Show one repair."""
    plain = "number state kind mode channel product_name category division urgent redirected_to outcome created_at"
    told = {name: getattr(view, {"product_name": "product"}.get(name, name)) for name in plain.split()}
    return Repair(
        **told,
        state_text=wording.state("repair", view.state),
        brand=view.brand_slug,
        customer=person_of(view.customer),
        symptoms=list(view.symptoms),
        wanted=Window(from_at=view.wanted_from_at, to_at=view.wanted_to_at),
        cover=Cover(covered=view.covered, until_date=view.covered_until, why=view.warranty_why),
        steps=[
            Step(
                name=one.name,
                state=one.state,  # type: ignore[arg-type]  # Pydantic checks the word
                note=one.note,
                text=str(NOTES.get(one.note, "")),
                at=one.at,
            )
            for one in view.stepper
        ],
        clocks=[Clock.model_validate(one) for one in view.clocks],
        visit=_visiting(view),
        bill=Money.model_validate(view.bill) if view.bill else None,
        guarantee=Guarantee.model_validate(view.guarantee) if view.guarantee else None,
        custody=Custody.model_validate(view.custody) if view.custody else None,
    )


def _visiting(view: RepairView) -> Visiting | None:
    visit = view.visit
    if visit is None:
        return None
    technician = visit.technician
    return Visiting(
        number=visit.number,
        state=visit.state,
        technician=technician.called if technician else "",
        technician_number=technician.number if technician else "",
        outlet=visit.outlet,
        appointment=Window.model_validate(visit.appointment) if visit.appointment else None,
    )


def entry_of(line: EntryLine) -> Entry:
    """Show a fact without its private words."""
    return Entry(id=str(line.id), at=line.at, code=line.code, text=line.sentence, by=line.by_kind)
