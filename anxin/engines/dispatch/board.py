"""A live board: everybody's route in the kernel's tables, ready for one job after another."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from anxin.engines.dispatch.coverage import Qualifications, Territories
from anxin.engines.dispatch.encoding import fill_technicians, limits, loads, pool
from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.kernel import layout as at
from anxin.engines.dispatch.kernel import live
from anxin.engines.dispatch.kernel.chance import seeded
from anxin.engines.dispatch.kernel.layout import FAR, Arena
from anxin.engines.dispatch.model import Candidate, Job, Problem, Route
from anxin.engines.dispatch.prefix import Prefixes, frozen_jobs
from anxin.engines.dispatch.timetable import Clock
from anxin.engines.dispatch.travel import Globe, Legs, millionths, unit_vectors

TOP = 5
ROOM = 1024
HOPELESS = (-1, -1)
WINDOWS, LOADS = 2, 1
"""Places a job owns in the pools of windows and loads; more go to the pool's end."""


class Board:
    """Routes that are being driven, and who may take what.

    Parameters
    ----------
    problem : Problem
        Technicians, outlets, prices, places and the jobs that the routes hold.
    routes : sequence of Route
        As a plan gives them. A technician whose route can't be kept any more gets no new job (`behind`).
    room : int
        Jobs and places that can still be added.
    newcomer_share, newcomer_bonus : float, int
        While newcomers hold less than this share of what was assigned, they rank as if cheaper by the bonus (s).
    assigned : tuple of int
        What was assigned before this board: all, and to newcomers.
    most : int
        How many of those who can are ranked for a job.
    """

    def __init__(
        self,
        problem: Problem,
        routes: Sequence[Route] = (),
        *,
        room: int = ROOM,
        newcomer_share: float = 0.0,
        newcomer_bonus: int = 900,
        assigned: tuple[int, int] = (0, 0),
        most: int = TOP,
    ) -> None:
        self.problem = problem = by_territory(problem)
        self.newcomer_share, self.newcomer_bonus = newcomer_share, newcomer_bonus
        self.assigned, self.newly_assigned = assigned
        self.now = 0
        self.number = {technician.id: r for r, technician in enumerate(problem.technicians)}
        self.outlets = {outlet.id: outlet for outlet in problem.outlets}
        self.qualifications, self.territories = Qualifications(problem.technicians), Territories(problem)
        self.nodes: dict[str, int] = {}
        self._parts: dict[str | int, int] = _kinds(problem)
        self._lists: dict[tuple[str, bool], tuple[int, int]] = {}
        self._candidates = np.zeros(4 * len(problem.technicians), np.int64)
        self._listed_up_to = len(problem.technicians)
        self.behind: tuple[str, ...] = ()
        self._lay_out(sum(len(route.stops) for route in routes) + room, most)
        self._fill(routes)

    def _lay_out(self, nodes: int, most: int) -> None:
        problem = self.problem
        places = len(problem.locations) if problem.durations is None else len(problem.durations)
        vectors = np.zeros((0, 3))
        if problem.durations is None:
            vectors = np.concatenate([unit_vectors(problem.locations), np.zeros((nodes, 3))])
        self.places, self._vectors = places, vectors
        first = [t.location if t.at is None else t.at for t in problem.technicians]
        self._spots = vectors[first] if len(vectors) else vectors
        self._rows: list[Job | None] = [None] * nodes
        self._freed: list[int] = []
        self._entered = 0
        self._legs: Legs = Globe(vectors) if problem.durations is None else problem.durations
        self.prefixes = Prefixes(problem, self._legs)
        self.arena = a = _tables(problem, nodes, vectors)
        a.limit[:] = limits(problem, self._parts, self.prefixes)
        a.number[[at.NODES, at.TECHS]] = nodes, len(problem.technicians)
        fill_technicians(problem, a, self.prefixes)
        a.tech[:, at.UNTIL] = self.qualifications.until
        words = self.qualifications.have.shape[1]
        self.want, self.area = np.zeros((nodes, words), np.uint64), np.zeros((nodes, 2), np.int64)
        self.top, self._one = np.zeros((most, live.TOP_COLUMNS), np.int64), np.zeros(1, np.int64)

    def _fill(self, routes: Sequence[Route]) -> None:
        rows = {job.id: job for job in self.problem.jobs}
        frozen = {job.id for jobs in frozen_jobs(self.problem).values() for job in jobs}
        for index, route in enumerate(routes):
            if route.technician not in self.number:
                raise WrongInput(f"routes[{index}].technician", "a technician of the board", route.technician)
            r = self.number[route.technician]
            for stop in route.stops:
                if stop.job not in rows:
                    raise WrongInput(f"routes[{index}].stops", "jobs of the board", stop.job)
                if stop.job in frozen:
                    continue
                c = self.enter(rows[stop.job], again=True)
                if rows[stop.job].people > 1 or rows[stop.job].mode == "drop_off":
                    self.arena.node[c, [at.LO, at.HI, at.BASE_LO, at.BASE_HI]] = stop.start
                last = len(self.arena.node) - len(self.problem.technicians) + r
                self._link(r, int(self.arena.node[last, at.PREV]), c)
        failed = [t.id for r, t in enumerate(self.problem.technicians) if not self._do(live.REFRESH, r, r + 1)]
        self.behind = tuple(failed)
        self._lists.clear()

    def _link(self, r: int, before: int, c: int) -> None:
        """Put row c behind another in a route that will be refreshed."""
        a = self.arena
        after = int(a.node[before, at.NEXT])
        a.node[before, at.NEXT], a.node[after, at.PREV] = c, c
        a.node[c, [at.PREV, at.NEXT, at.ROUTE]] = before, after, r
        for kind, amount in a.load[a.node[c, at.LOAD] :][: a.node[c, at.LOADS]]:
            a.used[r, kind] += amount
        if a.tech[r, at.OUTLET] >= 0:
            a.outlet[a.tech[r, at.OUTLET], at.USED] += 1

    def _do(self, action: int, first: int, last: int, rows: at.Ints | None = None) -> int:
        q, given = self.qualifications, self._one if rows is None else rows
        board = (self.arena, q.have, q.expiring, self.want, self._spots, self.area, self._candidates)
        return int(live.live(*board, given, first, last, self.top, action))

    def _act(self, action: int, c: int) -> int:
        """Do one action for one row."""
        self._one[0] = c
        return self._do(action, 0, 1)

    def place(self, longitude: float, latitude: float) -> int:
        """Add a place to a board without a matrix and return its index for `Job.location`."""
        if self.problem.durations is not None:
            raise WrongInput("place", "a board without a matrix", "durations given")
        if self.places >= len(self._vectors):
            raise WrongInput("place", f"at most {len(self._vectors)} places", self.places + 1)
        self._vectors[self.places] = unit_vectors([(longitude, latitude)])[0]
        self.places += 1
        return self.places - 1

    def leg(self, start: int, end: int) -> int:
        """Return driving seconds between two places."""
        return int(self._legs[start, end])

    def enter(self, job: Job, *, again: bool = False) -> int:
        """Write a job into the tables and return its row; it stands in no route yet."""
        if not self._freed and self._entered == len(self._rows):
            raise WrongInput("job", f"at most {len(self._rows)} jobs on this board", job.id)
        if not again and job.id in self.nodes:
            raise WrongInput("job.id", "an id that isn't on the board", job.id)
        if job.location is not None and job.location >= self.places:
            raise WrongInput("job.location", f"an index below {self.places}", job.location)
        if self._freed:
            c = self._freed.pop()
        else:
            c, self._entered = self._entered, self._entered + 1
        self.nodes[job.id], self._rows[c] = c, job
        self._write(c, job)
        return c

    def _write(self, c: int, job: Job) -> None:
        row, begin = [0] * at.LIVE_COLUMNS, self.now if job.after is None else max(self.now, self._ends(job.after))
        row[at.WIN], row[at.WINS] = self._room("window", c, WINDOWS, job.windows), len(job.windows)
        row[at.LOC] = job.location if job.travels and job.location is not None else -1
        row[at.DUR], row[at.HI], row[at.BASE_HI] = job.duration, FAR, FAR
        row[at.TWIN] = row[at.PRED] = row[at.KEEP] = row[at.ROUTE] = -1
        row[at.LO] = row[at.BASE_LO] = begin
        if job.load or job.parts:
            taken = loads(job, self._parts)
            row[at.LOAD], row[at.LOADS] = self._room("load", c, LOADS, taken), len(taken)
        self.arena.node[c] = row
        known = self.qualifications.wanted(job, self.want[c])
        stocked = all(kind in self._parts for kind, amount in job.parts.items() if amount)
        self.area[c] = self._listed(job) if known and stocked else HOPELESS

    def _room(self, table: str, c: int, width: int, rows: Sequence[tuple[int, int]]) -> int:
        """Write rows into the place that row c owns in a pool, or at its end if they are more; return where."""
        kept: at.Ints = getattr(self.arena, table)
        if len(rows) > width:
            added = np.concatenate([kept, np.asarray(rows, np.int64)])
            self.arena = self.arena._replace(**{table: added})
            return len(kept)
        for k, row in enumerate(rows, c * width):
            kept[k] = row
        return c * width

    def _ends(self, first: str) -> int:
        """Return when the job that this one waits for ends, as things stand."""
        a, c = self.arena, self.nodes.get(first, -1)
        if c >= 0 and a.node[c, at.ROUTE] >= 0:
            plain = a.tech[a.node[c, at.ROUTE], at.KIND] == 0
            return int(a.node[c, at.LEAVE] if plain else a.early[c].min())
        return self.prefixes.ends().get(first, FAR)

    def _listed(self, job: Job) -> tuple[int, int]:
        """Return where the candidates of the job's own territory stand in the list of lists."""
        key = job.division or ""
        if not job.banned and (key, job.mode == "drop_off") in self._lists:
            return self._lists[key, job.mode == "drop_off"]
        return self._listed_as(key, self.territories.inside(job.division), job)

    def _listed_as(self, key: str, people: at.Ints, job: Job) -> tuple[int, int]:
        """Return where these people stand; who holds a ban is written in front of all lists, for one look only."""
        if job.banned:
            people = self._allowed(people, job)
            self._candidates[: len(people)] = people
            return 0, len(people)
        kind = (key, job.mode == "drop_off")
        if kind not in self._lists:
            self._lists[kind] = self._written_down(self._allowed(people, job))
        return self._lists[kind]

    def _written_down(self, people: at.Ints) -> tuple[int, int]:
        """Append a list and return its offset; the buffer doubles when full."""
        low, end = self._listed_up_to, self._listed_up_to + len(people)
        if end > len(self._candidates):
            self._candidates = np.concatenate([self._candidates[:low], np.zeros(2 * end - low, np.int64)])
        self._candidates[low:end], self._listed_up_to = people, end
        return low, end

    def _allowed(self, people: at.Ints, job: Job) -> at.Ints:
        """Return the people without those banned, those behind and, for brought-in goods, those without a bench."""
        banned = [self.number[name] for name in (*job.banned, *self.behind) if name in self.number]
        kept = people[~np.isin(people, banned)] if banned else people
        if job.mode == "drop_off":
            rows = self.problem.technicians
            kept = np.array([r for r in kept if self._bench(rows[r].outlet)], np.int64)
        return kept

    def _bench(self, outlet: str | None) -> bool:
        return outlet in self.outlets and self.outlets[outlet].benches > 0

    @property
    def favours_newcomers(self) -> bool:
        """Whether newcomers ranked as if cheaper in the last look."""
        return bool(self.arena.number[at.NEW_BONUS])

    def find(self, c: int) -> int:
        """Fill `top` for the job in row c; return how many of its territory qualify."""
        share = self.newcomer_share * self.assigned > self.newly_assigned or (self.newcomer_share > 0 == self.assigned)
        self.arena.number[at.NEW_BONUS] = self.newcomer_bonus if share else 0
        return self._act(live.FIND, c)

    def look_around(self, c: int) -> int:
        """Fill `top` from the neighbours of the job's territory; return how many qualify."""
        job = self.job(c)
        if self.area[c, 0] == HOPELESS[0]:
            return 0
        for region, people in self.territories.around(job.division or ""):
            self.area[c] = self._listed_as(region, people, job)
            found = self._act(live.FIND_NEAR, c)
            if found:
                return found
        return 0

    def advance(self, now: int) -> None:
        """Let time pass: what has begun by now stays where and when it is, and new work begins from now on."""
        a, self.now = self.arena, now
        for c in self.rows():
            r = int(a.node[c, at.ROUTE])
            if r < 0:
                continue
            leave = a.node[c, at.LEAVE] if not a.tech[r, at.KIND] and not a.tech[r, at.STILL] else a.early[c].min()
            if leave - a.node[c, at.DUR] <= now:
                a.node[c, [at.LO, at.HI, at.BASE_LO, at.BASE_HI]] = leave - a.node[c, at.DUR]
        self._do(live.REFRESH, 0, len(self.problem.technicians))

    def routes(self) -> tuple[Route, ...]:
        """Return the live routes with their hours; routes without stops are left out."""
        a, found = self.arena, []
        first = int(a.number[at.NODES])
        for r, technician in enumerate(self.problem.technicians):
            rows, c = [], int(a.node[first + r, at.NEXT])
            while c < first:
                rows.append(c)
                c = int(a.node[c, at.NEXT])
            jobs = [self.job(c) for c in rows]
            bounds = {job.id: (int(a.node[c, at.LO]), int(a.node[c, at.HI])) for job, c in zip(jobs, rows, strict=True)}
            clock = Clock(self.problem, self._legs, technician, self.prefixes[technician.id])
            timed = clock.time(jobs, bounds)
            if timed is not None and timed.route.stops:
                found.append(timed.route)
        return tuple(found)

    def rows(self) -> list[int]:
        """Return the rows of the jobs on the board."""
        return list(self.nodes.values())

    def job(self, c: int) -> Job:
        """Return the job in a row."""
        job = self._rows[c]
        if job is None:
            raise WrongInput("row", "a row with a job", c)
        return job

    def forget(self, c: int) -> None:
        """Take a job off the board."""
        if self.arena.node[c, at.ROUTE] >= 0:
            self._act(live.GIVE_BACK, c)
        self.nodes.pop(self.job(c).id, None)
        self._rows[c] = None
        self._freed.append(c)

    def assign(self, job: Job, candidate: Candidate) -> None:
        """Give the job to the candidate, at the place in his route that `match` found."""
        c = self.nodes[job.id] if job.id in self.nodes else self.enter(job)
        r = self.number[candidate.technician]
        a = self.arena
        p = a.node.shape[0] - 2 * len(self.problem.technicians) + r
        for _ in range(candidate.position - len(self.prefixes[candidate.technician].stops)):
            p = int(a.node[p, at.NEXT])
        a.node[c, at.HI] = int(a.tech[r, at.UNTIL]) - job.duration if self._expires(r, c) else FAR
        self._link(r, p, c)
        self._do(live.REFRESH, r, r + 1)
        self.assigned += 1
        self.newly_assigned += self.problem.technicians[r].newcomer

    def _expires(self, r: int, c: int) -> bool:
        return bool((self.want[c] & self.qualifications.expiring[r]).any())

    def take_all(self, rows: Iterable[int]) -> int:
        """Give each entered job, in order, to its cheapest candidate inside the kernel; return how many were placed."""
        order = np.fromiter(rows, np.int64)
        return self._do(live.TAKE, 0, len(order), order)


