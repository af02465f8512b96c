"""The gateway to the dispatch engine: rows in, candidates with reasons out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from anxin.core import settings
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import Offer, Visit, Window
from anxin.engines import dispatch

HOME_LATE_S = 7200
ROOM = 8
AHEAD = ("assigned", "booked")
BUSY = ("on_the_way", "on_site")
WEEK_DAYS = 7

type Pair = tuple[Technician, Outlet]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could go: where he stands in the order, and why (codes with whole numbers)."""

    technician: Technician
    outlet: Outlet
    position: int
    cost: float
    travel_s: int | None
    arrive_at: datetime
    reasons: tuple[dict[str, object], ...]


def candidates(visit: Visit, *, now: datetime) -> list[Candidate]:
    """Rank who could go, best first: territory, engagement, skill, hours, room in the day, travel, load."""
    said_no = Offer.objects.filter(visit=visit, state__in=["declined", "expired", "withdrawn"])
    said_no = said_no.exclude(state="withdrawn", why="")
    banned = {str(one) for one in said_no.values_list("technician_id", flat=True)}
    day = _day_of(visit)
    for outlets in filter(None, network.serving(brand=visit.brand, division=visit.place.code, day=day, now=now)):
        pool = network.technicians_of(outlets=list(outlets), brand=visit.brand, now=now, day=day)
        served = {outlet.id: divisions for outlet, divisions in outlets.items()}
        newcomers: int = settings.get("visits.newcomer_percent", at=now)
        found = _Day(visit, pool, now=now, served=served).match(banned, newcomers=newcomers)
        if found:
            return found
    return []


def candidate(visit: Visit, *, technician: Technician, now: datetime) -> Candidate | None:
    """Weigh one technician as `candidates` would, without territory, earlier answers and the newcomers' share.

    Returns None where he can't go.
    """
    outlets = list(Outlet.objects.filter(engagements__technician=technician).select_related("organisation").distinct())
    pool = network.technicians_of(outlets=outlets, brand=visit.brand, now=now, day=_day_of(visit))
    found = _Day(visit, [pair for pair in pool if pair[0].pk == technician.pk], now=now, served={}).match(set())
    return found[0] if found else None


def _day_of(visit: Visit) -> date:
    return rules.local_day(visit.wanted_from_at)


