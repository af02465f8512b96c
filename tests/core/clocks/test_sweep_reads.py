"""The sweep of clocks reads what is due alone, in one statement: what runs again and what ends, each by an index."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import clocks

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_what_is_due_and_what_runs_again_are_each_found_by_an_index(now: datetime) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert clocks.sweep(now) == 0
    plans = []
    for one in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
            plans.append("; ".join(str(row[-1]) for row in cursor.fetchall()))
    assert plans == [
        "MERGE (UNION ALL); LEFT; SEARCH core_clock USING INDEX clock_resumes (resumes_at<?); "
        "RIGHT; SEARCH core_clock USING INDEX clock_due (due_at<?)"
    ]
