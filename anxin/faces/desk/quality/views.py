"""The list of follow-ups, one follow-up with its script, and what is written down of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.wording import REASONS, STARS
from anxin.faces import shared
from anxin.faces.desk.quality import forms, panes
from anxin.faces.ground import staff

LOOKS = "quality agent operator"
MAKES = "quality agent"
SHOWN_S = 60
SEARCHES = frozenset({"agent", "dispatcher", "operator"})


def _frame(request: HttpRequest, *, now: Any, total: int) -> dict[str, Any]:
    search = reverse("desk:search") if shared.actor_of(request).may(SEARCHES) else ""
    return staff.frame(request, face="desk", now=now, counts={"follow_ups": total}, search=search)


@never_cache
@require_safe
@shared.for_roles(LOOKS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show whom to call, the most pressing first; beside it what technicians contest and the newest reviews."""
    now, actor = timezone.now(), shared.actor_of(request)
    shown = panes.pane(request, now=now)
    if request.GET.get("part") == "queue":
        return render(request, "desk/quality/queue_pane.html", {**shown, "now": now})
    context = {
        **_frame(request, now=now, total=shown["total"]),
        **shown,
        "contests": panes.contests_of(queries.contests(actor, now=now)),
        "reviews": [panes.review_of(one) for one in queries.reviews(actor, now=now, limit=12)],
        "judgement": forms.Why(),
    }
    return render(request, "desk/quality/list.html", context)


