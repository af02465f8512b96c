"""The week of the outlet's people: who works when, who is away, and what they wish."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.zone import SHANGHAI
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.queries import leave_and_swaps, technicians, weeks
from anxin.domain.network.rules.rosters import TechnicianSituation
from anxin.domain.network.wording.absences import absence_said
from anxin.domain.visits.queries import loads
from anxin.faces import shared
from anxin.faces.ground import badges, freed_jobs, last_days, staff
from anxin.faces.ground import leave_and_swaps as shown_wishes
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.outlet.jobs import DECIDES
from anxin.faces.week_words import spans

if TYPE_CHECKING:
    from anxin.domain.network.models import Technician

LEADS = "outlet_manager"
DAYS = 7


type Member = RowCase[Technician, TechnicianSituation]
"""One of the outlet's people as one request sees him."""


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def week(request: HttpRequest) -> HttpResponse:
    """Show seven days of everybody who works for the outlet, and what waits for an answer."""
    now, actor = timezone.now(), shared.actor_of(request)
    first = now.astimezone(SHANGHAI).date()
    several = list(technicians.visible_to(actor).order_by("number"))
    ahead = weeks.days_ahead_of_each(several, now=now, reader=actor.house)
    facts = {
        **staff.frame(request, face="outlet", now=now),
        "days": [first + timedelta(days=n) for n in range(DAYS)],
        "rows": [(one, _cells(days)) for one, days in zip(several, ahead, strict=True)],
        "wishes": shown_wishes.wish_list(request, leave_and_swaps.waiting(actor), address="outlet:wish"),
        "leads": LEADS in actor.roles,
    }
    return render(request, "outlet/week.html", facts)


def _cells(ahead: list[weeks.DayView]) -> list[tuple[date, str, str, bool]]:
    return [
        (
            one.day,
            spans(one.hours),
            absence_said(one.absent),
            one.single,
        )
        for one in ahead[:DAYS]
    ]


def find(request: HttpRequest, number: str) -> Member:
    """Find one of the outlet's own people; raises `network.no_such_technician`."""
    actor = shared.actor_of(request)
    row = technicians.technician(number, actor=actor)
    return row_case(request, row, url=reverse("outlet:member", args=[row.number]), read=technicians.situation)


def page(request: HttpRequest, case: Member, said: Shown, status: int = 200) -> HttpResponse:
    """Show one of them: his two weeks, whether he is away, and the form of a command."""
    now, row, actor = case.now, case.row, shared.actor_of(request)
    ahead = weeks.days_ahead(row, now=now, reader=actor.house)
    facts = {
        **staff.frame(request, face="outlet", now=now),
        "row": row,
        "days": [(day, hours, absent) for day, hours, absent, _single in _cells(ahead)],
        "held": loads.of_technician(row, day=now.astimezone(SHANGHAI).date()),
        "last_days": last_days.said(case),
        "cash": last_days.cash_said(row),
        "look_text": freed_jobs.look_text(said.opened),
        "absences": [technicians.said(one, actor) for one in technicians.absences(row, now=now, reader=actor.house)],
        "wishes": shown_wishes.wish_list(
            request, leave_and_swaps.of_technician(row, reader=actor.house), address="outlet:wish"
        ),
        "buttons": RUNNER.buttons(case),
        "opened": said.opened,
        "slip": said.slip,
        "url": case.url,
    }
    return render(request, "outlet/member.html", facts, status=status)


def _done(request: HttpRequest, case: Member, name: str) -> str:
    messages.success(request, _("Written down."))
    if name == "badge":
        return reverse("outlet:badges", query={"technician": case.row.number})
    return reverse("outlet:week")


def _until_today(case: Member) -> dict[str, str]:
    """Return what stands in the form of an illness beforehand: most are ill for a day."""
    return {"to_date": case.now.astimezone(SHANGHAI).date().isoformat()}


RUNNER: Runner[Member] = Runner(
    TECHNICIANS,
    (
        Place(name="sick", holds=_until_today, understood=freed_jobs.of_illness),
        Place(name="leave", understood=freed_jobs.of_leave),
        Place(name="absence-end", lead=True),
        Place(name="swap"),
        *last_days.places(),
        Place(name="badge"),
        Place(name="badge-end"),
        Place(name="sign-ins"),
    ),
    find=find,
    page=page,
    done=_done,
    apart=True,
)
member, command = RUNNER.pages(LEADS)
badge_sheet, badge_portrait = badges.pages("outlet", LEADS, "outlet")
wish = shown_wishes.pages(LEADS, face="outlet", back="outlet:week")
