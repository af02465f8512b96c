"""The page of figures, and each figure's table as a CSV."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import replicas
from anxin.core.actors import Actor
from anxin.core.tables import write_csv
from anxin.core.zone import SHANGHAI
from anxin.domain.insight import queries, rules
from anxin.domain.insight.rules import Share
from anxin.faces import shared
from anxin.faces.desk.insight.figures import FIGURES, Book
from anxin.faces.ground import dates, staff, tiles

STAFF = "quality finance operator"
DAYS, MOST_DAYS = 30, 366
GRADES = ((95, "g3"), (85, "g2"), (70, "g1"), (0, "g0"))


@dataclass(frozen=True, kw_only=True)
class HeadFigure:
    """One number of the head: its share with its count, and how it moved."""

    name: str
    percent: float | None
    count: str
    moved: str
    worse: bool


def scope_of(request: HttpRequest, *, now: datetime) -> tuple[queries.Scope, str]:
    """Read the days and the brand; what can't be meant is mended, and said."""
    today = now.astimezone(SHANGHAI).date()
    to_date = dates.day(request.GET.get("to", "")) or today
    from_date = dates.day(request.GET.get("from", "")) or to_date - timedelta(days=DAYS - 1)
    said = ""
    if from_date > to_date:
        from_date, to_date = to_date, from_date
        said = _("The first day lay after the last; they were changed round.")
    if (to_date - from_date).days >= MOST_DAYS:
        from_date = to_date - timedelta(days=MOST_DAYS - 1)
        said = _("At most a year is shown at once.")
    return queries.Scope(from_date=from_date, to_date=to_date, brand=request.GET.get("brand", "")[:64]), said


@never_cache
@require_safe
@shared.for_roles(STAFF)
def insight(request: HttpRequest) -> HttpResponse:
    """Show the figures of some days, perhaps of one brand."""
    now, actor = timezone.now(), shared.actor_of(request)
    scope, said = scope_of(request, now=now)
    search = reverse("desk:search") if actor.may(frozenset({"agent", "dispatcher", "operator"})) else ""
    context = {
        **staff.frame(request, face="desk", now=now, search=search),
        "scope": scope,
        "said": said,
        **replicas.read(lambda: _figures(actor, scope, now=now)),
        "days": _ranges(request, now=now),
    }
    return render(request, "desk/insight/insight.html", context)


def _figures(actor: Actor, scope: queries.Scope, *, now: datetime) -> dict[str, Any]:
    """Return all that is counted, read whole: it may come from a standby."""
    book = Book(actor=actor, scope=scope, now=now)
    before = queries.repair_figures(queries.sums(actor, scope=scope.before))
    covered = queries.coverage(actor, now=now)
    brands, shops = queries.houses(actor)
    return {
        "counted_at": queries.counted_at(),
        "brands": brands,
        "shops": shops,
        "repairs_total": book.repairs.total,
        "looks": book.repairs.looks,
        "claims_total": book.claims.total,
        "heads": _heads(book, before),
        "figures": {key.replace("-", "_"): make(book) for key, make in FIGURES.items()},
        "tilemap": _tilemap(covered),
        "gaps": _gaps(covered),
        "covered": any(one.served for one in covered),
        "coverage_csv": book.csv("coverage"),
    }


def _heads(book: Book, before: queries.RepairFigures) -> list[HeadFigure]:
    now = book.repairs
    turned = book.claims.overturned
    return [
        _head(_("every promise kept"), now.all_kept, before.all_kept),
        _head(_("put right at once"), now.at_once, before.at_once),
        _head(_("redone"), now.redone, before.redone, less_is_better=True),
        _head(_("content at the follow-up"), now.content, before.content),
        _head(_("decisions changed on appeal"), turned, Share(held=0, total=0), less_is_better=True),
    ]


def _head(name: str, now: Share, before: Share, *, less_is_better: bool = False) -> HeadFigure:
    moved = rules.change(now, before)
    text = "" if moved is None or moved == 0 else _("{change} against before").format(change=f"{moved:+.1f}")
    return HeadFigure(
        name=name,
        percent=now.percent if now.speaks else None,
        count=_("{held} of {total}").format(held=now.held, total=now.total),
        moved=text,
        worse=moved is not None and (moved > 0 if less_is_better else moved < 0),
    )


def _tilemap(covered: list[queries.Coverage]) -> tiles.TileMap:
    by_code = {one.code: one for one in covered}

    def shade(code: str) -> tiles.Shade:
        one = by_code.get(code)
        if one is None or not one.served or one.reached.percent is None:
            return tiles.Shade(value=_("not open"), grade="na")
        percent = round(one.reached.percent)
        return tiles.Shade(value=str(percent), grade=next(grade for least, grade in GRADES if percent >= least))

    return tiles.country(shade, said=_("Share of counties somebody can reach today; tiles show position only"))


def _gaps(covered: list[queries.Coverage]) -> list[tuple[str, int, int]]:
    rows = [
        (tiles.name_of(one.code), one.reached.total - one.reached.held, one.reached.total)
        for one in covered
        if one.served and one.reached.held < one.reached.total
    ]
    return sorted(rows, key=lambda one: -one[1] / max(one[2], 1))[:5]


def _ranges(request: HttpRequest, *, now: datetime) -> list[tuple[str, str, bool]]:
    today = now.astimezone(SHANGHAI).date()
    brand = f"&brand={request.GET['brand'][:64]}" if request.GET.get("brand", "").replace("-", "").isalnum() else ""
    asked = (request.GET.get("from", ""), request.GET.get("to", ""))
    rows = [
        (_("7 days"), today - timedelta(days=6)),
        (_("30 days"), today - timedelta(days=DAYS - 1)),
        (_("90 days"), today - timedelta(days=89)),
    ]
    found = []
    for name, begin in rows:
        here = asked == (begin.isoformat(), today.isoformat()) or (
            asked == ("", "") and (today - begin).days == DAYS - 1
        )
        found.append((f"?from={begin.isoformat()}&to={today.isoformat()}{brand}", name, here))
    return found


@never_cache
@require_safe
@shared.for_roles(STAFF)
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Return a figure's table as a CSV that a spreadsheet opens without running anything in it."""
    now, actor = timezone.now(), shared.actor_of(request)
    scope, _said = scope_of(request, now=now)
    headers, rows = replicas.read(lambda: _table(key, actor, scope, now=now))
    out = io.StringIO(newline="")
    write_csv(out, headers, rows)
    name = f"anxin-{key}-{scope.from_date}-{scope.to_date}.csv"
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(
    key: str, actor: Actor, scope: queries.Scope, *, now: datetime
) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Return a figure's columns and rows, read whole."""
    if key == "coverage":
        covered = queries.coverage(actor, now=now)
        headers = (_("Province"), _("reached"), _("counties"))
        return headers, [(tiles.name_of(one.code), one.reached.held, one.reached.total) for one in covered]
    if key not in FIGURES:
        raise Http404
    figure = FIGURES[key](Book(actor=actor, scope=scope, now=now))
    return figure.columns, list(figure.plain)
