"""Advance answers: agreed to beforehand, by reason, kind and sum; tried on past claims first; revoked any time."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.claims import actions, queries
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.rules import AdvanceAnswer
from anxin.domain.claims.wording import TYPES
from anxin.domain.evidence.wording import ATTENTION
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.forms import Yuan
from anxin.faces.merchant import claim_rows
from anxin.faces.merchant.frame import CLAIMS, OWNER, frame


class Given(forms.Form):
    """What is agreed to beforehand."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Where the buyer says"), choices=list(REASONS.items()), widget=forms.CheckboxSelectMultiple
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("and asks for"), choices=list(TYPES.items()), widget=forms.CheckboxSelectMultiple
    )
    most = Yuan(label=gettext_lazy("up to how much a claim, in yuan"), max_length=20)
    attention_most = forms.ChoiceField(
        label=gettext_lazy("and the pictures ask for no more than"),
        choices=[(one, name) for one, name in ATTENTION.items() if one != "high"],
        widget=forms.RadioSelect,
        initial="low",
    )
    reason = forms.CharField(
        label=gettext_lazy("Your reason; buyers read it as your answer"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def answers(request: HttpRequest) -> HttpResponse:
    """List the advance answers; try a new one on past claims, then give it."""
    if request.method == "GET":
        return _page(request)
    actor = shared.actor_of(request)
    if OWNER not in actor.roles:
        raise shared.NotYours
    form = Given(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    if request.POST.get("how") != "give":
        return _page(request, form=form, met=_met(request, form))
    try:
        staff.act_once(request, lambda: _give(request, form))
    except Missing:
        raise
    except AnxinError as error:
        form.add_error(None, wording.error(error))
        return _page(request, form=form, status=shared.number_of(error))
    return HttpResponseRedirect(reverse("merchant:standing"))


def _met(request: HttpRequest, form: Given) -> queries.Met:
    given = form.cleaned_data
    wanted = AdvanceAnswer(
        reasons=tuple(given["reasons"]),
        types=tuple(given["types"]),
        most_fen=given["most"],
        attention_most=given["attention_most"],
    )
    return queries.would_meet(shared.actor_of(request), given=wanted, now=timezone.now())


def _give(request: HttpRequest, form: Given) -> object:
    given, actor = form.cleaned_data, shared.actor_of(request)
    return actions.give_advance_answer(
        organisation=people.organisation_by_key(actor.organisation),
        reasons=tuple(given["reasons"]),
        types=tuple(given["types"]),
        most_fen=given["most"],
        attention_most=given["attention_most"],
        reason=given["reason"],
        by=actor,
        now=timezone.now(),
    )


def _page(
    request: HttpRequest, *, form: Given | None = None, met: queries.Met | None = None, status: int = 200
) -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    rows: list[dict[str, Any]] = [
        {
            "view": one,
            "reasons": claim_rows.listed(REASONS, one.reasons),
            "types": claim_rows.listed(TYPES, one.types),
            "attention": wording.words_of(ATTENTION, one.attention_most),
        }
        for one in queries.advance_answers(actor)
    ]
    facts: dict[str, Any] = {
        "running": [one for one in rows if one["view"].revoked_at is None],
        "over": [one for one in rows if one["view"].revoked_at is not None],
        "form": form or Given(),
        "met": met,
        "met_rows": [claim_rows.row_of(one, url=reverse("merchant:claim", args=[one.number])) for one in met.rows[:20]]
        if met
        else [],
        "owner": OWNER in actor.roles,
        "revoking": request.GET.get("revoke", "")[:40],
    }
    return render(request, "merchant/advance_answers.html", {**frame(request, now=now), **facts}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(OWNER)
def revocation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask whether an advance answer is to be taken back, then take it back."""
    actor = shared.actor_of(request)
    row = queries.advance_answer(str(key), actor=actor)
    if request.method == "GET":
        return HttpResponseRedirect(f"{reverse('merchant:standing')}?revoke={row.id}#s-{row.id}")
    staff.act_once(request, lambda: actions.revoke_advance_answer(advance_answer=row, by=actor, now=timezone.now()))
    return HttpResponseRedirect(reverse("merchant:standing"))
