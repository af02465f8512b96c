"""Before a lock is opened: who stands at the door, with what right, and who bears witness; or why it stays shut."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.faces import shared
from anxin.faces.technician import cards
from anxin.faces.technician.forms import Barring, Identity
from anxin.faces.technician.work import allowed, back, frame, give, job_of


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Lead through the check, and write down what was shown."""
    form = Identity(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, number, form=form)
    return _give(request, number, "identity", form, Barring())


@require_POST
@shared.for_roles("technician")
def barring(request: HttpRequest, number: str) -> HttpResponse:
    """Open nothing, and say why; the visit ends."""
    barred = Barring(request.POST)
    if not barred.is_valid():
        return _page(request, number, barred=barred)
    return _give(request, number, "barring", Identity(), barred)


def _give(request: HttpRequest, number: str, name: str, form: Identity, barred: Barring) -> HttpResponse:
    fields = form.cleaned_data if name == "identity" else barred.cleaned_data
    try:
        give(request, number, name, fields)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, number, form=form, barred=barred, error=error)
    return back(number)


def _page(
    request: HttpRequest,
    number: str,
    *,
    form: Identity | None = None,
    barred: Barring | None = None,
    error: AnxinError | None = None,
) -> HttpResponse:
    now = timezone.now()
    found = job_of(request, number, now=now)
    if error is None and "identity" not in allowed(request, found.row):
        return back(number)
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
        "form": form or Identity(),
        "barred": barred or Barring(),
        "slip": wording.error(error) if error else "",
    }
    wrong = any(one is not None and one.is_bound and one.errors for one in (form, barred))
    status = shared.number_of(error) if error else 422 if wrong else 200
    return render(request, "technician/identity.html", context, status=status)
