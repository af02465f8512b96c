"""The steps of the first day, each finished by itself; what is done is read from what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers, settings, wording
from anxin.core.carriers import Mail, NotSent, Parcel, Unclear
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands import INSTALLATION
from anxin.domain.opening.providers import AddressProbe
from anxin.domain.opening.queries import provider_changes
from anxin.domain.opening.rules import FIRST_STEPS, InstallationSituation
from anxin.domain.opening.rules.template_tables import NUMBERS
from anxin.domain.opening.wording import STEPS
from anxin.domain.opening.wording.checks import LACKS, WHY
from anxin.domain.people import queries as people
from anxin.domain.staff import queries as accounts
from anxin.domain.staff.queries import AccountFilter, AccountRow
from anxin.faces import shared
from anxin.faces.ground import one_time_secrets, staff, template_tables
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.providers import KINDS, ProviderLine, line, templates
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.setup.forms import TrialForm

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

STAFF = "operator"
SERVICES = {"messages": KINDS["sms"], "payment": KINDS["payment"]}
"""Who can be asked for a step; each is set up and tried within it."""


type SetUpInstallation = RowCase[Organisation, InstallationSituation]
"""The installation as one request sees it."""


@dataclass(frozen=True, kw_only=True)
class SetupStep:
    """One step as the list shows it: `how` it stands is done, asked, invited, waits or open."""

    name: str
    title: str
    how: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """What a TLS proxy is told."""

    names: list[str]
    port: str


def find(request: HttpRequest, _key: str) -> SetUpInstallation:
    """Find the installation."""
    return row_case(request, people.operator(), url=reverse("setup:steps"), read=queries.house_situation)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def steps(request: HttpRequest) -> HttpResponse:
    """Show the steps; without one named, the first that isn't done lies open."""
    case = find(request, "")
    if request.GET.get("do") not in RUNNER.addressed and not request.session.get(one_time_secrets.KEPT):
        left = next((name for name in FIRST_STEPS if name not in case.situation.settled), "")
        return RUNNER.show(request, "") if not left else _opened(request, case, left)
    return RUNNER.show(request, "")


@never_cache
@require_POST
@shared.for_roles(STAFF)
def look(request: HttpRequest) -> HttpResponse:
    """Look at the public address from outside, now, and say what each address came to."""
    shared.limit(request, "address_look", burst=5, per_min=2)
    found = opening.probe_addresses(by=shared.actor_of(request), now=timezone.now())
    case, told = find(request, ""), [("amber" if one.fault else "", _looked(one)) for one in found]
    return page(request, case, Shown(opened=RUNNER.open("address", case)), looks=told)


def _looked(one: AddressProbe) -> str:
    if one.fault:
        return str(LACKS[one.fault]).format(address=one.address)
    if one.ends is None:
        return _("{address} leads here, over an open line").format(address=one.address)
    day = formats.date_format(timezone.localtime(one.ends), "DATE_FORMAT")
    return _("{address} leads here, encrypted; its certificate ends on {day}").format(address=one.address, day=day)


def proxy_of(request: HttpRequest, *, now: datetime) -> Proxy | None:
    """Return what a proxy is to be told: the names it serves, and where this installation listens."""
    names = list(filter(None, (urlsplit(one).hostname for one in queries.addresses(now=now))))
    port = request.META.get("SERVER_PORT", "")
    return Proxy(names=names, port=port if port not in ("", "80", "443") else "8000") if names else None


def services_of(step: str, *, now: datetime) -> list[ProviderLine]:
    """Return who can be asked for a step, and how each goes; nobody where a step asks nobody."""
    names = SERVICES.get(step, ())
    if not names:
        return []
    health, home = providers.health(), str(settings.get("notices.address", at=now))
    return [line(one, health.get(one), None, home) for one in names]


def invited(case: SetUpInstallation) -> list[AccountRow]:
    """Return who was invited to administer and has not come in."""
    rows = accounts.listed(case.actor, wish=AccountFilter(role=STAFF), now=case.now)
    others = [one for one in rows if str(one.id) != case.actor.id and one.last_at is None]
    return [one for one in others if one.stands in ("invited", "unused")]


