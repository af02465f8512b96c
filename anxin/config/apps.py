"""The last app to be ready: it puts the tables of upward flow in place."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    """Config: installs reactions and addresses, and knows every app's tasks."""

    name = "anxin.config"
    label = "config"

    def ready(self) -> None:
        """Install the tables; declared tasks must be known before a worker looks for periodic ones."""
        from anxin.config import wiring  # noqa: PLC0415
        from anxin.core import facts, outbox  # noqa: PLC0415

        facts.install(wiring.REACTIONS)
        outbox.install(wiring.ADDRESSES)
        autodiscover_modules("tasks")
