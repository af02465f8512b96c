"""How much is taken of a day, by an outlet, by a technician; what lies over midnight takes of both days."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from anxin.core.compiled_queries import compiled
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.places.rules import bare
from anxin.domain.visits import rules
from anxin.domain.visits.models import Reservation, Visit
from anxin.domain.visits.states import HELD

ONE_DAY = timedelta(days=1)
NOBODY = UUID(int=0)
AREA = "area"


def of_outlets(outlets: Iterable[Outlet], *, day: date) -> Counter[UUID]:
    """Count the jobs each of some outlets has on a day, whether begun, done or ahead (one query)."""
    rows = _on(day).filter(outlet__in=list(outlets), state__in=(*HELD, "finished"))
    return Counter(rows.values_list("outlet", flat=True))


def left(outlets: Iterable[Outlet], *, day: date, but: UUID | None = None) -> dict[UUID, int]:
    """Return how many jobs of a day those outlets have left that take so many and no more (one query, if any does).

    `but` is the stream of the case that asks: what is held for it isn't counted.
    """
    limited = {one.id: one.capacity for one in outlets if one.capacity is not None}
    if not limited:
        return {}
    rows = _on(day).filter(outlet__in=list(limited), state__in=(*HELD, "finished"))
    taken = Counter((rows.exclude(stream_key=but, state__in=HELD) if but else rows).values_list("outlet", flat=True))
    return {key: max(0, most - taken[key]) for key, most in limited.items()}


def of_technician(technician: Technician, *, day: date) -> int:
    """Count the jobs a technician holds on a day (one query)."""
    return _on(day).filter(technician=technician, state__in=HELD).count()


def waiting(outlets: Iterable[Outlet], *, day: date, but: UUID | None = None) -> Counter[datetime]:
    """Count who wants a window of a day and has nobody yet, where these outlets serve (one query).

    Another case's promise counts like a visit that is still to be given to somebody; `but` is whoever asks.
    """
    keys, begins = tuple(one.id for one in outlets), rules.local_midnight(day)
    rows = _wishes(outlets=keys, begins=begins, ends=begins + ONE_DAY, before=begins - ONE_DAY, but=but or NOBODY)
    areas = {(brand, bare(code)) for what, _at, brand, code in rows if what == AREA}
    wishes = [(at, brand, code) for what, at, brand, code in rows if what != AREA]
    return Counter(at for at, brand, code in wishes if any((brand, code[:cut]) in areas for cut in (2, 4, 6, 9)))


@compiled
def _wishes(
    *, outlets: tuple[UUID, ...], begins: datetime, ends: datetime, before: datetime, but: UUID
) -> QuerySet[Any, tuple[str, datetime, UUID, str]]:
    """Return what is promised of a day, who waits for a technician then, and what some outlets serve as it begins."""
    promised: Any = Reservation.objects.filter(from_at__gte=begins, from_at__lt=ends).exclude(stream_key=but)
    waiting: Any = _between(begins, ends, before).filter(state__in=("open", "offered")).exclude(stream_key=but)
    areas: Any = network.areas_of(outlets, at=begins)
    told = [
        rows.annotate(what=Value(what)).values_list("what", at, "brand", code)
        for rows, what, at, code in (
            (promised.order_by(), "promised", "from_at", "division"),
            (waiting.order_by(), "waiting", "wanted_from_at", "place__code"),
            (areas.order_by(), AREA, "from_at", "division"),
        )
    ]
    union: QuerySet[Any, tuple[str, datetime, UUID, str]] = told[0].union(*told[1:], all=True)
    return union


def _on(day: date) -> QuerySet[Visit]:
    begins = rules.local_midnight(day)
    return _between(begins, begins + ONE_DAY, begins - ONE_DAY)


def _between(begins: datetime, ends: datetime, before: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(wanted_from_at__gt=before, wanted_from_at__lt=ends, wanted_to_at__gt=begins)
