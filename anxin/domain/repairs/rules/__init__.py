"""What is decided about a repair: the public stepper, prices in warranty, the guarantee."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.domain.repairs.states import HELPING
from anxin.domain.visits.rules import BENCH

STEPS = ("registered", "sealed", "arranging", "visiting", "assured")


@dataclass(frozen=True, kw_only=True)
class RepairStepperFacts:
    """What the stepper looks at: states and moments of the repair and its rows."""

    repair: str
    mode: str = "visit"
    look: bool = False
    nobody: bool = False  # who could be sent there
    visit: str = ""
    quote: str = ""
    bill: str = ""
    custody: str = ""
    submitted_at: datetime
    accepted_at: datetime | None = None
    assigned_at: datetime | None = None
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    confirmed_at: datetime | None = None
    taken_over_at: datetime | None = None
    """When it came from another system; when its steps were taken there nobody here knows."""


@dataclass(frozen=True, kw_only=True)
class RepairStage:
    """One step of the public stepper: past, now, paused, ahead or broken off; with a note's code."""

    name: str
    state: str
    at: datetime | None
    note: str


def _arranging(sight: RepairStepperFacts) -> tuple[str, str]:
    if sight.assigned_at:
        return "past", "technician_set"
    if sight.repair in ("waiting_brand", "waiting_goods", "waiting_customer", "waiting_part"):
        return "paused", sight.repair
    if sight.accepted_at:
        asking = "asking_technicians" if sight.visit == "offered" else "looking"
        return "now", "nobody_left" if sight.nobody else asking
    return "ahead", ""


def _visiting(sight: RepairStepperFacts) -> tuple[str, str]:
    if sight.finished_at:
        return "past", "looked_at" if sight.look else "put_right"
    if not sight.assigned_at:
        return "ahead", ""
    if sight.repair in ("waiting_brand", "waiting_goods", "waiting_customer", "waiting_part"):
        return "paused", sight.repair
    if sight.quote == "sent":
        return "paused", "quote_waits"
    notes = {"booked": "booked", "on_the_way": "on_the_way", "on_site": "on_site"}
    return "now", notes.get(sight.visit, "window_to_agree")


def _assured(sight: RepairStepperFacts) -> tuple[str, str]:
    after = "found_given" if sight.look else "guarantee_runs"
    if sight.repair == "closed":
        return "past", after
    if sight.confirmed_at:
        return "now", "bill_open" if sight.bill in ("shown", "agreed") else after
    if sight.repair == "disputed":
        return "paused", "disputed"
    if sight.finished_at:
        return "now", "please_confirm"
    return "ahead", ""


def stepper(sight: RepairStepperFacts) -> tuple[RepairStage, ...]:
    """Derive the public stepper; it is stored nowhere."""
    registered = ("past", "numbered") if sight.accepted_at else ("now", "waiting_for_acceptance")
    rows = (
        ("registered", *registered, sight.submitted_at),
        ("sealed", "past", "sealed", sight.submitted_at),
        *_work(sight),
    )
    there = sight.taken_over_at
    steps = [
        RepairStage(name=name, state=state, note=note, at=None if at == there and name != "sealed" else at)
        for name, state, note, at in rows
    ]
    if sight.repair in ("cancelled", "redirected", "solved_remotely"):
        steps = [_broken(one, sight.repair) if one.state in ("now", "paused") else one for one in steps]
    return tuple(steps)


def _work(sight: RepairStepperFacts) -> Iterable[tuple[str, str, str, datetime | None]]:
    """Return the steps between registering and the end, as the way has them."""
    if sight.mode == "remote" or sight.repair in HELPING.split():  # nobody is looked for meanwhile
        yield "helping", *_helping(sight), None
        return
    if sight.mode in BENCH:
        yield from _bench(sight)
        return
    arranging, visiting, assured = _arranging(sight), _visiting(sight), _assured(sight)
    if sight.repair == "rework":
        arranging, visiting, assured = ("now", "rework"), ("ahead", ""), ("ahead", "")
    yield "arranging", *arranging, sight.assigned_at
    yield "visiting", *visiting, sight.finished_at or sight.arrived_at
    yield "assured", *assured, sight.confirmed_at


_LIES = {"held": "on_the_shelf", "at_bench": "on_the_bench"}
_ON_THE_WAY = ("", "expected", "received", "sent_in", "arrived", "missing")


def _bench(sight: RepairStepperFacts) -> Iterable[tuple[str, str, str, datetime | None]]:
    """Return the steps of goods that are brought or sent in: handed over, mended, back."""
    here = sight.custody not in _ON_THE_WAY
    done = sight.repair in ("done", "disputed", "confirmed", "closed")
    waits = sight.repair in ("waiting_part", "waiting_brand", "waiting_customer")
    coming = ("now", sight.custody or "expected") if sight.accepted_at else ("ahead", "")
    yield "handing_over", *(("past", "goods_here") if here or done else coming), None
    lies = _LIES.get(sight.custody, "")
    note = "quote_waits" if sight.quote == "sent" and not done else sight.repair if waits else lies
    paused = "paused" if waits or note == "quote_waits" else "now"
    mending = ("past", "put_right") if done else (paused, note) if here else ("ahead", "")
    yield "mending", *mending, sight.finished_at
    backing = ("now", sight.custody) if sight.custody in ("ready", "sent_back") else ("ahead", "")
    yield (
        "assured",
        *(_assured(sight) if sight.confirmed_at or sight.repair == "disputed" else backing),
        sight.confirmed_at,
    )


