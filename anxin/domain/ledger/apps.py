"""The ledger app."""

from django.apps import AppConfig

from anxin.domain.ledger import wording


class LedgerConfig(AppConfig):
    """Ledger: transfers in fen, bills and payments."""

    name = "anxin.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Hold the rows of money against the chain; declare settings."""
        from anxin.core import timeline, vault  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.ledger import queries  # noqa: PLC0415
        from anxin.domain.ledger.queries import witnesses  # noqa: PLC0415 - once the models are there

        vault.declare_column(self.get_model("Payment"), "payer_sealed", queries.PAYER)
        timeline.declare_check(witnesses.money_differs)
        timeline.declare_witnesses(witnesses.witnesses)
        declare(
            Setting(name="ledger.code_min", default=30, least=5, most=120, unit="min", per_organisation=False),
            Setting(name="ledger.cash_most_yuan", default=1000, least=0, most=20_000, unit="¥"),
            Setting(
                name="ledger.cash_held_yuan", default=3000, least=0, most=100_000, unit="¥", per_organisation=False
            ),
            Setting(
                name="ledger.counter_cash_held_yuan",
                default=10_000,
                least=0,
                most=1_000_000,
                unit="¥",
                per_organisation=False,
            ),
            titles=wording.SETTINGS,
        )
