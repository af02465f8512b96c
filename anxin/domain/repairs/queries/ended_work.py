"""What follows of employments that end by a file, or for many at once."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core.tables import Values
from anxin.domain.network.queries.imports import employment_ends
from anxin.domain.repairs.queries.lookup import numbers_of
from anxin.domain.repairs.wording import ended_work as wording
from anxin.domain.visits.queries import freed_jobs, words


def told_of_ends(rows: Sequence[Values], *, now: datetime) -> list[str]:
    """Name the jobs without an agreed window that go to others, and the counties where nobody is left."""
    ends = employment_ends.living_in(rows)
    jobs = [one for one in freed_jobs.with_ends(ends) if not one.promised]
    numbers = numbers_of({one.case for one in jobs})
    unagreed = wording.unagreed([numbers.get(one.case, one.number) for one in jobs])
    return [*unagreed, *words.told_of_ends(ends, now=now)]