class _Day:
    """One day of one pool of technicians, as the engine sees it; seconds count from its midnight."""

    def __init__(self, visit: Visit, pool: Sequence[Pair], *, now: datetime, served: dict[UUID, list[str]]) -> None:
        self.visit, self.served = visit, served
        self.day = _day_of(visit)
        self.midnight = rules.local_midnight(self.day)
        self.now_s = max(0, int((now - self.midnight).total_seconds()))
        self.places: list[tuple[float, float]] = []
        self.fairness_s: int = 60 * settings.get("visits.fairness_min", at=now)
        self.pairs = self._able(pool)
        self.graded = any(technician.grade for technician, _ in self.pairs.values())
        self.held = self._held()
        self.week = self._week()

    def _able(self, pool: Sequence[Pair]) -> dict[str, Pair]:
        """Keep everybody once who works that day and has room left in the wanted window."""
        full = Window.objects.filter(technician__in=[one.id for one, _ in pool], from_at=self.visit.wanted_from_at)
        busy = {row.technician_id for row in full if row.taken >= row.most}
        found: dict[str, Pair] = {}
        for technician, outlet in pool:
            if technician.id not in busy and network.hours_of(technician, day=self.day):
                found.setdefault(str(technician.id), (technician, outlet))
        return found

    def _held(self) -> dict[str, list[Visit]]:
        rows = Visit.objects.filter(technician__in=list(self.pairs), state__in=(*AHEAD, *BUSY)).exclude(
            pk=self.visit.pk
        )
        found: dict[str, list[Visit]] = {key: [] for key in self.pairs}
        for row in rows.select_related("place").order_by("wanted_from_at"):
            found[str(row.technician_id)].append(row)
        return found

    def _week(self) -> Counter[str]:
        """Count what each did, or holds, in the seven days that end with this one."""
        begin, end = self.midnight - timedelta(days=WEEK_DAYS - 1), self.midnight + timedelta(days=1)
        done = Visit.objects.filter(technician__in=list(self.pairs), state="finished")
        done = done.filter(wanted_from_at__gte=begin, wanted_from_at__lt=end)
        week = Counter(str(one) for one in done.values_list("technician", flat=True))
        for key, rows in self.held.items():
            week[key] += sum(begin <= row.wanted_from_at < end for row in rows)
        return week

    def match(self, banned: set[str], *, newcomers: int = 0) -> list[Candidate]:
        """Ask the engine, with this share of jobs (%) for newcomers; an empty pool needs no asking."""
        if not self.pairs:
            return []
        job = self._job(banned)
        ahead = {key: self._ahead(key) for key in self.pairs}
        technicians = [self._technician(key, *pair, len(ahead[key])) for key, pair in self.pairs.items()]
        outlets = {outlet.id: self._outlet(outlet) for _, outlet in self.pairs.values()}
        problem = dispatch.Problem(
            technicians=tuple(technicians),
            jobs=tuple(one for jobs in ahead.values() for one in jobs),
            outlets=tuple(outlets.values()),
            locations=tuple(self.places),
            objective=dispatch.Objective(fairness=self.fairness_s),
        )
        board = dispatch.Board(
            problem,
            [_route(key, jobs) for key, jobs in ahead.items() if jobs],
            room=ROOM,
            newcomer_share=newcomers / 100,
            assigned=(self.week.total(), sum(self.week[one.id] for one in technicians if one.newcomer)),
        )
        found = dispatch.match(board, job)
        return [self._candidate(place, one, board, job) for place, one in enumerate(found, start=1)]

    def _ahead(self, key: str) -> list[dispatch.Job]:
        """Return what he holds on that day and hasn't begun, in order of time."""
        rows = [row for row in self.held[key] if row.state in AHEAD and rules.local_day(row.wanted_from_at) == self.day]
        return [
            dispatch.Job(
                id=str(row.id),
                windows=((self._seconds(row.wanted_from_at), self._seconds(row.wanted_to_at)),),
                duration=row.minutes * 60,
                location=self._point(row.place.lng, row.place.lat),
                technician=key,
            )
            for row in rows
            if self._seconds(row.wanted_to_at) > self.now_s
        ]

    def _point(self, lng: float | None, lat: float | None, outlet: Outlet | None = None) -> int:
        if lng is None or lat is None:
            fallback = outlet or next(iter(self.pairs.values()))[1]
            lng, lat = fallback.lng, fallback.lat
        self.places.append((lng, lat))
        return len(self.places) - 1

    def _seconds(self, at: datetime) -> int:
        return max(0, int((at - self.midnight).total_seconds()))

    def _job(self, banned: set[str]) -> dispatch.Job:
        visit = self.visit
        travels = visit.mode == "visit"
        return dispatch.Job(
            id=str(visit.id),
            windows=((self._seconds(visit.wanted_from_at), self._seconds(visit.wanted_to_at)),),
            duration=visit.minutes * 60,
            location=self._point(visit.place.lng, visit.place.lat) if travels else None,
            skills=(dispatch.Skill(visit.skill, 1),),
            priority=1 if visit.urgent else 0,
            banned=tuple(sorted(banned & self.pairs.keys())),
            division=visit.place.code if self.served else None,
            mode="visit" if travels else "remote" if visit.mode == "remote" else "drop_off",
        )

    def _technician(self, key: str, technician: Technician, outlet: Outlet, ahead: int) -> dispatch.Technician:
        hours = network.hours_of(technician, day=self.day) or (0, 0)
        now_at, free_from = self._busy(key, outlet)
        return dispatch.Technician(
            id=key,
            location=self._point(technician.lng, technician.lat),
            at=now_at,
            free_from=free_from,
            shifts=((hours[0] * 60, hours[1] * 60),),
            skills=tuple(dispatch.Skill(one.code, one.level) for one in technician.skills.all() if self._valid(one)),
            star=technician.grade,
            max_overtime=HOME_LATE_S,
            jobs_held=self.week[key] - ahead,
            outlet=str(outlet.id),
            newcomer=technician.grade == 0 and self.graded,
        )

    def _valid(self, skill: object) -> bool:
        until = getattr(skill, "until_date", None)
        return until is None or until >= self.day

    def _busy(self, key: str, outlet: Outlet) -> tuple[int | None, int]:
        """Return where he is and from when he is free: after the job he is at, or on the way to."""
        for row in self.held[key]:
            if row.state in BUSY and rules.local_day(row.wanted_from_at) == self.day:
                end = max(self.now_s, self._seconds(row.wanted_from_at)) + row.minutes * 60
                return self._point(row.place.lng, row.place.lat, outlet), end
        return None, self.now_s

    def _outlet(self, outlet: Outlet) -> dispatch.Outlet:
        divisions = tuple(_bare(code) for code in self.served.get(outlet.id, ()))
        return dispatch.Outlet(
            id=str(outlet.id),
            divisions=divisions,
            capacity=outlet.capacity,
            benches=1,
            suspended=not outlet.takes_orders,
        )

    def _candidate(self, place: int, one: dispatch.Candidate, board: dispatch.Board, job: dispatch.Job) -> Candidate:
        technician, outlet = self.pairs[one.technician]
        engine = board.problem.technicians[board.number[one.technician]]
        start = engine.location if engine.at is None else engine.at
        metres = self._metres(technician) if job.location is not None else None
        travel = None if job.location is None or metres is None else board.leg(start, job.location)
        skill = next(row for row in technician.skills.all() if row.code == self.visit.skill)
        reasons: list[dict[str, object]] = [
            {"code": "near", "minutes": rules.whole_minutes(travel), "metres": metres},
            {"code": "skill", "skill": skill.code, "level": skill.level},
            {"code": "load", "held": len(self.held[one.technician])},
        ]
        if self.fairness_s:
            reasons.append({"code": "week", "jobs": self.week[one.technician]})
        if engine.newcomer and board.favours_newcomers:
            reasons.append({"code": "newcomer"})
        if one.neighbour:
            reasons.append({"code": "neighbour"})
        return Candidate(
            technician=technician,
            outlet=outlet,
            position=place,
            cost=one.cost,
            travel_s=travel,
            arrive_at=self.midnight + timedelta(seconds=one.arrive),
            reasons=tuple(reasons),
        )

    def _metres(self, technician: Technician) -> int | None:
        place = self.visit.place
        if place.lng is None or place.lat is None:
            return None
        metres = rules.distance_m(lng=technician.lng, lat=technician.lat, to_lng=place.lng, to_lat=place.lat)
        return metres if rules.way_known(metres, radius=place.radius_m) else None


def _route(technician: str, jobs: Sequence[dispatch.Job]) -> dispatch.Route:
    stops = [
        dispatch.Stop(one.id, one.windows[0][0], one.windows[0][0], one.windows[0][0] + one.duration) for one in jobs
    ]
    return dispatch.Route(technician, tuple(stops), 0, 0)


def _bare(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if len(code) == 6 and code.endswith("00") else code
