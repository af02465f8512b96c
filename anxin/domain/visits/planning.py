"""The door to the dispatch engine: rows in, candidates with reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import inf
from zoneinfo import ZoneInfo

from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPEED_M_S = 7.0
DETOUR = 1.4


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could go: where he stands in the order, and why (codes with whole numbers)."""

    technician: Technician
    outlet: Outlet
    position: int
    cost: float
    travel_s: int
    arrive_at: datetime
    reasons: tuple[dict[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    """Who may be asked and what they already hold that day."""

    pool: tuple[tuple[Technician, Outlet], ...]
    held: dict[object, int] = field(default_factory=dict)
    full: frozenset[object] = frozenset()
    banned: frozenset[object] = frozenset()


def local_day(at: datetime) -> date:
    """Give the day of a moment in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def local_midnight(day: date) -> datetime:
    """Give the moment at which a Shanghai day begins."""
    return datetime.combine(day, time(), SHANGHAI)


def shift_on(technician: Technician, day: date) -> tuple[datetime, datetime] | None:
    """Give a technician's hours on a day: the date's own row wins over the weekday's; None on a day off."""
    rows = list(technician.shifts.all())
    row = next((one for one in rows if one.date == day), None)
    row = row or next((one for one in rows if one.weekday == day.weekday()), None)
    if row is None or row.from_min == row.to_min:
        return None
    midnight = local_midnight(day)
    return midnight + timedelta(minutes=row.from_min), midnight + timedelta(minutes=row.to_min)


def works_in(technician: Technician, *, from_at: datetime, to_at: datetime) -> bool:
    """Say whether a technician's shift meets a window."""
    hours = shift_on(technician, local_day(from_at))
    return hours is not None and hours[0] < to_at and from_at < hours[1]


def match(visit: Visit, board: Board, *, now: datetime, most: int = 5) -> list[Candidate]:
    """Rank who could go: the cheapest first, with the reasons a person can read."""
    weighed = (_candidate(visit, *pair, board, now) for pair in board.pool)
    found = [one for one in weighed if one]
    found.sort(key=lambda one: (one[0], one[1].number))
    return [
        Candidate(
            technician=technician,
            outlet=outlet,
            position=position,
            cost=cost,
            travel_s=travel,
            arrive_at=max(visit.wanted_from_at, now + timedelta(seconds=travel)),
            reasons=tuple(reasons),
        )
        for position, (cost, technician, outlet, travel, reasons) in enumerate(_once(found)[:most], start=1)
    ]


type _Row = tuple[float, Technician, Outlet, int, list[dict[str, object]]]


def _once(rows: Iterable[_Row]) -> list[_Row]:
    seen: dict[object, _Row] = {}
    for row in rows:
        seen.setdefault(row[1].id, row)
    return list(seen.values())


def _candidate(visit: Visit, technician: Technician, outlet: Outlet, board: Board, now: datetime) -> _Row | None:
    skill = next((one for one in technician.skills.all() if one.code == visit.skill), None)
    day = local_day(visit.wanted_from_at)
    if skill is None or (skill.until_date and skill.until_date < day):
        return None
    if technician.id in board.banned or technician.id in board.full:
        return None
    if not works_in(technician, from_at=visit.wanted_from_at, to_at=visit.wanted_to_at):
        return None
    metres = _metres(visit, technician)
    travel = round(metres * DETOUR / SPEED_M_S) if metres < inf else 0
    if now + timedelta(seconds=travel) > visit.wanted_to_at:
        return None
    held = board.held.get(technician.id, 0)
    cost = travel + 600 * held - 120 * technician.grade
    reasons: list[dict[str, object]] = [
        {"code": "near", "metres": round(metres) if metres < inf else -1, "minutes": round(travel / 60)},
        {"code": "skill", "skill": visit.skill, "level": skill.level},
        {"code": "load", "held": held},
    ]
    return cost, technician, outlet, travel, reasons


def _metres(visit: Visit, technician: Technician) -> float:
    if visit.place.lng is None or visit.place.lat is None:
        return inf
    return float(
        rules.distance_m(lng=technician.lng, lat=technician.lat, to_lng=visit.place.lng, to_lat=visit.place.lat)
    )
