"""What was erased by itself: each kind of data with its time, the last run and what came together in a month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.publications import queries
from anxin.domain.publications.states import ANSWERS
from anxin.domain.publications.wording import RETAINED
from anxin.faces import shared
from anxin.faces.ground import staff


@never_cache
@require_safe
@shared.for_roles(ANSWERS)
def report(request: HttpRequest) -> HttpResponse:
    """Show the report."""
    now = timezone.now()
    rows = [(RETAINED[one.what], one) for one in queries.retention(now=now)]
    return render(request, "desk/texts/retention.html", {**staff.frame(request, face="desk", now=now), "rows": rows})
