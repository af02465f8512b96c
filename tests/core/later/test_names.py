"""Tasks that were put before their modules were renamed."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import task_named

NOW = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
names = import_module("anxin.core.migrations.0011_names_of_tasks")
queues = import_module("anxin.core.migrations.0023_queues")


class TestNames:
    def test_of_now_are_those_of_declared_tasks(self) -> None:
        assert {task_named(name).module_path for name in names.RENAMED.values()} == set(names.RENAMED.values())

    @pytest.mark.django_db
    @pytest.mark.parametrize("old", names.RENAMED)
    def test_of_before_wait_on_under_those_of_now(self, old: str) -> None:
        row = LaterTask.objects.create(name=old, queue="prompt", arguments={}, key=old, run_at=NOW, created_at=NOW)

        names.rename(apps, connection.schema_editor())

        row.refresh_from_db()
        assert row.name == names.RENAMED[old]


class TestQueues:
    def test_of_now_are_those_of_declared_tasks(self) -> None:
        assert {name: task_named(name).queue_name for name in queues.MOVED} == queues.MOVED

    @pytest.mark.django_db
    def test_of_before_keep_what_runs_and_hand_over_what_waits(self) -> None:
        ring = "anxin.core.clocks.sweeper.ring"
        facts = {"name": ring, "queue": "prompt", "arguments": {}, "run_at": NOW, "created_at": NOW}
        LaterTask.objects.create(key="waits", **facts)
        LaterTask.objects.create(key="runs", state="running", leased_until=NOW, **facts)
        LaterTask.objects.create(key="other", **{**facts, "name": "anxin.core.tasks.seed_calendar"})

        queues.move(apps, connection.schema_editor())

        assert dict(LaterTask.objects.values_list("key", "queue")) == {
            "waits": "clocks",
            "runs": "prompt",
            "other": "prompt",
        }