@never_cache
@require_safe
@shared.for_roles(LOOKS)
def follow_up(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Show one follow-up: whom, about what, what to ask."""
    return _page(request, follow_up)


def _page(
    request: HttpRequest,
    key: UUID,
    *,
    form: django_forms.Form | None = None,
    slip: str = "",
    revealed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    row = queries.follow_up(str(key), actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now)
    steps = {step.name for step in view.buttons}
    shown = panes.pane(request, now=now, open_=str(key))
    context = {
        **_frame(request, now=now, total=shown["total"]),
        **shown,
        "follow_up": view,
        "line": view.row,
        "url": reverse("desk:follow_up", args=[key]),
        "state": wording.state("follow_up", view.row.state),
        "reason": REASONS[view.row.reason],
        "clock": panes.clock_of(view.row),
        "steps": steps,
        "attempt": form if isinstance(form, forms.Attempt) else forms.Attempt(),
        "script": form if isinstance(form, forms.Answers) else forms.Answers(),
        "again": form if isinstance(form, forms.Why) else forms.Why(),
        "otherwise": form if isinstance(form, forms.How) else forms.How(),
        "answers": panes.answers_of(view.answers),
        "overall": STARS[view.row.overall] if view.row.overall else "",
        "about": panes.review_of(view.review),
        "revealed": revealed,
        "reasons": [(text, text) for text in (_("Calling for the follow-up"), _("The customer asked to be called"))],
        "slip": slip,
        "case_url": reverse("desk:repair", args=[view.row.number]) if actor.may(SEARCHES) else "",
    }
    return render(request, "desk/quality/follow_up.html", context, status=status)


def _act(
    request: HttpRequest, key: UUID, form: django_forms.Form, work: Callable[[Any, dict[str, Any]], object]
) -> HttpResponse:
    """Do one thing with a follow-up; a slip stands beside its field, a refusal on the page."""
    actor = shared.actor_of(request)
    queries.follow_up(str(key), actor=actor, now=timezone.now())
    if not form.is_valid():
        return _page(request, key, form=form, status=422)
    given = form.cleaned_data

    def done() -> object:
        return work(queries.follow_up(str(key), actor=actor, now=timezone.now()), given)

    try:
        staff.act_once(request, done)
    except Missing:
        raise
    except AnxinError as error:
        field = getattr(error, "field", "")
        if field in form.fields:
            form.add_error(field, wording.error(error))
            return _page(request, key, form=form, status=shared.number_of(error))
        return _page(request, key, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("desk:follow_up", args=[key]))


@require_POST
@shared.for_roles(MAKES)
def calls(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Write down a call: somebody answered or nobody did."""
    by = shared.actor_of(request)

    def work(row: Any, given: dict[str, Any]) -> object:
        return quality.record_call(
            follow_up=row,
            answered=given["answered"] == "yes",
            recording=given["recording"],
            by=by,
            now=timezone.now(),
        )

    return _act(request, follow_up, forms.Attempt(request.POST), work)


@require_POST
@shared.for_roles(MAKES)
def answers(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Write down what the customer answered: content, or not."""
    by = shared.actor_of(request)
    form = forms.Answers(request.POST)
    content = request.POST.get("how") == "content"
    if not content and form.is_valid() and not form.cleaned_data["note"].strip():
        form.add_error("note", _("Write what is wrong: whoever puts it right reads it."))

    def work(row: Any, given: dict[str, Any]) -> object:
        act = quality.satisfy if content else quality.dissatisfy
        return act(
            follow_up=row,
            overall=int(given["overall"]),
            answers=form.answers(),
            note=given["note"],
            by=by,
            now=timezone.now(),
        )

    return _act(request, follow_up, form, work)


@require_POST
@shared.for_roles(MAKES)
def rework(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Have it redone under the guarantee."""
    by = shared.actor_of(request)
    return _act(
        request,
        follow_up,
        forms.Why(request.POST),
        lambda row, given: quality.redo(follow_up=row, why=given["why"], by=by, now=timezone.now()),
    )


@require_POST
@shared.for_roles(MAKES)
def settlement(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Settle it otherwise, and say how."""
    by = shared.actor_of(request)
    return _act(
        request,
        follow_up,
        forms.How(request.POST),
        lambda row, given: quality.settle(follow_up=row, how=given["how"], by=by, now=timezone.now()),
    )


@never_cache
@require_POST
@shared.for_roles(MAKES)
def reveals(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """Show name and phone for a minute, for a reason that is logged and that the customer can read."""
    actor, reason = shared.actor_of(request), request.POST.get("reason", "")[:200]
    row = queries.follow_up(str(follow_up), actor=actor, now=timezone.now())
    person = row.repair.customer

    def work() -> list[str]:
        given: dict[str, Any] = {"person": person, "stream": row.repair.stream(), "reason": reason, "by": actor}
        return [people.reveal(field=one, **given, now=timezone.now()) for one in ("name", "phone")]

    name, phone = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": name,
        "phone": phone,
        "masked_name": masked.name,
        "masked_phone": masked.phone,
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return _page(request, follow_up, revealed=shown)


@require_POST
@shared.for_roles("quality")
def judgement(request: HttpRequest, contest: UUID) -> HttpResponse:
    """Judge what a technician contests, with a reason he reads."""
    by = shared.actor_of(request)
    form = forms.Why(request.POST)
    act = quality.set_aside if request.POST.get("how") == "set_aside" else quality.uphold
    queries.contest(str(contest), actor=by, now=timezone.now())
    if form.is_valid():
        why = form.cleaned_data["why"]

        def work() -> None:
            row = queries.contest(str(contest), actor=by, now=timezone.now())
            act(contest=row, why=why, by=by, now=timezone.now())

        try:
            staff.act_once(request, work)
        except Missing:
            raise
        except AnxinError as error:
            return _list_with(request, contest, form, wording.error(error), shared.number_of(error))
        return HttpResponseRedirect(f"{reverse('desk:follow_ups')}#contests")
    return _list_with(request, contest, form, "", 422)


def _list_with(request: HttpRequest, contest: UUID, form: forms.Why, slip: str, status: int) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    shown = panes.pane(request, now=now)
    context = {
        **_frame(request, now=now, total=shown["total"]),
        **shown,
        "contests": panes.contests_of(queries.contests(actor, now=now)),
        "reviews": [panes.review_of(one) for one in queries.reviews(actor, now=now, limit=12)],
        "judgement": form,
        "judged": contest,
        "slip": slip,
    }
    return render(request, "desk/quality/list.html", context, status=status)
