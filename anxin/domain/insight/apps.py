"""The insight app."""

from django.apps import AppConfig

from anxin.domain.insight import wording


class InsightConfig(AppConfig):
    """Insight: figures over everything below; no table of its own."""

    name = "anxin.domain.insight"
    label = "insight"

    def ready(self) -> None:
        """Declare the goal the figures are held against."""
        from anxin.core.settings import Setting, declare  # noqa: PLC0415

        goal = Setting(
            name="insight.goal_percent", default=95, unit="percent", least=1, most=100, per_organisation=False
        )
        declare(goal, titles=wording.SETTINGS)
