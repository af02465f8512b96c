"""A day whose statement of a provider is missing: why, and the button that fetches it."""

from contextlib import suppress
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import STATEMENTS
from anxin.domain.ledger.rules.situation import StatementSituation
from anxin.domain.ledger.wording import code_of, fault_called, provider_called
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding

SHOWN = 60
type StatementDayCase = RowCase[queries.StatementDay, StatementSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def missing(request: HttpRequest) -> HttpResponse:
    """List the days whose statement is missing, the newest first; the page of money shows them among its statements."""
    actor, now = shared.actor_of(request), timezone.now()
    found = queries.missing_statements(actor, now=now)
    facts = {
        **staff.frame(request, face="desk", now=now),
        "missing": [(one, provider_called(one.provider)) for one in found[:SHOWN]],
        "missing_count": len(found),
        "asked": queries.asks_statements(),
    }
    return render(request, "desk/money/missing_statements.html", facts)


def _day(number: str, *, actor: Actor) -> queries.StatementDay:
    provider, _sign, told = number.partition("/")
    day = date.min
    with suppress(ValueError):
        day = date.fromisoformat(told)
    return queries.statement_day(provider, day, actor=actor)


_find = finding(
    _day,
    queries.statement_situation,
    lambda row: reverse("money:statement_day", args=[row.provider, row.day.isoformat()]),
)


def _page(request: HttpRequest, case: StatementDayCase, shown: Shown, status: int = 200) -> HttpResponse:
    fault = case.row.fault.removeprefix("statement: ")
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": case.row,
        "provider": provider_called(case.row.provider),
        "missing": case.situation.missing,
        "why": fault_called(fault) if fault else "",
        "code": code_of(fault),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/statement_day.html", facts, status=status)


def _done(request: HttpRequest, case: StatementDayCase, _name: str) -> str:
    messages.success(request, _("It is being asked; look again in a moment."))
    return case.url


RUNNER: Runner[StatementDayCase] = Runner(
    STATEMENTS, [Place(name="fetching", lead=True)], find=_find, page=_page, done=_done
)
statement_day, statement_day_command = RUNNER.pages(STAFF)
