"""Invoices of repairs of the house's goods, and what the house was charged: by month and as Excel."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.invoices import queries
from anxin.domain.invoices.states import INVOICE
from anxin.domain.invoices.wording import MEANS
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries.accounts import Movement
from anxin.faces import pagination, shared
from anxin.faces.ground import dates, downloads, invoice_tables, statements
from anxin.faces.merchant.frame import CLAIMS, OWNER, frame
from anxin.faces.pagination import Filter, Page

SIZE, MOST = 50, 20_000


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def listed(request: HttpRequest) -> HttpResponse:
    """List the invoices of a month by state; `as` takes the list away."""
    actor, now, get = shared.actor_of(request), timezone.now(), request.GET
    month = _month(get.get("month", ""))
    since, to = queries.month_of(month) if month else (None, None)
    only, text = get.get("only", ""), get.get("q", "").strip()[:60]
    asked = queries.InvoiceSearch(only=only if only in INVOICE.states else "", text=text, since=since, to=to)
    rows = queries.finance_list(actor, asked)
    if get.get("as") in ("csv", "xlsx"):
        return invoice_tables.answer(get["as"], queries.part_of(rows, limit=MOST))
    number = pagination.asked_for(request)
    shown = queries.part_of(rows, offset=(number - 1) * SIZE, limit=SIZE + 1)
    facts: dict[str, Any] = {
        "states": [Filter(value="", name=_("all")), *(Filter(value=one, name=_called(one)) for one in MEANS)],
        "lines": [(one, _called(one.state)) for one in queries.shown_to_brand(shown[:SIZE])],
        "page": Page(rows=tuple(shown[:SIZE]), number=number, has_next=len(shown) > SIZE),
        "asked": asked,
        "narrowed": bool(asked.only or text),
        "month": month,
        "months": statements.months(now),
        "totals": queries.totals(rows),
        "views": _views("invoices"),
    }
    return render(request, "merchant/invoices.html", {**frame(request, now=now), **facts})


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def charged(request: HttpRequest) -> HttpResponse:
    """Show what the house was charged in a month and what came back, movement by movement."""
    month, now = statements.month_asked(request), timezone.now()
    found = ledger.account_statement(shared.actor_of(request), month=month)
    rows = statements.rows(found)
    number = pagination.asked_for(request)
    part = rows[(number - 1) * SIZE : number * SIZE]
    facts = {
        "month": found,
        "rows": part,
        "apart": [(title, *_sums(some)) for title, some in statements.apart(found)],
        "page": Page(rows=tuple(part), number=number, has_next=len(rows) > number * SIZE, total=len(rows)),
        "months": statements.months(now),
        "views": _views("charged"),
    }
    return render(request, "merchant/charged.html", {**frame(request, now=now), **facts})


def _sums(several: Iterable[Movement]) -> tuple[int, int]:
    told = [(one.came_fen, one.went_fen) for one in several]
    return sum(came for came, _went in told), sum(went for _came, went in told)


def _views(here: str) -> list[tuple[str, str, bool]]:
    names = {"invoices": _("Invoices of customers"), "charged": _("Charged to you")}
    return [(reverse(f"merchant:{one}"), name, one == here) for one, name in names.items()]


def _month(text: str) -> date | None:
    """Read the month that is asked for: this one where none is named, None for all of them."""
    if text == "all":
        return None
    return dates.day(f"{text[:7]}-01") or statements.months(timezone.now())[0]


def _called(state: str) -> str:
    return wording.state("invoice", state)


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one invoice: how it stands, of which case, what reverses it, its document."""
    actor = shared.actor_of(request)
    (one,) = queries.shown_to_brand([queries.invoice(number, actor=actor)])
    facts = {
        "one": one,
        "state": _called(one.state),
        "means": MEANS[one.state],
        "owner": OWNER in actor.roles,
    }
    return render(request, "merchant/invoice.html", {**frame(request, now=timezone.now()), **facts})


@never_cache
@require_safe
@shared.for_roles(OWNER)
def document(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the document of a company's invoice to the owner."""
    actor = shared.actor_of(request)
    row = queries.invoice(number, actor=actor)
    kept = queries.document(row, actor=actor)
    return downloads.file(kept, queries.file_name(row, kept), keep=False)
