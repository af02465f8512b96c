"""The pages of a counter of imports: where files of one table are handed in, its columns, and what a file would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core import imports as importing
from anxin.core.file_kinds import PICTURES, VIDEOS
from anxin.core.wording import joined
from anxin.faces import week_words
from anxin.faces.ground.import_refusals import refusals

if TYPE_CHECKING:
    from anxin.core.imports import ImportRun, ImportTable, Summary
    from anxin.core.imports.changes import Cell

CHANGES = 100  # so many changed rows the page shows; the file it gives has more


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
    left_out_url: Callable[[str], str] | None = None
    words_url: Callable[[str], str] | None = None
    several_url: str = ""
    ends: tuple[str, str] = ("", "")
    follows: str = ""
    """Where somebody a file leaves out stands, where a word for him does, and where several are ended by a command;
    `follows` is what comes of writing it.
    """

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
            "follows": self.follows,
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

    @property
    def unused(self) -> str:
        """Name the columns of the file that nothing is read from."""
        return joined(self.strange)

    @property
    def strange(self) -> list[str]:
        """The columns of the file that nothing is read from."""
        return [one for one in self.headers if one not in self.chosen.values()]


def columns_of(counter: Counter) -> list[dict[str, Any]]:
    """Return the columns that may be read from a file, by name and title."""
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "rewritten": one.rewritten,
            "needed": one.required and one.name not in counter.known.usual,
            "alone": counter.known.key == (one.name,),  # what names a row is no two rows'
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
            "asks": one["needed"] and not one["alone"] and asked.chosen.get(one["name"]) not in asked.headers,
            "slip": (slips or {}).get(one["name"], ""),
        }
        for one in columns_of(counter)
    ]
    sent = {"key": asked.key, "pack": asked.pack}
    facts = {"columns": columns, "headers": asked.headers, "slip": slip, "remembered": remembered, **sent}
    facts |= {"strange": not any(asked.chosen.values()), "unused": asked.unused}
    facts["meant"] = _meant(asked, columns)
    return counter.page(request, "mapping", facts, status=status)


def _meant(asked: Asked, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return of each column of the file that nothing is read from what it may be: the columns that are free first."""
    may_be = sorted(columns, key=lambda one: bool(one["chosen"]))
    return [{"at": asked.headers.index(one), "header": one, "may_be": may_be} for one in asked.strange]


def report(
    request: HttpRequest, counter: Counter, asked: Asked, told: "Summary", *, asks: bool = False, status: int = 200
) -> HttpResponse:
    """Show what a file would do, row by row, before it is done; where it `asks`, once more before windows are freed."""
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
        "columns_again": bool(asked.key)
        and (bool(asked.unused) or any(name != header for name, header in asked.chosen.items())),
        "unused": asked.unused,
        "gaps": told.gaps,
        "rows": told.rows,
        "new": told.new,
        "changed": told.changed,
        "same": told.same,
        "asks": asks,
        **replacements(counter, told),
        **left_out(counter, told),
        **refusals(titles_of(counter), told),
    }
    return counter.page(request, "report", facts, status=status)


def replacements(counter: Counter, told: "Summary") -> dict[str, Any]:
    """Show what changed rows replace, those first that free promised windows; no column is where a start moves."""
    titles = {one["name"]: one["title"] for one in columns_of(counter)}
    return {
        "freed": told.freed,
        "starts": told.starts,
        "first_starts": joined(told.first_starts),
        "starts_more": told.starts - len(told.first_starts),
        "key_title": titles[counter.known.key[-1]],
        "changes": [
            {
                "row": one,
                "cells": [
                    {"title": titles.get(cell.column, _("Sets out from")), "cell": _said(cell)} for cell in one.cells
                ],
            }
            for one in told.changes[:CHANGES]
        ],
        "changes_more": max(0, max(told.changed, len(told.changes)) - CHANGES),
    }


def _said(cell: "Cell") -> "Cell":
    """Return a cell as people read it: working hours by their weekdays."""
    say = week_words.every_week if cell.column in ("hours", "opens") else str
    return replace(cell, before=say(cell.before), after=say(cell.after))


def left_out(counter: Counter, told: "Summary") -> dict[str, Any]:
    """Show who is here but not in the file, where he stands, and the words for him that may be ended."""
    at, word = counter.left_out_url, counter.words_url
    rows = [
        {"one": one, "url": at(one.key) if at else word(one.words[0]) if word and one.words else ""}
        for one in told.first_left_out
    ]
    return {
        "left_out": told.left_out,
        "left_out_rows": rows,
        "left_out_more": told.left_out - len(rows),
        "left_out_words": any(one.words for one in told.first_left_out),
        "several_url": counter.several_url,
        "ends": counter.ends,
    }


def run_facts(counter: Counter, run: "ImportRun") -> dict[str, Any]:
    """Show how far a worker is with a file, or with taking it back, and how it ended."""
    told, stuck = importing.summary_of(run), run.back and run.fell and not run.done
    return {
        "rest": max(run.rows - told.refused, 0) if stuck and told.refused else 0,
        "rest_url": counter.url("undoing", run.batch_id) if stuck else "",
        "waits": run.ended_at is None and not run.awaits_yes,
        "asks_back": run.back and run.awaits_yes,
        "agree_url": f"{counter.url('check')}?run={run.id}",
        "trying": run.ended_at is None and run.done == 0 and run.looked < run.rows,
        "left_min": -(-run.left_s // 60) if run.left_s is not None else None,
        "run_url": f"{counter.url()}?run={run.id}",
        **refusals(titles_of(counter), told),
    }


def titles_of(counter: Counter) -> dict[str, str]:
    """Return how each column is called, by its name."""
    return {one["name"]: one["title"] for one in columns_of(counter)}