def _opened(request: HttpRequest, case: SetUpInstallation, name: str) -> HttpResponse:
    return page(request, case, Shown(opened=RUNNER.open(name, case)))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Do one step."""
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(STAFF)
def trial(request: HttpRequest) -> HttpResponse:
    """Send a letter through the mail server, now, and say what came of it."""
    case, form, server = find(request, ""), TrialForm(request.POST), queries.mail_server()
    if server is None or not form.is_valid():
        return page(request, case, Shown(opened=RUNNER.open("mail", case)), status=422, trial=form)
    shared.limit(request, "mail_trial", burst=5, per_min=2)
    text = _("A trial letter\n\nThis installation can send mail. Nobody needs to answer.")
    sent = {"text": text, "to": form.cleaned_data["to"], "secret": queries.server_url(server)}
    parcel = Parcel(key=f"trial.{staff.fresh()}", template="opening.trial", ids={}, **sent, now=case.now)
    try:
        Mail().send(parcel)
        fault = ""
    except (NotSent, Unclear) as error:
        fault = wording.error(error)
    shared.act(request, lambda: opening.note_trial(fault=fault, now=timezone.now()))
    if fault:
        return page(request, find(request, ""), Shown(opened=RUNNER.open("mail", case), slip=fault), status=502)
    messages.success(request, _("The server took the letter. See whether it arrived, and not as spam."))
    return HttpResponseRedirect(reverse("setup:steps"))


def page(
    request: HttpRequest,
    case: SetUpInstallation,
    shown: Shown,
    status: int = 200,
    *,
    trial: TrialForm | None = None,
    step: str = "",
    services: Sequence[ProviderLine] = (),
    looks: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Show the steps beside the form of one, or beside what is asked of a provider within a step."""
    here = step or (shown.opened.name if shown.opened else "")
    listed = [
        SetupStep(name=name, title=str(STEPS[name]), how=case.situation.how(name), here=name == here)
        for name in FIRST_STEPS
    ]
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "steps": listed,
        "left": sum(name not in case.situation.settled for name in FIRST_STEPS),
        "opened": shown.opened,
        "slip": shown.slip,
        "handed": one_time_secrets.take(request),
        "onward": after(case, here or "administrators"),
        "step": str(STEPS[here]) if here else "",
        "url": case.url,
        "why": str(WHY[here]) if here else "",
        "done": here in case.situation.done,
        "trial": (trial or TrialForm()) if here == "mail" and case.situation.mail else None,
        "folder": settings.get("opening.backup_folder", at=case.now) if here == "backup" else "",
        "backup": queries.latest_backup() if here == "backup" else None,
        "tried": queries.tried_backup() if here == "backup" else None,
        "services": services or services_of(here, now=case.now),
        "asked": bool(step),
        "templates": templates(shown.opened.name) if step and shown.opened else (),
        "tabled": bool(step) and shown.opened is not None and shown.opened.name in NUMBERS,
        "told": shown.revealed.get(template_tables.FIELD),
        "proxy": proxy_of(request, now=case.now) if here == "address" else None,
        "looks": looks,
        "waits": here in case.situation.asked,
        "invited": invited(case) if here == "administrators" else [],
    }
    return render(request, "setup/steps.html", facts, status=status)


def _done(request: HttpRequest, case: SetUpInstallation, name: str) -> str:
    token = getattr(request, "anxin_given", None)
    if name == "administrators" and isinstance(token, str):
        one_time_secrets.keep_link(request, whose=request.POST.get("called", "")[:40], token=token)
        return case.url
    waits = provider_changes.waits(name)
    said = _("It waits for a second administrator; until then what is there goes on.") if waits else _("Kept.")
    messages.success(request, said)
    return f"{case.url}?do={name}" if name == "mail" and not waits else after(case, name)


def after(case: SetUpInstallation, name: str) -> str:
    """Return where it goes on after a step: the next that is open, else the first of all."""
    left = (one for one in FIRST_STEPS[FIRST_STEPS.index(name) + 1 :] if one not in case.situation.settled)
    following = next(left, "")
    return f"{case.url}?do={following}" if following else case.url


HOLDS: Mapping[str, Callable[[SetUpInstallation], Mapping[str, str]]] = {
    "imprint": lambda case: settings.get("site.imprint", at=case.now),
    "mail": lambda _case: queries.mail_kept(),
    "address": lambda case: {"address": str(settings.get("notices.address", at=case.now))},
}
"""What was kept already: a step that is opened again comes up as it was left."""
RUNNER = Runner(
    INSTALLATION,
    [Place(name=name, holds=HOLDS.get(name)) for name in FIRST_STEPS],
    find=find,
    page=page,
    done=_done,
)
