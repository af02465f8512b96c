"""What to do next on a job, in words: one heading, one sentence, one button; which step it is, the domain says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.domain.repairs.queries import RepairView
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.repairs.rules.next_step import Progress, next_step
from anxin.domain.visits.queries import VisitView
from anxin.domain.visits.wording import UNFINISHED
from anxin.faces.words import fen, hour, until, wish

SHORT = {
    "before": gettext_lazy("the start"),
    "plate": gettext_lazy("the type plate"),
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


def progress_of(visit: VisitView, repair: RepairView) -> Progress:
    """Return how far a job is, as its page knows it."""
    return Progress(
        spoke=any(one.answered and one.by_technician for one in repair.calls_now),
        missing=visit.missing_slots,
        unticked=any(not one.done for one in visit.checks),
        locked=visit.code_locked,
    )


def next_of(visit: VisitView, repair: RepairView, situation: JobSituation) -> Next:
    """Return what the technician does now, in words and with its button."""
    step = next_step(situation, progress_of(visit, repair))
    if step.slot:
        return _shot(visit, step.slot)
    return SAID[step.name](visit, repair)


def _done(_visit: VisitView, repair: RepairView) -> Next:
    due = repair.bill.due_fen if repair.bill else 0
    if repair.custody and repair.custody.mended:
        return Next(name="done", heading=_("Mended; it waits for its customer"))
    if not may_ask_money(repair.state):
        text = _("The desk answers him first: take no money until then. What he says stands in the record below.")
        return Next(name="done", heading=_("The customer says that something is wrong"), text=text)
    if repair.only_looked_at:
        return Next(name="done", heading=_("Looked at; the customer confirmed"), text=_("The claim goes on with it."))
    return Next(name="done", heading=_("Done, the customer confirmed"), text=_owed(repair).format(sum=fen(due)))


def _unfinished(visit: VisitView, _repair: RepairView) -> Next:
    why = str(UNFINISHED.get(visit.outcome, visit.outcome))
    heading = _("Not finished: {why}").format(why=why)
    return Next(name="unfinished", heading=heading, text=_("The desk has it now. You need to do nothing more."))


def _cancelled(_visit: VisitView, _repair: RepairView) -> Next:
    text = _("The customer or the desk called it off. Please do not go there.")
    return Next(name="cancelled", heading=_("Called off"), text=text)


def _over(_visit: VisitView, _repair: RepairView) -> Next:
    return Next(name="over", heading=_("Somebody else went on with this one"))


def _owed(repair: RepairView) -> str:
    if repair.bill is None or not repair.bill.due_fen:
        return _("Nothing is left to pay.")
    if repair.how_to_pay == "bill_in_cash":
        return _("Nobody takes money online here yet: take {sum} in cash, as it says at the bill.")
    if repair.how_to_pay == "bill_by_transfer":
        return _(
            "{sum} is transferred to the house's account, or paid in cash where this page offers it; never to you."
        )
    if repair.how_to_pay == "bill_unpaid":
        return _(
            "{sum} is too much for cash, and nobody takes money online here yet: the desk agrees on how it is paid."
        )
    if repair.how_to_pay == "no_code_yet":
        return _(
            "The payment provider has not answered the customer yet: {sum} is not paid. Wait for the code on his page, "
            "or take cash where this page offers it."
        )
    return _("The customer still pays {sum} on his page.")


def _call(visit: VisitView, repair: RepairView) -> Next:
    tried = any(one.by_technician for one in repair.calls_now)
    text = _("Nobody answered. Try again in a few minutes.") if tried else ""
    wished = _("The customer would like {window}.")
    planned = _("Planned for {window} without asking the customer: does it suit him?")
    window = wish(visit.wanted_from_at, visit.wanted_to_at)
    said = (wished if repair.wished_for else planned).format(window=window)
    call = {"name": _("Call the customer"), "url": _url("call", visit), "icon": "phone", "primary": True}
    return Next(name="call", heading=_("Call and agree on a window"), text=text or said, action=call)


def _book(visit: VisitView, _repair: RepairView) -> Next:
    book = {"name": _("Book the window"), "url": _url("window", visit), "icon": "calendar-clock", "primary": True}
    text = _("You spoke with the customer. Now write the window down, so that it counts for both.")
    return Next(name="book", heading=_("Book the window you agreed on"), text=text, action=book)


def _leave(visit: VisitView, _repair: RepairView) -> Next:
    window = visit.appointment
    said = until(window.from_at, window.to_at) if window else ""
    leave = {"name": _("I am on my way"), "form": "departure", "icon": "navigation", "primary": True}
    text = _("The customer sees that you are coming.")
    return Next(name="set_out", heading=_("Go there: {window}").format(window=said), text=text, action=leave)


def _not_yet(visit: VisitView, _repair: RepairView) -> Next:
    window = visit.appointment
    said = until(window.from_at, window.to_at) if window else ""
    text = _("It is too early to set out. If you want to come sooner: call the customer, and move it with his yes.")
    move = {"name": _("Move the window"), "url": _url("window", visit), "icon": "calendar-clock"}
    return Next(name="not_yet", heading=_("Go there: {window}").format(window=said), text=text, action=move)


def _barred(_visit: VisitView, _repair: RepairView) -> Next:
    text = _(
        "Do nothing more here, take no money, and leave. Below, say that it can't be done today. Ring your outlet."
    )
    return Next(name="barred", heading=_("Stop: the brand vouches for you no more"), text=text)


def _arrive(visit: VisitView, _repair: RepairView) -> Next:
    window = visit.appointment
    due = _("Be there by {hour}.").format(hour=hour(window.to_at)) if window else ""
    arrive = {"name": _("I am at the door"), "form": "arrival", "icon": "map-pin", "primary": True}
    text = _("Only the distance to the door is kept, not where you are.")
    return Next(name="arrive", heading=due or _("Check in at the door"), text=text, action=arrive)


def _identify(visit: VisitView, _repair: RepairView) -> Next:
    check = {"name": _("Check and write it down"), "url": _url("identity", visit), "icon": "user-check"}
    text = _("A document, and a witness by name. Nothing is opened before.")
    heading = _("Check who wants the lock opened")
    return Next(name="identity", heading=heading, text=text, action=check | {"primary": True})


def _wait(visit: VisitView, repair: RepairView) -> Next:
    wait = {"name": _("Look again"), "url": _url("job", visit), "icon": "refresh-cw", "primary": True}
    total = fen(repair.quote.total_fen) if repair.quote else ""
    text = _("{sum}. Nothing is taken apart or charged before the customer agrees, on his page or signed here.")
    return Next(name="wait", heading=_("The customer reads your quote"), text=text.format(sum=total), action=wait)


def _refused(visit: VisitView, _repair: RepairView) -> Next:
    end = {"name": _("End the visit"), "url": _url("trouble", visit), "icon": "log-out", "primary": True}
    text = _("Quote what he does want, or end the visit under “Something is up”. What he refused is not charged.")
    return Next(name="refused", heading=_("The customer said no to the quote"), text=text, action=end)


def _check(_visit: VisitView, _repair: RepairView) -> Next:
    tick = {"name": _("To the check list"), "url": "#checks", "icon": "clipboard-list", "primary": True}
    text = _("Say what is done and what you found; the customer reads it too.")
    return Next(name="checks", heading=_("Go through the check list"), text=text, action=tick)


def _state(_visit: VisitView, _repair: RepairView) -> Next:
    state = {"name": _("State the parts"), "url": "#parts", "icon": "package", "primary": True}
    text = _("What went in, or that nothing did. The customer then sees the bill.")
    return Next(name="parts", heading=_("Which parts went in?"), text=text, action=state)


def _find(_visit: VisitView, _repair: RepairView) -> Next:
    find = {"name": _("Write down what you found"), "url": "#finding", "icon": "pencil", "primary": True}
    text = _("Both sides of the claim read it, beside your pictures. Nothing is charged.")
    return Next(name="finding", heading=_("What did you find?"), text=text, action=find)


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


def _sign(_visit: VisitView, _repair: RepairView) -> Next:
    sign = {"name": _("To the signature"), "url": "#signature", "icon": "pencil", "primary": True}
    text = _("Hand the phone over: the customer reads what was done and signs with a finger.")
    return Next(name="sign", heading=_("Have the work signed for"), text=text, action=sign)


def _quote(visit: VisitView, _repair: RepairView) -> Next:
    write = {"name": _("Write the quote"), "url": _url("quote", visit), "icon": "receipt", "primary": True}
    text = _("Only prices of the published list. In warranty the customer pays nothing; send it all the same.")
    return Next(name="quote", heading=_("Tell the customer what it costs"), text=text, action=write)


def _mended(_visit: VisitView, _repair: RepairView) -> Next:
    done = {"name": _("It is mended"), "form": "mended", "icon": "check", "primary": True}
    text = _("It goes on the shelf. The customer reads that it is mended, and how it comes back.")
    return Next(name="mended", heading=_("Try it once more, then say that it is mended"), text=text, action=done)


def _locked(visit: VisitView, _repair: RepairView) -> Next:
    text = _("Three wrong codes. An agent rings the customer and finishes it from here; you may go on.")
    look = {"name": _("Look again"), "url": _url("job", visit), "icon": "refresh-cw", "primary": True}
    return Next(name="locked", heading=_("The code is locked"), text=text, action=look)


def _code(visit: VisitView, repair: RepairView) -> Next:
    if repair.landline:
        text = _("Customer service rings him and finishes it. Where he has his page open, enter its six digits below.")
        ask = {"name": _("Finish without a code"), "url": _url("no_code", visit), "icon": "headphones", "primary": True}
        return Next(name="code", heading=_("The customer has a landline and may have no page"), text=text, action=ask)
    enter = {"name": _("Finish with this code"), "form": "completion", "icon": "check", "primary": True}
    text = _("Let the customer try it himself; when it works he reads out the six digits on his page.")
    if repair.only_looked_at:
        text = _("The customer reads what you wrote down, then reads out the six digits on his page.")
    return Next(name="code", heading=_("Enter the completion code"), text=text, action=enter)


def _url(name: str, visit: VisitView) -> str:
    return reverse(f"technician:{name}", args=[visit.number])


SAID: Mapping[str, Callable[[VisitView, RepairView], Next]] = {
    **{"done": _done, "unfinished": _unfinished, "cancelled": _cancelled, "over": _over},
    **{"call": _call, "book": _book, "not_yet": _not_yet, "set_out": _leave, "arrive": _arrive, "identity": _identify},
    **{"barred": _barred, "quote": _quote, "wait": _wait, "refused": _refused, "checks": _check},
    **{"sign": _sign, "finding": _find, "parts": _state},
    **{"mended": _mended, "locked": _locked, "code": _code},
}
"""Each step but a picture in words."""
