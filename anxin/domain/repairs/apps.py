"""The repairs app."""

from django.apps import AppConfig

from anxin.domain.repairs import wording


class RepairsConfig(AppConfig):
    """Repairs: the repair itself, its quotes, parts, guarantee and public stepper."""

    name = "anxin.domain.repairs"
    label = "repairs"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import archives, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.goods.queries.told_prices import counts_open  # noqa: PLC0415
        from anxin.domain.ledger import actions as ledger  # noqa: PLC0415
        from anxin.domain.ledger.queries.bindings import declare_cases  # noqa: PLC0415
        from anxin.domain.people.queries import customers, kept  # noqa: PLC0415
        from anxin.domain.repairs import queries  # noqa: PLC0415
        from anxin.domain.repairs.queries import pricing, witnesses  # noqa: PLC0415
        from anxin.domain.repairs.queries.lookup import FOUND_HERE, stream_numbered  # noqa: PLC0415
        from anxin.domain.repairs.rules import in_warranty  # noqa: PLC0415
        from anxin.domain.visits import queries as visits  # noqa: PLC0415

        declare(
            Setting(name="repairs.acknowledge_min", default=5, unit="min", least=1, most=10080),
            Setting(name="repairs.assign_min", default=30, unit="min", least=1, most=10080),
            Setting(name="repairs.call_min", default=30, unit="min", least=1, most=10080),
            Setting(name="repairs.quote_min", default=30, unit="min", least=1, most=10080),
            Setting(name="repairs.guarantee_days", default=90, unit="d", least=1, most=3650),
            Setting(name="repairs.helped_days", default=3, unit="d", least=1, most=30),
            Setting(name="repairs.answered_days", default=7, unit="d", least=1, most=30),
            Setting(name="repairs.again_days", default=7, unit="d", least=1, most=90),
            Setting(name="repairs.reset_h", default=24, unit="h", least=1, most=168),
            Setting(name="repairs.mended_d", default=7, unit="d", least=1, most=60),
            Setting(name="repairs.wait_part_d", default=7, unit="d", least=1, most=90),
            Setting(name="repairs.wait_customer_d", default=7, unit="d", least=1, most=90),
            Setting(name="repairs.wait_brand_d", default=3, unit="d", least=1, most=90),
            Setting(name="repairs.disputed_h", default=24, unit="h", least=1, most=168),
            Setting(name="repairs.brand_word_h", default=24, unit="h", least=4, most=168, per_organisation=False),
            Setting(name="repairs.automatic", default=True),
            Setting(name=in_warranty.SETTING, default=in_warranty.IN_WARRANTY, check=in_warranty.check_in_warranty),
            titles=wording.SETTINGS,
        )
        _clocks()
        _imports()
        archives.stays(*FOUND_HERE)
        timeline.declare_witnesses(witnesses.witnesses)
        declare_column(self.get_model("Repair"), "told_sealed", "repairs.told", case=("repair", "pk"))
        of_quote = ("repair", "quote__repair_id")
        declare_column(self.get_model("QuoteLine"), "excluded_sealed", "repairs.excluded", case=of_quote)
        declare_hash(self.get_model("Picture"), "file", case=("repair", "repair_id"))
        ledger.declare_over("repair", queries.is_over)
        declare_cases(stream_numbered)
        counts_open(pricing.open_between)
        visits.listeners_along("repair")
        customers.read_along("repair")
        kept.declare_open("repair")


def _imports() -> None:
    from anxin.core import imports  # noqa: PLC0415
    from anxin.domain.repairs.actions.tables import TABLES  # noqa: PLC0415
    from anxin.domain.repairs.queries import ended_work  # noqa: PLC0415

    imports.declare(*TABLES)
    imports.declare_follows(ended_work.told_of_ends, "employment_ends")


def _clocks() -> None:
    from anxin.core import clocks  # noqa: PLC0415
    from anxin.domain.repairs import rules  # noqa: PLC0415

    late = "anxin.domain.repairs.actions:clock_missed"
    standing = "anxin.domain.repairs.actions:stood_still"
    told = ("visits.called", "quote.send")
    clocks.declare(
        clocks.ClockKind(name="repairs.acknowledged", setting="repairs.acknowledge_min", at_end=late),
        clocks.ClockKind(name="repairs.assigned", setting="repairs.assign_min", at_end=late),
        clocks.ClockKind(name="repairs.called", setting="repairs.call_min", at_end=late, met_by=("visits.called",)),
        clocks.ClockKind(name="repairs.arrived", at_end=late, proofs={"customer": told}),
        clocks.ClockKind(name="repairs.helped", at_end=late),
        clocks.ClockKind(name="repairs.help_holds", at_end="anxin.domain.repairs.actions:help_unanswered"),
        clocks.ClockKind(name="repairs.mended", setting="repairs.mended_d", unit="d", at_end=late),
        clocks.ClockKind(name="repairs.reset", setting="repairs.reset_h", unit="h", at_end=late),
        clocks.ClockKind(name="repairs.waiting", at_end=standing),
        clocks.ClockKind(name="repairs.answered", at_end="anxin.domain.repairs.actions:answer_stands"),
        clocks.ClockKind(name="repairs.disputed", setting="repairs.disputed_h", unit="h", at_end=standing),
        clocks.ClockKind(
            name=rules.BRAND_WORD,
            setting="repairs.brand_word_h",
            unit="h",
            calendar="working",
            at_end="anxin.domain.repairs.actions:brand_word_over",
            outlasts=True,
        ),
        clocks.ClockKind(name="repairs.quote", setting="repairs.quote_min", at_end=late),
    )
