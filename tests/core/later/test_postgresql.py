"""What only PostgreSQL shows: Procrastinate carries the tasks, and our own loop does where it is missing."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import transaction

from anxin.core import later
from anxin.core.queues import rows, transport
from tests.core.later import work

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def jobs() -> list[str]:
    return list(apps.get_model("procrastinate", "ProcrastinateJob").objects.values_list("queueing_lock", flat=True))


class TestTransport:
    def test_gives_procrastinate_a_job_in_the_same_transaction(self, now: datetime) -> None:
        with transaction.atomic():
            later.put(work.hear, arguments={"word": "undone"}, key="undone", now=now)
            transaction.set_rollback(True)
        task = later.put(work.hear, arguments={"word": "kept"}, key="kept", now=now)
        assert str(task.id) in jobs()
        assert later.run_due(now) == 1

    def test_gives_one_waiting_job_a_task(self, now: datetime) -> None:
        task = later.put(work.hear, arguments={"word": "kept"}, key="kept", now=now)
        transport.defer(task)
        assert jobs().count(str(task.id)) == 1

    def test_tells_again_of_a_task_whose_job_was_lost(self, now: datetime) -> None:
        task = later.put(work.hear, arguments={"word": "kept"}, key="kept", now=now)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        rows.wake(now=now)
        assert jobs() == [str(task.id)]

    def test_tells_again_of_a_task_whose_worker_fell_silent(self, now: datetime) -> None:
        task = later.put(work.hear, arguments={"word": "kept"}, key="kept", now=now)
        rows.lease(["prompt"], worker="dies", now=now)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        rows.wake(now=now + timedelta(seconds=59))
        assert jobs() == []
        rows.wake(now=now + timedelta(seconds=61))
        assert jobs() == [str(task.id)]
