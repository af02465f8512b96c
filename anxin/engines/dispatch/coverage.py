"""Who may do what where, as bits and lists: skills by level, brands and stars in 64-bit words, people by division."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.model import Job, Outlet, Problem, Skill, Technician

type Words = NDArray[np.uint64]

STARS = 10
LEVELS = 10


class Qualifications:
    """Bits for all that some technician holds.

    Attributes
    ----------
    have, soon : uint64 of shape (technicians, words)
        What each holds, and of that what he loses during this day.
    until : list of int
        When each loses the first of these.
    """

    def __init__(self, technicians: Sequence[Technician]) -> None:
        self._bit: dict[tuple[str, str, int], int] = {}
        held = [list(self._held(technician)) for technician in technicians]
        words = len(self._bit) // 64 + 1
        self.have, self.soon = (
            np.zeros((len(technicians), words), np.uint64),
            np.zeros((len(technicians), words), np.uint64),
        )
        self.until = [2**40] * len(technicians)
        for r, (technician, bits) in enumerate(zip(technicians, held, strict=True)):
            for bit, until in bits:
                if until is not None and until <= technician.start:
                    continue
                self.have[r, bit // 64] |= np.uint64(1 << bit % 64)
                if until is not None and until < technician.end + technician.max_overtime:
                    self.soon[r, bit // 64] |= np.uint64(1 << bit % 64)
                    self.until[r] = min(self.until[r], until)

    def _held(self, technician: Technician) -> Iterable[tuple[int, int | None]]:
        for level in range(1, min(technician.star, STARS) + 1):
            yield self._number("star", "", level), None
        for brand in technician.brands:
            yield self._number("brand", brand, 0), None
        for skill in longest(technician.skills):
            for level in range(min(skill.level, LEVELS) + 1):
                yield self._number("skill", skill.code, level), skill.until

    def _number(self, kind: str, code: str, level: int) -> int:
        return self._bit.setdefault((kind, code, level), len(self._bit))

    def wanted(self, job: Job, into: Words) -> bool:
        """Write the job's bits; return False if it wants something nobody holds."""
        into[:] = 0
        wants = [("skill", skill.code, skill.level) for skill in job.skills]
        if job.brand is not None:
            wants.append(("brand", job.brand, 0))
        if job.min_star > 0:
            wants.append(("star", "", job.min_star))
        for want in wants:
            bit = self._bit.get(want)
            if bit is None:
                return False
            into[bit // 64] |= np.uint64(1 << bit % 64)
        return True


def longest(skills: Sequence[Skill]) -> list[Skill]:
    """Return skills with those that last for ever last, so that they win where a code stands twice."""
    return sorted(skills, key=lambda skill: (skill.until is None, skill.until or 0))


class Territories:
    """Technicians by division code, through their outlets."""

    def __init__(self, problem: Problem) -> None:
        outlets = {outlet.id: outlet for outlet in problem.outlets}
        self.everywhere: list[int] = []
        self.by_code: dict[str, list[int]] = {}
        self.by_region: dict[str, set[int]] = {}
        self._regions: dict[str, NDArray[np.int64]] = {}
        for r, technician in enumerate(problem.technicians):
            outlet = outlets.get(technician.outlet or "")
            if outlet is None or (not outlet.divisions and not outlet.suspended):
                self.everywhere.append(r)
            elif not outlet.suspended:
                self._settle(r, outlet)
        self.all = np.array(sorted({*self.everywhere, *(r for rows in self.by_code.values() for r in rows)}), np.int64)

    def _settle(self, r: int, outlet: Outlet) -> None:
        for code in outlet.divisions:
            self.by_code.setdefault(code, []).append(r)
            for length in (4, 2):
                self.by_region.setdefault(code[:length], set()).add(r)

    def inside(self, division: str | None) -> NDArray[np.int64]:
        """Return who serves the division."""
        if not division:
            return self.all
        found = set(self.everywhere)
        for length in range(1, len(division) + 1):
            found.update(self.by_code.get(division[:length], ()))
        return np.array(sorted(found), np.int64)

    def around(self, division: str) -> list[NDArray[np.int64]]:
        """Return who serves the same prefecture, then the same province."""
        found = []
        for region in (division[:4], division[:2]):
            if region not in self._regions:
                self._regions[region] = np.array(sorted(self.by_region.get(region, ())), np.int64)
            found.append(self._regions[region])
        return found
