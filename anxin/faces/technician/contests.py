"""What a technician contests: how it stands, of which jobs he may contest something, and how."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.pictures import copies
from anxin.domain.quality import queries
from anxin.domain.quality.choices import ABOUT, GROUNDS
from anxin.domain.quality.commands import CONTESTED_JOBS, CONTESTS
from anxin.domain.quality.rules.contests import ContestSituation, JobContestSituation
from anxin.domain.visits.choices import LET_GO
from anxin.faces import shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import downloads, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.technician.work import frame

if TYPE_CHECKING:
    from anxin.domain.quality.models import Contest
    from anxin.domain.visits.models import Visit


type OwnContest = RowCase[Contest, ContestSituation]


type ContestedJob = RowCase[Visit, JobContestSituation]


@never_cache
@require_safe
@shared.for_roles("technician")
def contests(request: HttpRequest) -> HttpResponse:
    """Show what he contests with how it stands, and the jobs of which he may contest something."""
    return _page(request)


def _page(request: HttpRequest, *, slip: str = "", status: int = 200) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    context = frame(request, now=now) | {
        "contests": [_row(one, actor) for one in queries.own_contests(actor)],
        "jobs": [_job(one, actor) for one in queries.jobs(actor)],
        "slip": slip,
        "once": staff.fresh(),
    }
    return render(request, "technician/contests.html", context, status=status)


def _row(one: queries.ContestRow, actor: Actor) -> dict[str, Any]:
    return {
        "contest": one,
        "about": ABOUT[one.about],
        "ground": GROUNDS.get(one.ground, ""),
        "state": wording.state("contest", one.state),
        "pictures": [reverse("technician:contest_picture", args=[one.id, file]) for file in one.pictures],
        "may_withdraw": "withdrawal" in CONTESTS.allowed(one.situation, actor),
    }


@require_safe
@shared.for_roles("technician")
def picture(request: HttpRequest, contest: UUID, sha256: str) -> HttpResponseBase:
    """Show a technician one picture that he gave with what he contests."""
    row = queries.own_contest(str(contest), actor=shared.actor_of(request))
    if not queries.shows(row, sha256=sha256):
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=timezone.now()), f"{sha256[:8]}.jpg")


def _job(one: queries.ContestableJob, actor: Actor) -> dict[str, Any]:
    return {
        "job": one,
        "what": class_name(one.category),
        "came_to": _("You did it") if one.held else wording.state("offer", one.offer),
        "why": "" if one.held else LET_GO.get(one.why, ""),
        "url": reverse("technician:contest_job", args=[one.number, "contest"]),
        "may_contest": "contest" in CONTESTED_JOBS.allowed(one.situation, actor),
    }


_find = finding(queries.own_contest, queries.contest_situation, lambda _row: reverse("technician:contests"))


_find_job = finding(
    queries.job, queries.job_situation, lambda row: f"{reverse('technician:contests')}jobs/{row.number}/"
)


def _contest_page(request: HttpRequest, case: ContestedJob, shown: Shown, status: int = 200) -> HttpResponse:
    """Ask what is wrong on a page of its own; where nothing can be contested now, say why on the list."""
    if shown.opened is None:
        return _page(request, slip=shown.slip, status=status)
    context = frame(request, now=case.now) | {
        "opened": shown.opened,
        "slip": shown.slip,
        "about": queries.case_number(case.row),
        "day": case.row.wanted_from_at,
        "back": reverse("technician:contests"),
        "actions": [{"name": _("Send it"), "form": "contest", "primary": True}],
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "technician/contest.html", context, status=status)


def _back(request: HttpRequest, case: OwnContest | ContestedJob, name: str) -> str:
    return reverse("technician:contests")


OF_CONTEST: Runner[OwnContest] = Runner(
    CONTESTS,
    (Place(name="withdrawal"),),
    find=_find,
    page=lambda request, case, shown, status=200: _page(request, slip=shown.slip, status=status),
    done=_back,
)
OF_JOB: Runner[ContestedJob] = Runner(
    CONTESTED_JOBS, (Place(name="contest"),), find=_find_job, page=_contest_page, done=_back, apart=True
)
_contest, withdrawal = OF_CONTEST.pages("technician")
_job_page, contest_job = OF_JOB.pages("technician")
