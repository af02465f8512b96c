"""The retention schedule: what is too old goes, what is not stays, and each run is written down with its count."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.domain.people.actions import codes
from anxin.domain.people.models import LoginCode
from anxin.domain.publications import actions, queries, tasks
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.rules import TERMS
from anxin.domain.publications.wording import KEPT, RETAINED

pytestmark = pytest.mark.django_db


def report(now: datetime) -> dict[str, queries.Retained]:
    return {one.what: one for one in queries.retention(now=now)}


class TestRetention:
    def test_erases_codes_that_were_over_a_day_ago_and_says_how_many(self, now: datetime) -> None:
        for hours in (1, 23, 26, 80):
            acting(lambda hours=hours: codes.fresh_code("index", "origin", now - timedelta(hours=hours)))
        tasks.retain.func(now=now)
        assert LoginCode.objects.count() == 2
        found = report(now)["login_codes"]
        assert (found.count, found.month, found.at, found.late) == (2, 2, now, False)

    def test_writes_a_run_down_where_nothing_was_too_old(self, now: datetime) -> None:
        tasks.retain.func(now=now)
        assert Erasure.objects.filter(count=0).count() == len(
            {*actions.SCHEDULE, *actions.WALKS, *actions.PIECES, *TERMS}
        )

    def test_says_that_it_has_not_run(self, now: datetime) -> None:
        assert all(one.late and one.at is None for one in report(now).values())
        tasks.retain.func(now=now)
        assert all(one.late for one in report(now + timedelta(hours=31)).values())

    def test_names_all_that_it_erases_with_how_long_it_is_kept(self) -> None:
        assert set(RETAINED) == set(KEPT) == {*actions.SCHEDULE, *actions.WALKS, *actions.PIECES, *TERMS}
