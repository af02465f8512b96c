"""What a house keeps at a provider for itself alone, a page each: put by its leads, tried, stopped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers
from anxin.core.actors import Actor
from anxin.core.commands import Table
from anxin.core.providers import ProviderAccess, ProviderHealth
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people import queries as people
from anxin.domain.staff.states import LEADS
from anxin.faces import shared
from anxin.faces.desk.staff import accounts
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(kw_only=True)
class OwnHouse:
    """The house of who is signed in, and what it keeps of one kind."""

    kind: "OwnProvider"
    actor: Actor
    now: datetime
    row: "Organisation"

    @cached_property
    def situation(self) -> CompanySituation:
        """Return its situation for the rules of the commands."""
        return self.kind.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def health(self) -> ProviderHealth | None:
        """Return how what it keeps goes."""
        return self.kind.health(self.row)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return reverse(f"staff:{self.kind.name}")


@dataclass(frozen=True, kw_only=True)
class OwnProvider:
    """A kind of what a house keeps for itself: its addresses and its template are called by its name.

    `ask` tries what is kept and gives the fault; `told` is said where there is none.
    """

    name: str
    table: Table[Any, Any]
    places: Iterable[Place[OwnHouse]]
    secret: tuple[str, ...]
    situation: Callable[..., CompanySituation]
    health: Callable[["Organisation"], ProviderHealth | None]
    account: Callable[[UUID], str]
    ask: Callable[[ProviderAccess, datetime], str]
    told: object
    done: Callable[[HttpRequest, OwnHouse, str], str]
    beside: Callable[[OwnHouse], Mapping[str, object]] = field(default=lambda _case: {})

    @cached_property
    def runner(self) -> Runner[OwnHouse]:
        """Return what runs its commands."""
        return Runner(self.table, self.places, find=self.find, page=self.page, done=self.done)

    @property
    def urls(self) -> list[URLPattern]:
        """Return the addresses: the page, the trial, and the form of a command."""
        led = shared.for_roles(LEADS)
        form = sensitive_post_parameters(*self.secret)(require_http_methods(["GET", "POST"])(led(self.command)))
        at = f"desk/staff/{self.name}/"
        return [
            path(at, never_cache(require_safe(led(self.show))), name=self.name),
            path(f"{at}trial/", never_cache(require_POST(led(self.trial))), name=f"{self.name}_trial"),
            path(f"{at}<slug:name>/", never_cache(form), name=f"{self.name}_command"),
        ]

    def find(self, request: HttpRequest, _key: str) -> OwnHouse:
        """Find the house of who is signed in."""
        actor = shared.actor_of(request)
        row = people.organisation_by_key(actor.organisation)
        return OwnHouse(kind=self, actor=actor, now=timezone.now(), row=row)

    def show(self, request: HttpRequest) -> HttpResponse:
        """Show what is kept; `?do=` opens a form."""
        return self.runner.show(request, "")

    def command(self, request: HttpRequest, name: str) -> HttpResponse:
        """Keep it otherwise, or ask it nothing any more."""
        return self.runner.give(request, "", name)

    def trial(self, request: HttpRequest) -> HttpResponse:
        """Ask it for a trial, and say here what came of it."""
        case = self.find(request, "")
        kept = providers.account(self.account(case.row.pk))
        if kept is None:
            raise Http404
        shared.limit(request, "provider_trial", burst=10, per_min=6)
        fault = self.ask(kept, case.now)
        shared.act(request, lambda: providers.note_trial(kept.name, fault=fault, now=timezone.now()))
        if fault:
            said = _("The trial failed. It answered: {fault}").format(fault=fault)
            return self.page(request, self.find(request, ""), Shown(slip=said), status=502)
        messages.success(request, str(self.told))
        return HttpResponseRedirect(case.url)

    def page(self, request: HttpRequest, case: OwnHouse, shown: Shown, status: int = 200) -> HttpResponse:
        """Show what is kept and how it goes, or the form of a command."""
        facts = {
            **accounts.frame(request, now=case.now),
            **self.beside(case),
            "house": case.row,
            "health": case.health,
            "buttons": self.runner.buttons(case),
            "opened": shown.opened,
            "slip": shown.slip,
            "url": case.url,
        }
        return render(request, f"desk/staff/{self.name}.html", facts, status=status)
