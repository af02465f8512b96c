"""Those who do something for the house outside: set up, tried, how they go, what they cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import MultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers, settings, wording
from anxin.core.actors import Actor
from anxin.core.carriers import companies, oidc, robots, sms, wechat
from anxin.core.checkpoints import timestamping
from anxin.core.commands.fields import Text
from anxin.core.providers import Account, Health, Spent
from anxin.domain.invoices import providers as issuers
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger.wording import PROVIDERS as PAYMENTS
from anxin.domain.notices import queries as notices
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands.providers import MAPS, PLATFORMS, PROVIDERS, ROBOTS
from anxin.domain.opening.rules import HouseSituation
from anxin.domain.people import queries as people
from anxin.domain.places import queries as places
from anxin.domain.places.choices import STREETS
from anxin.domain.places.geocoding import accounts, tiles
from anxin.domain.privacy_numbers import providers as numbers
from anxin.faces import shared
from anxin.faces.desk.opening import checklist, provider_changes
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

KINDS: Mapping[str, tuple[str, ...]] = {
    "payment": ("wechat", "alipay"),
    "sms": ("aliyun", "tencent"),
    "service_account": ("service_account",),
    "privacy_numbers": ("aliyun_numbers",),
    "stamps": ("stamps", "stamps_2"),
    "maps": tuple(MAPS),
    "invoices": ("nuonuo",),
    "robots": ROBOTS,
    "oidc": ("company", *PLATFORMS),
}
HEADINGS = {
    "payment": gettext_lazy("Payment and refunds"),
    "sms": gettext_lazy("Text messages"),
    "service_account": gettext_lazy("WeChat"),
    "privacy_numbers": gettext_lazy("Privacy numbers"),
    "stamps": gettext_lazy("Time stamps (RFC 3161)"),
    "maps": gettext_lazy("Where an address stands"),
    "invoices": gettext_lazy("Invoices (数电票)"),
    "robots": gettext_lazy("Robots of groups (WeCom, DingTalk, Feishu)"),
    "oidc": gettext_lazy("Sign-in of staff"),
}
WORKED = {
    "payment": gettext_lazy("It answered, and both signatures hold."),
    "sms": gettext_lazy("Signature and templates are granted."),
    "service_account": gettext_lazy("Its keys fit, and the templates are granted."),
    "privacy_numbers": gettext_lazy("Its keys fit, and it knows your numbers."),
    "maps": gettext_lazy("It found an address everybody knows."),
    "stamps": gettext_lazy("It gave a stamp, and its chain leads to the certificates you trust."),
    "invoices": gettext_lazy("Keys and seller fit: it knows no invoice nobody wrote."),
    "robots": gettext_lazy("It said a line in the group."),
    "oidc": gettext_lazy("It answered, and knows this app."),
}
NAMES = {one: PAYMENTS.get(one) or PROVIDERS.commands[one].title for names in KINDS.values() for one in names}
MARKS: Mapping[str, Callable[[int, str], str]] = {
    "aliyun": lambda place, part: f"${{{part}}}",
    "tencent": lambda place, part: f"{{{place}}}",
    "service_account": lambda place, part: f"{{{part}}}",
}
SECRETS = sorted({field for one in PROVIDERS.commands.values() for field in one.fields.secrets()})
COUNTED = timedelta(days=30)


@dataclass(kw_only=True)
class House:
    """The installation as one request sees it."""

    actor: Actor
    now: datetime
    row: "Organisation"

    @cached_property
    def situation(self) -> HouseSituation:
        """Return the situation of the installation for the rules of the commands."""
        return queries.house_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return reverse("opening:providers")


@dataclass(frozen=True, kw_only=True)
class ProviderLine:
    """One provider as the list shows it; `health` is None where nothing was kept."""

    name: str
    title: str
    health: Health | None
    spent: Spent | None
    hook: str
    settings: str = ""
    """Where it is chosen, if not here."""

    @property
    def cost_fen(self) -> int:
        """Return what it cost, in fen."""
        return (self.spent.cost_mill + 5) // 10 if self.spent else 0


def find(request: HttpRequest, _key: str) -> House:
    """Find the installation."""
    return House(actor=shared.actor_of(request), now=timezone.now(), row=people.operator())


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
    fault = _tried(kept, now=timezone.now())
    shared.act(request, lambda: providers.note_trial(name, fault=fault, now=timezone.now()))
    return _told(request, fault, WORKED[kept.kind])


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
    return _told(request, fault, _("A tile of each layer came."))


def _told(request: HttpRequest, fault: str, worked: Text) -> HttpResponse:
    if fault:
        said = _("The trial failed. It answered: {fault}").format(fault=fault)
        return page(request, find(request, ""), Shown(slip=said), status=502)
    messages.success(request, worked)
    return HttpResponseRedirect(reverse("opening:providers"))


def _tried(kept: Account, *, now: datetime) -> str:
    if kept.kind == wechat.KIND:
        return wechat.trial(kept.values, sms.templates_of(kept.values), now=now)
    if kept.kind == accounts.KIND:
        return accounts.trial(kept.values, kept.name, now=now)
    if kept.kind == issuers.KIND:
        return issuers.trial(kept.values, kept.name, now=now)
    if kept.kind == numbers.KIND:
        return numbers.trial(kept.values, kept.name, now=now)
    if kept.kind == robots.KIND:
        return robots.trial(kept.values, wording.message("robots.trial", {}), now=now)
    if kept.kind == oidc.KIND:
        return companies.trial(kept)
    if kept.kind == timestamping.KIND:
        return timestamping.trial(kept.values, now=now)
    ask = sms.trial if kept.kind == sms.KIND else payments.trial
    return ask(kept.values, kept.name, now=now)


def page(request: HttpRequest, case: House, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the providers beside the form of one."""
    health = providers.health()
    spent = providers.spent(since=timezone.localtime(case.now - COUNTED).date())
    home = str(settings.get("notices.address", at=case.now))
    lines = {one: _line(one, health.get(one), spent.get(one), home) for names in KINDS.values() for one in names}
    here = lines.get(shown.opened.name) if shown.opened else None
    if shown.opened and here and here.health and not shown.opened.form.is_bound:
        for field, value in here.health.values.items():
            if field in shown.opened.form.fields:
                several = isinstance(shown.opened.form.fields[field], MultipleChoiceField)
                shown.opened.form.fields[field].initial = value.split() if several else value
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "groups": [
            *((HEADINGS[kind], [lines[one] for one in names]) for kind, names in KINDS.items()),
            (_("Streets on maps"), [_streets_line(health, now=case.now)]),
        ],
        "home": home,
        "opened": shown.opened,
        "here": here,
        "templates": _templates(shown.opened.name) if shown.opened else (),
        "changes": provider_changes.waiting(case.actor, now=case.now),
        "stopping": NAMES.get(request.GET.get("name", ""), ""),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/opening/providers.html", facts, status=status)


