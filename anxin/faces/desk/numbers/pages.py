"""Numbers that were reported as false: what waits, one of them, and what a person says it is."""

from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.faces import shared
from anxin.faces.customer.authenticity import KINDS
from anxin.faces.customer.cards import card_of
from anxin.faces.ground import staff

if TYPE_CHECKING:
    pass

STAFF = "agent quality operator"
STEPS = {"confirm": network.confirm, "clear": network.clear, "leave_open": network.leave_open}
HINTS = {
    "confirm": gettext_lazy("The check warns of it in red, with today's date and how many reported it."),
    "clear": gettext_lazy("Nothing false was found; a warning ends. Whoever reported it is told."),
    "leave_open": gettext_lazy("The check says that we looked and cannot tell; a further report brings it back."),
}


class Verdict(forms.Form):
    """What a person found."""

    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    why = forms.CharField(
        label=gettext_lazy("What you found; it stays in the record"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits, the most reported first, and what was looked at."""
    actor, now = shared.actor_of(request), timezone.now()
    waiting, over = queries.reported_numbers(actor, now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"numbers": len(waiting)})
    return render(request, "desk/numbers/numbers.html", {**frame, "waiting": waiting, "over": over})


@never_cache
@require_safe
@shared.for_roles(STAFF)
def number(request: HttpRequest, number: str) -> HttpResponse:
    """Show one reported number with every report, and what the check says of it now."""
    return _page(request, _find(request, number))


def _find(request: HttpRequest, number: str) -> "queries.Told":
    return queries.reported_number(number, actor=shared.actor_of(request), now=timezone.now())


def _page(request: HttpRequest, row: "queries.Told", *, form: Verdict | None = None, slip: str = "") -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    view, reports = queries.reported_view(row, actor=actor)
    card = card_of(queries.genuine_card(kind=row.kind, code=row.code, now=now)) | {"report_url": "", "official": ""}
    context = {
        **staff.frame(request, face="desk", now=now),
        "view": view,
        "kind": dict(KINDS).get(view.kind, view.kind),
        "state_text": wording.state("reported_number", view.state),
        "reports": [(one, dict(KINDS).get(one.kind, one.kind)) for one in reports],
        "card": card,
        "steps": [(step.name, wording.step("reported_number", step.name), HINTS[step.name]) for step in view.buttons],
        "form": form or Verdict(),
        "slip": slip,
    }
    bad = slip or (form is not None and form.errors)
    return render(request, "desk/numbers/number.html", context, status=422 if bad else 200)


@require_POST
@shared.for_roles(STAFF)
def verdict(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what a person found."""
    row, form = _find(request, number), Verdict(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    said = STEPS[form.cleaned_data["step"]]
    work = partial(said, number=row, why=form.cleaned_data["why"], by=shared.actor_of(request), now=timezone.now())
    try:
        done = staff.act_once(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, row, form=form, slip=wording.error(error))
    if done:
        messages.success(request, _("Written down. Whoever left a phone is told."))
    return HttpResponseRedirect(reverse("desk_numbers:number", args=[row.number]))
