"""His own week: hours and days off, what he wishes, and that he is ill."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.queries import leave_and_swaps, technicians, weeks
from anxin.domain.network.rules.rosters import TechnicianSituation
from anxin.domain.network.wording.absences import absence_said
from anxin.faces import shared
from anxin.faces.ground import last_days
from anxin.faces.ground import leave_and_swaps as shown_wishes
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.technician.work import frame
from anxin.faces.week_words import spans

if TYPE_CHECKING:
    from anxin.domain.network.models import Technician


type OwnWeek = RowCase[Technician, TechnicianSituation]
"""He himself as one request sees him."""


def find(request: HttpRequest, number: str = "") -> OwnWeek:
    """Find who is signed in."""
    actor, now = shared.actor_of(request), timezone.now()
    return row_case(
        request, technicians.own(actor, now=now), url=reverse("technician:week"), read=technicians.situation
    )


def page(request: HttpRequest, case: OwnWeek, said: Shown, status: int = 200) -> HttpResponse:
    """Show his days and wishes, with the form of a command, or a refusal said."""
    days = weeks.days_ahead(case.row, now=case.now)
    facts = frame(request, now=case.now) | {
        "days": [
            (one, spans(one.hours), absence_said(one.absent), [absence_said(kind, house) for kind, house in one.apart])
            for one in days
        ],
        "last_days": last_days.said(case),
        "wishes": shown_wishes.wish_list(request, leave_and_swaps.of_technician(case.row), address="technician:wish"),
        "buttons": RUNNER.buttons(case),
        "opened": said.opened,
        "slip": said.slip,
        "url": case.url,
    }
    return render(request, "technician/week.html", facts, status=status)


def _today(case: OwnWeek) -> dict[str, str]:
    """Return what stands in the form beforehand: most are ill for a day."""
    return {"to_date": timezone.localtime(case.now).date().isoformat()}


def _done(request: HttpRequest, case: OwnWeek, name: str) -> str:
    """Say what follows for him of what he told."""
    if name not in SAID:
        return written_down(request, case, name)
    messages.success(request, str(SAID[name]))
    return case.url


SAID = {
    "own-sick": gettext_lazy("Get well. What you held on these days goes to others: don't go there any more."),
    "own-well": gettext_lazy("Good to have you back: you are offered jobs again from now on."),
}
RUNNER: Runner[OwnWeek] = Runner(
    TECHNICIANS,
    (
        Place(name="own-well", lead=True),
        Place(name="leave-wish", lead=True),
        Place(name="swap"),
        Place(name="own-sick", holds=_today),
    ),
    find=find,
    page=page,
    done=_done,
    apart=True,
)
_week, command = RUNNER.pages("technician")
wish = shown_wishes.pages("technician", face="technician", back="technician:week")


def week(request: HttpRequest) -> HttpResponseBase:
    """Show the week of who is signed in."""
    return _week(request)


week.allowed = frozenset({"technician"})  # type: ignore[attr-defined]  # a view takes what is noted on it
