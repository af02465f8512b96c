"""Badges on paper: one or many on a page to print, each with the code that leads to the public check."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core.commands import ChangedMeanwhile, marks
from anxin.core.pictures import copies
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.queries import badges, technicians
from anxin.faces import pagination, shared
from anxin.faces.ground import downloads, qr_codes, staff
from anxin.faces.pagination import Page

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Card:
    """One badge as it is printed."""

    view: badges.BadgeView
    portrait: str
    code: SafeString


def pages(face: str, roles: str, names: str) -> tuple[Callable[..., HttpResponseBase], Callable[..., HttpResponseBase]]:
    """Return two views for who sees technicians: badges to print, and a portrait; `names` is their namespace."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @shared.for_roles(roles)
    def sheet(request: HttpRequest) -> HttpResponse:
        """Show the badges of those asked for, else of all, so many a page; posted, give badges to who may have one."""
        now, actor, number = timezone.now(), shared.actor_of(request), pagination.asked_for(request)
        asked = request.GET.getlist("technician")[:MOST]
        rows = technicians.visible_to(actor).order_by("number")
        rows = rows.filter(number__in=asked) if asked else rows
        total, before = rows.count(), (number - 1) * MOST
        several = list(rows[before : before + MOST])
        known = badges.to_print(several, now=now)
        able = [one.row for one in known if one.able and one.view is None]
        if request.method == "POST":
            staff.act_once(request, partial(_give_out, request, [one.number for one in able]))
            said = ngettext("{n} badge given out.", "{n} badges given out.", len(able)).format(n=len(able))
            messages.success(request, said)
            return HttpResponseRedirect(request.get_full_path())
        facts = {
            "cards": [_card(request, one.view, names) for one in known if one.view is not None],
            "able": able,
            "unable": [one.row for one in known if not one.able],
            "page": Page(rows=tuple(several), number=number, has_next=before + MOST < total),
            "first": before + 1,
            "last": before + len(several),
            "total": total,
            "address": request.get_full_path(),
            "back": reverse(f"{names}:week" if face == "outlet" else f"{names}:technicians"),
        }
        return render(request, "network/badges.html", {**staff.frame(request, face=face, now=now), **facts})

    @never_cache
    @require_safe
    @shared.for_roles(roles)
    def portrait(request: HttpRequest, number: str) -> HttpResponseBase:
        """Show the portrait that stands on a badge."""
        row = technicians.technician(number, actor=shared.actor_of(request))
        if not row.portrait:
            raise Http404
        return downloads.file(copies.copy_by_hash(sha256=row.portrait, now=timezone.now()), f"{row.number}.jpg")

    return sheet, portrait


def _card(request: HttpRequest, view: badges.BadgeView, names: str) -> Card:
    asked = {"kind": "technician", "code": view.number, "badge": view.serial}
    address = request.build_absolute_uri(reverse("customer:check", query=asked))
    return Card(
        view=view,
        portrait=reverse(f"{names}:badge_portrait", args=[view.number]),
        code=qr_codes.qr(address, scale=2, border=1),
    )


def _give_out(request: HttpRequest, numbers: list[str]) -> None:
    by, now = shared.actor_of(request), timezone.now()
    for number in numbers:
        row = technicians.technician(number, actor=by)
        with suppress(ChangedMeanwhile):  # somebody else gave him one just now: it counts
            TECHNICIANS.give("badge", row=row, by=by, now=now, fields={}, read=marks({}))
