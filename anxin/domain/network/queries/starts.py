"""Where technicians set out: near an outlet of theirs, or so far from all of them that dispatch never sends them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anxin.core import settings, timeline
from anxin.core.tables import Value, Values
from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.network.wording.tables import STARTS
from anxin.domain.places import gateway as places

SETTING = "network.start_most_km"
MOST = 1_000
"""So many who start far away are listed."""

MOVED, SET, FORMER = "network.start_moved", "network.start_set", "start"
"""The facts that move a start, and the sealed value that says from where."""

type Point = tuple[float, float]


def nearest_m(start: Point, outlets: Iterable[Outlet]) -> int | None:
    """Return how far the nearest outlet is from where somebody sets out; None without any."""
    return min((places.distance_m(start, (one.lng, one.lat)) for one in outlets), default=None)


def is_far(start: Point, outlets: Iterable[Outlet], *, now: datetime) -> bool:
    """Return whether somebody sets out farther from all of his outlets than the setting says."""
    found = nearest_m(start, outlets)
    return found is not None and found > _most_m(now)


def is_left_behind(start: Point, *, before: Iterable[Outlet], after: Iterable[Outlet], now: datetime) -> bool:
    """Return whether a start that was near his outlets is far from those he works at afterwards."""
    return _is_left(start, before, after, most_m=_most_m(now))


def is_moved_away(row: Technician | None, *, point: tuple[Value, Value], codes: set[str]) -> bool:
    """Return whether outlets of these codes are far from where somebody starts, and no other point is given."""
    if row is None or (repr(row.lng), repr(row.lat)) != point:
        return False
    before = outlets_of(row)
    if codes == {one.code for one in before}:
        return False
    after, most_m = Outlet.objects.filter(code__in=codes), 1_000 * int(settings.current(SETTING))
    return _is_left((row.lng, row.lat), before, after, most_m=most_m)


def said_start(values: Values) -> str:
    """Say where a row of a file has somebody set out: at which of his outlets, else how far from the nearest of them.

    Where he lives is nobody's to read there (one query).
    """
    start = float(str(values["lng"])), float(str(values["lat"]))
    codes = {one.partition(":")[0] for one in str(values.get("works") or values.get("outlet") or "").split(", ")}
    return said_point(start, list(Outlet.objects.filter(code__in=codes).order_by("code")))


def said_point(start: Point, outlets: Sequence[Outlet]) -> str:
    """Say where a point is: at which of these outlets, else how far from the nearest of them."""
    home = next((one for one in outlets if (one.lng, one.lat) == start), None)
    if home is not None:
        return str(STARTS["outlet"]).format(code=home.code)
    away_m = nearest_m(start, outlets)
    return str(STARTS["own" if away_m is None else "away"]).format(km=round((away_m or 0) / 1_000))


def start_after(row: Technician, ended: Collection[tuple[str, str]]) -> Outlet | None:
    """Return from which outlet somebody sets out once he works for these (outlet, brand) no more; None: as before."""
    rows = list(_living(row).select_related("brand"))
    after = [one.outlet for one in rows if (one.outlet.code, one.brand.slug) not in ended]
    most_m = 1_000 * int(settings.current(SETTING))
    return after[0] if _is_left((row.lng, row.lat), [one.outlet for one in rows], after, most_m=most_m) else None


def ends_said(row: Technician, rows: Iterable[Engagement]) -> list[tuple[str, str]]:
    """Name employments that may be ended, each with where he sets out from then on where that moves it."""
    found = []
    for one in rows:
        there = start_after(row, {(one.outlet.code, one.brand.slug)})
        moves = [_("then sets out from outlet {code}").format(code=there.code)] if there else []
        found.append(
            (str(one.pk), " · ".join((f"{one.outlet.organisation.name} {one.outlet.code}", one.brand.name, *moves)))
        )
    return found


def moved_from(row: Technician, *, at: datetime) -> Point | None:
    """Return from where the end of work at a moment moved a start that nobody set since; None where it moved none."""
    told = [one for one in timeline.read(row.stream(), opened={FORMER}) if one.code in (MOVED, SET)]
    if not told or (told[-1].code, told[-1].at) != (MOVED, at) or FORMER not in told[-1].private:
        return None
    lng, _space, lat = told[-1].private[FORMER].text.partition(" ")
    return (float(lng), float(lat)) if lat else None


def written(point: Point) -> str:
    """Write a point as `moved_from` reads it."""
    return f"{point[0]!r} {point[1]!r}"


def outlets_of(row: Technician) -> list[Outlet]:
    """Return the outlets somebody works at now, the latest first (one query)."""
    return [one.outlet for one in _living(row)]


def _living(row: Technician) -> QuerySet[Engagement]:
    return row.engagements.filter(to_at=None).select_related("outlet").order_by("-from_at", "outlet__code")


def far_starts(*, now: datetime) -> list[UUID]:
    """Return the technicians at work who set out too far from all of their outlets (one query)."""
    rows = Engagement.objects.filter(to_at=None, technician__paused_at=None).order_by()
    nearest: dict[UUID, int] = {}
    for one, *point in rows.values_list(
        "technician", "technician__lng", "technician__lat", "outlet__lng", "outlet__lat"
    ):
        way = places.distance_m((point[0], point[1]), (point[2], point[3]))
        nearest[one] = min(way, nearest.get(one, way))
    return [one for one, way in nearest.items() if way > _most_m(now)][:MOST]


def _most_m(now: datetime) -> int:
    return 1_000 * int(settings.get(SETTING, at=now))


def _is_left(start: Point, before: Iterable[Outlet], after: Iterable[Outlet], *, most_m: int) -> bool:
    return (nearest_m(start, after) or 0) > most_m >= (nearest_m(start, before) or 0)
