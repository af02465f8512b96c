"""Before a lock is opened: who stands at the door, with what right, and who bears witness; or why it stays shut."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.faces import shared
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician import cards
from anxin.faces.technician.forms import job_form
from anxin.faces.technician.work import allowed, back_to_job, frame, give, job_of


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Lead through the check, and write down what was shown."""
    form = job_form("identity", request.POST if request.method == "POST" else None)
    return _give(request, number, form)


@require_POST
@shared.for_roles("technician")
def barring(request: HttpRequest, number: str) -> HttpResponse:
    """Open nothing, and say why; the visit ends."""
    return _give(request, number, job_form("barring", request.POST))


def _give(request: HttpRequest, number: str, form: CommandForm) -> HttpResponse:
    fields = form.taken(request)
    if fields is None:
        return _page(request, number, form)
    try:
        give(request, number, form.command.name, fields)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, number, form, error=error)
    return back_to_job(number)


def _page(request: HttpRequest, number: str, form: CommandForm, *, error: AnxinError | None = None) -> HttpResponse:
    now = timezone.now()
    found = job_of(request, number, now=now)
    if error is None and "identity" not in allowed(request, found.row):
        return back_to_job(number)
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
        "form": job_form("identity"),
        "barred": job_form("barring"),
        {"identity": "form", "barring": "barred"}[form.command.name]: form,
        "slip": wording.error(error) if error else "",
    }
    status = shared.number_of(error) if error else 422 if form.errors else 200
    return render(request, "technician/identity.html", context, status=status)
