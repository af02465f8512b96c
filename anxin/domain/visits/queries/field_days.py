"""A day of all technicians: who is where in which window; those who are shown are read, the others counted."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Sum, When, Window
from django.db.models.functions import Least, RowNumber

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered
from anxin.domain.network import queries as network
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import Appointment, Visit
from anxin.domain.visits.queries.lookup import visible_to
from anxin.domain.visits.queries.stages import VisitStage

ONE_DAY = timedelta(days=1)
TOLD = ("state", "category", "urgent", "wanted_from_at", "wanted_to_at", "agreed", "case_number")
OF_PLACE = {name: f"place__{name}" for name in ("county_code", "division", "lng", "lat")}
SHOWN = ("number", "called", "grade", "lng", "lat")
OUT = ("on_the_way", "on_site")

type Homes = Mapping[UUID, Collection[UUID]]
"""Outlets, by the brand that they serve."""


@dataclass(frozen=True, kw_only=True)
class FieldStop(VisitStage):
    """One visit on somebody's day; `agreed` where the customer knows the window."""

    number: str
    """What its case is called."""
    state: str
    category: str
    county_code: str
    division: str
    technician_id: UUID
    from_at: datetime
    to_at: datetime
    urgent: bool
    agreed: bool
    lng: float | None
    lat: float | None


@dataclass(frozen=True, kw_only=True)
class FieldDay:
    """A day in the field: those who are shown, by number, with their visits, and how many there are of all.

    `works` counts who takes jobs that day, `about` them and whoever is with a customer or on his way there.
    """

    hands: tuple[network.Hand, ...] = ()
    stops: tuple[FieldStop, ...] = ()
    total: int = 0
    works: int = 0
    about: int = 0


def field_day(found: Iterable[Mapping[str, Any]], *, day: date, now: datetime) -> FieldDay:
    """Read what `field_rows` asked for."""
    rows = sorted(found, key=lambda one: one["number"])
    counted = {name: rows[0][name] if rows else 0 for name in ("total", "works", "about")}
    stops = [stop for one in rows for visit in one["stops"] for stop in _stops(visit, one["id"], day, now)]
    return FieldDay(
        hands=tuple(network.hand(one, day=day, now=now) for one in rows),
        stops=tuple(sorted(stops, key=lambda one: (one.from_at, one.number))),
        **counted,
    )


def field_rows(
    most: int,
    on_map: int,
    homes: Homes | None = None,
    /,
    *,
    actor: Actor,
    now: datetime,
    span: tuple[datetime, ...],
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    weeks: tuple[str, ...],
    reach: tuple[int, ...],
    number: QuerySet[Any, Any],
) -> QuerySet[Technician, dict[str, Any]]:
    """Return whom a day shows, each with his hours and his visits of it, and how many there are of all (one query).

    `most` of those who come first: who has a visit, then who works, by number; and of those who are about the first
    `on_map` by number. `homes` leaves out who works for none of these. `number` finds what the case of a visit is
    called, beside its row.
    """
    engaged = Engagement.objects.filter(network.living(now))
    if homes is not None:
        engaged = engaged.filter(reduce(or_, (Q(brand=one, outlet__in=theirs) for one, theirs in homes.items())))
    windows, theirs = _visits(span)
    works = network.working(dates=dates, weekdays=weekdays, weeks=weeks, reach=reach, now=now)
    there = Q(paused_at=None, pk__in=works.values("technician"))
    rows = _ranked(Technician.objects.filter(pk__in=engaged.values("technician")), theirs, there, on_map)
    rows = rows.order_by(Least("at", "on_map_at"))[: 2 * max(most, on_map)] if on_map else rows.order_by("at")[:most]
    seen = visible_to(actor, now=now).filter(pk__in=theirs.values("pk"), technician=OuterRef("pk"))
    seen = seen.annotate(
        agreed=Gathered(windows.filter(visit=OuterRef("pk")).order_by("from_at"), "from_at", "to_at"),
        case_number=number[:1],
    )
    told: QuerySet[Technician, dict[str, Any]] = rows.values(
        *("id", *SHOWN, "paused_at", "total", "works", "about"),
        homes=network.homes_beside(now),
        week=network.hours_beside(dates, weekdays),
        stops=Gathered(seen, *TOLD, paths=OF_PLACE),
    )
    return told


def _ranked(rows: QuerySet[Technician], theirs: QuerySet[Visit], there: Q, on_map: int) -> Any:
    """Say of each technician at which place he comes, among those with visits and on the map, and count them all."""
    about = there | Q(pk__in=theirs.filter(state__in=OUT).values("technician")) if on_map else there
    flags = {"idle": ~Q(pk__in=theirs.values("technician")), "off": ~there, "away": ~about}
    flagged = rows.annotate(**{name: Case(When(rule, then=1), default=0) for name, rule in flags.items()})
    total = Window(Count("*"))
    return flagged.annotate(
        total=total,
        works=total - Window(Sum("off")),
        about=total - Window(Sum("away")),
        at=Window(RowNumber(), order_by=("idle", "off", "number")),
        on_map_at=Window(RowNumber(), order_by=("away", "number")),
    )


def _visits(span: tuple[datetime, ...]) -> tuple[QuerySet[Appointment], QuerySet[Visit]]:
    """Return the windows of a day, and its visits: booked, and set but not booked yet."""
    starts, ends = span
    windows = Appointment.objects.filter(state__in=["confirmed", "kept"], from_at__gte=starts, from_at__lt=ends)
    windowless = Q(wanted_to_at__gt=F("wanted_from_at") + ONE_DAY)
    wanted = Visit.objects.filter(Q(wanted_from_at__gte=starts) | windowless, state="assigned", wanted_from_at__lt=ends)
    those = windows.values("visit").union(wanted.values("pk"))
    return windows, Visit.objects.filter(pk__in=those, technician__isnull=False)


def span_of(day: date) -> tuple[datetime, datetime]:
    """Return from when to when a day is."""
    starts = rules.local_midnight(day)
    return starts, starts + ONE_DAY


def _stops(one: Mapping[str, Any], technician: UUID, day: date, now: datetime) -> Iterator[FieldStop]:
    """Yield where a visit stands on a day: in the windows agreed, and where it was set but not agreed yet."""
    windows = [(each["from_at"], each["to_at"], True) for each in one["agreed"]]
    from_at, to_at = _set_for(one, now)
    if one["state"] == "assigned" and rules.local_day(from_at) == day:
        windows.append((from_at, to_at, False))
    for from_at, to_at, agreed in windows:
        yield FieldStop(
            number=one["case_number"] or "",
            **{name: one[name] for name in ("state", "category", "urgent", *OF_PLACE)},
            technician_id=technician,
            from_at=from_at,
            to_at=to_at,
            agreed=agreed,
        )


def _set_for(one: Mapping[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """Return when a visit was set for; one without a window for what is left of its first day on which one can come."""
    from_at, to_at = one["wanted_from_at"], one["wanted_to_at"]
    if not rules.any_time(from_at, to_at):
        return from_at, to_at
    day = rules.day_left(from_at, to_at, now=now)
    return max(from_at, now), rules.local_midnight(day) + ONE_DAY
