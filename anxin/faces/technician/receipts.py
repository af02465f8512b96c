"""What decides the warranty at the door, each on a page of its own: a proof of purchase, and the serial number."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import JOBS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase
from anxin.faces.technician.work import frame, own_visit, page

if TYPE_CHECKING:
    from anxin.domain.repairs.rules.job import JobSituation
    from anxin.domain.visits.models import Visit

type JobCase = RowCase[Visit, JobSituation]


def _find(request: HttpRequest, number: str) -> "JobCase":
    return RowCase(
        actor=shared.actor_of(request),
        now=timezone.now(),
        row=own_visit(request, number),
        url=reverse("technician:job", args=[number]),
        read=repairs.job_situation,
    )


def _page(request: HttpRequest, case: "JobCase", shown: Shown, status: int = 200) -> HttpResponse:
    """Ask for it on a page of its own; where none can be taken now, say why on the job."""
    if shown.opened is None:
        return page(request, case.row.number, slip=shown.slip)
    context = frame(request, now=case.now) | {
        "opened": shown.opened,
        "slip": shown.slip,
        "about": case.row.number,
        "back": case.url,
        "actions": [{"name": _("Write it down"), "form": "proof", "primary": True}],
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "technician/receipt.html", context, status=status)


PLACES: tuple["Place[JobCase]", ...] = (Place(name="receipt"), Place(name="device"))
RUNNER: Runner["JobCase"] = Runner(JOBS, PLACES, find=_find, page=_page, apart=True)
_job, receipt = RUNNER.pages("technician")
