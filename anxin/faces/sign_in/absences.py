"""One's own leave: from when, until when, and who has the open cases meanwhile."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.people import queries as people
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.rules import AccountSituation
from anxin.faces import shared
from anxin.faces.ground import leave_gaps, staff
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.sign_in import session

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

STAFF = "staff"


type OwnAbsence = RowCase[Account, AccountSituation]
"""One's own account as one request sees it."""


def find(request: HttpRequest, _key: str) -> OwnAbsence:
    """Find the account of whoever is signed in."""
    row = people.account(request.user.get_username())
    if row is None:
        raise people.NoSuchPerson
    return row_case(request, row, url=reverse("sign_in:leave"), read=queries.situation)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's leave, or the form of one."""
    case = find(request, "")
    return page(request, case, Shown(opened=None if case.situation.away else RUNNER.open("leave", case)))


@never_cache
@require_POST
@shared.for_roles(STAFF)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Go on leave, or come back."""
    return RUNNER.give(request, "", name)


def page(request: HttpRequest, case: OwnAbsence, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the form, or what stands, with the way back."""
    facts = {
        "view": queries.view(case.row, now=case.now),
        "opened": shown.opened,
        "slip": shown.slip,
        "once": staff.fresh(),
        "url": case.url,
        "home": session.home_of(case.actor),
    }
    return render(request, "sign_in/leave.html", facts, status=status)


PLACES = [Place(name="leave", follows=leave_gaps.follows), Place(name="return")]
RUNNER = Runner(ACCOUNTS, PLACES, find=find, page=page, done=written_down)
