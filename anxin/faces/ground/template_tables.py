"""The table of templates a provider granted, pasted or uploaded: read, shown, and laid into the form; kept with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import plain_files, providers, tables, wording
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.domain.notices import queries as notices
from anxin.domain.opening.rules import template_tables as rules
from anxin.domain.opening.rules.template_tables import TemplateRow, TemplateTable
from anxin.faces import shared
from anxin.faces.ground import sheets
from anxin.faces.ground.commands import Runner, Shown
from anxin.faces.ground.providers import templates

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED, FIELD = "table_read", "table"
LONGEST, LARGEST, ROWS = 100_000, 4 << 20, 2_000
WHY = {
    "ungranted": gettext_lazy("it says that it isn't granted"),
    "alike": gettext_lazy("it reads almost like this one"),
    "numbers": gettext_lazy("several numbers or names stand in one row"),
    "twice": gettext_lazy("rows give it different numbers"),
    "unnumbered": gettext_lazy("no template number stands in it"),
    "unknown": gettext_lazy("none of our texts"),
}


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """A table as the page shows it; `lacking` are the texts that still have no number, `slip` why it can't be read."""

    pasted: str
    table: TemplateTable | None = None
    lacking: tuple[str, ...] = ()
    slip: str = ""

    @property
    def doubtful(self) -> list[tuple[TemplateRow, str]]:
        """Return what is in doubt, with why."""
        return [(one, str(WHY[one.why])) for one in self.table.doubtful] if self.table else []

    @property
    def unknown(self) -> list[tuple[TemplateRow, str]]:
        """Return what wasn't understood, with why."""
        return [(one, str(WHY[one.why])) for one in self.table.unknown] if self.table else []


def is_asked(request: HttpRequest, name: str) -> bool:
    """Return whether the form is sent only to have a table read into it."""
    return name in rules.NUMBERS and ASKED in request.POST


def look(
    request: HttpRequest, name: str, runner: Runner[Any], page: "Callable[..., HttpResponse]", case: Any
) -> HttpResponse:
    """Show the form of a provider with what was understood of the table among its lines; nothing is kept yet."""
    shared.limit(request, "template_table", burst=20, per_min=10)
    given = request.POST.copy()
    pasted = given.get(FIELD, "")[:LONGEST]
    try:
        read = rules.read(_rows(request, pasted), notices.templates(), provider=name)
    except Invalid as error:
        told = ReadTable(pasted=pasted, slip=wording.error(error))
        return page(request, case, _shown(runner, name, case, given, told), status=422)
    lines = {**sms.templates_of({"templates": given.get("templates", "")}), **read.numbers}
    given["templates"] = "\n".join(f"{ours} = {theirs}" for ours, theirs in lines.items())
    told = ReadTable(pasted=pasted, table=read, lacking=tuple(one for one in notices.templates() if one not in lines))
    return page(request, case, _shown(runner, name, case, given, told))


def _shown(runner: Runner[Any], name: str, case: Any, given: Any, told: ReadTable) -> Shown:
    return Shown(opened=runner.open(name, case, data=given), revealed={FIELD: told})


def _rows(request: HttpRequest, pasted: str) -> list[list[str]]:
    came = request.FILES.get("table_file")
    if came is None:
        return rules.rows_of(pasted)[:ROWS]
    if (came.size or 0) > LARGEST:
        raise tables.UnreadableTable(_("it takes more than a table may take"))
    with plain_files.folder() as room:
        first = came.read(4)
        path = room / ("table.xlsx" if first == b"PK\x03\x04" else "table.csv")
        path.write_bytes(first + came.read())
        return [*rules.rows_of(pasted), *tables.lines_of(path)][:ROWS]


def blank(name: str) -> HttpResponse:
    """Answer with our texts as a table to be filled in: name, text as this provider wants it, its number."""
    held = providers.account(name)
    kept = sms.templates_of(held.values) if held else {}
    lines: list[list[object]] = [[ours, text, kept.get(ours, "")] for ours, text in templates(name)]
    headers = [_("Our name"), _("Text"), _("Template number")]
    return sheets.answer("xlsx", f"templates-{name}-{timezone.localdate():%Y%m%d}", headers, lines)
