"""Write out a route's hours: the same rules as the kernel, in plain Python, one route at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anxin.engines.dispatch.eligibility import ALWAYS, skills_until
from anxin.engines.dispatch.model import Job, Problem, Rest, Route, Stop, Technician
from anxin.engines.dispatch.prefix import Prefix
from anxin.engines.dispatch.travel import Legs, driving, factor_at, millionths

type Bounds = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Moment:
    """The technician is ready at `when`, having paid `paid` seconds, behind these stops and rests."""

    when: int
    paid: int
    travel: int
    stops: tuple[Stop, ...] = ()
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class Timed:
    """A route with its hours, and its cost in time (travel, overtime, lateness)."""

    route: Route
    cost: int
    lateness: int


class Clock:
    """Times one technician's stops."""

    def __init__(self, problem: Problem, matrix: Legs, technician: Technician, begun: Prefix) -> None:
        self.problem, self.matrix, self.technician, self.begun = problem, matrix, technician, begun
        self.rests = technician.rests()

    def time(self, jobs: Sequence[Job], bounds: Bounds) -> Timed | None:
        """Return the route with its hours, or None if it can't be kept.

        Parameters
        ----------
        bounds : mapping of job id to (earliest, latest start)
            What two people with one start, and second visits, agreed on.
        """
        place = self.begun.place
        states: list[Moment | None] = [Moment(self.begun.free, 0, 0)] + [None] * len(self.rests)
        self._rest(states)
        for job in jobs:
            states = [self._drive(state, place, job.location if job.travels else None) for state in states]
            self._rest(states)
            states = [self._work(state, job, bounds.get(job.id)) for state in states]
            place = job.location if job.travels and job.location is not None else place
        if not jobs and not self.begun.jobs:
            return Timed(Route(self.technician.id, home=self.begun.free), 0, 0)
        return self._home(states, place, bool(jobs))

    def _leave(self, when: int, base: int) -> tuple[int, int]:
        """Return (departure, driving time); nobody drives inside a pause."""
        leg = driving(base, millionths(factor_at(self.problem, when)))
        for start, end in self.technician.pauses:
            if base > 0 and when < end and when + leg > start:
                when = end
                leg = driving(base, millionths(factor_at(self.problem, when)))
        return when, leg

    def _drive(self, state: Moment | None, place: int, to: int | None) -> Moment | None:
        if state is None:
            return None
        when, leg = self._leave(state.when, 0 if to is None else int(self.matrix[place, to]))
        return Moment(when + leg, state.paid + leg, state.travel + leg, state.stops, state.rests)

    def _rest(self, states: list[Moment | None]) -> None:
        """Let him rest where he is: state k + 1 from state k, wherever that is earlier."""
        for k, rest in enumerate(self.rests):
            state, later = states[k], states[k + 1]
            if state is None:
                continue
            start = max(state.when, rest.window[0])
            end = start + rest.duration
            if end > rest.latest_end:
                continue
            if later is None or (end, state.paid) < (later.when, later.paid):
                taken = (*state.rests, Rest(start, end))
                states[k + 1] = Moment(end, state.paid, state.travel, state.stops, taken)

    def _work(self, state: Moment | None, job: Job, bound: tuple[int, int] | None) -> Moment | None:
        if state is None:
            return None
        earliest, latest = bound or (0, ALWAYS)
        until = skills_until(self.technician, job.skills)
        start = self._begin(job, max(state.when, earliest))
        if start is None or start > latest or (until != ALWAYS and start + job.duration > until):
            return None
        late = max(0, start - job.windows[-1][1]) * self.problem.objective.lateness
        done = Stop(job.id, self._arrival(state), start, start + job.duration)
        return Moment(start + job.duration, state.paid + late, state.travel, (*state.stops, done), state.rests)

    def _arrival(self, state: Moment) -> int:
        """Return when he arrived: before the rests he took on the spot since the last stop."""
        last = state.stops[-1].end if state.stops else -1
        when = state.when
        for rest in reversed(state.rests):
            if rest.end == when and rest.start >= last:
                when = rest.start
        return when

    def _begin(self, job: Job, when: int) -> int | None:
        """Return the first start at or after `when` inside a window and outside the pauses."""
        start = self._in_window(job, when)
        for lower, upper in self.technician.pauses:
            if start is not None and start < upper and start + job.duration > lower:
                start = self._in_window(job, upper)
        return start

    def _in_window(self, job: Job, when: int) -> int | None:
        for lower, upper in job.windows:
            if when <= upper:
                return max(when, lower)
        return when if self.problem.objective.lateness > 0 else None

    def _home(self, states: Sequence[Moment | None], place: int, must_hold: bool) -> Timed | None:
        """Return the cheapest way home that leaves room for the remaining rests."""
        best: Timed | None = None
        technician, price = self.technician, self.problem.objective.overtime
        for taken, state in enumerate(states):
            if state is None:
                continue
            when, leg = self._leave(state.when, int(self.matrix[place, technician.location]))
            home = when + leg
            if not self._rests_after(home, taken) and must_hold:
                continue
            overtime = max(0, home - technician.end)
            if overtime > technician.max_overtime and must_hold:
                continue
            late = state.paid - state.travel
            cost = state.paid + leg + overtime * price
            if best is None or cost < best.cost:
                route = Route(
                    technician.id,
                    (*self.begun.stops, *state.stops),
                    self.begun.travel + state.travel + leg,
                    overtime,
                    (*state.rests, *self._resting(home, taken)),
                    home,
                )
                best = Timed(route, cost, late)
        return best

    def _resting(self, home: int, taken: int) -> tuple[Rest, ...]:
        """Return the rests still due, taken at home one after the other."""
        when, rests = home, []
        for rest in self.rests[taken:]:
            start = max(when, rest.window[0])
            when = start + rest.duration
            rests.append(Rest(start, when))
        return tuple(rests)

    def _rests_after(self, home: int, taken: int) -> bool:
        """Return whether the rests still due fit in after coming home."""
        due = zip(self._resting(home, taken), self.rests[taken:], strict=True)
        return all(rest.end <= planned.latest_end for rest, planned in due)
