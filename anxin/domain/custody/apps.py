"""The custody app."""

from django.apps import AppConfig

from anxin.domain.custody import wording


class CustodyConfig(AppConfig):
    """Custody: things brought or sent in, who holds them, their receipts, parcels and claims for these."""

    name = "anxin.domain.custody"
    label = "custody"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.custody import rules  # noqa: PLC0415
        from anxin.domain.custody.queries import witnesses  # noqa: PLC0415

        declare(
            Setting(name="custody.freight", default=rules.FREIGHT, check=rules.check_freight),
            Setting(name="custody.pay_first", default=True),
            Setting(name="custody.bring_d", default=7, unit="d", least=1, most=60),
            Setting(name="custody.transit_d", default=7, unit="d", least=1, most=60),
            Setting(name="custody.unpack_h", default=24, unit="h", least=1, most=168),
            Setting(name="custody.collect_d", default=7, unit="d", least=1, most=60),
            Setting(name="custody.kept_d", default=28, unit="d", least=1, most=365),
            Setting(name="custody.term_d", default=60, unit="d", least=60, most=365),
            Setting(name="custody.decide_d", default=7, unit="d", least=1, most=60),
            Setting(name="custody.elsewhere_h", default=24, unit="h", least=1, most=168),
            Setting(name="custody.claim_d", default=2, unit="d", least=1, most=30),
            Setting(name="custody.carrier_d", default=30, unit="d", least=1, most=180),
            Setting(name="custody.seen_d", default=7, unit="d", least=1, most=60),
            titles=wording.SETTINGS,
        )
        at = "anxin.domain.custody.actions"
        clocks.declare(
            clocks.ClockKind(name="custody.bring", setting="custody.bring_d", unit="d", at_end=f"{at}:not_brought"),
            clocks.ClockKind(name="custody.transit", setting="custody.transit_d", unit="d", at_end=f"{at}:in_transit"),
            clocks.ClockKind(name="custody.unpack", setting="custody.unpack_h", unit="h", at_end=f"{at}:overdue"),
            clocks.ClockKind(
                name="custody.collect", setting="custody.collect_d", unit="d", at_end=f"{at}:not_collected"
            ),
            clocks.ClockKind(name="custody.decide", setting="custody.decide_d", unit="d", at_end=f"{at}:undecided"),
            clocks.ClockKind(name="custody.elsewhere", setting="custody.elsewhere_h", unit="h", at_end=f"{at}:overdue"),
            clocks.ClockKind(name="custody.claim", setting="custody.claim_d", unit="d", at_end=f"{at}:overdue"),
            clocks.ClockKind(
                name="custody.carrier",
                setting="custody.carrier_d",
                unit="d",
                at_end=f"{at}:carrier_silent",
                of_case=False,
            ),
        )
        timeline.declare_witnesses(witnesses.witnesses)
        declare_column(self.get_model("HandCode"), "code_sealed", "custody.code")
        declare_hash(self.get_model("CustodyPhoto"), "file", case=("custody__stream_kind", "custody__stream_key"))
