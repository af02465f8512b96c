"""Orders from a table file: choose which column is which, read what would happen row by row, do it, take it back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import files, tables, wording
from anxin.core import imports as importing
from anxin.core.errors import AnxinError, Invalid
from anxin.core.tables import Mapping, Sheet
from anxin.domain.goods import queries as goods
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import staff, uploading
from anxin.faces.merchant.frame import CLAIMS, frame

if TYPE_CHECKING:
    from anxin.core.files import SealedFile
    from anxin.core.imports import ImportBatch, ImportTable, Report

TABLE = "purchases"
TAKEN = frozenset({"application/zip", "text/plain"})
MOST = 5000
SHOWN = 100
NOWHERE = "\0"
ONE = ("line", "quantity")
"""What counts as one where a file has no column for it."""


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file in, sealed like any other, and show which files came before."""
    if request.method == "GET":
        return _start(request)
    shared.limit(request, "merchant_import", burst=10, per_min=10)
    given, by, now = request.FILES.get("file"), shared.actor_of(request), timezone.now()
    if given is None:
        return _start(request, slip=_("Choose an Excel or CSV file first."), status=422)
    length = given.size or 0
    try:
        kept = shared.act(request, lambda: files.receive(given.chunks(), length=length, allowed=TAKEN, now=now))
    except Invalid as error:
        return _start(request, slip=_("This is no Excel or CSV file."), status=shared.number_of(error))
    return HttpResponseRedirect(f"{reverse('merchant:check')}?file={uploading.key_of(kept, by)}")


