"""Something is up: nobody opens, it can't be done, another day, not me, no code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.repairs.rules import job as rules
from anxin.faces import shared
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician import cards
from anxin.faces.technician.forms import job_form
from anxin.faces.technician.work import allowed, answer_to_phone, back_to_job, do, frame, give, job_of


@never_cache
@require_safe
@shared.for_roles("technician")
def trouble(request: HttpRequest, number: str) -> HttpResponse:
    """Show every way out that is open now, and what a locked one still needs."""
    return _page(request, number)


@require_POST
@shared.for_roles("technician")
def absence(request: HttpRequest, number: str) -> HttpResponse:
    """Say that nobody was at home: proven by a check-in and a call nobody answered."""
    try:
        give(request, number, "absence")
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, number, error=error)
    return back_to_job(number)


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def ending(request: HttpRequest, number: str) -> HttpResponse:
    """End the visit without the work done."""
    form = job_form("ending", request.POST)
    fields = form.taken(request)
    return do(request, number, "ending", fields) if fields else _page(request, number, ending_form=form)


@require_POST
@shared.for_roles("technician")
def handing_back(request: HttpRequest, number: str) -> HttpResponse:
    """Give the job back before it begins; somebody else is looked for at once."""
    form = job_form("return", request.POST)
    fields = form.taken(request)
    if fields is None:
        return _page(request, number, back_form=form)
    try:
        give(request, number, "return", fields)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, number, error=error)
    return HttpResponseRedirect(reverse("technician:today"))


@never_cache
@require_safe
@shared.for_roles("technician")
def no_code(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a recorded call where the customer can't read out the code: an agent confirms then."""
    now = timezone.now()
    found = job_of(request, number, now=now)
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
    }
    return render(request, "technician/no_code.html", context)


def _page(
    request: HttpRequest,
    number: str,
    *,
    ending_form: CommandForm | None = None,
    back_form: CommandForm | None = None,
    error: AnxinError | None = None,
) -> HttpResponse:
    now = timezone.now()
    found = job_of(request, number, now=now)
    may = allowed(request, found.row)
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
        "may_absent": rules.is_absence_possible(found.situation),
        "checked_in": found.situation.at_the_door,
        "unanswered": found.situation.unanswered,
        "may_end": "ending" in may,
        "may_return": "return" in may,
        "may_move": "moving" in may,
        "ending": ending_form or job_form("ending"),
        "return": back_form or job_form("return"),
        "slip": wording.error(error) if error else "",
    }
    wrong = (ending_form and ending_form.errors) or (back_form and back_form.errors)
    status = shared.number_of(error) if error else 422 if wrong else 200
    return render(request, "technician/trouble.html", context, status=status)
