"""What others take their time for: when it was asked for, when it was granted."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.opening import queries
from anxin.domain.opening.commands import ERRANDS
from anxin.domain.opening.rules import LeadSituation
from anxin.faces import shared
from anxin.faces.desk.opening import checklist
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.opening.models import Errand


@dataclass(kw_only=True)
class SeenErrand:
    """An errand as one request sees it."""

    actor: Actor
    now: datetime
    row: "Errand"

    @property
    def situation(self) -> LeadSituation:
        """Return the situation of the errand for the rules of the commands."""
        return queries.errand_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the errand's address."""
        return reverse("opening:errand", args=[self.row.pk])


def find(request: HttpRequest, code: str) -> SeenErrand:
    """Find an errand."""
    return SeenErrand(actor=shared.actor_of(request), now=timezone.now(), row=queries.errand(code))


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
