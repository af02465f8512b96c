"""Changes that take two: what becomes what, and the answers of the second administrator, or lead of a house."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core.actors import Actor
from anxin.core.commands import Command
from anxin.domain.ledger.wording import PROVIDERS as NAMES
from anxin.domain.opening.commands import HOUSE_COMPANIES, INSTALLATION
from anxin.domain.opening.commands.providers import CHANGES, PROVIDERS
from anxin.domain.opening.queries import provider_changes
from anxin.domain.opening.queries.provider_changes import ProviderChangeView
from anxin.domain.opening.rules.provider_changes import ProviderChangeSituation
from anxin.domain.opening.states import ADMINISTERS, ANSWERS
from anxin.domain.opening.wording import STEPS
from anxin.faces import shared
from anxin.faces.ground.commands import Place, Runner, back_to_list
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.opening.models import ProviderChange


type SeenProviderChange = RowCase[ProviderChange, ProviderChangeSituation]
"""A change as one request sees it."""


@dataclass(frozen=True, kw_only=True)
class WaitingChange:
    """A change that waits as the list shows it: what becomes what in words, and what the reader may answer."""

    view: ProviderChangeView
    title: str
    differences: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, str], ...]


def waiting(actor: Actor, *, now: datetime) -> list[WaitingChange]:
    """List the changes that wait before somebody."""
    return [_shown(one, actor, now) for one in provider_changes.provider_changes(actor=actor, now=now)]


def _shown(one: ProviderChangeView, actor: Actor, now: datetime) -> WaitingChange:
    allowed = CHANGES.allowed(provider_changes.provider_change_situation(one.row, by=actor, now=now), actor)
    command = _command(one)
    asked = command.fields
    title = str(NAMES.get(one.name) or STEPS.get(one.name) or command.title)
    return WaitingChange(
        view=one,
        title=f"{one.house} · {title}" if one.house else title,
        differences=tuple(
            (str(asked.asked(name).label) if name in asked.model_fields else name, old, new)
            for name, old, new in one.differences
            if name != "way"
        ),
        answers=tuple(
            (reverse("opening:provider_change", args=[one.id, name]), str(CHANGES.commands[name].title))
            for name in allowed.names
        ),
    )


def _command(one: ProviderChangeView) -> Command[Any, Any]:
    """Return the command that asked for a change."""
    if one.house:
        return HOUSE_COMPANIES.commands[one.row.values["way"]]
    return PROVIDERS.commands.get(one.name) or INSTALLATION.commands[one.name]


def find(request: HttpRequest, key: str) -> SeenProviderChange:
    """Find a change."""
    actor, now = shared.actor_of(request), timezone.now()
    return row_case(
        request,
        provider_changes.provider_change(key, actor=actor, now=now),
        url=reverse("opening:providers" if ADMINISTERS in actor.roles else "staff:company"),
        read=provider_changes.provider_change_situation,
    )


@never_cache
@require_POST
@shared.for_roles(ANSWERS)
def command(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Give the command that the address names."""
    return RUNNER.give(request, str(key), name)


def _done(request: HttpRequest, case: SeenProviderChange, name: str) -> str:
    counts = name == "agreement" and bool(case.row.values)
    messages.success(request, _("It counts now. Try it.") if counts else _("Written down."))
    return case.url


RUNNER: Runner[SeenProviderChange] = Runner(
    CHANGES,
    [Place[SeenProviderChange](name=name) for name in CHANGES.commands],
    find=find,
    page=back_to_list,
    done=_done,
)
