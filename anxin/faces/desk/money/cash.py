"""Cash that is to be handed in: a holder's month, as a page and as Excel, and what is counted from him."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.core.money import format_fen, parse_fen
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.queries import accounts
from anxin.domain.ledger.queries.cash import called
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff, statements

STILL_THERE = {
    "technician": gettext_lazy("{sum} is still with him."),
    "outlet": gettext_lazy("{sum} is still at the counter."),
}


@never_cache
@require_safe
@shared.for_roles(STAFF)
def month(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Show what a technician or an outlet holds, and what came and went this month."""
    now, holder = timezone.now(), queries.holder_of(kind, number)
    actor, months = shared.actor_of(request), statements.months(now)
    found = accounts.cash_statement(holder, actor=actor, month=months[0])
    facts = {
        "one": {"kind": kind, "number": number, "called": called(holder)},
        "held_fen": found.left_fen,
        "month": found,
        "months": months,
        "rows": statements.rows(found),
        "may_take": rules.counts_cash(actor.roles),
    }
    return render(request, "desk/money/holder.html", {**staff.frame(request, face="desk", now=now), **facts})


@never_cache
@require_safe
@shared.for_roles(STAFF)
def statement(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Answer with a month of a holder's cash as an Excel table."""
    holder, actor = queries.holder_of(kind, number), shared.actor_of(request)
    found = accounts.cash_statement(holder, actor=actor, month=statements.month_asked(request))
    return statements.table(found, f"cash-{number}")


@never_cache
@require_POST
@shared.for_roles(rules.COUNTS_CASH)
def hand_in(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Take in the cash somebody hands over, as it was counted; what lacks stays there and is said."""
    left: list[int] = []

    def work() -> None:
        row, fen = queries.holder_of(kind, number), parse_fen(request.POST.get("counted", "").strip()[:20])
        left.append(ledger.hand_in(holder=row, counted_fen=fen, by=shared.actor_of(request), now=timezone.now()))

    try:
        staff.act_once(request, work)
    except Missing:
        raise
    except AnxinError as error:
        messages.warning(request, wording.error(error))
    else:
        held = left[-1] if left else 0
        lacks = STILL_THERE[kind].format(sum=format_fen(held)) if held else ""
        messages.success(request, " ".join(filter(None, (_("Written down."), lacks))))
    return HttpResponseRedirect(f"{reverse('money:money')}#cash-h")
