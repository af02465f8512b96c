"""What happened at the door is found by an index of its own, and counted where it lies."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.demo import cast, ground
from anxin.domain.people import queries as people
from anxin.domain.people.actions import sign_in_records
from anxin.domain.people.actions.throttle import Origin
from anxin.domain.people.models import Account, Passage
from anxin.domain.people.queries import sign_in_log

pytestmark = pytest.mark.django_db
ORIGIN = Origin(address="192.0.2.7", device="phone")


@pytest.fixture
def chen(now: datetime) -> Account:
    ground.lay(now=now)
    return Account.objects.get(username=cast.XIAO_CHEN.username)


@pytest.fixture
def operator(chen: Account, now: datetime) -> Actor:
    house = people.operator()
    return Actor(kind="staff", id=str(chen.id), organisation=str(house.id), roles=frozenset({"operator"}))


def happens(what: str, now: datetime, account: UUID | None = None, times: int = 1) -> None:
    for n in range(times):
        at = now + timedelta(seconds=n)
        acting(lambda at=at: sign_in_records.note(what, by=STRANGER, origin=ORIGIN, now=at, account=account))  # type: ignore[misc]


class TestLog:
    def test_gives_what_is_asked_for_newest_first(self, chen: Account, operator: Actor, now: datetime) -> None:
        happens("wrong_password", now, chen.id)
        happens("signed_in", now + timedelta(minutes=1), chen.id)
        happens("refused", now + timedelta(minutes=2))
        found = {
            only: [one.code for one in sign_in_log.house_log(sign_in_log.sight_of(operator), only=only)]
            for only in ("", "in", "wrong", "refused")
        }
        assert found["in"] == ["people.signed_in"]
        assert found["wrong"] == ["people.wrong_password"]
        assert found["refused"] == ["people.refused"]
        assert found[""] == ["people.refused", "people.signed_in", "people.wrong_password"]
        assert [one.code for one in sign_in_log.own_log(operator)] == ["people.signed_in", "people.wrong_password"]

    def test_is_read_by_an_index_in_its_order(self, chen: Account, operator: Actor, now: datetime) -> None:
        happens("wrong_password", now, chen.id, times=3)
        with CaptureQueriesContext(connection) as asked:
            sign_in_log.own_log(operator)
            sign_in_log.slowed(sign_in_log.sight_of(operator), now=now)
            for only in ("", "in", "wrong", "refused"):
                sign_in_log.house_log(sign_in_log.sight_of(operator), only=only)
        told = [one["sql"] for one in asked if Passage._meta.db_table in one["sql"]]
        assert len(told) == 6
        assert not any("core_entry" in one for one in told)
        if connection.vendor == "sqlite":
            for sql in told:
                with connection.cursor() as cursor:
                    plan = " | ".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
                assert "USING COVERING INDEX people_passage_" in plan, plan
                assert "ORDER BY" not in plan or "GROUP BY" in sql, plan


class TestSlowed:
    def test_counts_a_day_s_wrong_tries_where_they_lie(self, chen: Account, operator: Actor, now: datetime) -> None:
        happens("wrong_password", now - timedelta(days=2), chen.id, times=5)
        happens("wrong_second", now, chen.id, times=4)
        assert sign_in_log.slowed(sign_in_log.sight_of(operator), now=now) == []
        happens("wrong_password", now, None, times=6)
        happens("wrong_password", now + timedelta(minutes=1), chen.id)
        with CaptureQueriesContext(connection) as asked:
            (one,) = sign_in_log.slowed(sign_in_log.sight_of(operator), now=now + timedelta(minutes=2))
        assert (one.id, one.tries, one.last_at) == (chen.id, 5, now + timedelta(minutes=1))
        assert sum("GROUP BY" in sql["sql"] for sql in asked) == 1
        assert len(asked) == 2
