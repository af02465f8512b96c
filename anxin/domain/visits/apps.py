"""The visits app."""

from django.apps import AppConfig

from anxin.domain.visits import wording


class VisitsConfig(AppConfig):
    """Visits: offers, appointments, check-ins, the field record and the completion code."""

    name = "anxin.domain.visits"
    label = "visits"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415

        for name, default, unit in (
            ("offer_min", 5, "min"),
            ("outlet_min", 15, "min"),
            ("parallel", 3, ""),
            ("per_window", 1, ""),
            ("window_min", 120, "min"),
            ("change_notice_min", 120, "min"),
            ("near_m", 500, "m"),
            ("sure_m", 1000, "m"),
            ("early_min", 30, "min"),
        ):
            title = wording.SETTINGS[name]
            declare(Setting(name=f"visits.{name}", kind=int, default=default, unit=unit, least=1, title=title))
        for name, default, unit, most in (("fairness_min", 10, "min", 60), ("newcomer_percent", 5, "%", 50)):
            title = wording.SETTINGS[name]
            declare(
                Setting(name=f"visits.{name}", kind=int, default=default, unit=unit, least=0, most=most, title=title)
            )
        clocks.declare(
            clocks.ClockKind(
                name="visits.offer", setting="visits.offer_min", at_end="anxin.domain.visits.actions:offer_expired"
            ),
            clocks.ClockKind(
                name="visits.outlet", setting="visits.outlet_min", at_end="anxin.domain.visits.actions:order_expired"
            ),
        )
        declare_column(self.get_model("CompletionCode"), "code_sealed", "visits.code")
