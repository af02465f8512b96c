"""How much is taken of a day, by an outlet, by a technician; what lies over midnight takes of both days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value

from anxin.core.compiled_queries import compiled
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.places.rules import bare
from anxin.domain.visits import rules
from anxin.domain.visits.models import Reservation, Visit
from anxin.domain.visits.queries.windows import window_width
from anxin.domain.visits.states import HELD, OPEN

ONE_DAY = timedelta(days=1)
NOBODY = UUID(int=0)
AREA, PROMISED = "area", "promised"
COLUMNS = ("begins_at", "ends_at", "whose", "placed", "served_by")
TOLD = ("what", *COLUMNS)


def of_outlets(outlets: Iterable[Outlet], *, day: date) -> Counter[UUID]:
    """Count the visits each of some outlets has on a day, whether begun, done or ahead (one query)."""
    return Counter(_taking(_on(day), outlets).values_list("outlet", flat=True))


def left(outlets: Iterable[Outlet], *, day: date, but: UUID | None = None) -> dict[UUID, int]:
    """Return how many visits of a day those outlets have left that take so many and no more (one query, if any does).

    `but` is the stream of the case that asks: what is held for it isn't counted.
    """
    return left_by_day(outlets, days=[day], but=but)[day]


def left_by_day(
    outlets: Iterable[Outlet], *, days: Sequence[date], but: UUID | None = None
) -> dict[date, dict[UUID, int]]:
    """Return the same as `left` for each of some days (one query, if any outlet takes so many and no more)."""
    limited = {one: one.capacity for one in outlets if one.capacity is not None}
    if not limited:
        return {day: {} for day in days}
    rows = _taking(_within(days), limited)
    rows = rows.exclude(stream_key=but, state__in=HELD) if but else rows
    told = list(rows.values_list("outlet", "wanted_from_at", "wanted_to_at"))
    found: dict[date, dict[UUID, int]] = {}
    for day in days:
        taken = Counter(outlet for outlet, from_at, to_at in told if _lies_on(day, from_at, to_at))
        found[day] = {one.id: max(0, most - taken[one.id]) for one, most in limited.items()}
    return found


def _taking(rows: QuerySet[Visit], outlets: Iterable[Outlet]) -> QuerySet[Visit]:
    """Return which visits take of the day of outlets: goods on a bench take of none."""
    return rows.filter(outlet__in=list(outlets), state__in=(*HELD, "finished")).exclude(mode__in=rules.BENCH)


def of_technician(technician: Technician, *, day: date) -> int:
    """Count the jobs a technician holds on a day (one query)."""
    return _on(day).filter(technician=technician, state__in=HELD).count()


def in_window(
    visit: Visit, technician: Technician, *, now: datetime, window: tuple[datetime, datetime] | None = None
) -> tuple[int, bool]:
    """Return how many others a technician holds in a visit's window, and whether he is asked for one there (one query).

    `window` is another than the one that is wanted. None in a wish for no window, or for a longer time than one.
    """
    from_at, to_at = window or (visit.wanted_from_at, visit.wanted_to_at)
    width = window_width(now=now)
    if not rules.takes_window(from_at, to_at, width=width):
        return 0, False
    theirs = _beside(visit).filter(wanted_from_at=from_at, wanted_to_at__lte=from_at + width)
    held = theirs.filter(technician=technician, state__in=HELD).values_list("state")
    asked = theirs.filter(offers__technician=technician, offers__state__in=OPEN).values_list("state")
    states = [state for (state,) in held.union(asked, all=True)]
    return sum(one in HELD for one in states), any(one not in HELD for one in states)


def by_window(
    visit: Visit, technician: Technician, *, span: tuple[datetime, datetime], now: datetime
) -> Counter[datetime]:
    """Count what else a technician holds in each window that begins in a time, booked or not (one query)."""
    held = _beside(visit).filter(technician=technician, state__in=HELD)
    rows = held.filter(wanted_from_at__gte=span[0], wanted_from_at__lt=span[1])
    width, told = window_width(now=now), rows.values_list("wanted_from_at", "wanted_to_at")
    return Counter(from_at for from_at, to_at in told if rules.takes_window(from_at, to_at, width=width))


def _beside(visit: Visit) -> Any:
    """Return the visits beside one that take of a window: goods on a bench take of none."""
    return Visit.objects.exclude(pk=visit.pk).exclude(mode__in=rules.BENCH).order_by()


@dataclass(frozen=True)
class Wishes:
    """Who wants windows of some days and has nobody yet, and what some outlets serve then."""

    wanted: Sequence[tuple[str, datetime, datetime, UUID, str]]
    """Of each: a promise or a visit that waits, from when to when, of which brand, where."""
    areas: Sequence[tuple[UUID, UUID, str]]
    """Which outlet serves for which brand, where."""

    def on(self, outlets: Iterable[Outlet], day: date) -> Counter[datetime]:
        """Count who wants the windows of a day where these outlets serve."""
        keys, begins = {one.id for one in outlets}, rules.local_midnight(day)
        areas = {(brand, bare(code)) for outlet, brand, code in self.areas if outlet in keys}
        return Counter(
            from_at
            for what, from_at, to_at, brand, code in self.wanted
            if (begins <= from_at < begins + ONE_DAY if what == PROMISED else _lies_on(day, from_at, to_at))
            and any((brand, code[:cut]) in areas for cut in (2, 4, 6, 9))
        )


def wishes(outlets: Iterable[Outlet], *, days: Sequence[date], now: datetime, but: UUID | None = None) -> Wishes:
    """Return who wants a window of some days and has nobody yet, where these outlets serve now (one query).

    Another case's promise counts like a visit that is still to be given to somebody; `but` is whoever asks. Goods on an
    outlet's shelf want none. An area counts from the moment it was entered: today's windows are offered from then on.
    """
    keys, begins = tuple(one.id for one in outlets), rules.local_midnight(days[0])
    ends = rules.local_midnight(days[-1]) + ONE_DAY
    before, but = begins - ONE_DAY, but or NOBODY
    rows = list(_wishes(outlets=keys, begins=begins, ends=ends, before=before, but=but, now=now)) if keys else []
    return Wishes(
        wanted=[(what, at, to_at or at, brand, code) for what, at, to_at, brand, code, _ in rows if what != AREA],
        areas=[(outlet, brand, code) for what, _at, _to, brand, code, outlet in rows if what == AREA],
    )


type _Wish = tuple[str, datetime, datetime | None, UUID, str, UUID]


@compiled
def _wishes(
    *, outlets: tuple[UUID, ...], begins: datetime, ends: datetime, before: datetime, but: UUID, now: datetime
) -> QuerySet[Any, _Wish]:
    """Return what is promised of some days, who waits for a technician then, and what some outlets serve then."""
    promised: Any = Reservation.objects.filter(from_at__gte=begins, from_at__lt=ends).exclude(stream_key=but)
    theirs = _between(begins, ends, before).filter(state__in=("open", "offered"))
    waiting: Any = theirs.exclude(mode__in=rules.BENCH).exclude(stream_key=but)
    areas: Any = network.areas_served(outlets, now=now)
    told = [
        rows.order_by()
        .annotate(what=Value(what), **dict(zip(COLUMNS, map(F, columns), strict=True)))
        .values_list(*TOLD)
        for rows, what, columns in (
            (promised, PROMISED, ("from_at", "from_at", "brand", "division", "brand")),
            (waiting, "waiting", ("wanted_from_at", "wanted_to_at", "brand", "place__code", "brand")),
            (areas, AREA, ("from_at", "to_at", "brand", "division", "outlet")),
        )
    ]
    union: QuerySet[Any, _Wish] = told[0].union(*told[1:], all=True)
    return union


def _within(days: Sequence[date]) -> QuerySet[Visit]:
    begins = rules.local_midnight(days[0])
    return _between(begins, rules.local_midnight(days[-1]) + ONE_DAY, begins - ONE_DAY)


def _lies_on(day: date, from_at: datetime, to_at: datetime) -> bool:
    """Return whether a visit takes of a day: it begins on it, or the evening before and ends on it.

    One without a window takes of its first day alone.
    """
    begins = rules.local_midnight(day)
    if rules.any_time(from_at, to_at):
        return begins <= from_at < begins + ONE_DAY
    return begins - ONE_DAY < from_at < begins + ONE_DAY and to_at > begins


def _on(day: date) -> QuerySet[Visit]:
    return _within([day])


def _between(begins: datetime, ends: datetime, before: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(wanted_from_at__gt=before, wanted_from_at__lt=ends, wanted_to_at__gt=begins)
