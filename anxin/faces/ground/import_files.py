"""What a file would replace, and which of its rows are refused, taken away as Excel."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from anxin.faces.ground import import_pages, sheets
from anxin.faces.ground.import_pages import Counter

if TYPE_CHECKING:
    from anxin.core.imports import Summary


def asked_for(request: HttpRequest, counter: Counter, told: "Summary") -> HttpResponse | None:
    """Return the file that the page of an import offers and that is asked for; None where it is something else."""
    how = (request.POST if request.method == "POST" else request.GET).get("how")
    made = {"changes": _changes, "refused": _refused}.get(how or "")
    return made(counter, told) if made else None


def _changes(counter: Counter, told: "Summary") -> HttpResponse:
    """Return what changed rows replace, cell by cell."""
    titles = import_pages.titles_of(counter)
    headers = [_("Row"), titles[counter.known.key[-1]], _("Column"), _("Stands here"), _("Becomes"), _("Windows freed")]
    unsaid = _("as in the file")
    lines: list[list[object]] = [
        [one.number, one.key, titles.get(cell.column, _("Sets out from")), cell.before, cell.after, one.freed]
        if cell.shown
        else [one.number, one.key, titles.get(cell.column, _("Sets out from")), _("not shown"), unsaid, one.freed]
        for one in told.changes
        for cell in one.cells
    ]
    return sheets.answer("xlsx", f"{counter.table}-changes", headers, lines)


def _refused(counter: Counter, told: "Summary") -> HttpResponse:
    """Return the refused rows as they came, with their reasons, to be mended and handed in again."""
    titles = import_pages.titles_of(counter)
    lines: list[list[object]] = []
    for row in told.refusals:
        why = "; ".join(f"{titles.get(name, name)}: {reason}" for name, _written, reason in row.reasons)
        cells = [*row.cells, *[""] * (len(told.headers) - len(row.cells))]
        lines.append([*cells[: len(told.headers)], row.number, why])
    return sheets.answer("xlsx", f"{counter.table}-refused", [*told.headers, _("Row"), _("Reasons")], lines)
