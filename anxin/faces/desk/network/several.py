"""Many technicians or outlets at once: chosen in the list, read first what it would do, done, and taken back."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core import imports, tables
from anxin.domain.network.queries import chosen as queries
from anxin.faces import shared
from anxin.faces.desk.network import outlets, technicians
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.desk.network.several_kinds import KINDS, Several
from anxin.faces.ground import import_columns, import_pages, import_runs, staff, uploads
from anxin.faces.ground.import_pages import Asked, Counter

MOST, NAMED = 5_000, 20
KEPT = ("q", "brand", "outlet", "province", "show")
"""What narrows a list, as its address says it; a form that takes all that is listed says the same."""


def counter(request: HttpRequest, *, name: str) -> Counter:
    """Make the counter of one of the tables: files of it, what many were given by hand, and where it is taken back."""
    kind = KINDS[name]
    return Counter(
        table=name,
        heading=str(kind.heading),
        hint=str(kind.follows),
        follows=str(kind.follows),
        base="desk/imports/leaf.html",
        tells_slip=True,
        frame=staff.frame(request, face="desk", now=timezone.now()),
        at=kind.at,
    )


@never_cache
@require_POST
@shared.for_roles(STAFF)
def several(request: HttpRequest) -> HttpResponse:
    """Ask what those that were chosen are given; once it is told, show what that would do."""
    shared.limit(request, "several", burst=30, per_min=20)
    kind, now = KINDS.get(request.POST.get("do", "")), timezone.now()
    if kind is None:
        return HttpResponseRedirect(reverse("desk_network:technicians"))
    chosen = _chosen(request, kind, now)
    if not chosen:
        return HttpResponseRedirect(_list_url(kind))
    told = "told" in request.POST
    initial = {one: request.POST.get(one, "")[:64] for one in ("outlet", "brand")}
    form = kind.form(request.POST) if told else kind.form(initial=initial)
    if not told or not form.is_valid():
        return _asked(request, kind, chosen, form, now, status=422 if told else 200)
    headers, rows = kind.rows(chosen, form.cleaned_data)
    if not rows:
        form.add_error(None, str(kind.nobody))
        return _asked(request, kind, chosen, form, now, status=422)
    return _previewed(request, counter(request, name=kind.table), [headers, *rows])


def _list_url(kind: Several) -> str:
    return reverse("desk_network:outlets" if kind.outlets else "desk_network:technicians")


def _chosen(request: HttpRequest, kind: Several, now: datetime) -> list[str]:
    """Return who was chosen: those ticked, or all that the list shows by its filters."""
    actor, ticked = shared.actor_of(request), request.POST.getlist("number")[:MOST]
    whole = bool(request.POST.get("all"))
    if kind.outlets and whole:
        return queries.codes(actor, outlets.sought_of(request.POST), now=now, limit=MOST)
    if kind.outlets:
        return queries.codes_among(actor, ticked)
    if whole:
        return queries.numbers(actor, technicians.sought_of(request.POST, now), now=now, limit=MOST)
    return queries.numbers_among(actor, ticked)


def _asked(
    request: HttpRequest, kind: Several, chosen: Sequence[str], form: forms.Form, now: datetime, *, status: int
) -> HttpResponse:
    whole, first = bool(request.POST.get("all")), chosen[:NAMED]
    facts = {
        **staff.frame(request, face="desk", now=now),
        "kind": kind,
        "form": form,
        "many": len(chosen),
        "named": queries.named(first) if kind.outlets else queries.called(first),
        "at": "desk_network:outlet" if kind.outlets else "desk_network:technician",
        "more": max(0, len(chosen) - NAMED),
        "most": MOST if len(chosen) == MOST else 0,
        "whole": whole,
        "numbers": [] if whole else chosen,
        "kept": [(one, request.POST.get(one, "")) for one in KEPT] if whole else [],
        "list_url": _list_url(kind),
    }
    return render(request, "desk/network/several.html", facts, status=status)


def _previewed(request: HttpRequest, told: Counter, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """Write the rows down as a file of the table, and show what it would do as of any other file."""
    known, by, now = told.known, shared.actor_of(request), timezone.now()
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    content = out.getvalue().encode()
    file = shared.act(request, lambda: imports.take_in([content], length=len(content), now=now))
    names = content.decode().partition("\r\n")[0].split(",")
    asked = Asked(key=uploads.key_of(file, by), headers=names, chosen={name: name for name in names})
    with imports.laid(file) as path:
        if tables.is_long(path, rows=imports.LONG):
            return import_runs.handed_over(request, told, file, asked)
        sheet = tables.read(known.columns, path, mapping=import_columns.mapped(told, asked))
    seen = imports.summary(known, sheet, imports.dry_run(known, sheet), now=now)
    return import_pages.report(request, told, asked, seen)
