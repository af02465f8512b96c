"""The pages of a counter of imports: where files of one table are handed in, its columns, and what a file would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core import imports as importing
from anxin.core.file_kinds import PICTURES, VIDEOS
from anxin.faces.words import joined

if TYPE_CHECKING:
    from anxin.core.imports import ImportRun, ImportTable, Summary


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Where files of one table are handed in: its page, its addresses, and what is never read from a file.

    `at` names its addresses, `args` is what they say beside. `fixed` gives columns with the value they always have;
    `look_url` leads to what a batch brought.
    """

    table: str
    heading: str
    base: str
    frame: Mapping[str, Any]
    at: str
    args: tuple[str, ...] = ()
    look_url: Callable[[UUID], str] | None = None
    look: str = ""
    hint: str = ""
    tells_slip: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> "ImportTable":
        """Return the table."""
        return importing.table(self.table)

    def url(self, page: str = "", *args: object) -> str:
        """Return the address of its first page, or of another one."""
        return reverse(f"{self.at}_{page}" if page else self.at, args=[*self.args, *args])

    def page(self, request: HttpRequest, name: str, facts: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Show one of the pages of this counter."""
        told = {
            "base": self.base,
            "heading": self.heading,
            "hint": self.hint,
            "for_good": self.known.for_good,
            "beside": bool(self.known.attached),
            "named": self.known.named,
            "moving": bool(self.known.kinds & VIDEOS),
            "documents": not self.known.kinds <= PICTURES | VIDEOS,
            "start_url": self.url(),
            "check_url": self.url("check"),
            "template_url": self.url("template"),
            "tells_slip": self.tells_slip,
            "most": importing.MOST,
        }
        return render(request, f"imports/{name}.html", {**self.frame, **told, **facts}, status=status)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody said about a file: the header of each column, and what every row has where no header is one.

    `run` where a worker has looked at it, `pack` what came along with it.
    """

    key: str = ""
    pack: str = ""
    run: str = ""
    headers: list[str] = field(default_factory=list)
    chosen: dict[str, str]
    same: dict[str, str] = field(default_factory=dict)


def columns_of(counter: Counter) -> list[dict[str, Any]]:
    """Return the columns that may be read from a file, by name and title."""
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "rewritten": one.rewritten,
            "needed": one.required and one.name not in counter.known.usual,
        }
        for one in counter.known.columns
        if one.name not in counter.fixed
    ]


def mapping(
    request: HttpRequest,
    counter: Counter,
    asked: Asked,
    *,
    slips: dict[str, str] | None = None,
    slip: str = "",
    remembered: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show which column is read as which, with what is said wrongly."""
    columns = [
        one
        | {
            "chosen": asked.chosen.get(one["name"], ""),
            "same": asked.same.get(one["name"], ""),
            "asks": one["needed"] and asked.chosen.get(one["name"]) not in asked.headers,
            "slip": (slips or {}).get(one["name"], ""),
        }
        for one in columns_of(counter)
    ]
    sent = {"key": asked.key, "pack": asked.pack}
    facts = {"columns": columns, "headers": asked.headers, "slip": slip, "remembered": remembered, **sent}
    facts["strange"] = not any(asked.chosen.values())
    return counter.page(request, "mapping", facts, status=status)


def report(request: HttpRequest, counter: Counter, asked: Asked, told: "Summary", *, status: int = 200) -> HttpResponse:
    """Show what a file would do, row by row, before it is done."""
    kinds = {"new": _("new"), "changed": _("changed"), "same": _("unchanged"), "refused": _("can't be read")}
    shown = [one for one in columns_of(counter) if asked.chosen.get(one["name"]) or one["name"] in asked.same]
    said = [
        *((f"column_{name}", header) for name, header in asked.chosen.items()),
        *((f"value_{name}", value) for name, value in asked.same.items()),
    ]
    facts = {
        "preview_titles": [one["title"] for one in shown],
        "preview": [
            {
                "number": row.number,
                "kind": kinds[row.kind],
                "fine": row.kind != "refused",
                "cells": [asked.same.get(one["name"]) or row.cells[one["name"]] for one in shown],
            }
            for row in told.first
        ],
        "sent": [("run", asked.run)] if asked.run else [("file", asked.key), ("pack", asked.pack), *said],
        "columns_again": bool(asked.key),
        "rows": told.rows,
        "new": told.new,
        "changed": told.changed,
        "same": told.same,
        **refusals(counter, told),
    }
    return counter.page(request, "report", facts, status=status)


def run_facts(counter: Counter, run: "ImportRun") -> dict[str, Any]:
    """Show how far a worker is with a file, or with taking it back, and how it ended."""
    return {
        "waits": run.ended_at is None,
        "fell": run.state == run.State.REFUSED,
        "trying": run.ended_at is None and run.done == 0 and run.looked < run.rows,
        "left_min": -(-run.left_s // 60) if run.left_s is not None else None,
        "run_url": f"{counter.url()}?run={run.id}",
        **refusals(counter, importing.summary_of(run)),
    }


def refusals(counter: Counter, told: "Summary") -> dict[str, Any]:
    """Show the refused rows, with what is written there and why it can't be, and the files no row names."""
    titles = {one["name"]: one["title"] for one in columns_of(counter)}
    return {
        "refused": told.refused,
        "refused_rows": [
            {
                "number": row.number,
                "reasons": [(titles.get(name, name), written, why) for name, written, why in row.reasons],
            }
            for row in told.refusals
        ],
        "more": max(0, told.refused - len(told.refusals)),
        "loose": told.loose,
        "loose_names": joined(told.loose_names),
        "loose_more": told.loose - len(told.loose_names),
    }
