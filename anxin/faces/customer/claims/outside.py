"""Doors outside that are open to a buyer: he notes that he went through one, and what came of it."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import referrals
from anxin.faces import shared
from anxin.faces.customer.claims.case import CUSTOMER, do
from anxin.faces.customer.claims.forms import Number

STEPS = ("receive", "take_up", "refuse", "end")


@require_POST
@shared.for_roles(CUSTOMER)
def referral(request: HttpRequest, number: str) -> HttpResponse:
    """Note that he went to 12315 or a court."""
    by, now, door = shared.actor_of(request), timezone.now(), request.POST.get("door", "")
    return do(request, number, lambda row: claims.refer(claim=row, door=door, by=by, now=now))


@require_POST
@shared.for_roles(CUSTOMER)
def answer(request: HttpRequest, number: str, row: UUID) -> HttpResponse:
    """Note what they answered there."""
    by, now, step = shared.actor_of(request), timezone.now(), request.POST.get("step", "")
    form = Number(request.POST)
    theirs = form.cleaned_data["number"] if form.is_valid() else ""
    if step not in STEPS:
        raise Http404
    one = referrals.referral(str(row), actor=by, now=now)
    work = partial(claims.hear_back, referral=one, step=step, number=theirs, text=theirs, by=by, now=now)
    return do(request, number, lambda _claim: work())
