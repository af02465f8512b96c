"""Several at once: what would become of each is read first, then each is done by itself."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import bulk, wording
from anxin.core.commands import Command
from anxin.core.errors import AnxinError
from anxin.domain.network import queries
from anxin.domain.network.commands import TABLE
from anxin.domain.network.commands.several import NAMES, arguments_of
from anxin.domain.network.queries import AuthorisationFilter, scope_readings
from anxin.faces import shared
from anxin.faces.ground.authorisations import lists, losses
from anxin.faces.ground.authorisations import rows as authorisations_rows
from anxin.faces.ground.authorisations.desk import AuthorisationDesk, SeenAuthorisation
from anxin.faces.ground.forms import CommandForm

if TYPE_CHECKING:
    from anxin.domain.network.models import Authorisation

SHOWN = 20
MOST_READ = 200
PROPOSED = ("goods", "renewal")
"""Commands that ask for other goods: beside each word stand those it would be signed for where none is ticked."""


@dataclass(frozen=True, kw_only=True)
class ChosenWords:
    """What was chosen for one command, and what would become of it."""

    command: Command[Any, Any]
    numbers: list[str]
    told: bulk.Preview


def several(desk: AuthorisationDesk, request: HttpRequest) -> HttpResponse:
    """Show what a command would do with the chosen ones; with the token of what was shown, do it."""
    actor, now = shared.actor_of(request), timezone.now()
    name = request.POST.get("command", "")
    if name not in NAMES:
        return HttpResponseRedirect(desk.url("authorisations"))
    token, action = request.POST.get("token", ""), bulk.ACTIONS[f"network.{name}"]
    if token and (before := bulk.asked_before(action, request.POST.get("once", "")[:80], by=actor)):
        return HttpResponseRedirect(desk.url("authorisations_run", before.id))
    numbers = lists.numbers_of(request, actor) if request.method == "POST" else []
    if not numbers:
        return HttpResponseRedirect(desk.url("authorisations"))
    asked = queries.asked_for(actor, AuthorisationFilter(numbers=numbers), on=timezone.localtime(now).date())
    known = [row.number for row in asked]
    told = bulk.preview(action, known, arguments={}, by=actor, now=now)
    chosen = ChosenWords(command=TABLE.commands[name], numbers=known, told=told)
    form = _form(desk, request, chosen, data=request.POST if token else None)
    if not token or not told.possible:
        return _shown(desk, request, chosen, form)
    fields = form.taken(request)
    if fields is None:
        return _shown(desk, request, chosen, form, status=422)
    if token != told.token:
        said = _("Meanwhile something has changed. This is how it stands now; please look once more.")
        return _shown(desk, request, chosen, form, slip=said, status=409)
    return _done(desk, request, chosen, arguments_of(fields.model_dump()))


def _form(desk: AuthorisationDesk, request: HttpRequest, chosen: ChosenWords, *, data: Any) -> CommandForm:
    actor = shared.actor_of(request)
    row = queries.authorisation(chosen.numbers[0], actor=actor)
    case = SeenAuthorisation(actor=actor, now=timezone.now(), row=row, desk=desk)
    return CommandForm(chosen.command, case=case, windows=None, data=data)


def _shown(
    desk: AuthorisationDesk,
    request: HttpRequest,
    chosen: ChosenWords,
    form: CommandForm,
    *,
    slip: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    possible = chosen.told.possible
    most = MOST_READ if chosen.command.name in PROPOSED else SHOWN
    refused = [(number, code) for number, code in chosen.told.refusals.items() if code]
    rows = _rows(
        desk, actor, chosen.command.name, [*possible[:most], *(number for number, _code in refused[:SHOWN])], now
    )
    whole = bool(request.POST.get("all"))
    facts = {
        "title": str(chosen.command.title),
        "command": chosen.command.name,
        "then": str(chosen.command.follows),
        "lost": list(losses.said(_ending(chosen, actor, now))),
        "danger": chosen.command.final,
        "many_possible": len(possible),
        "many_refused": len(refused),
        "possible": [rows[number] for number in possible[:most] if number in rows],
        "refused": [(rows[number], _why(code)) for number, code in refused[:SHOWN] if number in rows],
        "more": max(0, len(possible) - most),
        "form": form,
        "slip": slip,
        "token": chosen.told.token,
        "numbers": [] if whole else chosen.numbers,
        "kept": [(name, request.POST.get(name, "")) for name in lists.KEPT] if whole else [],
        "whole": whole,
    }
    return desk.page(request, "several", facts, now=now, status=status)


def _ending(chosen: ChosenWords, actor: Any, now: Any) -> "list[Authorisation]":
    """Return the words that would end; none where the command ends none."""
    possible = chosen.told.possible
    if chosen.command.name not in losses.ENDING or not possible:
        return []
    wanted = AuthorisationFilter(numbers=list(possible))
    return list(queries.asked_for(actor, wanted, on=timezone.localtime(now).date()))


def _rows(
    desk: AuthorisationDesk, actor: Any, name: str, numbers: list[str], now: Any
) -> dict[str, authorisations_rows.AuthorisationRow]:
    on = timezone.localtime(now).date()
    found = list(queries.asked_for(actor, AuthorisationFilter(numbers=numbers), on=on)) if numbers else []
    rows = {
        one.number: authorisations_rows.row_of(one, url=desk.url("authorisation", one.number), many=True)
        for one in queries.views_of(found, now=now)
    }
    told = scope_readings.proposals_said(found, now=now) if name in PROPOSED else {}
    return {number: replace(row, goods=told.get(number, row.goods)) for number, row in rows.items()}


def _why(code: str) -> str:
    if code == "core.invalid":
        return _("the day doesn't fit this one")
    text = wording.ERRORS.get(code)
    generic = code.startswith("core.")
    return _("stands elsewhere, or is not yours to do") if generic or text is None else str(text)


def _done(desk: AuthorisationDesk, request: HttpRequest, chosen: ChosenWords, arguments: Any) -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    action, once = bulk.ACTIONS[chosen.told.action], request.POST.get("once", "")[:80]
    request.anxin_acted = True  # type: ignore[attr-defined]  # a request takes what is noted on it
    told = bulk.with_arguments(chosen.told, arguments, by=actor)
    try:
        work = bulk.run(action, chosen.numbers, token=told.token, arguments=arguments, by=actor, now=now, once=once)
    except AnxinError as error:
        form = _form(desk, request, chosen, data=request.POST)
        return _shown(desk, request, chosen, form, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(desk.url("authorisations_run", work.id))


def outcome(desk: AuthorisationDesk, request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far a run is, and in its end what became of every row."""
    work = bulk.run_of(key, by=shared.actor_of(request))
    lines = bulk.lines_of(work)
    refused = [(number, _why(code)) for number, code in lines if code]
    facts = {
        "title": str(TABLE.commands[work.action.partition(".")[2]].title),
        "done": len(lines) - len(refused),
        "looked": len(lines),
        "rows": work.rows,
        "over": work.ended_at is not None,
        "run_url": request.path,
        "refused": [(number, desk.url("authorisation", number), why) for number, why in refused[:SHOWN]],
        "more": max(0, len(refused) - SHOWN),
    }
    return desk.page(request, "done", facts, now=timezone.now())
