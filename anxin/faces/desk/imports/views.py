"""The pages of imports: which tables there are, and one table's counter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import imports
from anxin.faces import shared
from anxin.faces.desk.authorisations import DESK
from anxin.faces.desk.imports.wording import HINTS
from anxin.faces.ground import import_pages, staff
from anxin.faces.ground.authorisations import files

KEEPS = "operator"
LEFT_OUT = {"outlets": "desk_network:outlet", "technicians": "desk_network:technician"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    return staff.frame(request, face="desk", now=timezone.now(), search=reverse("desk:search"))


def counter(request: HttpRequest, name: str) -> import_pages.Counter:
    """Make the counter of one table."""
    known = imports.table(name)
    return import_pages.Counter(
        table=name,
        heading=str(known.title),
        hint=str(HINTS.get(name, "")),
        base="desk/imports/leaf.html",
        tells_slip=True,
        frame=_frame(request),
        at="desk:import",
        args=(name,),
        **_left_out(name),
    )


def _left_out(name: str) -> dict[str, Any]:
    """Say where those stand whom a file of outlets or technicians leaves out, and where words for them are ended."""
    page = LEFT_OUT.get(name)
    if page is None:
        return {}
    return {"left_out_url": lambda key: reverse(page, args=[key]), **files.ending(DESK)}


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
