"""One repair whole: stepper, clocks, timeline by audience, quote, bill, visit, buttons."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Q

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.headlines import Headline
from anxin.core.states import Step, buttons, can
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Device
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries import BillView
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries.heading import headline_of
from anxin.domain.repairs.queries.listing import UNDER_WAY
from anxin.domain.repairs.queries.telling import ClockView, EntryLine, clocks_of, stepper_of, timeline_of
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries import VisitView


@dataclass(frozen=True, kw_only=True)
class QuoteLineView:
    """A line of a quote."""

    code: str
    name: str
    kind: str
    quantity: int
    full_fen: int
    amount_fen: int
    why: str
    optional: bool
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    """A version of the quote."""

    version: int
    state: str
    edition: str
    sent_at: datetime
    expires_at: datetime | None
    total_fen: int
    lines: tuple[QuoteLineView, ...]
    buttons: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class DeviceView:
    """The device, by the tail of its serial for customers and technicians before acceptance."""

    serial_tail: str
    bought_date: date | None
    proof: str


@dataclass(frozen=True, kw_only=True)
class PartView:
    """A part that went in."""

    code: str
    name: str
    quantity: int
    serial: str


@dataclass(frozen=True, kw_only=True)
class PictureView:
    """A picture the customer sent."""

    file: str
    media: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GuaranteeView:
    """What is promised after the repair."""

    days: int
    from_date: date
    until_date: date


@dataclass(frozen=True, kw_only=True)
class DuplicateView:
    """Another open repair that may be the same."""

    number: str
    state: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class RepairView:
    """A repair with all a page needs; nothing here is plain that must be revealed."""

    id: UUID
    number: str
    state: str
    kind: str
    mode: str
    channel: str
    brand: str
    brand_slug: str
    product: str
    category: str
    device: DeviceView | None
    customer: PersonView
    helper: PersonView | None
    division: str
    symptoms: tuple[str, ...]
    told: str
    pictures: tuple[PictureView, ...]
    urgent: bool
    urged: int
    wanted_from_at: datetime
    wanted_to_at: datetime
    covered: bool
    covered_until: date | None
    cover_why: str
    cover_open: bool
    cover_source: str
    created_at: datetime
    redirected_to: str
    outcome: str
    reworks: int
    headline: Headline
    stepper: tuple[rules.Step, ...]
    clocks: tuple[ClockView, ...]
    timeline: tuple[EntryLine, ...]
    visit: VisitView | None
    quote: QuoteView | None
    bill: BillView | None
    parts: tuple[PartView, ...]
    guarantee: GuaranteeView | None
    duplicates: tuple[DuplicateView, ...]
    earlier: int
    completion_code: str
    buttons: tuple[Step, ...]
    may_see_address: bool
    may_waive: bool
    may_check_cover: bool


def quote_view(row: Quote | None, *, actor: Actor) -> QuoteView | None:
    """Show a quote (one query)."""
    if row is None:
        return None
    lines = tuple(
        QuoteLineView(
            code=one.line.code,
            name=one.line.name,
            kind=one.line.kind,
            quantity=one.quantity,
            full_fen=one.full_fen,
            amount_fen=one.amount_fen,
            why=one.why,
            optional=one.optional,
            chosen=one.chosen,
        )
        for one in row.lines.select_related("line").order_by("position")
    )
    return QuoteView(
        version=row.version,
        state=row.state,
        edition=row.edition,
        sent_at=row.created_at,
        expires_at=row.expires_at,
        total_fen=sum(one.amount_fen for one in lines if one.chosen),
        lines=lines,
        buttons=tuple(buttons(row, actor)),
    )


def view(row: Repair, *, actor: Actor, now: datetime) -> RepairView:
    """Show a repair whole (the row as `repair()` finds it; about thirty queries, however long its story)."""
    visit_row = visits.latest_of(row.stream())
    visit = visits.view(visit_row, actor=actor, now=now) if visit_row else None
    quote = row.quotes.exclude(state="replaced").order_by("-version").first()
    bill, entries = ledger.latest(row.stream()), timeline.read(row.stream())
    inside = "customer" not in actor.roles
    near = people.visible_to(actor, now=now).filter(pk=row.customer_id).exists()
    stepper = stepper_of(
        row,
        entries,
        visit=visit.state if visit else "",
        quote=quote.state if quote else "",
        bill=bill.state if bill else "",
    )
    clocks, allowed = clocks_of(row, now=now), tuple(buttons(row, actor))
    shown = ledger.view(bill) if bill else None
    code = visits.code_for_customer(visit_row, actor=actor) if visit_row else ""
    return RepairView(
        **_same(row),
        **_head(row),
        headline=headline_of(
            row,
            visit=visit,
            quote=quote,
            bill=shown,
            code=code,
            clocks=clocks,
            entries=entries,
            allowed=allowed,
            now=now,
        ),
        pictures=tuple(PictureView(file=one.file, media=one.media, at=one.at) for one in row.pictures.order_by("at")),
        symptoms=tuple(goods.symptom_names(category=row.product.category, codes=row.symptoms)),
        told=vault.open_("repairs.told", row.id, row.told_sealed) if row.told_sealed and near else "",
        stepper=stepper,
        clocks=clocks,
        timeline=timeline_of(row, actor=actor),
        visit=visit,
        quote=quote_view(quote, actor=actor),
        bill=shown,
        parts=_parts(row),
        guarantee=_guarantee(row),
        duplicates=duplicates_of(row) if inside else (),
        earlier=_earlier(row) if inside else 0,
        completion_code=code,
        buttons=allowed,
        may_see_address=near,
        **_may(row, bill.state if bill else ""),
    )


class _May(TypedDict):
    cover_open: bool
    may_waive: bool
    may_check_cover: bool


def _may(row: Repair, bill: str) -> _May:
    is_open = rules.is_cover_open(covered=row.covered, why=row.cover_why)
    return {
        "cover_open": is_open,
        "may_waive": can(row, "waive") and bill in ("agreed", "contested"),
        "may_check_cover": can(row, "check_cover") and is_open,
    }


def _same(row: Repair) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SAME}


class _Head(TypedDict):
    brand: str
    brand_slug: str
    product: str
    category: str
    device: DeviceView | None
    customer: PersonView
    helper: PersonView | None
    division: str


def _head(row: Repair) -> _Head:
    return {
        "brand": row.brand.name,
        "brand_slug": row.brand.slug,
        "product": row.product.called,
        "category": row.product.category,
        "device": _device(row.device) if row.device else None,
        "customer": people.masked(row.customer),
        "helper": people.masked(row.helper) if row.helper else None,
        "division": row.place.division,
    }


def _device(row: Device) -> DeviceView:
    return DeviceView(serial_tail=row.serial[-4:], bought_date=row.bought_date, proof=row.proof)


SAME = [
    "id",
    "number",
    "state",
    "kind",
    "mode",
    "channel",
    "urgent",
    "urged",
    "wanted_from_at",
    "wanted_to_at",
    "covered",
    "covered_until",
    "cover_why",
    "cover_source",
    "created_at",
    "redirected_to",
    "outcome",
    "reworks",
]


def _parts(row: Repair) -> tuple[PartView, ...]:
    rows = row.used_parts.select_related("line").order_by("at", "id")
    return tuple(
        PartView(code=one.line.code, name=one.line.name, quantity=one.quantity, serial=one.serial) for one in rows
    )


def _guarantee(row: Repair) -> GuaranteeView | None:
    known = getattr(row, "guarantee", None)
    return known and GuaranteeView(days=known.days, from_date=known.from_date, until_date=known.until_date)


def steps_of(row: Repair, actor: Actor) -> list[Step]:
    """Give the steps an actor may take with a repair now."""
    return buttons(row, actor)


def duplicates_of(row: Repair) -> tuple[DuplicateView, ...]:
    """List the open repairs of the same product by the same customer or of the same device, newest first."""
    same = Q(customer=row.customer_id)
    if row.customer.phone_index:
        same |= Q(customer__in=Person.objects.filter(phone_index=row.customer.phone_index).values("pk"))
    if row.device_id:
        same |= Q(device=row.device_id)
    rows = Repair.objects.filter(same, product=row.product_id).exclude(pk=row.pk)
    rows = rows.filter(state__in=UNDER_WAY).order_by("-created_at")
    return tuple(DuplicateView(number=one.number, state=one.state, created_at=one.created_at) for one in rows[:5])


def _earlier(row: Repair) -> int:
    same = Q(device=row.device_id) if row.device_id else Q(customer=row.customer_id, product=row.product_id)
    return Repair.objects.filter(same, created_at__lt=row.created_at).count()
