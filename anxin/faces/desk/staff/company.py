"""The company sign-in that a house keeps for its own people: set up by two of its leads, tried, stopped by one."""

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
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers, settings
from anxin.core.actors import Actor
from anxin.core.carriers import companies
from anxin.core.providers import Health
from anxin.domain.opening import queries
from anxin.domain.opening.commands import HOUSE_COMPANIES
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people import queries as people
from anxin.domain.staff.states import LEADS
from anxin.faces import shared
from anxin.faces.desk.opening import provider_changes
from anxin.faces.desk.staff import accounts
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

WAYS = tuple(one.name for one in HOUSE_COMPANIES if one.name != "stopping")


@dataclass(kw_only=True)
class OwnHouse:
    """The house of who is signed in, and its company."""

    actor: Actor
    now: datetime
    row: "Organisation"

    @cached_property
    def situation(self) -> CompanySituation:
        """Return its situation for the rules of the commands."""
        return queries.company_situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def health(self) -> Health | None:
        """Return how its company goes."""
        return queries.company_of(self.row)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return reverse("staff:company")


def find(request: HttpRequest, _key: str) -> OwnHouse:
    """Find the house of who is signed in."""
    actor = shared.actor_of(request)
    return OwnHouse(actor=actor, now=timezone.now(), row=people.organisation_by_key(actor.organisation))


@never_cache
@require_safe
@shared.for_roles(LEADS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the company; `?do=` opens a form."""
    return RUNNER.show(request, "")


@never_cache
@sensitive_post_parameters("client_secret")
@require_http_methods(["GET", "POST"])
@shared.for_roles(LEADS)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Ask a second lead to have the company asked with this; or let nobody in by it any more, at once."""
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(LEADS)
def trial(request: HttpRequest) -> HttpResponse:
    """Ask the company something that changes nothing, and say what came of it."""
    case = find(request, "")
    kept = providers.account(companies.name_of(case.row.pk))
    if kept is None:
        raise Http404
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    fault = companies.trial(kept)
    shared.act(request, lambda: providers.note_trial(kept.name, fault=fault, now=timezone.now()))
    if fault:
        said = _("The trial failed. It answered: {fault}").format(fault=fault)
        return page(request, find(request, ""), Shown(slip=said), status=502)
    messages.success(request, _("It answered, and knows this app."))
    return HttpResponseRedirect(case.url)


def page(request: HttpRequest, case: OwnHouse, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the company and the link by which its people come in, or the form of one."""
    home = str(settings.get("notices.address", at=case.now)).rstrip("/")
    facts = {
        **accounts.frame(request, now=case.now),
        "house": case.row,
        "health": case.health,
        "way": HOUSE_COMPANIES.commands[case.health.values["way"]].title if case.health else "",
        "home": home,
        "link": f"{home}{reverse('signing:staff', query={'house': case.row.slug})}",
        "back": f"{home}{reverse('signing:company_back')}",
        "changes": provider_changes.waiting(case.actor, now=case.now),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/staff/company.html", facts, status=status)


def _done(request: HttpRequest, case: OwnHouse, name: str) -> str:
    waits = _("It waits for a second person; until then what is there goes on.")
    messages.success(request, _("Stopped: nobody comes in by it any more.") if name == "stopping" else waits)
    return case.url


def _place(way: str) -> Place[OwnHouse]:
    return Place(name=way, submit=gettext_lazy("Ask for it"))


RUNNER: Runner[OwnHouse] = Runner(
    HOUSE_COMPANIES, [*map(_place, WAYS), Place(name="stopping")], find=find, page=page, done=_done
)
