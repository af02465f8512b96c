"""The robot of a group that a house keeps for its own notices: put by a lead, tried, stopped."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers, wording
from anxin.core.actors import Actor
from anxin.core.carriers import robots
from anxin.core.providers import Health
from anxin.domain.opening import queries
from anxin.domain.opening.commands import HOUSE_ROBOTS
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people import queries as people
from anxin.domain.staff.states import LEADS
from anxin.faces import shared
from anxin.faces.desk.staff import accounts
from anxin.faces.ground.commands import Place, Runner, Shown, written_down

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(kw_only=True)
class GroupOfHouse:
    """The house of who is signed in, and the robot of its group."""

    actor: Actor
    now: datetime
    row: "Organisation"

    @cached_property
    def situation(self) -> CompanySituation:
        """Return its situation for the rules of the commands."""
        return queries.robot_situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def health(self) -> Health | None:
        """Return how its robot goes."""
        return queries.robot_of(self.row)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return reverse("staff:robot")


def find(request: HttpRequest, _key: str) -> GroupOfHouse:
    """Find the house of who is signed in."""
    actor = shared.actor_of(request)
    return GroupOfHouse(actor=actor, now=timezone.now(), row=people.organisation_by_key(actor.organisation))


@never_cache
@require_safe
@shared.for_roles(LEADS)
def robot(request: HttpRequest) -> HttpResponse:
    """Show the robot; `?do=` opens a form."""
    return RUNNER.show(request, "")


@never_cache
@sensitive_post_parameters("webhook", "secret")
@require_http_methods(["GET", "POST"])
@shared.for_roles(LEADS)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Have the group told, or tell it nothing any more."""
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(LEADS)
def trial(request: HttpRequest) -> HttpResponse:
    """Say a line in the group, and say here what came of it."""
    case, now = find(request, ""), timezone.now()
    kept = providers.account(robots.name_of(case.row.pk))
    if kept is None:
        raise Http404
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    fault = robots.trial(kept.values, wording.message("robots.trial", {}), now=now)
    shared.act(request, lambda: providers.note_trial(kept.name, fault=fault, now=timezone.now()))
    if fault:
        said = _("The trial failed. It answered: {fault}").format(fault=fault)
        return page(request, find(request, ""), Shown(slip=said), status=502)
    messages.success(request, _("It said a line in the group."))
    return HttpResponseRedirect(case.url)


def page(request: HttpRequest, case: GroupOfHouse, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the robot and how it goes, or the form of a command."""
    facts = {
        **accounts.frame(request, now=case.now),
        "house": case.row,
        "health": case.health,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/staff/robot.html", facts, status=status)


RUNNER: Runner[GroupOfHouse] = Runner(
    HOUSE_ROBOTS, (Place(name="robot"), Place(name="stopping")), find=find, page=page, done=written_down
)
