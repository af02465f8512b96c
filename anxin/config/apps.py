"""The last app to be ready: it puts the tables of upward flow in place."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Config: installs reactions and addresses."""

    name = "anxin.config"
    label = "config"

    def ready(self) -> None:
        """Install the tables."""
        from anxin.config import wiring  # noqa: PLC0415
        from anxin.core import facts, outbox  # noqa: PLC0415

        facts.install(wiring.REACTIONS)
        outbox.install(wiring.ADDRESSES)
