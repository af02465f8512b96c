"""The pages of imports: which tables there are, and one table's counter."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import imports
from anxin.domain.people.queries.imports import batches
from anxin.faces import shared
from anxin.faces.desk.imports.wording import HINTS
from anxin.faces.ground import imports as ground_imports
from anxin.faces.ground import staff

KEEPS = "operator"


def _frame(request: HttpRequest) -> dict[str, Any]:
    return staff.frame(request, face="desk", now=timezone.now(), search=reverse("desk:search"))


def _counter(request: HttpRequest, name: str) -> ground_imports.Counter:
    known = imports.table(name)
    return ground_imports.Counter(
        table=name,
        heading=str(known.title),
        hint=str(HINTS.get(name, "")),
        base="desk/imports/leaf.html",
        tells_slip=True,
        frame=_frame(request),
        start_url=reverse("desk:import", args=[name]),
        check_url=reverse("desk:import_check", args=[name]),
        owner=shared.actor_of(request).organisation,
        template_url=reverse("desk:import_template", args=[name]),
        undo_url=lambda batch: reverse("desk:import_undoing", args=[name, batch]),
        batches=batches(imports.recent(name)),
    )


@never_cache
@require_safe
@shared.for_roles(KEEPS)
def listed(request: HttpRequest) -> HttpResponse:
    """List the tables in the order in which they build on each other."""
    names = [name for name in HINTS if name in imports.TABLES]
    rows = [
        {"url": reverse("desk:import", args=[name]), "title": imports.table(name).title, "hint": HINTS.get(name, "")}
        for name in [*names, *sorted(set(imports.TABLES) - set(names))]
        if not imports.table(name).own
    ]
    return render(request, "desk/imports/list.html", {**_frame(request), "rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(KEEPS)
def table(request: HttpRequest, table: str) -> HttpResponse:
    """Take a file in, and show which files came before."""
    return ground_imports.take(request, _counter(request, table))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(KEEPS)
def check(request: HttpRequest, table: str) -> HttpResponse:
    """Choose the columns, see what would happen, and do it."""
    return ground_imports.check(request, _counter(request, table))


@never_cache
@require_safe
@shared.for_roles(KEEPS)
def template(request: HttpRequest, table: str) -> HttpResponse:
    """Return an empty file of this table to fill in."""
    return ground_imports.template(_counter(request, table))


@never_cache
@require_POST
@shared.for_roles(KEEPS)
def undoing(request: HttpRequest, table: str, key: UUID) -> HttpResponse:
    """Take a file's rows back exactly; refused as a whole where any was changed since."""
    return ground_imports.undo(request, _counter(request, table), imports.batch(key, name=table))
