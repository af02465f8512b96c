"""Changes of roles that wait: the list of who answers, also where he keeps no accounts; an answer, or taking back."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.opening.queries import departures
from anxin.domain.staff import queries
from anxin.domain.staff.commands import CHANGES
from anxin.domain.staff.rules import ChangeSituation
from anxin.domain.staff.states import ANSWERS, KEEPS
from anxin.faces import shared
from anxin.faces.desk.staff.accounts import frame, waiting_of
from anxin.faces.ground import answered_changes
from anxin.faces.ground.commands import Place, Runner, back_to_list
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.staff.models import RoleChange


type SeenRoleChange = RowCase[RoleChange, ChangeSituation]
"""A change of a role as one request sees it."""


def find(request: HttpRequest, key: str) -> SeenRoleChange:
    """Find a change."""
    actor = shared.actor_of(request)
    return row_case(
        request, queries.role_change(key, actor=actor), url=reverse("staff:changes"), read=queries.change_situation
    )


@never_cache
@require_safe
@shared.for_roles(ANSWERS)
def changes(request: HttpRequest) -> HttpResponse:
    """List the changes of roles that wait for a second person, or for their time."""
    now, actor = timezone.now(), shared.actor_of(request)
    facts = {
        **frame(request, now=now),
        "changes": [waiting_of(one, actor=actor, now=now) for one in queries.changes(actor, now=now)],
        "departures": departures.waiting(actor),
        "answered": answered_changes.shown(actor),
        "deputy": actor.roles.isdisjoint(KEEPS.split()),
    }
    return render(request, "desk/staff/changes.html", facts)


@never_cache
@require_POST
@shared.for_roles(ANSWERS)
def command(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Give the command that the address names."""
    return RUNNER.give(request, str(key), name)


RUNNER = Runner(CHANGES, [Place(name=name) for name in CHANGES.commands], find=find, page=back_to_list)
