"""My grade: what it is made of, review by review, and how to contest one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.wording import ASPECTS, STARS, TAGS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.technician.work import frame


class Objection(forms.Form):
    """Why a review shouldn't count."""

    why = forms.CharField(
        label=gettext_lazy("Why should it not count?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )


@never_cache
@require_safe
@shared.for_roles("technician")
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the grade, the sum behind it, and each review."""
    return _page(request)


def _page(request: HttpRequest, *, slip: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    grade = queries.own_grade(shared.actor_of(request), now=now)
    context = frame(request, now=now) | {
        "grade": grade,
        "aspects": [(ASPECTS[name], value, usual, round(value * 100)) for name, value, usual in grade.aspects],
        "rows": [_row(one) for one in grade.shown],
        "slip": slip,
        "once": staff.fresh(),
    }
    return render(request, "technician/reviews.html", context, status=status)


def _row(one: queries.OwnReview) -> dict[str, Any]:
    return {
        "review": one,
        "overall": STARS[one.overall],
        "stars": [(ASPECTS[name], stars) for name, stars in one.stars],
        "tags": [TAGS[tag] for tag in one.tags],
        "weight": round(one.weight * 100),
        "contest": wording.state("contest", one.contest) if one.contest else "",
        "may_contest": one.counts and one.contest in ("", "withdrawn"),
        "may_withdraw": any(step.name == "withdraw" for step in one.buttons),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
def contest(request: HttpRequest, review: UUID) -> HttpResponse:
    """Ask why a review shouldn't count; somebody of the operator looks and answers with a reason."""
    by = shared.actor_of(request)
    row = queries.own_review(str(review), actor=by)
    form, status = Objection(request.POST or None), 200
    if form.is_valid():
        why = form.cleaned_data["why"]

        def work() -> None:
            quality.contest(review=queries.own_review(str(review), actor=by), why=why, by=by, now=timezone.now())

        try:
            staff.act_once(request, work)
        except Missing:
            raise
        except AnxinError as error:
            form.add_error(None, wording.error(error))
            status = shared.number_of(error)
        else:
            return HttpResponseRedirect(reverse("technician:reviews"))
    elif form.errors:
        status = 422
    actions = [{"name": _("Send it"), "form": "contest", "primary": True}]
    context = {"form": form, "overall": STARS[row.overall], "day": row.at, "actions": actions, "once": staff.fresh()}
    context = frame(request, now=timezone.now()) | context
    return render(request, "technician/contest.html", context, status=status)


@require_POST
@shared.for_roles("technician")
def withdrawal(request: HttpRequest, contest: UUID) -> HttpResponse:
    """Take an objection back."""
    by = shared.actor_of(request)
    return _do(
        request,
        lambda: quality.withdraw(contest=queries.own_contest(str(contest), actor=by), by=by, now=timezone.now()),
    )


def _do(request: HttpRequest, work: Callable[[], None]) -> HttpResponse:
    try:
        shared.act(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("technician:reviews"))
