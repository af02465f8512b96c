"""Those who do something for the house outside: set up, tried, how they go, what they cost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
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
from anxin.core.providers import ProviderHealth
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands.providers import PROVIDERS
from anxin.domain.opening.queries import provider_changes as waiting
from anxin.domain.opening.rules import InstallationSituation
from anxin.domain.opening.rules.template_tables import NUMBERS
from anxin.domain.opening.wording import faults
from anxin.domain.people import queries as people
from anxin.domain.places import queries as places
from anxin.domain.places.choices import STREETS
from anxin.domain.places.geocoding import tiles
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import Naming
from anxin.faces import shared
from anxin.faces.desk.opening import checklist, provider_changes
from anxin.faces.ground import staff, template_tables
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.providers import HEADINGS, KINDS, NAMES, ProviderLine, fill, line, say_worked, templates, tried
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

SECRETS = sorted({field for one in PROVIDERS.commands.values() for field in one.fields.secrets()})
COUNTED = timedelta(days=30)


type SeenInstallation = RowCase[Organisation, InstallationSituation]
"""The installation as one request sees it."""


def find(request: HttpRequest, _key: str) -> SeenInstallation:
    """Find the installation."""
    return row_case(request, people.operator(), url=reverse("opening:providers"), read=queries.house_situation)


@never_cache
@require_safe
@shared.for_roles(checklist.STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List the providers; `?do=` opens the form of one."""
    return RUNNER.show(request, "")


@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
@shared.for_roles(checklist.STAFF)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what a provider is asked with, or stop asking it."""
    if template_tables.is_asked(request, name):
        return template_tables.look(request, name, RUNNER, page, find(request, ""))
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(checklist.STAFF)
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """Ask a provider something that changes nothing, now, and say what came of it."""
    kept = providers.account(name)
    if kept is None or kept.kind == tiles.KIND:
        raise Http404
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    fault = tried(kept, now=timezone.now())
    shared.act(request, lambda: providers.note_trial(name, fault=fault, now=timezone.now()))
    if fault:
        return _failed(request, fault)
    say_worked(request, kept, now=timezone.now())
    return HttpResponseRedirect(reverse("opening:providers"))


@never_cache
@require_safe
@shared.for_roles(checklist.STAFF)
def template_file(_request: HttpRequest, name: str) -> HttpResponse:
    """Give the texts to have granted as a table to be filled in."""
    if name not in NUMBERS:
        raise Http404
    return template_tables.blank(name)


@never_cache
@require_POST
@shared.for_roles(checklist.STAFF)
def streets_trial(request: HttpRequest) -> HttpResponse:
    """Ask for one tile of each layer of the streets that maps show, now, and say what came."""
    now = timezone.now()
    streets = places.streets(now=now)
    if streets is None:
        raise Http404
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    fault, by = tiles.trial(streets, home=str(settings.get("notices.address", at=now))), shared.actor_of(request)
    shared.act(request, lambda: opening.note_streets(streets=streets, fault=fault, by=by, now=now))
    if fault:
        return _failed(request, fault)
    messages.success(request, _("A tile of each layer came."))
    return HttpResponseRedirect(reverse("opening:providers"))


def _failed(request: HttpRequest, fault: str) -> HttpResponse:
    said = _("The trial failed. It answered: {fault}").format(fault=faults.said(fault))
    return page(request, find(request, ""), Shown(slip=said), status=502)


def page(request: HttpRequest, case: SeenInstallation, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the providers beside the form of one."""
    health = providers.health()
    spent = providers.spent(since=timezone.localtime(case.now - COUNTED).date())
    home = str(settings.get("notices.address", at=case.now))
    told = publications.naming(on=timezone.localdate(case.now), now=case.now, known=health.values())
    lines = {
        one: replace(line(one, health.get(one), spent.get(one), home), unnamed=one in health and told.lacks(kind, one))
        for kind, names in KINDS.items()
        for one in names
    }
    here = lines.get(shown.opened.name) if shown.opened else None
    if shown.opened and here:
        fill(shown.opened, here.health)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "groups": [
            *((HEADINGS[kind], [lines[one] for one in names]) for kind, names in KINDS.items()),
            (_("Streets on maps"), [_streets_line(health, told, now=case.now)]),
        ],
        "home": home,
        "unnamed": bool(told.unnamed),
        "opened": shown.opened,
        "here": here,
        "templates": templates(shown.opened.name) if shown.opened else (),
        "tabled": shown.opened is not None and shown.opened.name in NUMBERS,
        "told": shown.revealed.get(template_tables.FIELD),
        "changes": provider_changes.waiting(case.actor, now=case.now),
        "stopping": NAMES.get(request.GET.get("name", ""), ""),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/opening/providers.html", facts, status=status)


def _streets_line(health: Mapping[str, ProviderHealth], told: Naming, *, now: datetime) -> ProviderLine:
    chosen = str(settings.get("places.streets", at=now))
    found = tiles.health(places.streets(now=now), health, now=now)
    where = reverse("desk:setting", args=["places.streets"])
    shown = ProviderLine(name=tiles.NAME, title=str(STREETS[chosen]), health=found, spent=None, hook="", settings=where)
    return replace(shown, unnamed=told.lacks(tiles.KIND, chosen))


def _done(request: HttpRequest, case: SeenInstallation, name: str) -> str:
    if waiting.waits(name):
        messages.success(request, _("It waits for a second administrator; until then what is there goes on."))
    else:
        messages.success(request, _("Kept. Now try it.") if name != "stopping" else _("It is asked no more."))
    return case.url


RUNNER: Runner[SeenInstallation] = Runner(
    PROVIDERS,
    [
        *[
            Place[SeenInstallation](name=name, submit=gettext_lazy("Keep it"))
            for names in KINDS.values()
            for name in names
        ],
        Place(name="stopping"),
    ],
    find=find,
    page=page,
    done=_done,
)
