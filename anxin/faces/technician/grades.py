"""My grade: what it is made of, review by review, and how to contest one."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.domain.quality import queries
from anxin.domain.quality.commands import CONTESTS, REVIEWS
from anxin.domain.quality.rules.contests import ReviewSituation
from anxin.domain.quality.wording import ASPECTS, STARS, TAGS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.technician.work import frame

if TYPE_CHECKING:
    from anxin.domain.quality.models import Review


type SeenReview = RowCase[Review, ReviewSituation]


@never_cache
@require_safe
@shared.for_roles("technician")
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the grade, the sum behind it, and each review."""
    return _page(request)


def _page(request: HttpRequest, *, slip: str = "", status: int = 200) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    grade = queries.own_grade(actor, now=now)
    context = frame(request, now=now) | {
        "grade": grade,
        "aspects": [(ASPECTS[name], value, usual, round(value * 100)) for name, value, usual in grade.aspects],
        "rows": [_row(one, actor) for one in grade.shown],
        "slip": slip,
        "once": staff.fresh(),
    }
    return render(request, "technician/reviews.html", context, status=status)


def _row(one: queries.OwnReview, actor: Actor) -> dict[str, Any]:
    return {
        "review": one,
        "overall": STARS[one.overall],
        "stars": [(ASPECTS[name], stars) for name, stars in one.stars],
        "tags": [TAGS[tag] for tag in one.tags],
        "weight": round(one.weight * 100),
        "contest": wording.state("contest", one.contest) if one.contest else "",
        "may_contest": "contest" in REVIEWS.allowed(one.situation, actor),
        "may_withdraw": one.contest_situation is not None
        and "withdrawal" in CONTESTS.allowed(one.contest_situation, actor),
    }


_find = finding(queries.own_review, queries.review_situation, lambda row: f"{reverse('technician:reviews')}{row.id}/")


def _contest_page(request: HttpRequest, case: SeenReview, shown: Shown, status: int = 200) -> HttpResponse:
    """Ask why a review shouldn't count, on a page of its own; where that can't be asked now, say why on the list."""
    if shown.opened is None:
        return _page(request, slip=shown.slip, status=status)
    context = frame(request, now=case.now) | {
        "opened": shown.opened,
        "slip": shown.slip,
        "about": STARS[case.row.overall],
        "day": case.row.at,
        "back": reverse("technician:reviews"),
        "actions": [{"name": _("Send it"), "form": "contest", "primary": True}],
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "technician/contest.html", context, status=status)


def _back(request: HttpRequest, case: SeenReview, name: str) -> str:
    return reverse("technician:reviews")


OF_REVIEW: Runner[SeenReview] = Runner(
    REVIEWS, (Place(name="contest"),), find=_find, page=_contest_page, done=_back, apart=True
)
_review, contest = OF_REVIEW.pages("technician")
