"""The queue of claims: clocks red first, narrowed by links, searched by what is at hand, taken away as a table."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims import rules
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.queries import ClaimRow
from anxin.domain.claims.states import READS, TAKES
from anxin.domain.claims.wording import CLOCKS, SHORT_CLOCKS, TYPES
from anxin.domain.evidence.wording import ATTENTION
from anxin.domain.people import queries as people
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.states import DESK
from anxin.faces import pagination, shared
from anxin.faces.ground import repair_parts, sheets, staff
from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.claim_parts import state_of
from anxin.faces.ground.repair_parts import ShownRow
from anxin.faces.pagination import Filter, Page, asked_for
from anxin.faces.words import fen, moment

STAFF = READS
SIZE, MOST_ROWS = 50, 5000
ONLY = ("late", "soon", "second", "suspect", "refund_only")
WAITS = ("review", "merchant", "buyer", "money", "given", "over")
OF_A_CASE = ("do", "tab", "look", "with", "view", "record", "part", "open", "label", "done", "list")


@dataclass(frozen=True, kw_only=True)
class ClaimQueueFilter:
    """How the queue is narrowed, as the address says it."""

    only: str
    waits: str
    seller: str
    page: int

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.only or self.waits or self.seller)


def wanted_of(request: HttpRequest) -> ClaimQueueFilter:
    """Read the address; what it can't mean counts as not said."""
    get = request.GET
    return ClaimQueueFilter(
        only=get.get("show", "") if get.get("show") in ONLY else "",
        waits=get.get("waits", "") if get.get("waits") in WAITS else "",
        seller=get.get("seller", "")[:60],
        page=asked_for(request),
    )


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return what the queue's pane shows, on its own page and, slim, beside an open claim."""
    wanted, actor = wanted_of(request), shared.actor_of(request)
    narrowed = {"waits": wanted.waits, "only": wanted.only, "seller": wanted.seller}
    found = claims.queue(actor, now=now, **narrowed, offset=(wanted.page - 1) * SIZE, limit=SIZE)
    kept = pagination.query(request, dict.fromkeys(OF_A_CASE))
    kept = kept if len(kept) > 1 else ""
    rows = [row_of(one, kept, open_, slim=bool(open_)) for one in found.rows]
    more = found.total > wanted.page * SIZE
    return {
        "rows": rows,
        "total": found.total,
        "page": Page(rows=tuple(rows), number=wanted.page, has_next=more, total=found.total),
        "wanted": wanted,
        "seller": _called(wanted.seller),
        "every": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "seller": None}),
        "base": reverse("desk_claims:queue"),
        "lands": pagination.lands(request),
        "listed": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "list": "1"}),
        "kept": kept,
        "part": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "part": "queue", "open": open_ or None}),
    }


def _called(slug: str) -> str:
    house = people.organisation_called(slug) if slug else None
    return house.name if house else slug


def row_of(one: ClaimRow, kept: str, open_: str, *, slim: bool = False) -> ShownRow:
    """Return a claim as a row of the queue; beside an open claim only its clock, its number and what is asked."""
    title, band = one.title or str(REASONS.get(one.reason, one.reason)), one.attention
    waits = _("waits for a second person") if one.second else state_of(one)
    look = str(ATTENTION[band]) if band in ("medium", "high") else ""
    asks = f"{TYPES.get(one.type, one.type)} {fen(one.asked_fen)}"
    return ShownRow(
        url=reverse("desk_claims:claim", args=[one.number]) + kept,
        number=one.number,
        title=asks if slim else f"{title} {REASONS.get(one.reason, '')}",
        place=asks,
        waits=look or waits,
        clock=_clock(one, slim=slim),
        open=one.number == open_,
    )


def _clock(one: ClaimRow, *, slim: bool) -> ClockView | None:
    if one.due_at is None or one.started_at is None:
        return None
    return ClockView(
        label="" if slim else str(CLOCKS.get(one.clock, "")),
        brief="" if slim else str(SHORT_CLOCKS.get(one.clock, "")),
        started_at=one.started_at,
        due_at=one.due_at,
        paused_since=one.paused_since,
        waits_for=wording.state("claim", one.state) if one.paused_since else "",
    )


