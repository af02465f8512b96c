"""How much is taken of a day, by an outlet, by a technician; what lies over midnight takes of both days."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import Reservation, Visit, Window
from anxin.domain.visits.states import HELD

ONE_DAY = timedelta(days=1)


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


def full(technicians: Iterable[Technician], *, day: date) -> dict[datetime, set[UUID]]:
    """Return who takes no more in which window of a day (one query)."""
    begins = rules.local_midnight(day)
    rows = Window.objects.filter(technician__in=list(technicians), taken__gte=F("most"))
    found: dict[datetime, set[UUID]] = {}
    for at, who in rows.filter(from_at__gte=begins, from_at__lt=begins + ONE_DAY).values_list("from_at", "technician"):
        found.setdefault(at, set()).add(who)
    return found


def waiting(outlets: Iterable[Outlet], *, day: date, but: UUID | None = None) -> Counter[datetime]:
    """Count who wants a window of a day and has nobody yet, where these outlets serve (three queries).

    Another case's promise counts like a visit that is still to be given to somebody; `but` is whoever asks.
    """
    begins = rules.local_midnight(day)
    reserved = Reservation.objects.filter(from_at__gte=begins, from_at__lt=begins + ONE_DAY)
    visits = _on(day).filter(state__in=("open", "offered"))
    if but is not None:
        reserved, visits = reserved.exclude(stream_key=but), visits.exclude(stream_key=but)
    wishes = list(reserved.values_list("from_at", "brand", "division"))
    wishes += visits.values_list("wanted_from_at", "brand", "place__code")
    areas = network.areas_of(outlets, at=begins) if wishes else frozenset()
    return Counter(at for at, brand, code in wishes if any((brand, code[:cut]) in areas for cut in (2, 4, 6, 9)))


def _on(day: date) -> QuerySet[Visit]:
    begins = rules.local_midnight(day)
    near = Visit.objects.filter(wanted_from_at__gt=begins - ONE_DAY, wanted_from_at__lt=begins + ONE_DAY)
    return near.filter(wanted_to_at__gt=begins)
