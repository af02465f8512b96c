"""An import is taken back: what that would do is read first where it frees windows or moves starts, and what stays."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from anxin.core import imports as importing
from anxin.core.errors import AnxinError
from anxin.domain.people.queries.imports import batch
from anxin.faces import shared
from anxin.faces.ground import import_pages, import_runs, staff
from anxin.faces.ground.import_pages import Counter
from anxin.faces.ground.import_refusals import refusals

if TYPE_CHECKING:
    from anxin.core.imports import ImportBatch, ImportRun, Summary


def taken_back(request: HttpRequest, counter: Counter, key: UUID) -> HttpResponse:
    """Take a file's rows back exactly, many by a worker; return its page. Raises why none of it can be.

    What it would do is shown first where it frees promised windows or moves starts; where rows can't be taken back,
    nothing is, and each is named, unless somebody asks for the rest.
    """
    by, given = shared.actor_of(request), batch(shared.actor_of(request), counter.table, key)
    rest = request.POST.get("how") == "rest"
    if importing.is_long(given, rows=importing.LONG):
        language, now = translation.get_language() or "", timezone.now()
        begin = partial(importing.begin_back, given, by=by, language=language, now=now, rest=rest)
        run = shared.act(request, begin)
        return HttpResponseRedirect(f"{counter.url()}?run={run.id}")
    told = importing.tried(given, by=by, now=timezone.now()) if rest else importing.foretold(given, now=timezone.now())
    if not import_runs.is_agreed(request, told, starts=True):
        return _asked(request, counter, given)
    take_back = importing.undo_rest if rest else importing.undo
    try:
        staff.act_once(request, lambda: take_back(given, by=by, now=timezone.now()))
    except AnxinError:
        stays = importing.tried(given, by=by, now=timezone.now())
        if not stays.refused:
            raise
        return _page(request, counter, stays, key, status=409)
    return HttpResponseRedirect(counter.url())


def _asked(request: HttpRequest, counter: Counter, given: "ImportBatch") -> HttpResponse:
    request.anxin_acted = True  # type: ignore[attr-defined]  # a trial is a block whose writing is thrown away
    told = importing.tried(given, by=shared.actor_of(request), now=timezone.now())
    return _page(request, counter, told, given.id)


def agreed_back(request: HttpRequest, counter: Counter, run: "ImportRun") -> HttpResponse | None:
    """Show what a worker found that taking a long file back would do; None where it is agreed to, and he goes on."""
    told = importing.summary_of(run)
    if request.POST.get("how") == "back" and import_runs.is_agreed(request, told, starts=True):
        staff.act_once(request, lambda: importing.go_on(run, partial=False, now=timezone.now()))
        return None
    return _page(request, counter, told, run=run)


def _page(
    request: HttpRequest,
    counter: Counter,
    told: "Summary",
    key: UUID | None = None,
    *,
    run: "ImportRun | None" = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "rows": told.rows,
        "gone": told.new,
        "rest": max(told.rows - told.refused, 0),
        "rest_url": counter.url("undoing", run.batch_id if run else key),
        "restored": told.changed,
        "gaps": told.gaps,
        "run": run,
        "back_url": counter.url("check") if run else counter.url("undoing", key),
        **import_pages.replacements(counter, told),
        **refusals(import_pages.titles_of(counter), told),
    }
    return counter.page(request, "back", facts, status=status)
