"""The cases an inspector may read: a list, one case whole, its dossier. No command but taking the dossier along."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims import rules
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.queries import ClaimRow
from anxin.domain.claims.wording import CLOCKS, TYPES
from anxin.domain.evidence import gateway
from anxin.domain.evidence import queries as evidence_queries
from anxin.faces import shared
from anxin.faces.auditor.frame import INSPECTORS, frame
from anxin.faces.ground import case_dossiers, claim_parts, dossiers, evidence
from anxin.faces.ground.repair_parts import ShownRow
from anxin.faces.pagination import Filter, Page, asked_for, query
from anxin.faces.words import fen, moment

SIZE = 50
WAITS = ("review", "merchant", "buyer", "money", "given", "over")
TABS = ("evidence", "talk", "order", "sides", "record")


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases that were opened to this inspector."""
    now = timezone.now()
    return render(request, "auditor/cases.html", {**frame(request, now=now), **pane(request, now=now)})


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return the list of cases, on its own page and beside an open one."""
    actor = shared.actor_of(request)
    waits = request.GET.get("show", "") if request.GET.get("show") in WAITS else ""
    number = asked_for(request)
    found = claims.queue(actor, now=now, waits=waits or claims.ALL, offset=(number - 1) * SIZE, limit=SIZE)
    rows = [row_of(one, open_, slim=bool(open_)) for one in found.rows]
    tallies = {} if open_ else claims.tallies(actor, now=now)
    return {
        "rows": rows,
        "total": found.total,
        "filters": filters(tallies),
        "page": Page(rows=tuple(rows), number=number, has_next=found.total > number * SIZE, total=found.total),
        "base": reverse("auditor:cases"),
    }


@dataclass(frozen=True, kw_only=True)
class CaseRow(ShownRow):
    """A case in the list: besides what a queue shows, what is asked and of whom."""

    asks: str
    seller: str


def row_of(one: ClaimRow, open_: str, *, slim: bool = False) -> CaseRow:
    """Return a case as a row, by its number and what is asked: an inspector is not hurried by clocks."""
    asks = f"{TYPES.get(one.type, one.type)} {fen(one.asked_fen)}"
    return CaseRow(
        url=reverse("auditor:case", args=[one.number]),
        number=one.number,
        title=asks if slim else f"{one.title} {REASONS.get(one.reason, '')}",
        place=f"{one.seller} · {asks}",
        waits=claim_parts.state_of(one),
        clock=None,
        open=one.number == open_,
        asks=asks,
        seller=one.seller,
    )


def filters(tallies: dict[str, int]) -> list[Filter]:
    """Return where cases stand, with how many."""
    names = {
        "merchant": _("waiting for the merchant"),
        "buyer": _("waiting for the buyer"),
        "review": _("being reviewed"),
        "given": _("may be appealed"),
        "money": _("being carried out"),
        "over": _("over"),
    }
    return [Filter(value="", name=_("all"))] + [
        Filter(value=one, name=name, count=tallies.get(one)) for one, name in names.items()
    ]


@never_cache
@require_POST
@shared.for_roles(INSPECTORS)
def search(request: HttpRequest) -> HttpResponse:
    """Find a case by a number; nobody is found by a phone here."""
    shared.limit(request, "auditor_search", burst=30, per_min=30)
    now, text = timezone.now(), request.POST.get("q", "").strip()[:80]
    found = claims.search(text, actor=shared.actor_of(request), now=now)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("auditor:case", args=[found[0].number]))
    rows = [row_of(one, "") for one in found]
    return render(
        request, "auditor/found.html", {**frame(request, now=now), "rows": rows, "search_text": text, "text": text}
    )


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case whole: evidence with its doubt, both sides, decisions, the record and whether its chain holds."""
    now, actor = timezone.now(), shared.actor_of(request)
    row = claims.claim(number, actor=actor, now=now)
    view = claims.view(row, actor=actor, now=now)
    url = reverse("auditor:case", args=[row.number])
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else TABS[0]
    seen = evidence.case_of(view, face="auditor", base=url, asked=request.GET)
    fault = timeline.verify_stream(row.stream())
    facts = {
        "case": view,
        "url": url,
        "tab": tab,
        "tabs": tabs(request, tab),
        "evidence": seen,
        "line": evidence.line_of(view.axis, seen),
        "decisions": claim_parts.decisions(view),
        "fault": fault,
        "checked": True,
        "may_export": rules.takes_dossiers(actor.roles),
        "until": next((one.until for one in claims.granted(row, now=now) if one.until), None),
        "clocks_all": _clocks(view),
        **claim_parts.head(view),
        **claim_parts.sides(view),
        **_of_tab(row, view, tab, seen, actor),
    }
    shown = {**frame(request, now=now), **pane(request, now=now, open_=view.number), **facts}
    return render(request, "auditor/case.html", shown)


def _of_tab(row: Any, view: claims.ClaimView, tab: str, seen: evidence.EvidenceCase, actor: Actor) -> dict[str, Any]:
    now = timezone.now()
    if tab == "talk":
        return claim_parts.talk(view)
    if tab == "order":
        return claim_parts.order(row, view, actor=actor, now=now)
    if tab == "sides":
        return claim_parts.marks(row, actor=actor)
    if tab == "record":
        return {"record": claim_parts.record(view)}
    found = evidence.found_of(seen.chosen.link) if seen.chosen else None
    openings = evidence_queries.originals_opened(row.stream()) if found else {}
    return {"found": found, "openings": openings, "measured": gateway.measured()}


def tabs(request: HttpRequest, tab: str) -> list[tuple[str, str, bool]]:
    """Return the pages of a case."""
    names = {
        "evidence": _("Evidence"),
        "talk": _("Messages"),
        "order": _("Order and what follows"),
        "sides": _("Both sides"),
        "record": _("Record"),
    }
    dropped = dict.fromkeys(("look", "with", "view"))
    return [
        (query(request, {**dropped, "tab": None if one == TABS[0] else one}), name, one == tab)
        for one, name in names.items()
    ]


def _clocks(view: claims.ClaimView) -> list[dict[str, Any]]:
    """Return every clock of a case as it went."""
    said = {
        "met": pgettext("clock", "kept"),
        "missed": _("not kept"),
        "running": _("running"),
        "paused": _("stands still"),
    }
    return [
        {
            "name": claim_parts.words_or_none(CLOCKS, one.kind),
            "state": _("not kept") if one.late else said.get(one.state, one.state),
            "late": one.late,
            "due": moment(one.due_at),
            "met": moment(one.met_at) if one.met_at else "",
        }
        for one in view.clocks
    ]


@never_cache
@require_POST
@shared.for_roles(INSPECTORS)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer with the dossier of a case; it holds the line that says who took it."""
    now, actor = timezone.now(), shared.actor_of(request)
    row = claims.claim(number, actor=actor, now=now)
    of = partial(case_dossiers.claim, row, now=now, reader=actor)
    return dossiers.taken(request, stream=row.stream(), by=actor, now=now, of=of)


def key_shown() -> str:
    """Return the public key that dossiers of this installation are signed with, to compare."""
    return vault.public_key().hex()
