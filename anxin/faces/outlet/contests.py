"""That the outlet's technicians contest something: seen by who leads or plans there, without a word of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.quality import queries
from anxin.domain.quality.choices import ABOUT
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.outlet.jobs import DECIDES


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def contests(request: HttpRequest) -> HttpResponse:
    """List which of the outlet's cases technicians contest, what waits first."""
    now = timezone.now()
    rows = [
        {
            "contest": one,
            "about": ABOUT[one.about],
            "state": wording.state("contest", one.state),
        }
        for one in queries.contests_here(shared.actor_of(request), now=now)
    ]
    return render(request, "outlet/contests.html", {**staff.frame(request, face="outlet", now=now), "rows": rows})
