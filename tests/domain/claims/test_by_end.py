"""A list of claims is ordered, narrowed and counted by when each one's next clock runs out, as its head says."""

from datetime import datetime, timedelta

import pytest

from anxin.core.streams.models import Stream
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import queries
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db
HOURS = (30.0, -2.0, None, 1.0, -5.0)
"""In how many hours the next clock of each claim runs out; none runs of one."""


def test_whose_clock_runs_out_first_stands_first_and_each_narrowing_leaves_what_is_counted(now: datetime) -> None:
    numbers = {}
    for at, hours in enumerate(HOURS):
        claim = a_claim(now=now - timedelta(minutes=at), order=f"YT-END-{at}").claim
        numbers[hours] = claim.number
        out = None if hours is None else now + timedelta(hours=hours)
        Stream.objects.filter(kind="claim", key=str(claim.pk)).update(runs_out_at=out)
    by = actor(cast.LIN, now=now + timedelta(hours=1))

    def listed(only: str = "", **part: int) -> tuple[list[str], int]:
        found = queries.queue(by, now=now, only=only, **part)
        return [one.number for one in found.rows], found.total

    whole = [numbers[hours] for hours in (-5.0, -2.0, 1.0, 30.0, None)]
    assert listed() == (whole, 5)
    assert listed(offset=1, limit=2) == (whole[1:3], 5)
    assert listed("late") == (whole[:2], 2)
    assert listed("soon") == ([numbers[1.0]], 1)
    counted = queries.counts(by, now=now)
    assert (counted.late, counted.soon, counted.waits["merchant"]) == (2, 1, 5)
