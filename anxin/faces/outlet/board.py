"""The outlet's day: who is where in which window, over all brands; and its people."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.errors import Missing
from anxin.core.zone import SHANGHAI
from anxin.domain.network import queries as network
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries.stops import StopView
from anxin.faces import shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import dates, gantt, staff
from anxin.faces.outlet.jobs import DECIDES
from anxin.faces.words import day as say_day
from anxin.faces.words import told_apart


@dataclass(frozen=True, kw_only=True)
class OutletBar:
    """One visit on the day: where it begins and how long it is, in quarters of an hour."""

    start: int
    length: int
    name: str
    number: str
    kind: str
    window: str
    state: str
    place: str


@dataclass(frozen=True, kw_only=True)
class OutletLane:
    """One technician's day."""

    name: str
    note: str
    bars: tuple[OutletBar, ...]


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def board(request: HttpRequest) -> HttpResponse:
    """Show one day by technician and window."""
    now = timezone.now()
    today = now.astimezone(SHANGHAI).date()
    shown = dates.day(request.GET.get("day", "")) or today
    stops = visits.day_of(shared.actor_of(request), day=shown, now=now)
    people = network.colleagues(_outlet(request), day=shown, now=now)
    visited = [(one.from_at, one.to_at) for one in stops]
    axis = gantt.axis(shown, shifts=[span for one in people for span in one.hours], visits=visited, now=now)
    rows = _lanes(stops, axis, people)
    days = [today + timedelta(days=n) for n in range(-1, 5)]
    base = reverse("outlet:board")
    context: dict[str, Any] = {
        "lanes": rows,
        "stops": [(one, wording.state("visit", one.state), class_name(one.category)) for one in stops],
        "days": [(f"{base}?day={one.isoformat()}", say_day(one), one == shown) for one in days],
        "axis": axis,
        "mark": axis.mark(now),
        "day": shown,
    }
    return render(request, "outlet/board.html", {**staff.frame(request, face="outlet", now=now), **context})


def _outlet(request: HttpRequest) -> Any:
    found = network.outlet_of(shared.actor_of(request))
    if found is None:
        raise Missing
    return found


def _lanes(stops: list[StopView], axis: gantt.Axis, people: list[network.Colleague]) -> list[OutletLane]:
    his: dict[UUID | None, list[StopView]] = {one.id: [] for one in people}
    for one in stops:
        his.setdefault(one.technician_id, []).append(one)
    apart = dict(told_apart([(one.number, one.called) for one in people]))
    names = {one.technician_id: one.technician for one in stops} | {one.id: str(apart[one.number]) for one in people}
    paused = {one.id for one in people if one.paused}
    return [
        OutletLane(name=names[key], note="—" if key in paused else "", bars=tuple(_bar(one, axis) for one in several))
        for key, several in his.items()
    ]


def _bar(one: StopView, axis: gantt.Axis) -> OutletBar:
    start, length, outside = axis.place(one.from_at, one.to_at)
    return OutletBar(
        start=start,
        length=length,
        name=f"{outside}{class_name(one.category)}",
        number=one.visit,
        kind="done" if one.over else "late" if one.urgent else "",
        window=f"{one.from_at.astimezone(SHANGHAI):%H:%M}–{one.to_at.astimezone(SHANGHAI):%H:%M}",
        state=wording.state("visit", one.state),
        place=one.division.split(" ")[-1],
    )
