"""What to do next on a job: one heading, one sentence, one button."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.domain.repairs.queries import RepairView
from anxin.domain.visits.queries import VisitView
from anxin.domain.visits.rules import POINT
from anxin.domain.visits.wording import UNFINISHED
from anxin.faces.words import fen, hour, until

SIGNED = "signature"
LAST_SHOTS = ("door", "after", SIGNED)
SHORT = {
    "before": gettext_lazy("the start"),
    "plate": gettext_lazy("the type plate"),
    "work": gettext_lazy("the fault"),
    "after": gettext_lazy("the result"),
    "door": gettext_lazy("the open door"),
}


@dataclass(frozen=True, kw_only=True)
class Next:
    """The next step: its name and words, its button, and the picture slot it fills."""

    name: str
    heading: str
    text: str = ""
    action: Mapping[str, object] = field(default_factory=dict)
    slot: str = ""


def next_of(visit: VisitView, repair: RepairView, *, latest: bool) -> Next:
    """Return what the technician does now."""
    if visit.over or not latest:
        return _ended(visit, repair)
    if visit.unbooked:
        return _arrange(visit)
    if visit.booked:
        return _leave(visit)
    if visit.coming:
        return _arrive(visit)
    return _at_work(visit, repair)


def _ended(visit: VisitView, repair: RepairView) -> Next:
    if visit.finished:
        due = repair.bill.due_fen if repair.bill else 0
        if repair.custody and repair.custody.mended:
            return Next(name="done", heading=_("Mended; it waits for its customer"))
        return Next(name="done", heading=_("Done, the customer confirmed"), text=_owed(repair).format(sum=fen(due)))
    if visit.broken_off:
        why = str(UNFINISHED.get(visit.outcome, visit.outcome))
        heading = _("Not finished: {why}").format(why=why)
        return Next(name="unfinished", heading=heading, text=_("The desk has it now. You need to do nothing more."))
    if visit.called_off:
        text = _("The customer or the desk called it off. Please do not go there.")
        return Next(name="cancelled", heading=_("Called off"), text=text)
    return Next(name="over", heading=_("Somebody else went on with this one"))


def _owed(repair: RepairView) -> str:
    if repair.bill is None or not repair.bill.due_fen:
        return _("Nothing is left to pay.")
    if repair.headline.says == "bill_in_cash":
        return _("Nobody takes money online here yet: take {sum} in cash, as it says at the bill.")
    if repair.headline.says == "bill_unpaid":
        return _(
            "{sum} is too much for cash, and nobody takes money online here yet: the desk agrees on how it is paid."
        )
    return _("The customer still pays {sum} on his page.")


def _arrange(visit: VisitView) -> Next:
    spoke = any(one.answered and one.by_kind == "technician" for one in visit.calls)
    if not spoke:
        tried = any(one.by_kind == "technician" for one in visit.calls)
        text = _("Nobody answered. Try again in a few minutes.") if tried else ""
        wish = _("The customer would like {window}.").format(window=until(visit.wanted_from_at, visit.wanted_to_at))
        call = {"name": _("Call the customer"), "url": _url("call", visit), "icon": "phone", "primary": True}
        return Next(name="call", heading=_("Call and agree on a window"), text=text or wish, action=call)
    book = {"name": _("Book the window"), "url": _url("window", visit), "icon": "calendar-clock", "primary": True}
    text = _("You spoke with the customer. Now write the window down, so that it counts for both.")
    return Next(name="book", heading=_("Book the window you agreed on"), text=text, action=book)


def _leave(visit: VisitView) -> Next:
    window = visit.appointment
    said = until(window.from_at, window.to_at) if window else ""
    leave = {"name": _("I am on my way"), "form": "departure", "icon": "navigation", "primary": True}
    text = _("The customer sees that you are coming.")
    return Next(name="set_out", heading=_("Go there: {window}").format(window=said), text=text, action=leave)


def _arrive(visit: VisitView) -> Next:
    window = visit.appointment
    due = _("Be there by {hour}.").format(hour=hour(window.to_at)) if window else ""
    arrive = {"name": _("I am at the door"), "form": "arrival", "icon": "map-pin", "primary": True}
    text = _("Only the distance to the door is kept, not where you are.")
    return Next(name="arrive", heading=due or _("Check in at the door"), text=text, action=arrive)


def _at_work(visit: VisitView, repair: RepairView) -> Next:
    if not visit.identified:
        check = {"name": _("Check and write it down"), "url": _url("identity", visit), "icon": "user-check"}
        text = _("A document, and a witness by name. Nothing is opened before.")
        heading = _("Check who wants the lock opened")
        return Next(name="identity", heading=heading, text=text, action=check | {"primary": True})
    first = next((slot for slot in visit.missing_slots if slot not in LAST_SHOTS and not slot.startswith(POINT)), "")
    quote = repair.quote
    if first:
        return _shot(visit, first)
    if quote is None or not (quote.waits or quote.agreed):
        return _quote(visit, refused=quote is not None and quote.refused)
    if quote.waits:
        wait = {"name": _("Look again"), "url": _url("job", visit), "icon": "refresh-cw", "primary": True}
        text = _(
            "{sum}. Nothing is taken apart or charged before the customer agrees, on his page or signed here."
        ).format(sum=fen(quote.total_fen))
        return Next(name="wait", heading=_("The customer reads your quote"), text=text, action=wait)
    if any(not one.done for one in visit.checks):
        tick = {"name": _("To the check list"), "url": "#checks", "icon": "clipboard-list", "primary": True}
        text = _("Say what is done and what you found; the customer reads it too.")
        return Next(name="checks", heading=_("Go through the check list"), text=text, action=tick)
    last = [slot for slot in visit.missing_slots if slot != SIGNED]
    if last:
        return _shot(visit, last[0])
    if visit.missing_slots:
        return _sign()
    if not visit.parts_stated:
        state = {"name": _("State the parts"), "url": "#parts", "icon": "package", "primary": True}
        text = _("What went in, or that nothing did. The customer then sees the bill.")
        return Next(name="parts", heading=_("Which parts went in?"), text=text, action=state)
    return _mended() if repair.custody else _code(visit)


def _shot(visit: VisitView, slot: str) -> Next:
    name = visit.slot_names[slot]
    shoot = {
        "name": _("Next: {picture}").format(picture=SHORT.get(slot, name)),
        "url": f"#photo-{slot}",
        "icon": "camera",
    }
    return Next(
        name="photo", heading=_("Take now: {picture}").format(picture=name), action=shoot | {"primary": True}, slot=slot
    )


def _sign() -> Next:
    sign = {"name": _("To the signature"), "url": "#signature", "icon": "pencil", "primary": True}
    text = _("Hand the phone over: the customer reads what was done and signs with a finger.")
    return Next(name="sign", heading=_("Have the work signed for"), text=text, action=sign)


def _quote(visit: VisitView, *, refused: bool) -> Next:
    write = {"name": _("Write the quote"), "url": _url("quote", visit), "icon": "receipt", "primary": True}
    if refused:
        text = _("Quote what he does want, or end the visit under “Something is up”. What he refused is not charged.")
        return Next(name="quote", heading=_("The customer said no to the quote"), text=text, action=write)
    text = _("Only prices of the published list. In warranty the customer pays nothing; send it all the same.")
    return Next(name="quote", heading=_("Tell the customer what it costs"), text=text, action=write)


def _mended() -> Next:
    done = {"name": _("It is mended"), "form": "mended", "icon": "check", "primary": True}
    text = _("It goes on the shelf. The customer reads that it is mended, and how it comes back.")
    return Next(name="mended", heading=_("Try it once more, then say that it is mended"), text=text, action=done)


def _code(visit: VisitView) -> Next:
    if visit.code_locked:
        text = _("Three wrong codes. An agent rings the customer and finishes it from here; you may go on.")
        look = {"name": _("Look again"), "url": _url("job", visit), "icon": "refresh-cw", "primary": True}
        return Next(name="locked", heading=_("The code is locked"), text=text, action=look)
    enter = {"name": _("Finish with this code"), "form": "completion", "icon": "check", "primary": True}
    text = _("Let the customer try it three times, then read out the six digits on his page.")
    return Next(name="code", heading=_("Enter the completion code"), text=text, action=enter)


def _url(name: str, visit: VisitView) -> str:
    return reverse(f"technician:{name}", args=[visit.number])