def filters(counts: claims.Counts) -> list[Filter]:
    """Return the narrowings with their counts."""
    return [
        Filter(value="", name=_("by clock")),
        Filter(value="late", name=_("late"), count=counts.late, tone="red"),
        Filter(value="soon", name=_("soon due"), count=counts.soon, tone="amber"),
        Filter(value="second", name=_("second person"), count=counts.second),
        Filter(value="suspect", name=_("look closely"), count=counts.needs_attention),
        Filter(value="refund_only", name=str(TYPES["refund_only"]), count=counts.refund_only),
    ]


def waiting(tallies: dict[str, int]) -> list[Filter]:
    """Return whom claims wait for, with how many."""
    names = {
        "review": _("for a reviewer"),
        "merchant": _("for the merchant"),
        "buyer": _("for the buyer"),
        "given": _("may be appealed"),
        "money": _("being carried out"),
        "over": _("over"),
    }
    return [Filter(value="", name=_("under way"))] + [
        Filter(value=one, name=name, count=tallies.get(one)) for one, name in names.items()
    ]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the claims, the most pressing first."""
    now, actor = timezone.now(), shared.actor_of(request)
    open_ = request.GET.get("open", "")[:40]
    shown = pane(request, now=now, open_=open_)
    if open_:
        return render(request, "desk/claims/slim_pane.html", {**shown, "now": now})
    counts = claims.counts(actor, now=now, waits=shown["wanted"].waits, seller=shown["wanted"].seller)
    shown |= {"filters": filters(counts), "waiting": waiting(counts.waits)}
    shown["may_take"] = rules.takes_lists(actor.roles)
    if request.GET.get("part") == "queue":
        return render(request, "desk/claims/queue_pane.html", {**shown, "now": now})
    return render(request, "desk/claims/queue.html", {**frame(request, now=now, total=counts.waits["review"]), **shown})


def frame(request: HttpRequest, *, now: datetime, total: int | None = None) -> dict[str, Any]:
    """Return the bar of a page of claims."""
    counts = {} if total is None else {"claims": total}
    shown = staff.frame(request, face="desk", now=now, counts=counts, search=reverse("desk_claims:search"))
    return {**shown, "search_hint": _("Number, order, waybill, phone")}


def _repairs_called(text: str, actor: Actor, now: datetime) -> list[ShownRow]:
    if actor.roles.isdisjoint(DESK.split()):
        return []
    found = repairs.of_number(text, actor=actor, now=now)
    return [repair_parts.row_of(one, url=reverse("desk:repair", args=[one.number]), open_=False) for one in found]


@never_cache
@require_POST
@shared.for_roles(STAFF)
def search(request: HttpRequest) -> HttpResponse:
    """Find claims by number, order, waybill or phone; asked by post, so that no phone stands in an address."""
    shared.limit(request, "desk_search", burst=60, per_min=60)
    now, text = timezone.now(), request.POST.get("q", "").strip()[:80]
    found = claims.search(text, actor=shared.actor_of(request), now=now)
    rows = [row_of(one, "", "") for one in found] + _repairs_called(text, shared.actor_of(request), now)
    if len(rows) == 1:
        return HttpResponseRedirect(rows[0].url)
    return render(
        request, "desk/claims/found.html", {**frame(request, now=now), "rows": rows, "search_text": text, "text": text}
    )


@never_cache
@require_safe
@shared.for_roles(TAKES)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the narrowed queue as a table: nobody is unmasked in it, and no cell is run by a spreadsheet."""
    now, wanted = timezone.now(), wanted_of(request)
    narrowed = {"waits": wanted.waits, "only": wanted.only, "seller": wanted.seller}
    found = claims.queue(shared.actor_of(request), now=now, **narrowed, offset=0, limit=MOST_ROWS)
    titles = [_("Number"), _("State"), _("Asks for"), _("Reason"), _("Sum"), _("Goods"), _("Merchant"), _("Filed")]
    lines = [_cells(one) for one in found.rows]
    return sheets.answer(kind, f"claims-{now:%Y%m%d}", [*titles, _("Clock"), _("Due")], lines)


def _cells(one: ClaimRow) -> list[object]:
    due = moment(one.due_at) if one.due_at else ""
    return [
        one.number,
        state_of(one),
        str(TYPES.get(one.type, one.type)),
        str(REASONS.get(one.reason, one.reason)),
        Decimal(one.asked_fen).scaleb(-2),
        one.title,
        one.seller,
        moment(one.created_at),
        str(CLOCKS.get(one.clock, one.clock)),
        due,
    ]
