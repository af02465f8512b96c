"""What the progress page says: the heading, the stepper, the quote, the record, and what to press next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core.timeline import StreamKey
from anxin.core.wording import gap, joined
from anxin.domain.notices import queries as notices
from anxin.domain.notices.wording import TOLD
from anxin.domain.people.wording import ROLES
from anxin.domain.repairs.queries import ClockView, EntryLine, QuoteView, RepairView
from anxin.domain.repairs.rules import RepairStage
from anxin.domain.repairs.wording import CLOCKS
from anxin.domain.repairs.wording.headlines import UNTOLD
from anxin.domain.repairs.wording.kinds import headline_of, note_of, press_of
from anxin.domain.repairs.wording.stepper import STEPPER
from anxin.faces.ground import chips, repair_parts
from anxin.faces.words import full_day, lately, promised, span, wish

if TYPE_CHECKING:
    from anxin.domain.people.models import Person

type Part = dict[str, object]
SHOWN = {"past": "done", "now": "now", "paused": "paused", "ahead": "todo", "broken": "late"}
STEP_CLOCKS = {
    "registered": ("repairs.acknowledged",),
    "helping": ("repairs.helped",),
    "arranging": ("repairs.assigned",),
    "handing_over": ("custody.bring",),
    "mending": ("repairs.mended", "repairs.quote"),
    "visiting": ("repairs.called", "repairs.arrived", "repairs.quote"),
}


@dataclass(frozen=True, kw_only=True)
class SummaryLead:
    """The one thing to read first, and what it means for the reader."""

    heading: str
    text: str = ""


def lead(view: RepairView, *, told: str = "", reached: bool = True) -> SummaryLead:
    """Return one sentence about now and one about what comes next; a late case names who was `told`.

    Whom no message has `reached` none is promised.
    """
    first = view.headline
    heading, text = headline_of(first.says, view.kind, reached=reached)
    values = {
        "late": span(first.late_by),
        "to": view.redirected_to,
        "whom": first.whom,
        "answer": view.dispute_answer,
        "by": lately(view.quote.expires_at, now=timezone.now()) if view.quote and view.quote.expires_at else "",
        "again": full_day(view.again_until) if view.again_until else "",
        "wanted": wish(view.wanted_from_at, view.wanted_to_at),
        "accept": _within(view, "repairs.acknowledged"),
        "assign": _within(view, "repairs.assigned"),
        "call": _within(view, "repairs.called"),
    }
    said = str(text).format(**values)
    return SummaryLead(heading=str(heading).format(**values), text=told + gap() + said if told else said)


def how_to_pay(view: RepairView) -> str:
    """Return how an open bill is paid, where the headline is about something else; empty where it says so itself."""
    owes = view.bill is not None and view.bill.due_fen
    return str(headline_of(view.headline.below, view.kind)[1]) if view.headline.below and owes else ""


def reached(view: RepairView, person: "Person") -> bool:
    """Return whether a message reaches a customer, asked where one would be promised him."""
    return view.headline.says not in UNTOLD or notices.is_told(person)


def told_late(stream: StreamKey, late_by: timedelta, *, now: datetime) -> str:
    """Say who was told that something is late, as the notices that went out have it."""
    found = notices.told_late(stream, since=now - late_by, now=now) if late_by else None
    if found is None or not found.roles:
        return ""
    who = joined(str(ROLES[role]) for role in found.roles)
    return str(TOLD).format(at=lately(found.at, now=now), who=who)


def _within(view: RepairView, kind: str) -> str:
    found = next((one for one in view.clocks if one.kind == kind), None)
    return promised(round(found.total_s / 60) if found else 30)


def steps(view: RepairView) -> list[Part]:
    """Turn the derived stepper into what `{% stepper %}` shows."""
    return [
        {
            "mark": SHOWN[one.state],
            "name": STEPPER[one.name],
            "time": lately(one.at, now=timezone.now()) if one.at else "",
            "clock": _clock(view.clocks, one),
            "note": "" if _late(view, one) else note_of(one.note, kind=view.kind, mode=view.mode),
            "if_late": _if_late(view, one.name) if one.state == "now" and not _late(view, one) else "",
        }
        for one in view.stepper
    ]


def _clock(clocks: Sequence[ClockView], step: RepairStage) -> chips.ClockView | None:
    """Show a step's clock: none that was met the time before, and his own time only while it runs."""
    kinds = STEP_CLOCKS.get(step.name, ())
    mine = [one for one in clocks if one.kind in kinds and not (one.whose == "customer" and (one.late or one.met_at))]
    if step.at is None:
        mine = [one for one in mine if one.met_at is None]
    running = [one for one in mine if one.goes_on] or mine[-1:]
    if not running:
        return None
    one = running[0]
    return chips.ClockView(
        label=str(CLOCKS[one.kind]),
        started_at=one.started_at,
        due_at=one.due_at,
        met_at=one.met_at,
        paused_since=one.paused_since,
        appointed=one.kind == "repairs.arrived",
    )


