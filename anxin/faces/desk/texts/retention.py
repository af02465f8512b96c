"""What was erased by itself: each kind of data with its time, the last run and what came together in a month."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.wording import joined
from anxin.domain.publications import queries
from anxin.domain.publications.states import ANSWERS
from anxin.domain.publications.wording import RETAINED, WHY_KEPT
from anxin.faces import shared
from anxin.faces.ground import staff


@never_cache
@require_safe
@shared.for_roles(ANSWERS)
def report(request: HttpRequest) -> HttpResponse:
    """Show the report."""
    now = timezone.now()
    rows = [(RETAINED[one.what], one) for one in queries.retention(now=now)]
    frame = staff.frame(request, face="desk", now=now)
    return render(request, "desk/texts/retention.html", {**frame, "rows": rows, "coming": _coming(now)})


def _coming(now: datetime) -> list[tuple[object, queries.Coming, list[tuple[object, int, str]]]]:
    """List what is over at the next run, and what the last one left with the reason."""
    return [
        (RETAINED[one.what], one, [(WHY_KEPT[why], n, joined(numbers)) for why, n, numbers in one.kept])
        for one in queries.coming(now=now)
    ]
