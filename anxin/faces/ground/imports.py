"""Rows from a table file: choose which column is which, read what would happen row by row, do it, take it back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.urls import path as address
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import imports as importing
from anxin.core import tables, wording
from anxin.core.errors import AnxinError, Invalid
from anxin.core.tables import Sheet
from anxin.domain.people.queries.imports import batches, files_of
from anxin.faces import shared
from anxin.faces.ground import (
    import_columns,
    import_files,
    import_pages,
    import_runs,
    packs,
    sheets,
    staff,
    takebacks,
    uploads,
)
from anxin.faces.ground.import_pages import Asked, Counter, columns_of

if TYPE_CHECKING:
    from anxin.core.files import SealedFile
    from anxin.domain.people.queries.imports import BatchView


def addresses(rest: str, name: str, who: str, counter: Callable[..., Counter]) -> list[URLPattern]:
    """Return the addresses of the counters below `rest`; what it names, the table for one, `counter` is asked with."""

    def at(more: str, page: str, methods: Callable[[Any], Any], work: Callable[..., HttpResponse]) -> Any:
        def view(request: HttpRequest, *, key: UUID | None = None, **named: str) -> HttpResponse:
            return work(request, counter(request, *named.values()), *([key] if key else []))

        return address(f"{rest}{more}", never_cache(methods(shared.for_roles(who)(view))), name=f"{name}{page}")

    both = require_http_methods(["GET", "POST"])
    return [
        at("", "", both, take),
        at("template.xlsx", "_template", require_safe, template),
        at("check/", "_check", both, check),
        at("<uuid:key>/undoing/", "_undoing", require_POST, undo),
    ]


def take(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Take a file in, sealed like any other, and show which files came before."""
    if request.method == "GET":
        return start(request, counter)
    shared.limit(request, "import", burst=10, per_min=10)
    given, by, now = request.FILES.get("file"), shared.actor_of(request), timezone.now()
    if given is None:
        return _named(request, counter)
    try:
        kept = shared.act(request, lambda: importing.take_in(given.chunks(), length=given.size or 0, now=now))
    except Invalid as error:
        slip = _("This is no .xlsx or CSV file. Open it in Excel or WPS, save it as .xlsx, and choose that.")
        return start(request, counter, slip=slip, status=shared.number_of(error))
    try:
        pack = packs.taken(request, counter.known, by=by, now=now)
    except Invalid as error:
        return start(request, counter, slip=wording.error(error), status=shared.number_of(error))
    beside = f"&pack={pack}" if pack else ""
    return HttpResponseRedirect(f"{counter.url('check')}?file={uploads.key_of(kept, by)}{beside}")


