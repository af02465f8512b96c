"""Invite somebody into a house."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.domain.people import queries as people
from anxin.domain.people.wording import ORGANISATIONS
from anxin.domain.staff import queries
from anxin.domain.staff.commands import INVITATIONS
from anxin.domain.staff.rules import HouseSituation
from anxin.domain.staff.states import ADMINISTERS
from anxin.faces import shared
from anxin.faces.desk.staff.accounts import STAFF, frame
from anxin.faces.ground import one_time_secrets
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


type InvitingHouse = RowCase[Organisation, HouseSituation]
"""A house as one request sees it."""


def find(request: HttpRequest, slug: str) -> InvitingHouse:
    """Find a house."""
    actor, row = shared.actor_of(request), people.organisation(slug)
    if not queries.keeps_house(actor, row):
        raise people.UnknownOrganisation({"slug": slug})
    return row_case(request, row, url=reverse("staff:house", args=[row.slug]), read=queries.house_situation)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def houses(request: HttpRequest) -> HttpResponse:
    """Lead to the invitation into the house that was chosen; without a choice into the operator's."""
    slug = request.GET.get("house", "")[:64]
    actor = shared.actor_of(request)
    own = people.operator() if ADMINISTERS in actor.roles else people.organisation_by_key(actor.organisation)
    chosen = people.organisation(slug) if slug else own
    return HttpResponseRedirect(reverse("staff:house", args=[chosen.slug]))


@never_cache
@require_safe
@shared.for_roles(STAFF)
def house(request: HttpRequest, house: str) -> HttpResponse:
    """Show the invitation into a house, open."""
    case = find(request, house)
    opened = None if one_time_secrets.KEPT in request.session else RUNNER.open("invitation", case)
    return page(request, case, Shown(opened=opened))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def command(request: HttpRequest, house: str, name: str) -> HttpResponse:
    """Give the command that the address names."""
    return RUNNER.give(request, house, name)


def page(request: HttpRequest, case: InvitingHouse, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the form, or the link it led to."""
    handed = one_time_secrets.take(request)
    facts = {
        **frame(request, now=case.now),
        "house": case.row,
        "kind": str(ORGANISATIONS[case.row.kind]),
        "houses": queries.houses(case.actor),
        "opened": shown.opened,
        "slip": shown.slip,
        "handed": handed,
        "waits": bool(handed) and queries.waits_in(case.row, by=case.actor),
        "url": case.url,
    }
    return render(request, "desk/staff/invite.html", facts, status=status)


def _done(request: HttpRequest, case: InvitingHouse, name: str) -> str:
    given = getattr(request, "anxin_given", None)
    if isinstance(given, str):
        one_time_secrets.keep_link(request, whose=request.POST.get("called", "")[:40], token=given)
    return case.url


RUNNER = Runner(INVITATIONS, [Place(name="invitation")], find=find, page=page, done=_done)
