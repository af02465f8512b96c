"""What is open now, by stage and age: counted by the database as one would count it repair by repair."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.insight import queries, rules
from anxin.domain.insight.queries.repairs import STAGE
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db
DAYS = (0, 0.5, 1, 2.9, 3, 6, 7, 29, 30, 300)


def age_of(begun: datetime, now: datetime) -> str:
    """Return the bucket a repair falls into: a day that is full is the next one's."""
    days = (now - begun).total_seconds() / 86400
    return next((name for name, limit in rules.AGES if days < limit), "older")


def test_each_open_repair_is_counted_once_where_its_age_belongs(now: datetime) -> None:
    for number, days in enumerate(DAYS):
        one = builders.a_repair(now=now, at="booked" if number == 0 else ("submitted", "accepted")[number % 2]).repair
        Repair.objects.filter(pk=one.pk).update(created_at=now + timedelta(days=2) - timedelta(days=days))
    builders.a_repair(now=now + timedelta(days=1), at="closed")
    at = now + timedelta(days=2)
    by = actor(cast.QIAN, now=at)

    with CaptureQueriesContext(connection) as asked:
        found = queries.ages(by, brand="", now=at)

    wanted = {stage: dict.fromkeys(row, 0) for stage, row in found.items()}
    for state, begun in Repair.objects.exclude(state="closed").values_list("state", "created_at"):
        wanted[STAGE.get(state, "stands")][age_of(begun, at)] += 1
    assert found == wanted
    assert sum(sum(row.values()) for row in found.values()) == len(DAYS)
    assert len(asked) == 1
    assert "GROUP BY" in asked[0]["sql"]
    assert queries.ages(by, brand="nobody", now=at) == {stage: dict.fromkeys(row, 0) for stage, row in found.items()}
