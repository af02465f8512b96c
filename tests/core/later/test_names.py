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
