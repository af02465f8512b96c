"""What a page is told of one repair: stepper, clocks, timeline by audience, quote, bill, visit, buttons."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.core.headlines import Headline
from anxin.core.states import Step
from anxin.domain.custody.queries import CustodyView
from anxin.domain.ledger.queries import BillView
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs import rules
from anxin.domain.repairs.queries.former import FormerView
from anxin.domain.repairs.queries.history import ClockView, EntryLine
from anxin.domain.repairs.queries.quotes import QuoteView
from anxin.domain.repairs.rules.headline import TO_PAY
from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.repairs.states import REPAIR
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
    peril: str
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
    def dispute_answer(self) -> str:
        """Return what its customer was answered last, to what he said is wrong."""
        return next((one.text for one in self.timeline if one.code == "repair.answer"), "")

    @property
    def unvouched(self) -> bool:
        """Return whether the brand vouches no more for who is there: its word ended after he came."""
        return self.visit is not None and self.visit.barred

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
        by_transfer = self.how_to_pay.endswith("_by_transfer")
        agreed = self.bill is not None and self.bill.state == "agreed" and may_ask_money(self.state)
        return by_transfer or self.headline.main == "pay" or agreed

    @property
    def how_to_pay(self) -> str:
        """Return the sentence that says how what is open is paid: the headline, or what it says after it."""
        return self.headline.below or self.headline.says

    @property
    def pays_here(self) -> bool:
        """Return whether its customer pays on his page now."""
        return self.headline.main == "pay" or self.headline.below in TO_PAY

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
    def perils_now(self) -> tuple[str, ...]:
        """Return the danger that its report tells of, until somebody has come or has the goods."""
        still = self.peril and self.state in REPAIR.capabilities["first_aid"] and not self.in_our_hands
        return (self.peril,) if still else ()

    @property
    def shown_quote(self) -> QuoteView | None:
        """Return the quote its customer reads; of a repair that is over none."""
        return None if self.over else self.quote

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
    def over(self) -> bool:
        """Return whether it has ended, however."""
        return self.state in REPAIR.ends

    @property
    def settled(self) -> bool:
        """Return whether nobody is to come any more: its work was done, or it ended."""
        return self.worked or self.over

    @property
    def in_price_list(self) -> bool:
        """Return whether its service is no part of the warranty, whatever the device's own is."""
        return not self.covered and self.warranty_why == rules.NOT_WARRANTED

    @property
    def worked(self) -> bool:
        """Return whether the work was done, whatever came of it."""
        return self.state in ("done", "confirmed", "closed", "disputed")
