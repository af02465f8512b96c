"""The ledger app."""

from django.apps import AppConfig

from anxin.domain.ledger import wording  # noqa: F401


class LedgerConfig(AppConfig):
    """Ledger: transfers in fen, bills and payments."""

    name = "anxin.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Hold the rows of money against the chain."""
        from anxin.core import timeline  # noqa: PLC0415
        from anxin.domain.ledger.queries import witnesses  # noqa: PLC0415 - once the models are there

        timeline.declare_check(witnesses.money_differs)
