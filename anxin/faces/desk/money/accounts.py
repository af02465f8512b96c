"""Accounts that are nobody's here: what carriers, insurers and platforms bear, the house's own, its providers'."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.ledger.queries import accounts as queries
from anxin.domain.ledger.wording import ACCOUNTS
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff, statements


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List the accounts and what each stands at."""
    found = queries.open_accounts(shared.actor_of(request))
    facts = {
        **staff.frame(request, face="desk", now=timezone.now()),
        "accounts": [(*one.name.split(":"), wording.words_of(ACCOUNTS, one.name), one.fen) for one in found],
    }
    return render(request, "desk/money/accounts.html", facts)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def account(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Show what came to an account and went from it this month, or in the month that is asked for."""
    actor, month = shared.actor_of(request), statements.month_asked(request)
    found = queries.open_account_statement(f"{kind}:{name}", actor=actor, month=month)
    now = timezone.now()
    facts = {
        **staff.frame(request, face="desk", now=now),
        "kind": kind,
        "name": name,
        "called": wording.words_of(ACCOUNTS, f"{kind}:{name}"),
        "month": found,
        "months": statements.months(now),
        "rows": statements.rows(found),
    }
    return render(request, "desk/money/account.html", facts)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def statement(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Answer with a month of an account as an Excel table."""
    actor, month = shared.actor_of(request), statements.month_asked(request)
    found = queries.open_account_statement(f"{kind}:{name}", actor=actor, month=month)
    return statements.table(found, f"{kind}-{name}")
