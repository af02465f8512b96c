"""The list of follow-ups, one follow-up with its script, and what is written down of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.pictures import copies
from anxin.domain.quality import queries
from anxin.domain.quality.commands import CONTESTS, FOLLOW_UPS
from anxin.domain.quality.rules import FollowUpSituation
from anxin.domain.quality.rules.contests import ContestSituation
from anxin.domain.quality.wording import CLOCKS, REASONS, STARS
from anxin.faces import shared
from anxin.faces.desk.quality import panes
from anxin.faces.ground import downloads, plain_details, repair_parts, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.quality.models import Contest, FollowUp

LOOKS = "quality agent operator"
MAKES = "quality agent"
JUDGES = "quality operator"
SHOWN_S = 60
SCRIPT = ("content", "complaint")
"""The two ends of the one script: the same questions, and what is said of them."""
SEARCHES = frozenset({"agent", "dispatcher", "operator"})


type SeenFollowUp = RowCase[FollowUp, FollowUpSituation]
"""A follow-up as one request sees it."""


type SeenContest = RowCase[Contest, ContestSituation]
"""An objection as one request sees it."""


def _frame(request: HttpRequest, *, now: datetime, total: int) -> dict[str, Any]:
    search = reverse("desk:search") if shared.actor_of(request).may(SEARCHES) else ""
    return staff.frame(request, face="desk", now=now, counts={"follow_ups": total}, search=search)


@never_cache
@require_safe
@shared.for_roles(LOOKS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show whom to call, the most pressing first; beside it what technicians contest and the newest reviews."""
    now = timezone.now()
    if request.GET.get("part") == "queue":
        return render(request, "desk/quality/queue_pane.html", {**panes.pane(request, now=now), "now": now})
    return _list(request, now)


def _list(request: HttpRequest, now: datetime, *, status: int = 200, **facts: object) -> HttpResponse:
    actor, shown = shared.actor_of(request), panes.pane(request, now=now)
    context = {
        **_frame(request, now=now, total=shown["total"]),
        **shown,
        "reads_reviews": queries.reads_reviews(actor),
        "contests": panes.contests_of(queries.contests(actor, now=now), actor),
        "opens_cases": actor.may(SEARCHES),
        "reviews": [panes.review_of(one) for one in queries.reviews(actor, now=now, limit=12)],
        **facts,
    }
    return render(request, "desk/quality/list.html", context, status=status)


def _find(request: HttpRequest, key: str) -> SeenFollowUp:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.follow_up(key, actor=actor, now=now)
    return row_case(request, row, url=reverse("desk:follow_up", args=[row.id]), read=queries.follow_up_situation)


def _page(request: HttpRequest, case: SeenFollowUp, shown: Shown, status: int = 200) -> HttpResponse:
    """Show one follow-up with whom to call, what to ask, and every form that may be filled in now."""
    now, actor, key = case.now, case.actor, str(case.row.id)
    view = queries.view(case.row, now=now)
    pane = panes.pane(request, now=now, open_=key)
    opened = {name: RUNNER.open(name, case) for name in RUNNER.allowed(case).names}
    if shown.opened:
        opened[RUNNER.addressed[shown.opened.name]] = shown.opened
    context = {
        **_frame(request, now=now, total=pane["total"]),
        **pane,
        "follow_up": view,
        "line": view.row,
        "url": case.url,
        "state": wording.state("follow_up", view.row.state),
        "reason": REASONS[view.row.reason],
        "clock": repair_parts.clock_of(view.row.clock, CLOCKS),
        "opened": opened,
        "script": shown.opened if shown.opened and shown.opened.name in SCRIPT else opened.get("content"),
        "answers": panes.answers_of(view.answers),
        "overall": STARS[view.row.overall] if view.row.overall else "",
        "about": panes.review_of(view.review),
        "revealed": shown.revealed,
        "reasons": plain_details.reasons("follow_up"),
        "slip": shown.slip,
        "case_url": reverse("desk:repair", args=[view.row.number]) if actor.may(SEARCHES) else "",
    }
    return render(request, "desk/quality/follow_up.html", context, status=status)


RUNNER: Runner[SeenFollowUp] = Runner(
    FOLLOW_UPS,
    (
        Place(name="call", address="calls"),
        Place(name="content"),
        Place(name="complaint"),
        Place(name="redo", address="rework"),
        Place(name="settlement"),
    ),
    find=_find,
    page=_page,
)
follow_up, command = RUNNER.pages(LOOKS, MAKES)


@never_cache
@require_POST
@shared.for_roles(MAKES)
def reveals(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Show name and phone for a minute, for a reason that is logged and that the customer can read."""
    case = _find(request, str(follow_up))
    repair = case.row.repair
    return plain_details.reveal(
        request,
        person=repair.customer,
        stream=repair.stream(),
        by=case.actor,
        seconds=SHOWN_S,
        page=lambda shown: _page(request, case, Shown(revealed=shown)),
    )


def _find_contest(request: HttpRequest, key: str) -> SeenContest:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.contest(key, actor=actor, now=now)
    return row_case(request, row, url=f"{reverse('desk:follow_ups')}contests/{row.id}/", read=queries.contest_situation)


def _contest_page(request: HttpRequest, case: SeenContest, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the list with what is said of one objection."""
    return _list(request, case.now, status=status, judged=case.row.id, opened=shown.opened, slip=shown.slip)


JUDGING: Runner[SeenContest] = Runner(
    CONTESTS,
    (Place(name="uphold"), Place(name="set-aside")),
    find=_find_contest,
    page=_contest_page,
    done=lambda request, case, name: f"{reverse('desk:follow_ups')}#contests",
)
contest, judgement = JUDGING.pages(JUDGES)


@require_safe
@shared.for_roles(f"{JUDGES} auditor")
def picture(request: HttpRequest, contest: UUID, sha256: str) -> HttpResponseBase:
    """Show one picture that a technician gave with what he contests."""
    now = timezone.now()
    row = queries.contest(str(contest), actor=shared.actor_of(request), now=now)
    if not queries.shows(row, sha256=sha256):
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=now), f"{row.repair.number}-{sha256[:8]}.jpg")