def by_territory(problem: Problem) -> Problem:
    """Return the problem with the people of one region side by side, so that a look around reads memory in order."""
    first = {outlet.id: min(outlet.divisions, default="") for outlet in problem.outlets}
    if not any(first.values()):
        return problem
    people = sorted(problem.technicians, key=lambda technician: first.get(technician.outlet or "", ""))
    return replace(problem, technicians=tuple(people))


def _kinds(problem: Problem) -> dict[str | int, int]:
    """Return a column for each dimension of capacity and each part that anybody carries."""
    wide = max((len(technician.capacity) for technician in problem.technicians), default=0)
    kinds: dict[str | int, int] = {dimension: dimension for dimension in range(wide)}
    for technician in problem.technicians:
        for part in technician.parts:
            kinds.setdefault(part, len(kinds))
    return kinds


def _tables(problem: Problem, nodes: int, vectors: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Arena:
    """Return empty tables for a live board; what only the search needs has no rows."""
    people = problem.technicians
    m = len(people)
    rests = max((len(technician.rests()) for technician in people), default=0)
    none, none32 = np.zeros(1, np.int64), np.zeros((0, 0), np.int32)
    return Arena(
        drive=none32 if problem.durations is None else problem.durations,
        drive_to=none32 if problem.durations is None else np.ascontiguousarray(problem.durations.T),
        globe=vectors,
        node=np.zeros((nodes + 2 * m, at.LIVE_COLUMNS), np.int64),
        tech=np.zeros((m, at.TECH_COLUMNS), np.int64),
        may=none32,
        able=np.zeros(0, np.int64),
        able_at=np.zeros(1, np.int32),
        bias=none32,
        window=np.zeros((WINDOWS * nodes, 2), np.int64),
        pause=pool([span for technician in people for span in technician.pauses], 2),
        rest=pool([(rest.window[0], rest.latest_end, rest.duration) for t in people for rest in t.rests()], 3),
        speed=pool([(speed.start, speed.end, millionths(speed.factor)) for speed in problem.speeds], 3),
        load=np.zeros((LOADS * nodes, 2), np.int64),
        limit=np.zeros((m, max(1, len(_kinds(problem)))), np.int64),
        used=np.zeros((m, max(1, len(_kinds(problem)))), np.int64),
        outlet=pool([(FAR if o.capacity is None else o.capacity, 0, o.benches) for o in problem.outlets], 3),
        after=none,
        near=none32,
        focus=none,
        rank=none32,
        early=np.zeros((nodes + 2 * m, rests + 1), np.int64),
        cost=np.zeros((nodes + 2 * m, rests + 1), np.int64),
        late=np.zeros((nodes + 2 * m, rests + 1), np.int64),
        cache=np.zeros((0, 3), np.int32),
        absent=none,
        work=none,
        keys=np.zeros((live.FARTHEST, 2), np.int64),
        log=np.zeros((1, 3), np.int64),
        saved=np.zeros((1, 4), np.int64),
        touched=np.zeros((1, 7), np.int64),
        classes=none,
        scratch=np.zeros((8, rests + 2), np.int64),
        best=np.zeros((1, 3), np.int64),
        pool=none,
        number=np.zeros(at.SCALARS, np.int64),
        logarithm=none,
        dice=seeded(0),
    )
