"""What the progress page says: the heading, the stepper, the quote, the record, and what to press next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.domain.repairs.queries import ClockView, EntryLine, QuoteView, RepairView
from anxin.domain.repairs.rules import Step
from anxin.domain.repairs.wording import CLOCKS, NOTES, PAYS, STEPPER
from anxin.faces.ground import chips
from anxin.faces.templatetags.words import lately

type Part = dict[str, object]
SHOWN = {"past": "done", "now": "now", "paused": "paused", "ahead": "todo", "broken": "late"}
STEP_CLOCKS = {
    "registered": ("repairs.acknowledged",),
    "arranging": ("repairs.assigned",),
    "visiting": ("repairs.called", "repairs.arrived", "repairs.quote"),
}
ENDED = ("closed", "cancelled", "redirected", "solved_remotely")


@dataclass(frozen=True, kw_only=True)
class Lead:
    """The one thing to read first, and what it means for the reader."""

    heading: str
    text: str = ""


def lead(view: RepairView) -> Lead:
    """Say where the case stands in one sentence, and what comes next in another."""
    if view.quote and view.quote.state == "sent":
        return Lead(
            heading=_("The technician knows what it is; he waits for your answer to the quote"),
            text=_("Nothing is done or charged before you agree. You may also say no."),
        )
    if view.completion_code and view.state == "in_service":
        return Lead(
            heading=_("Does it work? Then read out the completion code"),
            text=_("Only after you have tried it. The code says that the work is done and the bill is right."),
        )
    if view.state == "redirected":
        return Lead(heading=_("This belongs elsewhere: {to}").format(to=view.redirected_to))
    now = next((one for one in view.stepper if one.state in ("now", "paused", "broken")), view.stepper[-1])
    accept_min, assign_min = _minutes(view, "repairs.acknowledged"), _minutes(view, "repairs.assigned")
    texts = {
        "submitted": _("We accept it within {n} minutes, day and night.").format(n=accept_min),
        "accepted": _("A technician is set within {n} minutes.").format(n=assign_min),
        "confirmed": _("The guarantee runs. If the same fault comes back, press one button here."),
        "closed": _("The guarantee runs. If the same fault comes back, press one button here."),
        "cancelled": _("Nobody comes, nothing is charged. You can report it again at any time."),
        "solved_remotely": _("Nobody comes, nothing is charged. Should it come back, report it again."),
    }
    return Lead(heading=str(NOTES.get(now.note) or STEPPER[now.name]), text=texts.get(view.state, ""))


def _minutes(view: RepairView, kind: str) -> int:
    found = next((one for one in view.clocks if one.kind == kind), None)
    return round(found.total_s / 60) if found else 30


def steps(view: RepairView) -> list[Part]:
    """Turn the derived stepper into what `{% stepper %}` shows."""
    return [
        {
            "state": SHOWN[one.state],
            "name": STEPPER[one.name],
            "time": lately(one.at, now=timezone.now()) if one.at else "",
            "clock": _clock(view.clocks, one),
            "note": NOTES.get(one.note, ""),
            "if_late": _if_late(view, one.name) if one.state == "now" else "",
        }
        for one in view.stepper
    ]


def _clock(clocks: Sequence[ClockView], step: Step) -> chips.ClockView | None:
    """Show a step's clock: none that was met the time before, and no broken promise where it was his own time."""
    mine = [one for one in clocks if one.kind in STEP_CLOCKS.get(step.name, ())]
    if step.at is None:
        mine = [one for one in mine if one.met_at is None]
    running = [one for one in mine if one.state in ("running", "paused")] or mine[-1:]
    if not running or (running[0].late and running[0].whose == "customer"):
        return None
    one = running[0]
    return chips.ClockView(
        label=str(CLOCKS[one.kind]),
        started_at=one.started_at,
        due_at=one.due_at,
        met_at=one.met_at,
        paused_since=one.paused_since,
    )


def _if_late(view: RepairView, step: str) -> str:
    if step in ("registered", "arranging") and view.state not in ENDED:
        return _("Should we be late, a person calls you, and the delay stays in the record.")
    return ""


def quote(view: QuoteView) -> Part:
    """Turn a quote into what `{% prices %}` shows."""
    lines = [
        {
            "key": one.code,
            "name": one.name,
            "why": PAYS.get(one.why, ""),
            "price_fen": one.amount_fen,
            "usual_fen": one.full_fen,
            "optional": one.optional,
            "chosen": one.chosen,
            "count": one.quantity,
        }
        for one in view.lines
    ]
    return {"lines": lines, "total_fen": view.total_fen, "version": view.version, "sent_at": view.sent_at}


def trail(entries: Sequence[EntryLine]) -> list[Part]:
    """Turn the record into what `{% timeline %}` shows."""
    kinds = {
        "technician": _("Technician"),
        "customer_link": _("You"),
        "customer_phone": _("You"),
        "token": _("Partner"),
    }
    return [
        {
            "at": one.at,
            "who": one.by or kinds.get(one.by_kind, _("We")),
            "what": one.sentence,
            "why": one.text,
            "by_system": one.by_kind == "system",
            "erased_on": one.erased_at,
        }
        for one in entries
    ]


def actions(view: RepairView) -> list[Part]:
    """List what lies in the bottom bar: at most one solid button, then the small ones that fit the state."""
    here = {step.name for step in view.buttons}
    at = [view.number]
    found: list[Part] = []
    if view.state in ("arranged", "waiting_customer") and view.visit and view.visit.state == "booked":
        found.append({"name": _("Move it"), "url": reverse("customer:window", args=at), "icon": "calendar-clock"})
    if view.state not in ENDED and view.state not in ("done", "confirmed", "disputed"):
        found.append({"name": _("Urge"), "form": "urge", "icon": "bell"})
    if "rework" in here and view.guarantee:
        found.append({"name": _("The same fault again"), "url": reverse("customer:rework", args=at)})
    if "dispute" in here:
        found.append({"name": _("Something is wrong"), "url": reverse("customer:dispute", args=at)})
    if "confirm" in here:
        found.append({"name": _("It works"), "form": "confirm", "primary": True})
    if view.bill and view.bill.due_fen and view.bill.state == "agreed" and not view.bill.paying:
        found.append({"name": _("Pay"), "form": "pay", "primary": True})
    return found
