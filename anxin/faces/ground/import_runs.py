"""A long file in a worker's hands, as its pages ask for it; and what is read before a file is written."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from anxin.core import imports as importing
from anxin.domain.people.queries.imports import files_of
from anxin.faces import shared
from anxin.faces.ground import import_columns, import_pages, packs, staff
from anxin.faces.ground.import_pages import Asked, Counter

if TYPE_CHECKING:
    from anxin.core.files import SealedFile
    from anxin.core.imports import ImportRun, Summary
    from anxin.core.tables import Sheet

MOST_DIGITS = 8


def handed_over(request: HttpRequest, counter: Counter, file: "SealedFile", asked: Asked) -> HttpResponse:
    """Have a worker look at a long file, and show how far he is."""
    by, now, mapping = shared.actor_of(request), timezone.now(), import_columns.mapped(counter, asked)

    def work() -> "ImportRun":
        importing.remember(counter.table, asked.headers, asked.chosen, owner=by.organisation, now=now)
        told: dict[str, Any] = {"columns": mapping.columns, "constants": mapping.constants}
        told["pack"] = packs.opened(asked.pack, by=by)
        return importing.begin(counter.known, file, by=by, language=translation.get_language() or "", now=now, **told)

    run = shared.act(request, work)
    return HttpResponseRedirect(f"{counter.url('check')}?run={run.id}")


def seen(request: HttpRequest, counter: Counter, run: "ImportRun", how: str | None) -> HttpResponse | None:
    """Show what a worker saw in a long file; None where it is agreed to, and he goes on."""
    told, agrees = importing.summary_of(run), how in ("all", "good")
    if agrees and is_agreed(request, told):
        staff.act_once(request, lambda: importing.go_on(run, partial=how == "good", now=timezone.now()))
        return None
    same = {name: one for name, one in run.constants.items() if name not in counter.fixed}
    asked = Asked(run=str(run.id), chosen=run.columns, same=same)
    return import_pages.report(request, counter, asked, told, asks=agrees)


def reading(request: HttpRequest, counter: Counter, file: "SealedFile", asked: Asked) -> "importing.Reading":
    """Return who reads which file here, and how."""
    by, mapping = shared.actor_of(request), import_columns.mapped(counter, asked)
    return importing.Reading(
        known=counter.known,
        file=file,
        columns=mapping.columns,
        constants=mapping.constants,
        pack=packs.opened(asked.pack, by=by),
        language=translation.get_language() or "",
        by=by,
    )


def told_first(
    request: HttpRequest, counter: Counter, file: "SealedFile", asked: Asked, sheet: "Sheet"
) -> "Summary | None":
    """Return what is to be read before a file is written; None where it was read, with the windows it frees.

    Its rows are tried once, and that is kept for what is asked of it next.
    """
    known, agreed = counter.known, request.POST.get("how") in ("all", "good")
    if agreed and known.name not in importing.FREES:
        return None
    look, now = reading(request, counter, file, asked), timezone.now()
    kept = importing.kept_look(look) if agreed else None
    if kept is not None:
        told = importing.seen_anew(known, sheet, kept, now=now)
    else:
        tried = importing.rehearse(known, sheet, by=look.by, now=now)
        told = importing.summary(known, sheet, tried, now=now)
        shared.act(request, lambda: importing.keep_look(look, told, now=now))
    return None if agreed and is_agreed(request, told) else told


def is_agreed(request: HttpRequest, told: "Summary", *, starts: bool = False) -> bool:
    """Return whether somebody has read how many promised windows that frees, and how many `starts` it moves.

    Of what is taken back also who is left alone.
    """
    read = starts and all(_read(request, name) >= n for name, n in (("starts", told.starts), ("gaps", len(told.gaps))))
    return told.freed <= _read(request, "freed") and (not starts or read)


def _read(request: HttpRequest, name: str) -> int:
    read = request.POST.get(name, "")
    return int(read) if read.isdecimal() and len(read) < MOST_DIGITS else 0


def run_asked_for(request: HttpRequest, counter: Counter, key: str) -> "ImportRun | None":
    """Return the long file that is asked for."""
    by = shared.actor_of(request)
    files = files_of(by, counter.table)
    try:
        return importing.run_of(UUID(key), name=counter.table, by=by, files=files) if key else None
    except (ValueError, importing.NoSuchBatch):
        return None
