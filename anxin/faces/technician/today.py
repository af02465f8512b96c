"""Today's route, what was done before, and what has been earned so far."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger import rules as accounts
from anxin.domain.network import queries as network
from anxin.domain.network.queries import technicians
from anxin.domain.visits import queries, rules
from anxin.domain.visits.queries.months import own_month
from anxin.domain.visits.wording import UNFINISHED
from anxin.faces import shared
from anxin.faces.ground import statements
from anxin.faces.technician import cards, notices
from anxin.faces.technician.work import frame, offered


@never_cache
@require_safe
@shared.for_roles("technician")
def today(request: HttpRequest) -> HttpResponse:
    """Show the next job first, then the day by its windows, then what still needs a call."""
    now = timezone.now()
    lines = queries.jobs_of(shared.actor_of(request), now=now)
    day = cards.of_today(lines, now=now)
    held = [one for one in day if not one.over]
    under_way = sorted((one for one in held if one.at_work or one.coming), key=lambda one: one.at_bench)
    coming = next(iter(under_way or held), None)
    shown = frame(request, now=now)
    context = shown | {
        "illness": technicians.illness_of(shared.actor_of(request), now=now),
        "strip": cards.strip(lines, now=now),
        "coming": cards.stop_of(coming, now=now) if coming else None,
        "coming_what": cards.what_of(coming) if coming else "",
        "to_call": [_call_row(one, now) for one in lines if one.unbooked],
        "later": [
            cards.stop_of(one, now=now) for one in lines if not one.unbooked and not one.over and one not in held
        ],
        "notices": notices.asked(request, now=now),
        "waiting": [cards.offer_of(one) for one in offered(request, now=now)],
    }
    return render(request, "technician/today.html", context)


def _call_row(line: queries.JobLine, now: datetime) -> dict[str, object]:
    return {"stop": cards.stop_of(line, now=now), "what": cards.what_of(line)}


@never_cache
@require_safe
@shared.for_roles("technician")
def history(request: HttpRequest) -> HttpResponse:
    """List what was done, without whose it was."""
    now = timezone.now()
    page = shared.page_of(request, queries.done_by(shared.actor_of(request)), size=30)
    rows = [_done_row(one, now) for one in page.rows if isinstance(one, queries.JobLine)]
    return render(request, "technician/history.html", frame(request, now=now) | {"page": page, "rows": rows})


def _done_row(line: queries.JobLine, now: datetime) -> dict[str, object]:
    open_still = line.ended_at is not None and rules.local_day(line.ended_at) == rules.local_day(now)
    return {
        "line": line,
        "what": cards.what_of(line),
        "why": UNFINISHED.get(line.outcome, "") if line.broken_off else "",
        "url": cards.stop_of(line, now=now).url if open_still else "",
    }


@never_cache
@require_safe
@shared.for_roles("technician")
def earnings(request: HttpRequest) -> HttpResponse:
    """Show what the ledger holds for the technician; while nothing is settled, say so."""
    now, actor = timezone.now(), shared.actor_of(request)
    technician = network.technician_of(actor)
    context = frame(request, now=now) | {
        "balance_fen": ledger.balance(accounts.technician_account(str(technician.id))),
        "cash_fen": ledger.held_by(technician),
        "months": statements.months(now),
        "done": own_month(actor, now=now),
    }
    return render(request, "technician/earnings.html", context)
