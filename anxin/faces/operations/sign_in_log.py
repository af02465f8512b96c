"""The door, for the administrator: what happened there, and a code for somebody whose name others keep trying."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.people import queries as people
from anxin.domain.people.actions import unlocks
from anxin.domain.people.queries import sign_in_log
from anxin.faces import shared
from anxin.faces.ground import entries, staff


@never_cache
@require_safe
@shared.for_roles("operator")
def log(request: HttpRequest) -> HttpResponse:
    """Show the door: names that are tried again and again first, then everything."""
    return _page(request)


@never_cache
@require_POST
@shared.for_roles("operator")
def hand_out(request: HttpRequest, account: UUID) -> HttpResponse:
    """Make a code for the owner of an account, and show it once."""
    row, by, origin = people.account_by_key(account), shared.actor_of(request), shared.origin_of(request)
    code = shared.act(request, lambda: unlocks.hand_out(account=row, by=by, origin=origin, now=timezone.now()))
    return _page(request, handed_out={"code": code, "called": row.called, "username": row.username})


def _page(request: HttpRequest, *, handed_out: dict[str, str] | None = None) -> HttpResponse:
    now = timezone.now()
    frame = staff.frame(request, face="desk", now=now, search=reverse("desk:search"))
    sight = sign_in_log.sight_of(shared.actor_of(request))
    slowed = sign_in_log.slowed(sight, now=now)
    facts = {"slowed": slowed, "handed_out": handed_out, **entries.pane(request, sight)}
    return render(request, "operations/sign_ins.html", {**frame, **facts})
