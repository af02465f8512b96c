"""The core's one Django app."""

from datetime import UTC, datetime

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Core: errors, actors, acting, states, timeline, outbox, later, clocks, vault, files, settings."""

    name = "anxin.core"
    label = "core"

    def ready(self) -> None:
        """Make the first keys with the tables; find every app's tasks."""
        post_migrate.connect(make_keys, sender=self)
        autodiscover_modules("tasks")


def make_keys(*, using: str, **_signal: object) -> None:
    """Make the first keys of a new database, once its tables are there."""
    from anxin.core.keys import ring  # noqa: PLC0415 - models, once the apps are ready

    if using == "default":
        ring.forget()
        ring.ensure(now=datetime.now(UTC))
