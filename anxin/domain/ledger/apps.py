"""The ledger app."""

from django.apps import AppConfig

from anxin.domain.ledger import wording


class LedgerConfig(AppConfig):
    """Ledger: transfers in fen, bills and payments."""

    name = "anxin.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Hold the rows of money against the chain; declare settings."""
        from anxin.core import archives, files, imports, timeline, vault  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.ledger import queries  # noqa: PLC0415
        from anxin.domain.ledger.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.ledger.queries import debts, payees, remittances, witnesses  # noqa: PLC0415 - models first
        from anxin.domain.ledger.rules.remittances import ACCOUNT, check_account  # noqa: PLC0415
        from anxin.domain.people.queries import kept  # noqa: PLC0415

        row, of_bill = self.get_model("Remittance"), ("bill__stream_kind", "bill__stream_key")
        vault.declare_column(self.get_model("Payment"), "payer_sealed", queries.PAYER)
        vault.declare_column(self.get_model("Payment"), "payee_sealed", payees.PAYEE, case=of_bill)
        vault.declare_column(row, "payer_sealed", remittances.PAYER, case=of_bill)
        vault.declare_column(row, "remark_sealed", remittances.REMARK, case=of_bill)
        files.declare_hash(row, "proof", case=of_bill)
        files.declare_hash(self.get_model("Payment"), "proof", case=of_bill)
        imports.declare(*TABLES)
        _clocks()
        kept.declare_needs(debts.owed)
        archives.stays("payment.succeed", "ledger.account_told")
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
            Setting(name="ledger.aside_days", default=90, least=1, most=3650, unit="d", per_organisation=False),
            Setting(name="ledger.missing_d", default=90, least=15, most=1095, unit="d", per_organisation=False),
            Setting(name="ledger.account_d", default=3, least=1, most=30, unit="d", per_organisation=False),
            Setting(name=ACCOUNT, default={}, second_person=True, per_organisation=False, check=check_account),
            titles=wording.SETTINGS,
        )


def _clocks() -> None:
    from anxin.core.clocks import ClockKind, declare  # noqa: PLC0415

    declare(
        ClockKind(
            name="ledger.account",
            setting="ledger.account_d",
            unit="d",
            at_end="anxin.domain.ledger.actions:account_unsaid",
            of_case=False,
            outlasts=True,
        )
    )
