"""The insight app."""

from django.apps import AppConfig

from anxin.domain.insight import wording


class InsightConfig(AppConfig):
    """Insight: figures over everything below, and the measured times that anybody may read."""

    name = "anxin.domain.insight"
    label = "insight"

    def ready(self) -> None:
        """Declare the goal the figures are held against, and of how few nothing is told."""
        from anxin.core.settings import Setting, declare  # noqa: PLC0415

        fewest = Setting(name="insight.public_least", default=20, least=5, most=1000, per_organisation=False)
        goal = Setting(
            name="insight.goal_percent", default=95, unit="percent", least=1, most=100, per_organisation=False
        )
        declare(goal, fewest, titles=wording.SETTINGS)
