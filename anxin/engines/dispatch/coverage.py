"""Who may do what where, as bits and lists: skills by level, brands and stars in 64-bit words, people by division."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.model import Job, Problem, Skill, Technician

type Words = NDArray[np.uint64]
type Numbers = NDArray[np.int64]

NOBODY = np.zeros(0, np.int64)

STARS = 10
LEVELS = 10


class Qualifications:
    """Bits for all that some technician holds.

    Attributes
    ----------
    have, expiring : uint64 of shape (technicians, words)
        What each holds, and of that what he loses during this day.
    until : int64 of shape (technicians,)
        When each loses the first of these.
    """

    def __init__(self, technicians: Sequence[Technician]) -> None:
        self._bit: dict[tuple[str, str, int], int] = {}
        for technician in technicians:
            for _ in self._held(technician):
                pass
        shape = (len(technicians), len(self._bit) // 64 + 1)
        self.have, self.expiring = np.zeros(shape, np.uint64), np.zeros(shape, np.uint64)
        self.until = np.full(len(technicians), 2**40, np.int64)
        for r, technician in enumerate(technicians):
            for bit, until in self._held(technician):
                if until is not None and until <= technician.start:
                    continue
                self.have[r, bit // 64] |= np.uint64(1 << bit % 64)
                if until is not None and until < technician.end + technician.max_overtime:
                    self.expiring[r, bit // 64] |= np.uint64(1 << bit % 64)
                    self.until[r] = min(int(self.until[r]), until)

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
    """Technicians by division code, through their outlets.

    Attributes
    ----------
    all : int64 of shape (technicians at work,)
    """

    def __init__(self, problem: Problem) -> None:
        outlets = {outlet.id: outlet for outlet in problem.outlets}
        everywhere: list[int] = []
        codes: dict[str, list[int]] = {}
        for r, technician in enumerate(problem.technicians):
            outlet = outlets.get(technician.outlet or "")
            if outlet is None or (not outlet.divisions and not outlet.suspended):
                everywhere.append(r)
            elif not outlet.suspended:
                for code in outlet.divisions:
                    codes.setdefault(code, []).append(r)
        self._everywhere = np.array(everywhere, np.int64)
        self._by_code = {code: np.array(rows, np.int64) for code, rows in codes.items()}
        self._regions = self._joined(4) | self._joined(2)
        self.all = joined([self._everywhere, *self._by_code.values()])

    def _joined(self, length: int) -> dict[str, Numbers]:
        """Return the people of all codes that begin alike."""
        regions: dict[str, list[Numbers]] = {}
        for code, rows in self._by_code.items():
            regions.setdefault(code[:length], []).append(rows)
        return {code: joined(rows) for code, rows in regions.items()}

    def inside(self, division: str | None) -> Numbers:
        """Return who serves the division."""
        if not division:
            return self.all
        codes = (division[:length] for length in range(1, len(division) + 1))
        found = [self._by_code[code] for code in codes if code in self._by_code]
        return found[0] if len(found) == 1 and not len(self._everywhere) else joined([self._everywhere, *found])

    def around(self, division: str) -> list[tuple[str, Numbers]]:
        """Return who serves the same prefecture, then the same province, each with its code."""
        return [(code, self._regions.get(code, NOBODY)) for code in (division[:4], division[:2])]


def joined(rows: Sequence[Numbers]) -> Numbers:
    """Return numbers once each, in order."""
    return np.unique(np.concatenate(rows)) if rows else NOBODY
