"""Wishes for leave and swaps, and placements, as lists show them with buttons, and the page that gives one of those."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core import wording
from anxin.core.commands import Table
from anxin.core.errors import AnxinError, Missing
from anxin.domain.network.commands import LEAVES, PLACEMENTS, SWAPS
from anxin.domain.network.queries import leave_and_swaps as queries
from anxin.faces import shared
from anxin.faces.ground import freed_jobs, staff
from anxin.faces.words import day as say_day

TABLES: dict[str, Table[Any, Any]] = {"leave": LEAVES, "swap": SWAPS, "placement": PLACEMENTS}
ANSWERS = ("agree", "consent", "refuse", "withdraw")
"""In this order; the first two are solid."""


@dataclass(frozen=True, kw_only=True)
class WishButton:
    """One button of a wish."""

    url: str
    title: str
    then: str
    primary: bool


@dataclass(frozen=True, kw_only=True)
class ShownWish:
    """A wish as a list shows it."""

    view: queries.WishView
    what: str
    state: str
    answers: tuple[WishButton, ...]


def wish_list(request: HttpRequest, several: list[queries.WishView], *, address: str) -> list[ShownWish]:
    """Return wishes with what this actor may answer to each; `address` names the page that takes it."""
    by, found = shared.actor_of(request), []
    situations = queries.situations_of(several, by=by, now=timezone.now())
    for one, situation in zip(several, situations, strict=True):
        table = TABLES[one.kind]
        allowed = table.allowed(situation, by)
        answers = tuple(
            WishButton(
                url=reverse(address, args=[one.kind, one.key, name]),
                title=str(table.commands[name].title),
                then=str(table.commands[name].follows),
                primary=name in ANSWERS[:2],
            )
            for name in ANSWERS
            if name in allowed
        )
        found.append(ShownWish(view=one, what=_what(one), state=wording.state(one.kind, one.state), answers=answers))
    return found


def _what(one: queries.WishView) -> str:
    if one.kind == "placement":
        return _("{outlet}, for {brand}").format(outlet=one.outlet, brand=one.brand)
    first, last = say_day(one.days[0]), say_day(one.days[-1])
    if one.kind == "leave":
        days = first if first == last else _("{first} to {last}").format(first=first, last=last)
        return _("{days}, from {house} alone").format(days=days, house=one.outlet) if one.outlet else days
    if len(one.days) == 1:
        return _("{colleague} takes {day}").format(colleague=one.colleague, day=first)
    said = _("{colleague} takes {day}, {called} takes {back}")
    return said.format(colleague=one.colleague, day=first, called=one.called, back=last)


def _asking(request: HttpRequest, kind: str, key: str, *, face: str, back: str) -> HttpResponse | None:
    """Ask once more where jobs go to others by a wish that is agreed, and name them; nothing where it changes none."""
    now, by, table = timezone.now(), shared.actor_of(request), TABLES[kind]
    row = queries.find(kind, key, actor=by)
    situation = table.situation(row, by=by, now=now)
    told = freed_jobs.of_wish(kind, row, by, now) if "agree" in table.allowed(situation, by) else ""
    if not told:
        return None
    command = table.commands["agree"]
    facts = {
        **staff.frame(request, face=face, now=now),
        "told": told,
        "title": str(command.title),
        "then": str(command.follows),
        "url": request.path,
        "back": reverse(back),
    }
    return render(request, "network/wish.html", facts)


def pages(roles: str, *, face: str, back: str) -> Callable[..., HttpResponseBase]:
    """Return the view that gives one answer to a wish and leads back to a page."""
    here = {"face": face, "back": back}

    @never_cache
    @require_POST
    @shared.for_roles(roles)
    def answer(request: HttpRequest, kind: str, key: object, name: str) -> HttpResponse:
        """Give it, once for its form, when what goes to others was read; a refusal is said where he came from."""
        table = TABLES[kind]
        if name not in table.commands:
            raise Http404
        if name == "agree" and "read" not in request.POST and (asking := _asking(request, kind, str(key), **here)):
            return asking

        def work() -> None:
            by = shared.actor_of(request)
            row = queries.find(kind, str(key), actor=by)
            table.give(name, row=row, by=by, now=timezone.now(), fields={})

        try:
            staff.act_once(request, work)
        except Missing:
            raise
        except AnxinError as error:
            messages.warning(request, wording.error(error))
        else:
            messages.success(request, _("Written down."))
        return HttpResponseRedirect(reverse(back))

    return answer
