"""Cash at the counter: what the outlet holds for the company, what came and went, and a month of it as Excel."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries.cash import ending_holders
from anxin.faces import shared
from anxin.faces.ground import staff, statements
from anxin.faces.outlet.jobs import DECIDES


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def cash(request: HttpRequest) -> HttpResponse:
    """Show what the counter holds and what came and went this month, the newest first."""
    now, actor = timezone.now(), shared.actor_of(request)
    months = statements.months(now)
    found = ledger.account_statement(actor, month=months[0])
    facts = {
        "held_fen": found.left_fen,
        "month": found,
        "months": months,
        "rows": statements.rows(found),
        "ending": ending_holders(UUID(actor.organisation)) if actor.organisation else (),
    }
    return render(request, "outlet/cash.html", {**staff.frame(request, face="outlet", now=now), **facts})