def _late(view: RepairView, step: RepairStage) -> bool:
    """Return whether a step is the one whose promise is broken: the headline says so, nothing beside it says else."""
    return bool(view.headline.late) and step.state == "now"


def _if_late(view: RepairView, step: str) -> str:
    if step in ("registered", "arranging") and not view.over:
        return _("Should we be late, a person calls you, and the delay stays in the record.")
    return ""


def quote(view: QuoteView) -> Part:
    """Turn a quote into what `{% prices %}` shows."""
    lines = repair_parts.price_lines(view.lines)
    return {"lines": lines, "total_fen": view.total_fen, "version": view.version, "sent_at": view.sent_at}


def trail(entries: Sequence[EntryLine]) -> list[Part]:
    """Turn the record into what `{% timeline %}` shows."""
    kinds = {
        "technician": _("Technician"),
        "customer_link": _("You"),
        "customer_phone": _("You"),
        "stranger": _("You"),
        "token": _("Partner"),
    }
    return [
        {
            "at": one.at,
            "who": one.by or kinds.get(one.by_kind, _("We")),
            "what": one.sentence,
            "why": one.text,
            "done_at": one.done_at,
            "late": one.late,
            "by_system": one.by_kind == "system",
            "erased_on": one.erased_at,
        }
        for one in entries
    ]


def actions(view: RepairView) -> list[Part]:
    """List what lies in the bottom bar: what stands beside, then the main action, solid where it is his turn."""
    first, at = view.headline, [view.number]
    ways: dict[str, Part] = {
        "move": {"url": reverse("customer:window", args=at), "icon": "calendar-clock"},
        "choose": {"url": reverse("customer:window", args=at), "icon": "calendar-clock"},
        "check": {"url": _check_at(view), "icon": "badge-check"},
        "confirm": {"form": "confirm"},
        "wrong": {"url": reverse("customer:dispute", args=at)},
        "not_fixed": {"url": reverse("customer:objection", args=[*at, "not_fixed"])},
        "bill_wrong": {"url": reverse("customer:objection", args=[*at, "bill_wrong"])},
        "pay": {"form": "pay"},
        "redo": {"url": reverse("customer:rework", args=at)},
        "report": {"url": reverse("customer:products")},
        "talk": {"url": reverse("contact:customer", query={"about": view.number}), "icon": "message-square"},
        "urge": {"form": "urge", "icon": "bell"},
        "join": {"url": view.help_link, "icon": "video"},
        "reset": {"form": "reset"},
        "works": {"form": "works"},
        "send": {"url": reverse("customer:window", args=at), "icon": "wrench"},
        "sign": {"form": "receipt-signed"},
        "sent": {"url": reverse("customer:sending-in", args=at), "icon": "package"},
        "as_it_is": {"url": reverse("customer:as-it-is", args=at)},
        "came": {"url": reverse("customer:back", args=at), "icon": "package"},
        "missing": {"url": reverse("customer:missing", args=at)},
        "elsewhere": {"url": reverse("customer:elsewhere", args=at), "icon": "package"},
        "call": {"url": f"tel:{first.phone.replace(' ', '')}", "icon": "phone"},
        "cancel": {"url": reverse("customer:cancellation", args=at)},
    }
    named = [one for one in (*first.beside, first.main) if one in ways]
    return [
        {
            "name": press_of(one, view.kind),
            **ways[one],
            "primary": one == first.main and (first.yours or bool(first.late) or len(named) == 1),
        }
        for one in named
    ]


def _check_at(view: RepairView) -> str:
    visit = view.visit
    him = {"code": visit.technician.number, "goods": visit.skill} if visit and visit.technician else {}
    query = {"kind": "technician", **him} if him else {}
    return reverse("customer:check", query={**query, "brand": view.brand_slug})