def _streets_line(health: Mapping[str, Health], *, now: datetime) -> ProviderLine:
    chosen = str(settings.get("places.streets", at=now))
    found = tiles.health(places.streets(now=now), health, now=now)
    where = reverse("desk:setting", args=["places.streets"])
    return ProviderLine(name=tiles.NAME, title=str(STREETS[chosen]), health=found, spent=None, hook="", settings=where)


def _line(name: str, health: Health | None, spent: Spent | None, home: str) -> ProviderLine:
    where = reverse("hooks:payment", args=[name]) if name in KINDS["payment"] else ""
    if name in KINDS[oidc.KIND]:
        where = reverse("signing:company_back")
    if name == wechat.NAME:
        where = reverse("hooks:wechat")
    if name in (*KINDS["sms"], *KINDS["privacy_numbers"]):
        token = health.values.get("hook", "") if health else ""
        heard = "hooks:receipts" if name in KINDS["sms"] else "hooks:calls"
        where = reverse(heard, args=[name, token]) if token else ""
    hook = f"{home}{where}" if home and where else ""
    title = (health.values.get("title") if health else "") or str(NAMES[name])
    return ProviderLine(name=name, title=title, health=health, spent=spent, hook=hook)


def _templates(name: str) -> list[tuple[str, str]]:
    """Return our messages as a provider wants them written: by names at Aliyun and in WeChat, by places at Tencent."""
    if name not in MARKS:
        return []
    found = []
    for ours, text in notices.templates().items():
        names = wording.names_in(text)
        found.append((ours, text.format_map({one: MARKS[name](place, one) for place, one in enumerate(names, 1)})))
    return found


def _done(request: HttpRequest, case: House, name: str) -> str:
    if any(one.view.name == name for one in provider_changes.waiting(case.actor, now=timezone.now())):
        messages.success(request, _("It waits for a second administrator; until then what is there goes on."))
    else:
        messages.success(request, _("Kept. Now try it.") if name != "stopping" else _("It is asked no more."))
    return case.url


RUNNER: Runner[House] = Runner(
    PROVIDERS,
    [
        *[Place[House](name=name, submit=gettext_lazy("Keep it")) for names in KINDS.values() for name in names],
        Place(name="stopping"),
    ],
    find=find,
    page=page,
    done=_done,
)
