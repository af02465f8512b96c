"""A day of some technicians before the dispatch engine: rows in, candidates with reasons out, or windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from anxin.core import settings
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.places import gateway as places
from anxin.domain.places.models import Place
from anxin.domain.places.rules import bare
from anxin.domain.visits import rules
from anxin.domain.visits.gateway import ways
from anxin.domain.visits.gateway.work import AHEAD, BUSY, Held, Pair, Work, week_until
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.engines import dispatch

HOME_LATE_S = 7200
ROOM = 8
LEAD_S = 30 * 60
SETTINGS = ("visits.fairness_min", "visits.day_most_h", "visits.window_min", "visits.per_window")
MOST_RANKED = 5
"""So many of those who can do a job are told."""


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
    asked: bool = False
    """Whether he has yet to answer for another job in that window."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where somebody is to come: a division's code, and the point where it is known."""

    code: str
    lng: float | None
    lat: float | None
    outside: bool = False


class Day:
    """One day of one pool of technicians, as the engine sees it; seconds count from its midnight.

    `work` is what each of them holds and did; who is full in the wanted window is left out, and who would work longer
    that day than the longest hours. `left` are the jobs of that day which outlets have left, where they take so many
    and no more.
    """

    def __init__(
        self,
        pool: Sequence[Pair],
        *,
        day: date,
        now: datetime,
        served: Mapping[UUID, list[str]],
        work: Mapping[str, Work],
        left: Mapping[UUID, int] = MappingProxyType({}),
    ) -> None:
        self.served, self.left, self.day, self.now, self.work = served, left, day, now, work
        self.midnight = rules.local_midnight(self.day)
        self.now_s = max(0, int((now - self.midnight).total_seconds()))
        self.places: list[tuple[float, float]] = []
        chosen = settings.several(*SETTINGS, at=now)
        self.fairness_s: int = 60 * chosen["visits.fairness_min"]
        self.most_h: int = chosen["visits.day_most_h"]
        self.width = timedelta(minutes=chosen["visits.window_min"])
        self.a_window: int = chosen["visits.per_window"]
        """How many jobs somebody takes in a window."""
        self.spans: dict[str, Spans] = {}
        """When each works on the day, the rest of last night's hours too."""
        self.pairs = self._able(pool)
        self.stops = {key: [_home(pair[0]), *work[key].stops_on(day, now=now)] for key, pair in self.pairs.items()}
        """Where each sets out, and where he has to be and was on the day."""
        self.planned = {
            key: work[key].minutes_on(day, now=now) + ways.minutes(ways.way_s(self.stops[key])) for key in self.pairs
        }
        """How many minutes of jobs, and of ways between them, each holds, did and is offered on the day."""
        self.spent = {key for key, (_, home) in self.pairs.items() if left.get(home.id, 1) <= 0}
        self.graded = any(technician.grade for technician, _ in self.pairs.values())
        self.said_no = {key for key in self.pairs if work[key].said_no}
        self.held = {key: work[key].held for key in self.pairs}
        begin, end = week_until(day)
        held = {key: sum(begin <= row.wanted_from_at < end for row in rows) for key, rows in self.held.items()}
        self.week = Counter({key: work[key].did + n for key, n in held.items()})
        """What each did, or holds, in the seven days that end with this one."""

    def _able(self, pool: Sequence[Pair]) -> dict[str, Pair]:
        """Keep everybody once who works that day and has room left in the wanted window.

        Who works for two goes for the one that has jobs left.
        """
        found: dict[str, Pair] = {}
        for technician, outlet in sorted(pool, key=lambda pair: self.left.get(pair[1].id, 1) <= 0):
            key = str(technician.id)
            if not self.work[key].full and key not in found:
                spans = network.spans_of(technician, day=self.day, houses=(outlet.organisation_id,))
                if spans:
                    self.spans[key], found[key] = spans, (technician, outlet)
        return found

    def match(
        self, visit: Visit, *, newcomers: int = 0, named: bool = False, most: int | None = MOST_RANKED
    ) -> list[Candidate]:
        """Ask the engine for so many, None for all of them, with this share of jobs (%) for newcomers.

        In whose hours the job can't be begun and done is left out. Whom a person `named` is weighed though he said no,
        or works beyond the longest hours.
        """
        kept_out = set() if named else self.said_no | self._beyond(visit.minutes, _where(visit))
        return self._ranked(visit, self.spent | self._outside(visit) | kept_out, newcomers, most=most)

    def beyond(self, visit: Visit) -> list[Candidate]:
        """Rank who could go but for the longest hours of a day."""
        several = self._beyond(visit.minutes, _where(visit))
        kept_out = self.spent | self.said_no | self._outside(visit) | (self.pairs.keys() - several)
        return self._ranked(visit, kept_out) if several else []

    def is_beyond(self, visit: Visit) -> bool:
        """Return whether somebody here would work longer that day than the longest hours."""
        return bool(self._beyond(visit.minutes, _where(visit)))

    def _outside(self, visit: Visit) -> set[str]:
        """Return in whose hours of the day a visit can't be begun and done, and who holds another in that window.

        Goods on a bench wait for theirs.
        """
        if visit.mode in rules.BENCH:
            return set()
        from_at, to_at = rules.span_left(visit.wanted_from_at, visit.wanted_to_at, now=self.now)
        outside = {key for key in self.pairs if not self._works(key, from_at, to_at, visit.minutes)}
        return outside | {key for key in self.pairs if self._in_window(visit, self._filled(key))}

    def _filled(self, key: str) -> set[datetime]:
        return self.work[key].filled(most=self.a_window, width=self.width)

    def _in_window(self, visit: Visit, beginnings: set[datetime]) -> bool:
        """Return whether a visit is wanted in a window that begins so."""
        takes = rules.takes_window(visit.wanted_from_at, visit.wanted_to_at, width=self.width)
        return takes and visit.wanted_from_at in beginnings

    def _beyond(self, minutes: int, there: ways.Point | None) -> set[str]:
        """Return who would work longer that day than the longest hours, with a job of so many minutes somewhere."""
        return {key for key in self.pairs if self._minutes_with(key, minutes, there) > 60 * self.most_h}

    def _minutes_with(self, key: str, minutes: int, there: ways.Point | None) -> int:
        """Return how long somebody's day gets with another job: the least way round to it counts too."""
        further = ways.further_s(self.stops[key], there) if there else 0
        return self.planned[key] + minutes + ways.minutes(further)

    def _ranked(
        self, visit: Visit, banned: set[str], newcomers: int = 0, *, most: int | None = MOST_RANKED
    ) -> list[Candidate]:
        if not self.pairs:
            return []
        job, board = self._job(visit, banned), self._board(newcomers, most=most or len(self.pairs))
        return [
            self._candidate(visit, at, one, board, job) for at, one in enumerate(dispatch.match(board, job), start=1)
        ]

    def windows(
        self, product: Product, spot: Spot, spans: Sequence[tuple[datetime, datetime]]
    ) -> dict[tuple[datetime, datetime], tuple[int, bool]]:
        """Return how many can come in each window, and whether anybody works.

        Each is asked of the engine, as `match` asks it, and of nobody beyond the longest hours, or in whose own the
        job can't be begun and done; of an outlet no more than the jobs it has left that day.
        """
        if not self.pairs:
            return dict.fromkeys(spans, (0, False))
        seconds = {(self._seconds(at), self._seconds(to_at)): (at, to_at) for at, to_at in spans}
        location = self._point(spot.lng, spot.lat)
        there = (spot.lng, spot.lat) if spot.lng is not None and spot.lat is not None else None
        none = self.spent | self._beyond(product.minutes, there)
        works = {
            span: {key for key in self.pairs if self._works(key, at, to_at, product.minutes)}
            for span, (at, to_at) in seconds.items()
        }
        taken = {key: self.work[key].taken | self._filled(key) for key in self.pairs}
        full = {
            span: {key for key in self.pairs if key not in works[span] or at in taken[key]} | none
            for span, (at, _to) in seconds.items()
        }
        asked = dispatch.offerable_windows(
            self._board(0, most=len(self.pairs)),
            division=spot.code,
            skill=product.skill,
            day=self.day.isoformat(),
            location=location,
            promise=dispatch.Promise(windows=tuple(seconds), lead=LEAD_S, duration=product.minutes * 60),
            now=int((self.now - self.midnight).total_seconds()),
            full=full,
        )
        found = {}
        for offered in asked:
            at, to_at = seconds[offered.window]
            theirs = Counter(self.pairs[key][1].id for key in offered.technicians)
            count = sum(min(n, self.left.get(home, n)) for home, n in theirs.items())
            found[at, to_at] = (count, bool(works[offered.window]))
        return found

    def _works(self, key: str, from_at: datetime, to_at: datetime, minutes: int) -> bool:
        """Return whether so long a job can be begun in a window and done in somebody's hours of the day."""
        return any(rules.fits(hours, self.day, from_at, to_at, minutes=minutes) for hours in self.spans[key])

    def _board(self, newcomers: int, *, most: int = MOST_RANKED) -> dispatch.Board:
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
        return dispatch.Board(
            problem,
            [_route(key, jobs) for key, jobs in ahead.items() if jobs],
            room=ROOM,
            most=most,
            newcomer_share=newcomers / 100,
            assigned=(self.week.total(), sum(self.week[one.id] for one in technicians if one.newcomer)),
        )

    def _ahead(self, key: str) -> list[dispatch.Job]:
        """Return what he holds on that day, or in its night, and hasn't begun, in order of time."""
        rows = [row for row in self.held[key] if row.state in AHEAD and self._lies_within(row, key)]
        return [
            dispatch.Job(
                id=str(row.id),
                windows=((self._begins(row), self._seconds(row.wanted_to_at)),),
                duration=row.minutes * 60,
                location=self._point(row.lng, row.lat),
                technician=key,
            )
            for row in rows
            if self._seconds(row.wanted_to_at) > self.now_s
        ]

    def _begins(self, row: Held) -> int:
        """Return from when a visit takes of the day: of no window from now on, until its hours are agreed."""
        begins = self._seconds(row.wanted_from_at)
        return max(begins, self.now_s) if rules.any_time(row.wanted_from_at, row.wanted_to_at) else begins

    def _lies_within(self, row: Held, key: str) -> bool:
        """Return whether a visit lies on this day, or in hours of it that end after midnight."""
        if rules.any_time(row.wanted_from_at, row.wanted_to_at):
            return rules.day_left(row.wanted_from_at, row.wanted_to_at, now=self.now) == self.day
        ends = max([rules.DAY_MIN, *(to_min for _, to_min in self.spans[key])])
        return row.wanted_to_at > self.midnight and row.wanted_from_at < self.midnight + timedelta(minutes=ends)

    def _point(self, lng: float | None, lat: float | None, outlet: Outlet | None = None) -> int:
        if lng is None or lat is None:
            fallback = outlet or next(iter(self.pairs.values()))[1]
            lng, lat = fallback.lng, fallback.lat
        self.places.append((lng, lat))
        return len(self.places) - 1

    def _seconds(self, at: datetime) -> int:
        return max(0, int((at - self.midnight).total_seconds()))

    def _job(self, visit: Visit, banned: set[str]) -> dispatch.Job:
        travels = visit.mode == "visit"
        from_at, to_at = rules.span_left(visit.wanted_from_at, visit.wanted_to_at, now=self.now)
        return dispatch.Job(
            id=str(visit.id),
            windows=((self._seconds(from_at), self._seconds(to_at)),),
            duration=visit.minutes * 60,
            location=self._point(visit.place.lng, visit.place.lat) if travels else None,
            skills=(dispatch.Skill(visit.skill, 1),),
            priority=1 if visit.urgent else 0,
            banned=tuple(sorted(banned)),
            division=visit.place.code if self.served else None,
            mode="visit" if travels else "remote" if visit.mode == "remote" else "drop_off",
        )

    def _technician(self, key: str, technician: Technician, outlet: Outlet, ahead: int) -> dispatch.Technician:
        now_at, free_from = self._busy(key, outlet)
        return dispatch.Technician(
            id=key,
            location=self._point(technician.lng, technician.lat),
            at=now_at,
            free_from=free_from,
            shifts=tuple((begin * 60, end * 60) for begin, end in self.spans[key]),
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
            if row.state in BUSY and self._lies_within(row, key):
                end = max(self.now_s, self._seconds(row.wanted_from_at)) + row.minutes * 60
                return self._point(row.lng, row.lat, outlet), end
        return None, self.now_s

    def _outlet(self, outlet: Outlet) -> dispatch.Outlet:
        divisions = tuple(bare(code) for code in self.served.get(outlet.id, ()))
        return dispatch.Outlet(
            id=str(outlet.id),
            divisions=divisions,
            benches=1,
            suspended=not outlet.takes_orders,
        )

    def _candidate(
        self, visit: Visit, place: int, one: dispatch.Candidate, board: dispatch.Board, job: dispatch.Job
    ) -> Candidate:
        technician, outlet = self.pairs[one.technician]
        engine = board.problem.technicians[board.number[one.technician]]
        start = engine.location if engine.at is None else engine.at
        metres = _metres(technician, visit.place) if job.location is not None else None
        travel = None if job.location is None or metres is None else board.leg(start, job.location)
        skill = next(row for row in technician.skills.all() if row.code == visit.skill)
        reasons: list[dict[str, object]] = [
            {"code": "near", "minutes": arrival_rules.whole_minutes(travel), "metres": metres},
            {"code": "skill", "skill": skill.code, "level": skill.level},
            {"code": "load", "held": len(self.held[one.technician])},
        ]
        if self.fairness_s:
            reasons.append({"code": "week", "jobs": self.week[one.technician]})
        minutes = self._minutes_with(one.technician, visit.minutes, _where(visit))
        if minutes > 60 * self.most_h:
            reasons.append({"code": "hours", "minutes": minutes, "most_h": self.most_h})
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
            asked=self._in_window(visit, self.work[one.technician].asked(most=self.a_window, width=self.width)),
        )


def _home(technician: Technician) -> ways.Point:
    return technician.lng, technician.lat


def _where(visit: Visit) -> ways.Point | None:
    """Return where a visit is; None where nobody goes there, or nobody knows."""
    place = visit.place
    if visit.mode != "visit" or place.lng is None or place.lat is None:
        return None
    return place.lng, place.lat


def _metres(technician: Technician, place: Place) -> int | None:
    if place.lng is None or place.lat is None:
        return None
    metres = places.distance_m((technician.lng, technician.lat), (place.lng, place.lat))
    return metres if arrival_rules.way_known(metres, radius=place.radius_m) else None


def _route(technician: str, jobs: Sequence[dispatch.Job]) -> dispatch.Route:
    stops = [
        dispatch.Stop(one.id, one.windows[0][0], one.windows[0][0], one.windows[0][0] + one.duration) for one in jobs
    ]
    return dispatch.Route(technician, tuple(stops), 0, 0)
