"""The goods app."""

from django.apps import AppConfig


class GoodsConfig(AppConfig):
    """Goods: products, faults, price books, warranty terms and devices by serial."""

    name = "anxin.domain.goods"
    label = "goods"

    def ready(self) -> None:
        """Declare the tables that files are imported into."""
        from anxin.core import imports  # noqa: PLC0415
        from anxin.domain.goods.actions.tables import TABLES  # noqa: PLC0415

        imports.declare(*TABLES)