def _start(request: HttpRequest, *, slip: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    facts = {
        "batches": goods.batches(shared.actor_of(request)),
        "columns": _columns(importing.table(TABLE)),
        "slip": slip,
    }
    return render(request, "merchant/imports.html", {**frame(request, now=now), **facts}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def check(request: HttpRequest) -> HttpResponse:
    """Choose the columns, see what would happen, and do it."""
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("file", "")[:400]
    try:
        (file,) = uploading.opened([key], by=shared.actor_of(request))
    except Invalid as error:
        return _start(request, slip=wording.error(error), status=422)
    try:
        with _laid(file) as path:
            return _checked(request, file, key, path)
    except tables.Unreadable as error:
        return _start(request, slip=wording.error(error), status=422)


def _checked(request: HttpRequest, file: "SealedFile", key: str, path: Path) -> HttpResponse:
    known = importing.table(TABLE)
    headers = _headers(path)
    if request.method == "GET":
        return _mapping(request, key, headers, _guessed(known, headers))
    chosen = {one.name: request.POST.get(f"column_{one.name}", "") for one in known.columns if one.name != "seller"}
    missing = [one for one in known.columns if one.required and one.name not in ("seller", *ONE)]
    slips = {one.name: _("Which column is this?") for one in missing if chosen[one.name] not in headers}
    if slips:
        return _mapping(request, key, headers, chosen, slips=slips, status=422)
    sheet = tables.read(known.columns, path, mapping=_map(request, chosen))
    if len(sheet.rows) > MOST:
        said = _("{n} rows: more than {most}. Please part the file.").format(n=len(sheet.rows), most=MOST)
        return _mapping(request, key, headers, chosen, slip=said, status=422)
    if request.POST.get("how") not in ("all", "good"):
        return _report(request, key, sheet, importing.dry_run(known, sheet), chosen)
    return _applied(request, file, key, sheet, chosen)


def _applied(request: HttpRequest, file: "SealedFile", key: str, sheet: Sheet, chosen: dict[str, str]) -> HttpResponse:
    known, partial = importing.table(TABLE), request.POST.get("how") == "good"
    by = shared.actor_of(request)

    def work() -> None:
        importing.apply(known, sheet, by=by, now=timezone.now(), partial=partial)
        files.destroy(file)

    try:
        staff.act_once(request, work)
    except importing.Refused as refused:
        return _report(request, key, sheet, refused.report, chosen, status=422)
    return HttpResponseRedirect(reverse("merchant:imports"))


def _map(request: HttpRequest, chosen: dict[str, str]) -> Mapping:
    """Map the file's columns; whose orders they are is never read from a file."""
    mine = people.organisation_by_key(shared.actor_of(request).organisation)
    columns = {name: header or NOWHERE for name, header in chosen.items()}
    constants = {"seller": mine.slug, **{name: "1" for name in ONE if not chosen.get(name)}}
    optional = {name: header for name, header in columns.items() if header != NOWHERE or name in constants}
    return Mapping(columns={**optional, "seller": NOWHERE}, constants=constants)


def _headers(path: Path) -> list[str]:
    found = [one.strip() for one in tables.read((), path).headers if one.strip()]
    if len(set(found)) != len(found):
        raise tables.Unreadable(_("two columns have the same name"))
    return found


def _guessed(known: "ImportTable", headers: list[str]) -> dict[str, str]:
    """Guess which column is which, by the names people use."""
    names = {one.name: {str(name) for name in (one.name, one.title, *one.also)} for one in known.columns}
    return {name: next((one for one in headers if one in words), "") for name, words in names.items()}


def _columns(known: "ImportTable") -> list[dict[str, Any]]:
    return [
        {"name": one.name, "title": str(one.title), "needed": one.required and one.name not in ONE}
        for one in known.columns
        if one.name != "seller"
    ]


def _mapping(
    request: HttpRequest,
    key: str,
    headers: list[str],
    chosen: dict[str, str],
    *,
    slips: dict[str, str] | None = None,
    slip: str = "",
    status: int = 200,
) -> HttpResponse:
    columns = [
        one | {"chosen": chosen.get(one["name"], ""), "slip": (slips or {}).get(one["name"], "")}
        for one in _columns(importing.table(TABLE))
    ]
    facts = {"columns": columns, "headers": headers, "key": key, "slip": slip}
    return render(request, "merchant/mapping.html", {**frame(request, now=timezone.now()), **facts}, status=status)


def _report(
    request: HttpRequest, key: str, sheet: Sheet, report: "Report", chosen: dict[str, str], *, status: int = 200
) -> HttpResponse:
    titles = {one["name"]: one["title"] for one in _columns(importing.table(TABLE))}
    refused = report.refused
    facts = {
        "key": key,
        "chosen": [(f"column_{name}", header) for name, header in chosen.items()],
        "rows": len(sheet.rows),
        "new": report.count("new"),
        "changed": report.count("changed"),
        "same": report.count("same"),
        "refused": len(refused),
        "refused_rows": [
            {
                "number": row.number,
                "reasons": [
                    (titles.get(name, name), _written(sheet, row.cells, name), why) for name, why in row.reasons.items()
                ],
            }
            for row in refused[:SHOWN]
        ],
        "more": max(0, len(refused) - SHOWN),
    }
    return render(request, "merchant/report.html", {**frame(request, now=timezone.now()), **facts}, status=status)


def _written(sheet: Sheet, cells: list[str], name: str) -> str:
    at = sheet.places.get(name, len(cells))
    return cells[at] if at < len(cells) else ""


@contextmanager
def _laid(file: "SealedFile") -> Iterator[Path]:
    """Lay a file open for as long as it is read; only its first bytes say whether it is Excel."""
    ending = "xlsx" if file.kind == "application/zip" else "csv"
    with tempfile.TemporaryDirectory(prefix="anxin-") as room:
        path = Path(room) / f"orders.{ending}"
        with path.open("wb") as out:
            for block in files.open_(file):
                out.write(block)
        yield path


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def undoing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a file's orders back exactly; refused as a whole where any was changed since."""
    by = shared.actor_of(request)
    row: ImportBatch = goods.batch(key, actor=by)
    try:
        staff.act_once(request, lambda: importing.undo(row, by=by, now=timezone.now()))
    except AnxinError as error:
        return _start(request, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("merchant:imports"))
