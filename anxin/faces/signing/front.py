"""The front door."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from anxin.faces import shared
from anxin.faces.signing import door


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead staff to their work and everybody else to the report."""
    home = door.home_of(shared.actor_of(request))
    return HttpResponseRedirect(home if home != reverse("signing:front") else reverse("customer:products"))
