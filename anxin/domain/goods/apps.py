"""The goods app."""

from django.apps import AppConfig

from anxin.domain.goods import wording  # noqa: F401


class GoodsConfig(AppConfig):
    """Goods: products, faults, price books, warranty terms and devices by serial."""

    name = "anxin.domain.goods"
    label = "goods"
