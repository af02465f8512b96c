"""Prove a plan by a separate slow path: every rule in plain Python, nothing shared with the kernel but the model.

The times that the plan states are taken as they are and tested; nothing is planned anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anxin.engines.dispatch.model import REASONS, Job, Outlet, Plan, Problem, Route, Stop, Technician
from anxin.engines.dispatch.travel import Legs, matrix_of


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks: which, where, expected and got."""

    rule: str
    where: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: expected {self.expected}, got {self.got}"


def check(problem: Problem, plan: Plan) -> tuple[Broken, ...]:
    """Return every rule that the plan breaks; empty: the plan holds and its cost is right."""
    return tuple(Checker(problem, plan).findings())


class Checker:
    """Looks at one plan, rule by rule."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.legs: Legs = matrix_of(problem)
        self.people: Mapping[str, Technician] = {row.id: row for row in problem.technicians}
        self.jobs: Mapping[str, Job] = {row.id: row for row in problem.jobs}
        self.outlets: Mapping[str, Outlet] = {row.id: row for row in problem.outlets}

    def findings(self) -> Iterator[Broken]:
        """Yield what is broken; names that lead nowhere end the look."""
        strangers = list(self._names())
        yield from strangers
        if strangers:
            return
        for route in self.plan.routes:
            technician = self.people[route.technician]
            for stop in route.stops:
                yield from self._person(technician, self.jobs[stop.job], stop)
                yield from self._hours(technician, self.jobs[stop.job], stop)
            yield from self._road(technician, route)
            yield from self._rests(technician, route)
            yield from self._room(technician, route)
        yield from self._together()
        yield from self._order()
        yield from self._frozen()
        yield from self._outlets()
        yield from self._changed()
        yield from self._cost()

    def _names(self) -> Iterator[Broken]:
        seen: dict[str, int] = {}
        routes = [route.technician for route in self.plan.routes]
        for name in routes:
            if name not in self.people or routes.count(name) > 1:
                yield Broken("technician", name, "one route each of the problem's technicians", "another")
        for route in self.plan.routes:
            for stop in route.stops:
                seen[stop.job] = seen.get(stop.job, 0) + 1
        left = [row.job for row in self.plan.unassigned]
        for name in (*seen, *left):
            if name not in self.jobs:
                yield Broken("job", name, "a job of the problem", "another")
        for job in self.problem.jobs:
            stands = seen.get(job.id, 0)
            if stands != (0 if job.id in left else job.people) or left.count(job.id) > 1:
                yield Broken("once", job.id, f"{job.people} stops or left out once", f"{stands} stops")
        for row in self.plan.unassigned:
            if row.reason not in REASONS:
                yield Broken("reason", row.job, "one of " + ", ".join(REASONS), row.reason)

    def _person(self, technician: Technician, job: Job, stop: Stop) -> Iterator[Broken]:
        if job.frozen:
            return
        who = f"{job.id} by {technician.id}"
        for wanted in job.skills:
            held = [s for s in technician.skills if s.code == wanted.code and s.level >= wanted.level]
            if not any(skill.until is None or skill.until >= stop.end for skill in held):
                yield Broken("skill", who, f"{wanted.code} at level {wanted.level} until {stop.end}", "none")
        if job.brand is not None and job.brand not in technician.brands:
            yield Broken("brand", who, job.brand, ", ".join(technician.brands) or "none")
        if technician.star < job.min_star:
            yield Broken("star", who, f"{job.min_star} or more", str(technician.star))
        if technician.id in job.banned:
            yield Broken("banned", who, "somebody else", technician.id)
        outlet = self.outlets.get(technician.outlet or "")
        if outlet is not None and outlet.suspended:
            yield Broken("none_near", who, "an outlet at work", f"{outlet.id} suspended")
        served = outlet.divisions if outlet is not None and job.division else ()
        if outlet is not None and served and not any((job.division or "").startswith(code) for code in served):
            yield Broken("none_near", who, f"an outlet that serves {job.division}", outlet.id)
        if job.mode == "drop_off" and (outlet is None or outlet.benches == 0):
            yield Broken("none_near", who, "an outlet with a bench", str(technician.outlet))

    def _hours(self, technician: Technician, job: Job, stop: Stop) -> Iterator[Broken]:
        where = f"{job.id} by {technician.id}"
        if stop.end != stop.start + job.duration or stop.start < stop.arrive:
            yield Broken("duration", where, f"arrive ≤ start, end = start + {job.duration}", str(stop))
        if job.frozen:
            return
        inside = any(lower <= stop.start <= upper for lower, upper in job.windows)
        late = self.problem.objective.lateness > 0 and stop.start > job.windows[-1][1]
        if not inside and not late:
            yield Broken("window", where, str(job.windows), str(stop.start))
        last = technician.shifts[-1][1]
        spans = [*technician.shifts[:-1], (technician.shifts[-1][0], last + technician.max_overtime)]
        if not any(lower <= stop.start and stop.end <= upper for lower, upper in spans):
            yield Broken("shift", where, str(technician.shifts), f"{stop.start}–{stop.end}")

    def _factor(self, depart: int) -> float:
        found = [speed.factor for speed in self.problem.speeds if speed.start <= depart < speed.end]
        return found[-1] if found else 1.0

    def _seconds(self, start: int, end: int, depart: int) -> int:
        """Return driving seconds, rounded up from exact millionths."""
        whole = int(self.legs[start, end]) * round(self._factor(depart) * 10**6)
        return whole // 10**6 + (whole % 10**6 > 0)

    def _road(self, technician: Technician, route: Route) -> Iterator[Broken]:
        """Drive the route: each leg leaves when the stop (or rest, or pause) before is over."""
        place = technician.location if technician.at is None else technician.at
        free, travel, frozen = technician.start, 0, False
        for stop in route.stops:
            job = self.jobs[stop.job]
            to = place if job.mode != "visit" or job.location is None else job.location
            if job.frozen:
                leave = free if technician.free_from or frozen else technician.shifts[0][0]
                if job.state == "on_the_way" and job.started_at is not None:
                    leave = max(job.started_at, free) if frozen else job.started_at
                leg = self._seconds(place, to, leave) if place != to else 0
                frozen = True
            else:
                leave, leg = self._earliest(technician, route, free, place, to, stop.arrive)
                if stop.arrive < leave + leg:
                    yield Broken("travel", stop.job, f"arrival at {leave + leg} or later", str(stop.arrive))
            travel += leg
            place, free = to, stop.end if job.frozen else max(free, stop.end)
            if job.frozen:
                free = max(technician.free_from, free)
        if route.stops:
            leave, leg = self._earliest(technician, route, free, place, technician.location, route.home or 2**40)
            travel += leg
            yield from self._end(technician, route, leave + leg)
        if travel != route.travel:
            yield Broken("travel", technician.id, f"{travel} s in all", str(route.travel))

    def _earliest(
        self, technician: Technician, route: Route, free: int, place: int, to: int, arrive: int
    ) -> tuple[int, int]:
        """Return (departure, driving): a rest at this place, then a pause, may come first."""
        for rest in route.rests:
            then = rest.end + (self._seconds(place, to, rest.end) if place != to else 0)
            here = free <= rest.start and then <= arrive
            if here and not self._rest_fits_on_arrival(rest.start, free, place, to):
                free = rest.end
        leg = self._seconds(place, to, free)
        for lower, upper in technician.pauses:
            if leg and free < upper and free + leg > lower:
                free = upper
                leg = self._seconds(place, to, free)
        return free, leg

    def _rest_fits_on_arrival(self, rest: int, free: int, place: int, to: int) -> bool:
        """Return whether he could have driven first and rested there."""
        return place == to or free + self._seconds(place, to, free) <= rest

    def _end(self, technician: Technician, route: Route, home: int) -> Iterator[Broken]:
        over = max(0, home - technician.end)
        begun = all(self.jobs[stop.job].frozen for stop in route.stops)
        if over > technician.max_overtime and not begun:
            yield Broken("shift", technician.id, f"home by {technician.end + technician.max_overtime}", str(home))
        if over != route.overtime:
            yield Broken("overtime", technician.id, str(over), str(route.overtime))

    def _rests(self, technician: Technician, route: Route) -> Iterator[Broken]:
        """Every break lies in its window, clear of work and of other breaks."""
        if not any(not self.jobs[stop.job].frozen for stop in route.stops):
            return
        begun = max((stop.end for stop in route.stops if self.jobs[stop.job].frozen), default=0)
        free = max(begun, technician.start)
        due = [rest for rest in technician.rests() if rest.latest_end - rest.duration >= free]
        if len(route.rests) < len(due):
            yield Broken("break", technician.id, f"{len(due)} breaks", f"{len(route.rests)}")
        for planned, rest in zip(due, route.rests[-len(due) :] if due else (), strict=False):
            if rest.start < planned.window[0] or rest.end > planned.latest_end:
                yield Broken("break", technician.id, str(planned.window), f"{rest.start}–{rest.end}")
            if rest.end - rest.start != planned.duration:
                yield Broken("break", technician.id, f"{planned.duration} s", f"{rest.end - rest.start} s")
            if any(stop.start < rest.end and rest.start < stop.end for stop in route.stops):
                yield Broken("break", technician.id, "no work during a break", f"{rest.start}–{rest.end}")

    def _room(self, technician: Technician, route: Route) -> Iterator[Broken]:
        jobs = [self.jobs[stop.job] for stop in route.stops]
        if all(job.frozen for job in jobs):
            return
        for part in sorted({part for job in jobs for part in job.parts}):
            needed, held = sum(job.parts.get(part, 0) for job in jobs), technician.parts.get(part, 0)
            if needed > held and any(job.parts.get(part, 0) for job in jobs if not job.frozen):
                yield Broken("parts", technician.id, f"{held} of {part}", str(needed))
        for k in range(max((len(job.load) for job in jobs), default=0)):
            needed = sum(job.load[k] for job in jobs if k < len(job.load))
            limit = technician.capacity[k] if k < len(technician.capacity) else 0
            moved = any(k < len(job.load) and job.load[k] for job in jobs if not job.frozen)
            if technician.capacity and needed > limit and moved:
                yield Broken("capacity", technician.id, f"{limit} in dimension {k}", str(needed))

    def _stands(self, name: str) -> list[Stop]:
        return [stop for route in self.plan.routes for stop in route.stops if stop.job == name]

    def _together(self) -> Iterator[Broken]:
        """Two people start together, in two routes."""
        for job in self.problem.jobs:
            if job.people < 2:
                continue
            holders = [r.technician for r in self.plan.routes for stop in r.stops if stop.job == job.id]
            starts = {stop.start for stop in self._stands(job.id)}
            if len(starts) > 1 or len(set(holders)) != len(holders):
                yield Broken("people", job.id, "two technicians, one start", f"{holders} at {sorted(starts)}")

    def _order(self) -> Iterator[Broken]:
        """A second visit starts after the first has ended."""
        for job in self.problem.jobs:
            if job.after is None or job.frozen:
                continue
            before = self._stands(job.after)
            for stop in self._stands(job.id):
                if not before or stop.start < max(first.end for first in before):
                    yield Broken("precedence", job.id, f"a start after {job.after}", str(stop.start))

    def _frozen(self) -> Iterator[Broken]:
        """What is under way stays with its technician, in front."""
        for route in self.plan.routes:
            states = [self.jobs[stop.job].frozen for stop in route.stops]
            if states != sorted(states, reverse=True):
                yield Broken("frozen", route.technician, "jobs under way first", str([s.job for s in route.stops]))
            for stop in route.stops:
                job = self.jobs[stop.job]
                if job.frozen and job.technician != route.technician:
                    yield Broken("frozen", job.id, str(job.technician), route.technician)
                if job.state == "on_site" and stop.start != job.started_at:
                    yield Broken("frozen", job.id, f"start at {job.started_at}", str(stop.start))
        for row in self.plan.unassigned:
            if self.jobs[row.job].frozen:
                yield Broken("frozen", row.job, "its technician", "left out")

    def _outlets(self) -> Iterator[Broken]:
        for outlet in self.problem.outlets:
            mine = [r for r in self.plan.routes if self.people[r.technician].outlet == outlet.id]
            held = sum(len(route.stops) for route in mine)
            moved = any(not self.jobs[stop.job].frozen for route in mine for stop in route.stops)
            if outlet.capacity is not None and held > outlet.capacity and moved:
                yield Broken("capacity", outlet.id, str(outlet.capacity), str(held))
            busy = [stop for r in mine for stop in r.stops if self.jobs[stop.job].mode == "drop_off"]
            for stop in busy:
                at_once = sum(other.start <= stop.start < other.end for other in busy)
                if at_once > max(1, outlet.benches):
                    yield Broken("capacity", outlet.id, f"{outlet.benches} benches", f"{at_once} at {stop.start}")

    def _changed(self) -> Iterator[Broken]:
        """Whoever was told a name and gets another is listed; whoever keeps his isn't."""
        holders = self.plan.holders()
        for job in self.problem.jobs:
            if job.state != "notified" or job.technician is None or job.id not in holders or job.people > 1:
                continue
            moved = job.technician not in holders[job.id]
            if moved != (job.id in self.plan.changed):
                yield Broken("changed", job.id, "listed" if moved else "not listed", "the other")

    def _cost(self) -> Iterator[Broken]:
        """Count the cost anew from what the routes say."""
        objective, cost = self.problem.objective, 0
        for route in self.plan.routes:
            technician, count = self.people[route.technician], len(route.stops)
            cost += route.travel + objective.overtime * route.overtime
            cost += objective.fairness * sum(technician.jobs_held + k for k in range(count))
            for stop in route.stops:
                job = self.jobs[stop.job]
                if not job.frozen:
                    cost += objective.lateness * max(0, stop.start - job.windows[-1][1])
                if job.preferred and technician.id not in job.preferred:
                    cost += objective.preferred
        for row in self.plan.unassigned:
            job = self.jobs[row.job]
            cost += (objective.optional if job.optional else objective.unserved) * (1 + job.priority)
        moved = sum(self.jobs[name].state == "notified" for name in self.plan.changed)
        cost += objective.change * moved
        if cost != self.plan.cost:
            yield Broken("cost", "plan", str(cost), str(self.plan.cost))