def _helping(sight: RepairStepperFacts) -> tuple[str, str]:
    if not sight.accepted_at:
        return "ahead", ""
    notes = {"accepted": "helper_calls", "helped": "say_whether"}
    return "now", notes.get(sight.repair, "helping")


def _broken(one: RepairStage, why: str) -> RepairStage:
    state = "past" if why == "solved_remotely" else "broken"
    return RepairStage(name=one.name, state=state, note=why, at=one.at)


NOT_WARRANTED = "not_warranted"
"""Why a service is paid for that is no part of the warranty, whatever the device's own is."""
COVER_OPEN = frozenset({"unknown", "no_term", "no_purchase_date", "bought_in_future", "unproved"})


def is_warranty_open(*, covered: bool, why: str) -> bool:
    """Return whether nobody knows yet if the warranty covers it: that is no "out of warranty"."""
    return not covered and why in COVER_OPEN


BRAND_SAID = "brand_said"
"""Why it is covered where the brand itself said so, whatever terms are known here."""
BRAND_WORD = "repairs.brand_word"
"""The clock until whose end the brand may object to what the desk wrote down as its word."""


OF_CLAIM = {"decision": "by_decision", "inspection": "by_inspection"}
"""What a claim makes free, whatever the warranty says, and how a line says so."""


def is_of_claim(*, channel: str, why: str) -> bool:
    """Return whether a claim asked for a repair: what ends it ends the claim as well."""
    return channel == "claim" or why in OF_CLAIM


def is_for_claim(why: str) -> bool:
    """Return whether a repair is no more than a look at the goods for a claim: nothing is quoted, or goes in."""
    return why == "inspection"


FOR_A_REASON = ("excluded", "beyond_decision")
"""Why a line is charged that would be free: its technician says why it is not covered."""


def pays(*, full_fen: int, covered: bool, kind: str, excluded: bool, why: str = "") -> tuple[int, str]:
    """Return what the customer pays of a line and why: nothing in warranty, unless the term excludes it.

    `why` is the code of the warranty: where it is still open the sum is for now, and says so. What a claim decided is
    free, its visit fee too; what its customer damaged himself beyond that is not.
    """
    if covered and why in OF_CLAIM:
        return (full_fen, "beyond_decision") if excluded else (0, OF_CLAIM[why])
    if is_warranty_open(covered=covered, why=why):
        return full_fen, "term_open" if why == "no_term" else "cover_open"
    if not covered and why == NOT_WARRANTED:
        return full_fen, "by_price_list"
    if not covered:
        return full_fen, "out_of_warranty"
    if excluded:
        return full_fen, "excluded"
    return 0, "in_warranty" if kind != "fee" else "fee_in_warranty"


TAKEN_OVER_WITH = {"arranged": ("technician", "day", "hours"), "in_service": ("technician", "day", "hours")}
"""What a repair that comes from elsewhere in such a state has to name."""
MAY_GO_ON = ("in_service",)
"""In these states somebody is at work: his window may be over by now."""
VISIT_TAKEN_OVER = {"arranged": "booked", "in_service": "on_site"}
GOODS_TAKEN_OVER = {
    **dict.fromkeys(("submitted", "accepted", "waiting_goods"), ("expected", "sent_in", "arrived")),
    **dict.fromkeys(("triaged", "in_service", "waiting_part", "waiting_brand"), ("held",)),
    "waiting_customer": ("held", "ready", "sent_back"),
    "rework": ("expected", "sent_in", "arrived"),
    **dict.fromkeys(("done", "disputed"), ("returned", "ready", "sent_back")),
    **dict.fromkeys(("closed", "cancelled"), ("returned",)),
}
"""Where a thing that was brought or sent in may be while its repair comes from elsewhere in such a state."""
BENCH_TAKEN_OVER = {"in_service": "triaged"}
"""What is worked on there lies on a shelf here until somebody takes it to his bench."""
PROMISED_FROM = {
    "submitted": ("repairs.acknowledged", "acknowledge_min"),
    "accepted": ("repairs.assigned", "assign_min"),
    "triaged": ("repairs.assigned", "assign_min"),
}
"""Which promise runs from the moment a repair is taken over, and how long it is."""
OF_A_CLAIM = ("claim", "import")
"""The channels of repairs that may belong to a claim."""


def guarantee_days(published: Iterable[int], *, former: int | None, unsaid: int) -> int:
    """Return how many days a repair is guaranteed: the most that the price list says of what was done.

    Where it says it of nothing that was done, `unsaid` counts; what is redone is guaranteed no shorter than it was.
    """
    said = [*published] if former is None else [*published, former]
    return max(said, default=unsaid)


def guarantee_until(*, day: date, days: int) -> date:
    """Return the last day of a repair's guarantee."""
    return day + timedelta(days=days)


URGE_EVERY = timedelta(minutes=10)
"""Urging again so soon changes nothing."""


def may_come_back(*, on: date, until: date | None) -> bool:
    """Return whether the same fault may come back today: free of charge under guarantee, or as solved from afar."""
    return until is not None and on <= until


def may_report_for(*, kind: str, own: bool) -> bool:
    """Return whether an organisation's program may report a fault of a brand: a brand's own, a seller's any."""
    return own if kind == "brand" else kind in ("operator", "merchant", "platform")
