"""The invoices app."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Invoices: asked for, issued, delivered, reversed."""

    name = "anxin.domain.invoices"
    label = "invoices"

    def ready(self) -> None:
        """Load what people are told; declare the sealed column, and what the chain tells of rows."""
        from anxin.core import timeline, vault  # noqa: PLC0415
        from anxin.domain.invoices import queries, wording  # noqa: F401, PLC0415 - once the models are there

        vault.declare_column(self.get_model("Invoice"), "buyer_sealed", queries.BUYER)
        timeline.declare_witnesses(queries.witnesses)
