"""The frame of an inspector's pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.faces import shared
from anxin.faces.ground import staff

INSPECTORS = "auditor"


def frame(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the bar of an inspector's page."""
    shown = staff.frame(request, face="auditor", now=now, search=reverse("auditor:search"))
    return {**shown, "search_hint": _("Number, order or waybill")}


@require_safe
@shared.for_roles(INSPECTORS)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the cases."""
    return HttpResponseRedirect(reverse("auditor:cases"))
