"""The reputation app."""

from django.apps import AppConfig

from anxin.domain.reputation import wording


class ReputationConfig(AppConfig):
    """Reputation: counters with reason, expiry, correction and appeal."""

    name = "anxin.domain.reputation"
    label = "standing"  # as its tables are called

    def ready(self) -> None:
        """Declare how long a mark counts, and what the chain tells of it."""
        from anxin.core import timeline  # noqa: PLC0415 - once the models are there
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.reputation import queries  # noqa: PLC0415

        declare(Setting(name="standing.counts_d", default=365, unit="d", least=1, most=3650), titles=wording.SETTINGS)
        timeline.declare_witnesses(queries.witnesses)