def _named(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Take files in that came without rows, where what a file is called says whose it is."""
    by, now = shared.actor_of(request), timezone.now()
    try:
        pack = packs.taken(request, counter.known, by=by, now=now) if counter.known.named else ""
    except Invalid as error:
        return start(request, counter, slip=wording.error(error), status=shared.number_of(error))
    came = packs.opened(pack, by=by)
    if came is None:
        return start(request, counter, slip=_("Choose an Excel or CSV file first."), status=422)
    rows = importing.rows_of(counter.known, came)
    kept = shared.act(request, lambda: importing.take_in([rows], length=len(rows), now=now))
    return HttpResponseRedirect(f"{counter.url('check')}?file={uploads.key_of(kept, by)}&pack={pack}")


def start(request: HttpRequest, counter: Counter, *, slip: str = "", status: int = 200) -> HttpResponse:
    """Show the first page: the file, the columns there are, and what was imported before."""
    look = counter.look_url
    rows: list[dict[str, Any]] = [
        {
            "batch": one,
            "url": counter.url("undoing", one.id),
            "look": look(one.id) if look else "",
            "going": _going(counter, one),
        }
        for one in batches(files_of(shared.actor_of(request), counter.table)[:20])
    ]
    done = next((one for one in rows if str(one["batch"].id) == request.GET.get("done")), None)
    run = import_runs.run_asked_for(request, counter, request.GET.get("run", ""))
    if run is not None and run.batch_id is not None and run.is_through and not run.back:
        done = next((one for one in rows if one["batch"].id == run.batch_id), done)
    facts = {
        "batches": rows,
        "columns": columns_of(counter),
        "slip": slip,
        "done": done,
        "look": counter.look,
        "run": None if slip else run,
        **(import_pages.run_facts(counter, run) if run else {}),
    }
    return counter.page(request, "start", facts, status=status)


def template(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Return an empty Excel file whose headers are this table's."""
    return sheets.answer("xlsx", counter.table, [one["title"] for one in columns_of(counter)], [])


def check(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Choose the columns, see what would happen, and do it."""
    shared.limit(request, "import_check", burst=30, per_min=20)
    asked = request.POST if request.method == "POST" else request.GET
    if "run" in asked:
        return _run_on(request, counter, asked["run"])
    key = asked.get("file", "")[:400]
    try:
        (file,) = uploads.opened([key], by=shared.actor_of(request))
    except Invalid as error:
        return start(request, counter, slip=wording.error(error), status=422)
    try:
        with importing.laid(file) as path:
            return _checked(request, counter, file, Asked(key=key, pack=asked.get("pack", "")[:400], chosen={}), path)
    except (tables.UnreadableTable, uploads.KeyOver) as error:
        return start(request, counter, slip=wording.error(error), status=422)


def undo(request: HttpRequest, counter: Counter, key: UUID) -> HttpResponse:
    """Take a file's rows back exactly; refused as a whole where any was changed since."""
    try:
        return takebacks.taken_back(request, counter, key)
    except AnxinError as error:
        return start(request, counter, slip=wording.error(error), status=shared.number_of(error))


def _checked(request: HttpRequest, counter: Counter, file: "SealedFile", sent: Asked, path: Path) -> HttpResponse:
    known, headers, by = counter.known, import_columns.headers_of(counter, path), shared.actor_of(request)
    if request.method == "GET":
        kept = importing.remembered(counter.table, headers, owner=by.organisation)
        asked = replace(sent, headers=headers, chosen=kept or import_columns.guessed(known, headers))
        return import_pages.mapping(request, counter, asked, remembered=bool(kept))
    chosen = import_columns.chosen(request, counter, headers)
    needed = [one["name"] for one in columns_of(counter) if one["needed"] and chosen[one["name"]] not in headers]
    typed = {name: request.POST.get(f"value_{name}", "").strip()[:200] for name in needed}
    asked = replace(sent, headers=headers, chosen=chosen, same={name: one for name, one in typed.items() if one})
    slips = {name: _("Which column is this? Or what does every row have?") for name in needed if not typed[name]}
    slips |= tables.faults(known.columns, asked.same)
    if slips:
        return import_pages.mapping(request, counter, asked, slips=slips, status=422)
    if request.POST.get("how") == "columns":
        return import_pages.mapping(request, counter, asked)
    seen = importing.kept_look(import_runs.reading(request, counter, file, asked))
    if seen is not None and (made := import_files.asked_for(request, counter, seen)):
        return made
    if tables.is_long(path, rows=importing.LONG):
        return import_runs.handed_over(request, counter, file, asked)
    sheet = importing.counted(
        known, tables.read(known.columns, path, mapping=import_columns.mapped(counter, asked)), chosen
    )
    sheet = importing.attached(known, sheet, packs.opened(asked.pack, by=by))
    told = import_runs.told_first(request, counter, file, asked, sheet)
    if told is not None and (made := import_files.asked_for(request, counter, told)):
        return made
    if told is not None:
        asks = request.POST.get("how") in ("all", "good")
        return import_pages.report(request, counter, asked, told, asks=asks)
    return _applied(request, counter, file, asked, sheet)


def _applied(request: HttpRequest, counter: Counter, file: "SealedFile", asked: Asked, sheet: Sheet) -> HttpResponse:
    by, partial, now = shared.actor_of(request), request.POST.get("how") == "good", timezone.now()
    done: list[str] = []

    def work() -> None:
        report = importing.apply(counter.known, sheet, by=by, now=now, partial=partial)
        done[:] = [f"?done={report.batch.id}"] if report.batch else []
        if report.refused:
            language = translation.get_language() or ""
            done[:] = [f"?run={importing.note(report, counter.known, sheet, by=by, language=language, now=now).id}"]
        headers = [one for one in sheet.headers if one]
        importing.remember(counter.table, headers, asked.chosen, owner=by.organisation, now=now)
        importing.drop_look(import_runs.reading(request, counter, file, asked))
        importing.let_go(file)
        importing.drop(packs.opened(asked.pack, by=by))

    try:
        staff.act_once(request, work)
    except importing.ImportRefused as refused:
        told = importing.summary(counter.known, sheet, refused.report)
        return import_pages.report(request, counter, asked, told, status=422)
    return HttpResponseRedirect(f"{counter.url()}{''.join(done)}")


def _run_on(request: HttpRequest, counter: Counter, key: str) -> HttpResponse:
    """Show what a worker saw in a long file; once that is agreed to, have him apply it and show how far he is."""
    run = import_runs.run_asked_for(request, counter, key)
    if run is None:
        return start(request, counter, slip=_("This file isn't there any more. Please choose it again."), status=404)
    how, told = request.POST.get("how"), importing.summary_of(run)
    if made := import_files.asked_for(request, counter, told):
        return made
    if how == "stop":
        shared.act(request, lambda: importing.stop(run, now=timezone.now()))
    elif run.back:
        answer = takebacks.agreed_back(request, counter, run) if run.awaits_yes else None
        return answer or HttpResponseRedirect(f"{counter.url()}?run={run.id}")
    elif run.awaits_yes:
        answer = import_runs.seen(request, counter, run, how)
        if answer is not None:
            return answer
    elif run.is_looked_at:
        facts = {**import_pages.run_facts(counter, run), "run_url": f"{counter.url('check')}?run={run.id}"}
        return counter.page(request, "looking", {"run": run, **facts})
    elif run.fell and told.slip:
        return start(request, counter, slip=told.slip, status=422)
    return HttpResponseRedirect(f"{counter.url()}?run={run.id}")


def _going(counter: Counter, one: "BatchView") -> str:
    """Return where somebody reads how far a file is taken back; nothing where nobody takes it back now."""
    return f"{counter.url()}?run={one.going}" if one.going else ""
