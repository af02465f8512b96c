"""The parts app."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    """Parts: the parts of each brand, how many of them lie at which place, and each movement."""

    name = "anxin.domain.parts"
    label = "parts"

    def ready(self) -> None:
        """Say which files can be imported."""
        from anxin.core import imports  # noqa: PLC0415 - once the models are there
        from anxin.domain.parts import wording  # noqa: PLC0415
        from anxin.domain.parts.actions.tables import TABLES  # noqa: PLC0415

        imports.declare(*TABLES)
        imports.declare_holders(wording.HOLDERS)
