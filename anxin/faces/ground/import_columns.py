"""Which column of a file is which column of a table: guessed from its headers, and mapped as somebody said."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from anxin.core import tables
from anxin.faces.ground.import_pages import Asked, Counter

if TYPE_CHECKING:
    from anxin.core.imports import ImportTable

NOWHERE = ""
"""The header of a column that is read from no file, whatever stands in it."""


def mapped(counter: Counter, asked: Asked) -> tables.Mapping:
    """Map the file's columns; what is fixed, or was said to be no column, is never read from a file."""
    usual = {name: value for name, value in counter.known.usual.items() if not asked.chosen.get(name)}
    constants = {**counter.fixed, **usual, **asked.same}
    return tables.Mapping(columns={**asked.chosen, **dict.fromkeys(constants, NOWHERE)}, constants=constants)


def chosen(request: HttpRequest, counter: Counter, headers: list[str]) -> dict[str, str]:
    """Return which header each column is read from, as somebody chose.

    What he said of a header that was not recognised goes before what another was taken for.
    """
    names = [one.name for one in counter.known.columns if one.name not in counter.fixed]
    found = {name: request.POST.get(f"column_{name}", "") for name in names}
    said: dict[str, str] = {}
    for at, header in enumerate(headers):
        meant = request.POST.get(f"meant_{at}", "")
        if meant in found:
            said.setdefault(meant, header)
    return found | said


def headers_of(counter: Counter, path: Path) -> list[str]:
    """Return the headers of a file; raises `tables.UnreadableTable` where two are the same."""
    found = [one.strip() for one in tables.headers_of(counter.known.columns, path) if one.strip()]
    if len(set(found)) != len(found):
        raise tables.UnreadableTable(_("two columns have the same name"))
    return found


def guessed(known: "ImportTable", headers: list[str]) -> dict[str, str]:
    """Guess which column is which, by the names people and shops use; no header is two columns."""
    found: dict[str, str] = {}
    for one in sorted(known.columns, key=lambda one: not one.required):
        found[one.name] = one.among([header for header in headers if header not in found.values()])
    return found
