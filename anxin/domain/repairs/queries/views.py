"""One repair whole, read for a page."""

from datetime import datetime
from typing import TypedDict

from anxin.core import phones, timeline, vault
from anxin.core.actors import Actor
from anxin.core.imports.queries import old_number_of
from anxin.core.states import buttons
from anxin.core.timeline import EntryView
from anxin.domain.custody import queries as custody
from anxin.domain.custody.queries import CustodyView
from anxin.domain.goods.models import Device
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries import BillView
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.companions import OwnRows, RepairCompanions, companions_of
from anxin.domain.repairs.queries.former import FormerView, former_of, is_wish
from anxin.domain.repairs.queries.headline import headline_of
from anxin.domain.repairs.queries.history import (
    OPENED,
    audience_of,
    clock_view,
    is_silent,
    stepper_of,
    told_to,
    unsaid,
)
from anxin.domain.repairs.queries.quotes import QuoteView, quote_view
from anxin.domain.repairs.queries.repair_views import (
    DeviceView,
    DuplicateView,
    GuaranteeView,
    PartView,
    PictureView,
    RepairView,
)
from anxin.domain.repairs.rules.headline import NOBODY_LEFT
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries import VisitView


def view(row: Repair, *, actor: Actor, now: datetime, read: RepairCompanions | None = None) -> RepairView:
    """Show a repair whole (the row as `repair()` finds it; four queries, however long its story).

    `read` is what a page has read beside it already: two queries less.
    """
    found = read or companions_of(row, actor=actor, now=now)
    own = found.own
    visit = visits.view_of(found.visit, actor=actor) if found.visit else None
    quote = quote_view(own.quote, own.quote_lines, actor=actor) if own.quote else None
    bill = ledger.view_of(found.bill) if found.bill else None
    audience = audience_of(actor)
    gone = is_silent(row, audience)
    entries = timeline.read(row.stream(), opened=OPENED, opened_for=audience)
    clocks, allowed = tuple(clock_view(one, now=now) for one in own.clocks), tuple(buttons(row, actor))
    code = visits.code_for_customer(found.visit, actor=actor) if found.visit else ""
    goods = _goods(own, actor)
    headline = headline_of(
        row, visit, read=found, bill=bill, code=code, clocks=clocks, entries=entries, may=allowed, goods=goods, now=now
    )
    parts = {"visit": _at(visit), "quote": _at(quote), "custody": _at(goods), "bill": _at(bill)}
    return RepairView(
        **{name: getattr(row, name) for name in SAME},
        **_wanted(row, visit, entries),
        **_head(row),
        **_own(own, inside="customer" not in actor.roles),
        headline=headline,
        told=_told(row) if own.near and not gone else "",
        stepper=stepper_of(row, entries, nobody=headline.says in NOBODY_LEFT, **parts),
        clocks=clocks,
        timeline=told_to(audience, unsaid(entries) if gone else entries),
        visit=visit,
        quote=quote,
        bill=bill,
        completion_code=code,
        landline=bool(visit and visit.code_ready) and not phones.is_mobile(people.dialled(row.customer)),
        buttons=allowed,
        may_see_address=own.near and not visits.is_shut_to(found.visit, actor),
        custody=goods,
    )


def _told(row: Repair) -> str:
    return vault.open_("repairs.told", row.id, row.told_sealed) if row.told_sealed else ""


def _at(part: VisitView | QuoteView | CustodyView | BillView | None) -> str:
    return part.state if part else ""


def _goods(own: OwnRows, actor: Actor) -> CustodyView | None:
    if own.custody is None:
        return None
    return custody.view_of(
        own.custody,
        photos=own.custody_photos,
        claims=own.parcel_claims,
        closures=own.outlet_closures,
        actor=actor,
        disowned=own.is_disowned,
    )


class _Own(TypedDict):
    duplicates: tuple[DuplicateView, ...]
    earlier: int
    pictures: tuple[PictureView, ...]
    symptoms: tuple[str, ...]
    first_aid: tuple[str, ...]
    parts: tuple[PartView, ...]


def _own(own: OwnRows, *, inside: bool) -> _Own:
    return {
        "duplicates": tuple(DuplicateView(**one) for one in own.duplicates) if inside else (),
        "earlier": own.earlier if inside else 0,
        "pictures": tuple(PictureView(**one) for one in own.pictures),
        "symptoms": own.faults,
        "first_aid": own.first_aid,
        "parts": tuple(PartView(**one) for one in own.parts),
    }


class _Wanted(TypedDict):
    wanted_from_at: datetime
    wanted_to_at: datetime
    wish_told: bool
    former: FormerView | None


def _wanted(row: Repair, visit: VisitView | None, entries: list[EntryView]) -> _Wanted:
    """Return the window that is wanted now: the visit's, which moves, while it is to come, else the report's."""
    found = visit if visit and not visit.over else row
    window = (found.wanted_from_at, found.wanted_to_at)
    return {
        "wanted_from_at": window[0],
        "wanted_to_at": window[1],
        "wish_told": is_wish(row, *window),
        "former": former_of(entries),
    }


class _Head(TypedDict):
    old_number: str
    brand: str
    brand_slug: str
    product: str
    category: str
    device: DeviceView | None
    customer: PersonView
    helper: PersonView | None
    division: str
    guarantee: GuaranteeView | None
    warranty_open: bool


def _head(row: Repair) -> _Head:
    return {
        "old_number": old_number_of(row),
        "brand": row.brand.name,
        "brand_slug": row.brand.slug,
        "product": row.product.called,
        "category": row.product.category,
        "device": _device(row.device) if row.device else None,
        "customer": people.masked(row.customer),
        "helper": people.masked(row.helper) if row.helper else None,
        "division": row.place.division,
        "guarantee": _guarantee(row),
        "warranty_open": rules.is_warranty_open(covered=row.covered, why=row.warranty_why),
    }


def _device(row: Device) -> DeviceView:
    return DeviceView(serial_tail=row.serial[-4:], bought_date=row.bought_date, said=row.bought_said, proof=row.proof)


SAME = (
    *("id", "number", "state", "kind", "mode", "channel", "urgent", "peril", "urged", "covered"),
    *("covered_until", "warranty_why", "warranty_source", "bought_said", "bought_proved", "bought_other"),
    "word_reference",
    *("created_at", "redirected_to", "outcome", "reworks", "help_way", "help_link", "again_until"),
)


def _guarantee(row: Repair) -> GuaranteeView | None:
    known = getattr(row, "guarantee", None)
    return known and GuaranteeView(days=known.days, from_date=known.from_date, until_date=known.until_date)
