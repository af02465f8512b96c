"""What others take their time for: when it was asked for, when it was granted."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anxin.domain.opening import queries
from anxin.domain.opening.commands import ERRANDS
from anxin.domain.opening.rules import LeadSituation
from anxin.faces.desk.opening import checklist
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.opening.models import Errand


type SeenErrand = RowCase[Errand, LeadSituation]
"""An errand as one request sees it."""


def find(request: HttpRequest, code: str) -> SeenErrand:
    """Find an errand."""
    row = queries.errand(code)
    return row_case(request, row, url=reverse("opening:errand", args=[row.pk]), read=queries.errand_situation)


def page(request: HttpRequest, case: SeenErrand, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the errand with the form of a command."""
    view = next((one for one in queries.errands(now=case.now) if one.code == case.row.pk), None)
    if view is None:
        raise Http404
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "wait": checklist.wait_of(view),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/opening/errand.html", facts, status=status)


def _done(request: HttpRequest, case: SeenErrand, name: str) -> str:
    return reverse("opening:checklist")


RUNNER = Runner(
    ERRANDS, [Place(name="asking", lead=True), Place(name="granting", lead=True)], find=find, page=page, done=_done
)
errand, command = RUNNER.pages(checklist.STAFF)
