"""The queue of the desk: clocks red first, narrowed by links, searched by number, phone or serial."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.domain.claims import queries as claims
from anxin.domain.claims.states import READS
from anxin.domain.goods import queries as goods
from anxin.domain.places import gateway as places
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.queries.lists import ONLY
from anxin.domain.repairs.states import DESK, WORKS
from anxin.faces import pagination, shared
from anxin.faces.desk.claims import queue as claim_queue
from anxin.faces.ground import navigation, repair_parts, staff
from anxin.faces.pagination import Filter, Page, asked_for

STAFF = DESK
SIZE = 50
OF_A_CASE = ("do", "record", "technician", "day", "part", "open", "list")


@dataclass(frozen=True, kw_only=True)
class RepairQueueFilter:
    """How the queue is narrowed, as the address says it."""

    only: str
    brand: str
    place: str
    sort: str
    page: int

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.only or self.brand or self.place)


def wanted_of(request: HttpRequest) -> RepairQueueFilter:
    """Read the address; what it can't mean counts as not said."""
    get = request.GET
    return RepairQueueFilter(
        only=get.get("show", "") if get.get("show") in ONLY else "",
        brand=get.get("brand", "")[:40],
        place=get.get("place", "").strip()[:40],
        sort=get.get("sort", "") if get.get("sort") in ("newest", "oldest") else "clock",
        page=asked_for(request),
    )


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return what the queue's pane shows, on the queue's own page and beside an open case."""
    wanted = wanted_of(request)
    actor = shared.actor_of(request)
    division, unknown = _division(wanted.place)
    found = repairs.queue(
        actor,
        now=now,
        brand=wanted.brand,
        division=division,
        only=wanted.only,
        sort=wanted.sort,
        offset=(wanted.page - 1) * SIZE,
        limit=SIZE,
    )
    kept = pagination.query(request, dict.fromkeys(OF_A_CASE))
    kept = kept if len(kept) > 1 else ""
    rows = [_row(one, kept, open_) for one in found.rows]
    return {
        "rows": rows,
        "total": found.total,
        "filters": _filters(found),
        "more": [Filter(value=one, name=str(name)) for one, name in _more()],
        "page": Page(rows=tuple(rows), number=wanted.page, has_next=found.next is not None, total=found.total),
        "wanted": wanted,
        "unknown_place": unknown,
        "open": open_,
        "logs_calls": logs_calls(actor),
        "lands": pagination.lands(request),
        "kept": kept,
        **addresses(request, open_=open_),
    }


def addresses(request: HttpRequest, *, open_: str = "") -> dict[str, str]:
    """Return where the queue is, narrowed as it was: whole, and as the pane beside a case."""
    return {
        "base": reverse("desk:repairs"),
        "listed": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "list": "1"}),
        "queue_part": pagination.query(request, {**dict.fromkeys(OF_A_CASE), "part": "queue", "open": open_ or None}),
    }


def logs_calls(actor: Actor) -> bool:
    """Return whether somebody logs calls: who only looks at the queue is offered no form he may not open."""
    return not actor.roles.isdisjoint(WORKS.split())


def _division(text: str) -> tuple[str, bool]:
    if not text:
        return "", False
    code = text if text.isdecimal() else places.read(text).code
    return (code, False) if code else ("", True)


def _row(one: repairs.QueueRow, kept: str, open_: str) -> repair_parts.ShownRow:
    url = reverse("desk:repair", args=[one.number]) + kept
    return repair_parts.row_of(one, url=url, open_=one.number == open_)


def _filters(found: repairs.RepairQueue) -> list[Filter]:
    danger = Filter(value="danger", name=_("ring at once"), count=found.danger, tone="red")
    return [
        Filter(value="", name=_("by clock")),
        *([danger] if found.danger else []),
        Filter(value="late", name=_("late"), count=found.late, tone="red"),
        Filter(value="soon", name=_("soon due"), count=found.soon, tone="amber"),
        Filter(value="paused", name=_("paused"), count=found.paused),
    ]


def _more() -> list[tuple[str, str]]:
    return [
        ("by_hand", _("nobody took it")),
        ("twice", _("two in one window")),
        ("uncollected", _("not collected")),
        ("urged", _("urged")),
        ("urgent", _("urgent")),
    ]


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to where the work of whoever is signed in waits."""
    return HttpResponseRedirect(navigation.landing("desk", shared.actor_of(request)) or reverse("desk:repairs"))


@never_cache
@require_safe
@shared.for_roles(STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the most pressing first."""
    now = timezone.now()
    shown = pane(request, now=now, open_=request.GET.get("open", "")[:40])
    if request.GET.get("part") == "queue":
        return render(request, "desk/queue_pane.html", {**shown, "now": now})
    frame = staff.frame(
        request, face="desk", now=now, counts={"repairs": shown["total"]}, search=reverse("desk:search")
    )
    brands = {one.brand: one.brand_name for one in goods.products()}
    return render(request, "desk/queue.html", {**frame, **shown, "brands": sorted(brands.items())})


def _claims_called(text: str, actor: Actor, now: datetime) -> list[repair_parts.ShownRow]:
    if actor.roles.isdisjoint(READS.split()):
        return []
    return [claim_queue.row_of(one, "", "") for one in claims.of_number(text, actor=actor, now=now)]


@never_cache
@require_POST
@shared.for_roles(STAFF)
def search(request: HttpRequest) -> HttpResponse:
    """Find repairs by number, phone or serial, and claims of such a number; by post, for the phone's sake."""
    shared.limit(request, "desk_search", burst=60, per_min=60)
    now, text = timezone.now(), request.POST.get("q", "").strip()[:80]
    try:
        found = repairs.search(text, actor=shared.actor_of(request), now=now)
    except Invalid:
        found = []
    rows = [_row(one, "", "") for one in found] + _claims_called(text, shared.actor_of(request), now)
    if len(rows) == 1:
        return HttpResponseRedirect(rows[0].url)
    frame = staff.frame(request, face="desk", now=now, search=reverse("desk:search"))
    told = {"rows": rows, "search_text": text, "text": text, "logs_calls": logs_calls(shared.actor_of(request))}
    return render(request, "desk/found.html", {**frame, **told})
