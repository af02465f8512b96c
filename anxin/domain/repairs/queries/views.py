"""One repair whole: stepper, clocks, timeline by audience, quote, bill, visit, buttons."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from anxin.core import phones, timeline, vault
from anxin.core.actors import Actor
from anxin.core.headlines import Headline
from anxin.core.imports.queries import old_number_of
from anxin.core.states import Step, buttons
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
    ClockView,
    EntryLine,
    audience_of,
    clock_view,
    is_silent,
    stepper_of,
    told_to,
    unsaid,
)
from anxin.domain.repairs.queries.quotes import QuoteView, quote_view
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries import CallView, VisitView


@dataclass(frozen=True, kw_only=True)
class DeviceView:
    """The device, by the tail of its serial for customers and technicians before acceptance."""

    serial_tail: str
    bought_date: date | None
    said: bool  # by who reported it, and never proved
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
    old_number: str
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
    first_aid: tuple[str, ...]
    told: str
    pictures: tuple[PictureView, ...]
    urgent: bool
    urged: int
    wanted_from_at: datetime
    wanted_to_at: datetime
    wish_told: bool
    """Whether somebody named that window; it is planned with, where a file named none."""
    former: FormerView | None
    covered: bool
    covered_until: date | None
    warranty_why: str
    warranty_open: bool
    warranty_source: str
    bought_said: date | None
    bought_proved: date | None
    bought_other: date | None
    word_reference: str
    created_at: datetime
    redirected_to: str
    outcome: str
    reworks: int
    help_way: str
    help_link: str
    again_until: date | None
    headline: Headline
    stepper: tuple[rules.RepairStage, ...]
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
    landline: bool
    custody: CustodyView | None

    @property
    def wished_for(self) -> bool:
        """Return whether its customer said himself when somebody is to come; of a claim, or by a file, nobody did."""
        return self.wish_told and not rules.is_of_claim(channel=self.channel, why=self.warranty_why)

    @property
    def only_looked_at(self) -> bool:
        """Return whether somebody only looks, for a claim: nothing is mended, nothing charged."""
        return rules.is_for_claim(self.warranty_why)

    @property
    def question(self) -> str:
        """Return what a look for a claim is to find out."""
        return next((one.text for one in self.timeline if one.code == "repairs.question"), "")

    @property
    def at_work(self) -> bool:
        """Return whether a technician is at it."""
        return self.state == "in_service"

    @property
    def calls_now(self) -> tuple[CallView, ...]:
        """Return the calls since whoever has the visit was named: of one before him none counts for him."""
        calls = self.visit.calls if self.visit else ()
        named = [one.started_at for one in self.clocks if one.kind == "repairs.called"]
        return tuple(one for one in calls if one.at >= max(named)) if named else calls

    @property
    def asks_payment(self) -> bool:
        """Return whether its customer is asked to pay: he has agreed to the bill, or what is mended waits for it."""
        by_transfer = self.headline.says.endswith("_by_transfer")
        return by_transfer or self.headline.main == "pay" or (self.bill is not None and self.bill.state == "agreed")

    @property
    def word_until(self) -> datetime | None:
        """Return until when the brand may object to the word that the desk wrote down; None where nothing waits."""
        waits = self.word_reference and not self.covered and self.state in REPAIR.capabilities["check_cover"]
        due = [one.due_at for one in self.clocks if one.kind == rules.BRAND_WORD and one.met_at is None]
        return max(due) if waits and due else None

    @property
    def brand_said(self) -> str:
        """Return how the record says that the brand pays, or did not object; empty where it doesn't."""
        return next((one.sentence for one in self.timeline if one.code == "repairs.brand_said"), "")

    @property
    def first_aid_now(self) -> tuple[str, ...]:
        """Return what the customer can do himself: only until somebody has come, or has his goods."""
        return self.first_aid if self.state in REPAIR.capabilities["first_aid"] and not self.in_our_hands else ()

    @property
    def shown_quote(self) -> QuoteView | None:
        """Return the quote its customer reads; of a repair that is over none."""
        return self.quote if self.state not in REPAIR.ends else None

    @property
    def agreed_quote(self) -> bool:
        """Return whether a quote was agreed on, and no bill stands in its place yet."""
        return self.quote is not None and self.quote.agreed and self.bill is None

    @property
    def try_together(self) -> bool:
        """Return whether somebody helps from afar, or is about to."""
        return self.mode == "remote" and self.state in REPAIR.capabilities["try_together"]

    @property
    def in_our_hands(self) -> bool:
        """Return whether the goods have left the customer, whoever has them now."""
        return self.custody is not None and self.custody.holder != "customer"

    @property
    def lies_here(self) -> bool:
        """Return whether the goods wait at an outlet for their bench: nobody is looked for."""
        return self.custody is not None and self.state == "triaged"

    @property
    def billed_ahead(self) -> bool:
        """Return whether the bill stands before it is mended at the bench: nobody is asked for anything until then."""
        at_bench = self.custody is not None and self.custody.mended is None
        return at_bench and self.bill is not None and self.bill.state == "shown"

    @property
    def freed(self) -> str:
        """Return for which reason of a claim it is free; empty where it isn't."""
        return self.warranty_why if self.covered and self.warranty_why in rules.OF_CLAIM else ""

    @property
    def settled(self) -> bool:
        """Return whether nobody is to come any more: its work was done, or it ended."""
        return self.worked or self.state in REPAIR.ends

    @property
    def in_price_list(self) -> bool:
        """Return whether its service is no part of the warranty, whatever the device's own is."""
        return not self.covered and self.warranty_why == rules.NOT_WARRANTED

    @property
    def worked(self) -> bool:
        """Return whether the work was done, whatever came of it."""
        return self.state in ("done", "confirmed", "closed", "disputed")


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
    inside = "customer" not in actor.roles
    clocks, allowed = tuple(clock_view(one, now=now) for one in own.clocks), tuple(buttons(row, actor))
    code = visits.code_for_customer(found.visit, actor=actor) if found.visit else ""
    goods = _goods(own, actor)
    return RepairView(
        **{name: getattr(row, name) for name in SAME},
        **_wanted(row, visit, entries),
        **_head(row),
        **_own(own),
        headline=headline_of(
            row,
            visit=visit,
            read=found.own,
            bill=bill,
            code=code,
            clocks=clocks,
            entries=entries,
            allowed=allowed,
            goods=goods,
            served=found.served,
            now=now,
        ),
        told=_told(row) if own.near and not gone else "",
        stepper=stepper_of(row, entries, visit=_at(visit), quote=_at(quote), custody=_at(goods), bill=_at(bill)),
        clocks=clocks,
        timeline=told_to(audience, unsaid(entries) if gone else entries),
        visit=visit,
        quote=quote,
        bill=bill,
        duplicates=tuple(DuplicateView(**one) for one in own.duplicates) if inside else (),
        earlier=own.earlier if inside else 0,
        completion_code=code,
        landline=bool(visit and visit.code_ready) and not phones.is_mobile(people.dialled(row.customer)),
        buttons=allowed,
        may_see_address=own.near,
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
        own.custody, photos=own.custody_photos, claims=own.parcel_claims, closures=own.outlet_closures, actor=actor
    )


class _Own(TypedDict):
    pictures: tuple[PictureView, ...]
    symptoms: tuple[str, ...]
    first_aid: tuple[str, ...]
    parts: tuple[PartView, ...]


def _own(own: OwnRows) -> _Own:
    return {
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
    *("id", "number", "state", "kind", "mode", "channel", "urgent", "urged", "covered"),
    *("covered_until", "warranty_why", "warranty_source", "bought_said", "bought_proved", "bought_other"),
    "word_reference",
    *("created_at", "redirected_to", "outcome", "reworks", "help_way", "help_link", "again_until"),
)


def _guarantee(row: Repair) -> GuaranteeView | None:
    known = getattr(row, "guarantee", None)
    return known and GuaranteeView(days=known.days, from_date=known.from_date, until_date=known.until_date)
