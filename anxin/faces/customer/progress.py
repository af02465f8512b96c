"""Follow one's repair: where it stands, the quote, the code, the bill, and whatever may be pressed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.claims import queries as claims
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.faces import shared
from anxin.faces.customer import rated, summary, windows
from anxin.faces.customer.forms import Reason, Window
from anxin.faces.ground import looks, pay_ways

if TYPE_CHECKING:
    from anxin.domain.repairs.models import Repair

CUSTOMER = "customer_link customer_phone"
SHORT = 6
BEFORE = frozenset({"submitted", "accepted", "triaged", "arranged"})
"""States in which nobody has come yet."""


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def repair(request: HttpRequest, number: str) -> HttpResponse:
    """Show a repair to the one it belongs to."""
    return _page(request, _found(request, number))


@require_POST
@shared.for_roles(CUSTOMER)
def agreement(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Agree to a quote, with the optional lines that are ticked."""
    return _give(request, number, "agreement", {"version": version, "chosen": request.POST.getlist("line")})


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def refusal(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Say no to a quote: nothing is charged that was not agreed to."""
    text = str(TABLE.commands["refusal"].follows)
    heading, button = _("Say no to the quote"), _("No, thank you")
    about = {"version": version}
    return _reasoned(request, number, "refusal", about, heading=heading, text=text, button=button)


@require_POST
@shared.for_roles(CUSTOMER)
def urgency(request: HttpRequest, number: str) -> HttpResponse:
    """Urge."""
    return _give(request, number, "urge")


@require_POST
@shared.for_roles(CUSTOMER)
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that it works."""
    return _give(request, number, "confirmation")


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """Say that something is wrong with the work or the bill."""
    heading = _("What is wrong?")
    text = _("A person looks into it and answers here. Until then nothing more is charged.")
    return _reasoned(request, number, "dispute", heading=heading, text=text, button=_("Send it"))


OBJECTIONS = {
    "not_fixed": (
        gettext_lazy("What does not work yet?"),
        gettext_lazy("Keep the code to yourself until it works. We are told at once."),
    ),
    "bill_wrong": (
        gettext_lazy("What is wrong with the bill?"),
        gettext_lazy("Keep the code to yourself until it is right."),
    ),
}


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def objection(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Say before the code is given that it isn't put right, or that the bill is wrong."""
    if what not in OBJECTIONS:
        raise Http404
    heading, text = OBJECTIONS[what]
    about = {"what": what}
    return _reasoned(request, number, "objection", about, heading=str(heading), text=str(text), button=_("Send it"))


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def rework(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the same fault to be put right again."""
    heading = _("The same fault again")
    text = _("Within the guarantee we put it right free of charge.")
    return _reasoned(request, number, "rework", heading=heading, text=text, button=_("Come again"))


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """Call the repair off."""
    heading = _("Call it off")
    text = _("Nobody comes. This can't be undone, but you can report it again at any time.")
    return _reasoned(request, number, "cancellation", heading=heading, text=text, button=_("Call it off"))


@require_POST
@shared.for_roles(CUSTOMER)
def arrival(request: HttpRequest, number: str) -> HttpResponse:
    """Return whether the technician is there, where his check-in leaves it open."""
    return _give(request, number, "arrival", {"here": request.POST.get("here") == "yes"})


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def window(request: HttpRequest, number: str) -> HttpResponse:
    """Move the window while there is time."""
    now = timezone.now()
    row = _found(request, number)
    form = Window(request.POST or None, offers=windows.offered(product=row.product, now=now, code=row.place.code))
    if not form.is_valid():
        return _window_page(request, number, form)
    chosen = windows.window(form.cleaned_data["window"], now=now)

    def work() -> None:
        if chosen is None:
            raise Invalid("window", expected=_("a window that lies ahead"), got=form.cleaned_data["window"])
        _work(request, number, "window", {"from_at": chosen.from_at, "to_at": chosen.to_at})

    try:
        shared.act(request, work)
    except AnxinError as error:
        form.add_error(None, wording.error(error))
        return _window_page(request, number, form, status=shared.number_of(error))
    return _back(number)


@require_POST
@shared.for_roles(CUSTOMER)
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """Pay the agreed bill; a payment under way is not made twice."""
    return _give(request, number, "payment", {"way": request.POST.get("way", "")[:24]})


def _found(request: HttpRequest, number: str) -> "Repair":
    return queries.repair(number, actor=shared.actor_of(request), now=timezone.now())


def _page(request: HttpRequest, row: "Repair", *, error: AnxinError | None = None) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    read = queries.beside(row, actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now, read=read)
    looks.wear(request, row.brand, vouched=read.own.hotline)
    everything = "all" in request.GET
    trail = summary.trail(view.timeline if everything else view.timeline[:SHORT])
    context = {
        "view": view,
        "lead": summary.lead(view, told=summary.told_late(row.stream(), view.headline.late_by, now=now)),
        "steps": summary.steps(view),
        "first_aid": view.first_aid if view.state in BEFORE else (),
        "quote": summary.quote(view.quote) if view.quote else None,
        "trail": trail,
        "more": 0 if everything else max(0, len(view.timeline) - SHORT),
        "bill_state": wording.state("bill", view.bill.state) if view.bill else "",
        "actions": summary.actions(view),
        "exchange": claims.exchange_offered(row),
        "may_cancel": "cancellation" in TABLE.allowed(queries.situation(row, by=actor, now=now, read=read), actor),
        "slip": wording.error(error) if error else "",
        "live_url": f"/live/customer/repair/{view.number}/",
        **pay_ways.ways(view.bill, may=view.headline.main == "pay"),
        **rated.strip(row, state=view.state),
    }
    return render(request, "customer/repair.html", context, status=shared.number_of(error) if error else 200)


def _work(request: HttpRequest, number: str, name: str, fields: Mapping[str, object]) -> None:
    by, row = shared.actor_of(request), _found(request, number)
    TABLE.give(name, row=row, by=by, now=timezone.now(), fields=fields)


def _give(request: HttpRequest, number: str, name: str, fields: Mapping[str, object] | None = None) -> HttpResponse:
    """Give a command and lead back; a refusal is said on the page it belongs to, as it stands now."""
    try:
        shared.act(request, lambda: _work(request, number, name, fields or {}))
    except queries.NoSuchRepair:
        raise
    except AnxinError as error:
        return _page(request, _found(request, number), error=error)
    return _back(number)


def _reasoned(
    request: HttpRequest,
    number: str,
    name: str,
    about: Mapping[str, object] | None = None,
    *,
    heading: str,
    text: str,
    button: str,
) -> HttpResponse:
    """Ask for the reason on a page of its own, then give the command; what was typed is kept."""
    _found(request, number)
    form, status = Reason(request.POST or None), 200
    if form.is_valid():
        given = {**(about or {}), "why": form.cleaned_data["why"]}
        try:
            shared.act(request, lambda: _work(request, number, name, given))
        except AnxinError as error:
            form.add_error(None, wording.error(error))
            status = shared.number_of(error)
        else:
            return _back(number)
    elif form.errors:
        status = 422
    danger = TABLE.commands[name].final
    action = {"name": button, "form": "reason", "primary": not danger, "danger": danger}
    context = {"form": form, "number": number, "heading": heading, "text": text, "actions": [action]}
    return render(request, "customer/reason.html", context, status=status)


def _window_page(request: HttpRequest, number: str, form: Window, *, status: int = 0) -> HttpResponse:
    context = {"form": form, "number": number, "chosen": form["window"].value()}
    return render(request, "customer/window.html", context, status=status or (422 if form.errors else 200))


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("customer:repair", args=[number]))
