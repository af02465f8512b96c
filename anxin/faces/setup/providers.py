"""Who carries text messages and payments, set up and tried within the set-up's own steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import providers
from anxin.domain.opening.commands.providers import PROVIDERS
from anxin.domain.opening.queries import provider_changes
from anxin.domain.opening.wording import faults
from anxin.faces import shared
from anxin.faces.ground import template_tables
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.providers import fill, say_worked, tried
from anxin.faces.setup import steps
from anxin.faces.setup.steps import SERVICES, STAFF, SetUpInstallation

STEP_OF = {name: step for step, names in SERVICES.items() for name in names}
SECRETS = sorted({field for one in STEP_OF for field in PROVIDERS.commands[one].fields.secrets()})


@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def provider(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for what a provider is asked with, and keep it."""
    if name not in STEP_OF:
        raise Http404
    if request.method == "GET":
        case = steps.find(request, "")
        return page(request, case, Shown(opened=RUNNER.open(name, case)))
    if template_tables.is_asked(request, name):
        return template_tables.look(request, name, RUNNER, page, steps.find(request, ""))
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(STAFF)
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """Ask a provider something that changes nothing, now, and say what came of it."""
    kept = providers.account(name) if name in STEP_OF else None
    if kept is None:
        raise Http404
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    fault = tried(kept, now=timezone.now())
    shared.act(request, lambda: providers.note_trial(name, fault=fault, now=timezone.now()))
    if fault:
        said = _("The trial failed. It answered: {fault}").format(fault=faults.said(fault))
        case, step = steps.find(request, ""), STEP_OF[name]
        return steps.page(request, case, Shown(opened=steps.RUNNER.open(step, case), slip=said), status=502)
    say_worked(request, kept, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('setup:steps')}?do={STEP_OF[name]}")


def page(request: HttpRequest, case: SetUpInstallation, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the form of a provider within its step."""
    if shown.opened is None:
        return steps.page(request, case, shown, status)
    step = STEP_OF[shown.opened.name]
    lines = steps.services_of(step, now=case.now)
    fill(shown.opened, next(one.health for one in lines if one.name == shown.opened.name))
    return steps.page(request, case, shown, status, step=step, services=lines)


def _done(request: HttpRequest, case: SetUpInstallation, name: str) -> str:
    waits = _("It waits for a second administrator; until then what is there goes on.")
    messages.success(request, waits if provider_changes.waits(name) else _("Kept. Now try it."))
    return f"{case.url}?do={STEP_OF[name]}"


RUNNER = Runner(
    PROVIDERS,
    [Place[SetUpInstallation](name=name, submit=gettext_lazy("Keep it")) for name in STEP_OF],
    find=steps.find,
    page=page,
    done=_done,
)
