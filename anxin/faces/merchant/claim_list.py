"""Claims by time left: narrowed by links, searched by number, taken away as a table."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.domain.claims import queries as claims
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.wording import CLOCKS, TYPES
from anxin.domain.goods import queries as goods
from anxin.faces import pagination, shared
from anxin.faces.ground import sheets
from anxin.faces.ground.claim_parts import state_of
from anxin.faces.merchant import claim_rows, house_notes
from anxin.faces.merchant.first_steps import steps
from anxin.faces.merchant.frame import CLAIMS, frame
from anxin.faces.pagination import Filter, Page, asked_for
from anxin.faces.words import local, moment

SIZE = 50
MOST_EXPORTED = 5000
ONLY = ("late", "soon", "suspect")
OF_A_CASE = ("do", "part", "open", "look", "with", "view", "once")


@dataclass(frozen=True, kw_only=True)
class MerchantClaimFilter:
    """How the list is narrowed, as the address says it."""

    waits: str
    only: str
    type: str
    text: str
    page: int

    @property
    def plain(self) -> bool:
        """Whether the list is all that waits for the merchant."""
        return self.waits == "merchant" and not (self.only or self.type or self.text)


def wanted_of(request: HttpRequest) -> MerchantClaimFilter:
    """Read the address; without a word the list shows what waits for the merchant."""
    get = request.GET
    waits = get.get("waits", "merchant")
    return MerchantClaimFilter(
        waits=waits if waits in claims.WAITS else "" if waits == "all" else "merchant",
        only=get.get("show", "") if get.get("show") in ONLY else "",
        type=get.get("type", "") if get.get("type") in TYPES else "",
        text=get.get("text", "").strip()[:40],
        page=asked_for(request),
    )


def found_for(
    request: HttpRequest, wanted: MerchantClaimFilter, *, now: datetime, offset: int, limit: int
) -> claims.ClaimQueue:
    """Ask for the claims an address means; a search looks everywhere."""
    return claims.queue(
        shared.actor_of(request),
        now=now,
        waits="" if wanted.text else wanted.waits or claims.ALL,
        only=wanted.only,
        type=wanted.type,
        text=wanted.text,
        offset=offset,
        limit=limit,
    )


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return what the list shows, on its own page and beside an open claim."""
    wanted = wanted_of(request)
    found = found_for(request, wanted, now=now, offset=(wanted.page - 1) * SIZE, limit=SIZE)
    kept = pagination.query(request, dict.fromkeys(OF_A_CASE))
    kept = kept if len(kept) > 1 else ""
    rows = [
        claim_rows.row_of(one, url=reverse("merchant:claim", args=[one.number]) + kept, open_=one.number == open_)
        for one in found.rows
    ]
    more = wanted.page * SIZE < found.total
    return {
        "rows": rows,
        "total": found.total,
        "wanted": wanted,
        "types": _types(),
        "page": Page(rows=tuple(rows), number=wanted.page, has_next=more, total=found.total),
        "base": reverse("merchant:claims"),
        "kept": kept,
        "part": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "part": "queue", "open": open_ or None}),
    }


def _filters(found: claims.Counts) -> list[Filter]:
    return [
        Filter(value="", name=_("by time left")),
        Filter(value="late", name=_("late"), count=found.late, tone="red"),
        Filter(value="soon", name=_("within 6 hours"), count=found.soon, tone="amber"),
        Filter(value="suspect", name=_("more time to answer")),
    ]


def _types() -> list[Filter]:
    every = [Filter(value="", name=_("whatever is asked"))]
    return every + [Filter(value=one, name=str(name)) for one, name in TYPES.items()]


def stands(tallies: dict[str, int]) -> list[Filter]:
    """Return the list's views: for whom claims wait, with their counts."""
    names = {
        "": _("for you"),
        "buyer": _("for the buyer"),
        "review": _("for a reviewer"),
        "given": _("may be appealed"),
        "money": _("being carried out"),
        "over": pgettext("claims", "over"),
    }
    counted = [Filter(value=one, name=name, count=tallies.get(one or "merchant")) for one, name in names.items()]
    return [*counted, Filter(value="all", name=pgettext("claims", "all"))]


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the claims, the least time left first."""
    now, open_ = timezone.now(), request.GET.get("open", "")[:40]
    if open_:
        return render(request, "merchant/slim_pane.html", {**pane(request, now=now, open_=open_), "now": now})
    shown = pane(request, now=now)
    wanted: MerchantClaimFilter = shown["wanted"]
    counts = claims.counts(shared.actor_of(request), now=now, waits=wanted.waits, type=wanted.type, text=wanted.text)
    shown |= {"filters": _filters(counts), "stands": stands(counts.waits), "tallies": counts.waits}
    if request.GET.get("part") == "queue":
        return render(request, "merchant/claims_pane.html", {**shown, "now": now})
    starts = None if shown["rows"] else steps(request, now=now)
    facts = {**frame(request, now=now, tallies=counts.waits), **shown, "starts": starts}
    if shared.account_of(request).organisation_silent:
        facts |= house_notes.told(request)
    return render(request, "merchant/claims.html", facts)


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def search(request: HttpRequest) -> HttpResponse:
    """Find claims and orders by number or waybill; a single one is opened at once."""
    shared.limit(request, "merchant_search", burst=60, per_min=60)
    now, text, actor = timezone.now(), request.POST.get("q", "").strip()[:40], shared.actor_of(request)
    found = claims.queue(actor, now=now, text=text, limit=20) if text else None
    sold = goods.sales(actor, now=now, text=text, limit=20) if text else None
    rows = list(found.rows) if found else []
    orders = list(sold.rows) if sold else []
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("merchant:claim", args=[rows[0].number]))
    if len(orders) == 1 and not rows:
        return HttpResponseRedirect(reverse("merchant:purchase", args=[orders[0].id]))
    shown = {
        "rows": [claim_rows.row_of(one, url=reverse("merchant:claim", args=[one.number])) for one in rows],
        "orders": orders,
        "search_text": text,
    }
    return render(request, "merchant/found.html", {**frame(request, now=now), **shown})


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the list as it is narrowed, as a table nobody's spreadsheet runs; buyers stay masked."""
    shared.limit(request, "merchant_table", burst=10, per_min=10)
    now = timezone.now()
    found = found_for(request, wanted_of(request), now=now, offset=0, limit=MOST_EXPORTED)
    headers = [_("Number"), _("Goods"), _("Reason"), _("Asked for"), _("Sum"), _("Stands at"), _("Time limit")]
    headers += [_("Due"), _("What was seen"), _("Sealed before the goods left"), _("Buyer"), _("Filed")]
    return sheets.answer(kind, f"claims-{local(now):%Y%m%d-%H%M}", headers, [_cells(one) for one in found.rows])


def _cells(one: claims.ClaimRow) -> list[object]:
    return [
        one.number,
        one.title,
        wording.words_of(REASONS, one.reason),
        wording.words_of(TYPES, one.type),
        Decimal(one.asked_fen).scaleb(-2),
        state_of(one),
        wording.words_of(CLOCKS, one.clock) if one.clock else "",
        moment(one.due_at) if one.due_at else "",
        claim_rows.seen_of(one),
        one.sealed_before,
        one.buyer,
        moment(one.created_at),
    ]
