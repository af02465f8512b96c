"""The repairs app."""

from django.apps import AppConfig

from anxin.domain.repairs import wording


class RepairsConfig(AppConfig):
    """Repairs: the repair itself, its quotes, parts, guarantee and public stepper."""

    name = "anxin.domain.repairs"
    label = "repairs"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.ledger import actions as ledger  # noqa: PLC0415
        from anxin.domain.repairs import queries  # noqa: PLC0415

        for name, default, unit in (
            ("acknowledge_min", 5, "min"),
            ("assign_min", 30, "min"),
            ("call_min", 30, "min"),
            ("quote_min", 30, "min"),
            ("guarantee_days", 90, "d"),
        ):
            title = wording.SETTINGS[name]
            declare(Setting(name=f"repairs.{name}", kind=int, default=default, unit=unit, least=1, title=title))
        declare(Setting(name="repairs.automatic", kind=bool, default=True, title=wording.SETTINGS["automatic"]))
        late = "anxin.domain.repairs.actions:clock_missed"
        told = ("visits.called", "quote.send")
        clocks.declare(
            clocks.ClockKind(name="repairs.acknowledged", setting="repairs.acknowledge_min", at_end=late),
            clocks.ClockKind(name="repairs.assigned", setting="repairs.assign_min", at_end=late),
            clocks.ClockKind(name="repairs.called", setting="repairs.call_min", at_end=late, met_by=("visits.called",)),
            clocks.ClockKind(name="repairs.arrived", at_end=late, proofs={"customer": told}),
            clocks.ClockKind(name="repairs.quote", setting="repairs.quote_min", at_end=late),
        )
        declare_column(self.get_model("Repair"), "told_sealed", "repairs.told")
        ledger.declare_over("repair", queries.is_over)
