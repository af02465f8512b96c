"""The ledger app."""

from django.apps import AppConfig

from anxin.domain.ledger import wording  # noqa: F401


class LedgerConfig(AppConfig):
    """Ledger: transfers in fen, bills and payments."""

    name = "anxin.domain.ledger"
    label = "ledger"
