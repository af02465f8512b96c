"""The invoices app."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Invoices: asked for, issued, delivered, reversed."""

    name = "anxin.domain.invoices"
    label = "invoices"

    def ready(self) -> None:
        """Load what people are told; declare sealed columns and settings, and what the chain tells of rows."""
        from anxin.core import clocks, files, timeline, vault  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.invoices import choices, queries, wording  # noqa: PLC0415 - once the models are there

        vault.declare_column(self.get_model("Invoice"), "buyer_sealed", queries.BUYER)
        vault.declare_column(self.get_model("Title"), "buyer_sealed", queries.TITLE)
        files.declare_hash(self.get_model("Invoice"), "file")
        declare(
            Setting(
                name="invoices.special", default=choices.CHECKED, choices=tuple(choices.SPECIAL), per_organisation=False
            ),
            Setting(name="invoices.by_hand_d", default=2, least=1, most=30, unit="d", per_organisation=False),
            Setting(name="invoices.keep_y", default=30, least=5, most=99, unit="y", per_organisation=False),
            titles=wording.SETTINGS,
        )
        late = "anxin.domain.invoices.actions:late"
        clocks.declare(
            clocks.ClockKind(
                name="invoices.by_hand",
                setting="invoices.by_hand_d",
                unit="d",
                calendar="working",
                at_end=late,
                of_case=False,
            )
        )
        timeline.declare_witnesses(queries.witnesses)
