"""Cash that is to be handed in: a holder's month, as a page and as Excel, and what is counted from him."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.core.money import format_fen
from anxin.core.wording import gap
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import CASH
from anxin.domain.ledger.queries import accounts, cash
from anxin.domain.ledger.rules.situation import HolderSituation
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff, statements
from anxin.faces.ground.commands import Place, Runner, Shown

STILL_THERE = {
    "technician": gettext_lazy("{sum} is still with him."),
    "outlet": gettext_lazy("{sum} is still at the counter."),
}


@dataclass(kw_only=True)
class HolderCase:
    """Who holds cash, as one request sees him."""

    actor: Actor
    now: datetime
    row: queries.Holder
    kind: str
    number: str

    @property
    def situation(self) -> HolderSituation:
        """Return his situation for the rules of the commands."""
        return cash.holder_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return his address."""
        return reverse("money:cash", args=[self.kind, self.number])


def _find(request: HttpRequest, holder: str) -> HolderCase:
    kind, _sign, number = holder.partition("/")
    row = queries.holder_of(kind, number)
    return HolderCase(actor=shared.actor_of(request), now=timezone.now(), row=row, kind=kind, number=number)


def _page(request: HttpRequest, case: HolderCase, shown: Shown, status: int = 200) -> HttpResponse:
    """Show what a technician or an outlet holds, and what came and went this month."""
    months = statements.months(case.now)
    found = accounts.cash_statement(case.row, actor=case.actor, month=months[0])
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "one": {"kind": case.kind, "number": case.number, "called": cash.called(case.row)},
        "held_fen": found.left_fen,
        "month": found,
        "months": months,
        "rows": statements.rows(found),
        "buttons": RUNNER.buttons(case),
        "looks": not CASH.commands["handing-in"].is_for(case.actor),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/holder.html", facts, status=status)


def _done(request: HttpRequest, case: HolderCase, _name: str) -> str:
    """Say that it is booked, and what lacks."""
    held = getattr(request, "anxin_given", 0)
    lacks = STILL_THERE[case.kind].format(sum=format_fen(held)) if held else ""
    messages.success(request, gap().join(filter(None, (_("Written down."), lacks))))
    return f"{reverse('money:money')}#cash-h"


RUNNER: Runner[HolderCase] = Runner(CASH, [Place(name="handing-in", lead=True)], find=_find, page=_page, done=_done)
holder, holder_command = RUNNER.pages(STAFF)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def statement(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Answer with a month of a holder's cash as an Excel table."""
    row, actor = queries.holder_of(kind, number), shared.actor_of(request)
    found = accounts.cash_statement(row, actor=actor, month=statements.month_asked(request))
    return statements.table(found, f"cash-{number}")
