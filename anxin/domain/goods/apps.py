"""The goods app."""

from django.apps import AppConfig


class GoodsConfig(AppConfig):
    """Goods: products, faults, price books, warranty terms and devices by serial."""

    name = "anxin.domain.goods"
    label = "goods"

    def ready(self) -> None:
        """Declare names and services of goods, what is imported, and that a warranty keeps who owns a device."""
        from anxin.core import imports  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.goods import queries, rules, wording  # noqa: PLC0415
        from anxin.domain.goods.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.goods.queries import catalogue  # noqa: PLC0415
        from anxin.domain.people.queries import house_operator, kept  # noqa: PLC0415

        catalogue.read_along("operator", house_operator.beside, lambda _product, rows: house_operator.keep(rows))
        imports.declare(*TABLES)
        kept.declare_keeper(self.get_model("Device"), "owner", queries.owned)
        called = Setting(name="goods.called", default=wording.CALLED, check=rules.check_called, per_organisation=False)
        services = Setting(name="goods.services", default=rules.SERVICES, check=rules.check_services)
        english = Setting(name=queries.IN_ENGLISH, default={}, check=rules.check_in_english, per_organisation=False)
        declare(called, services, english, titles=wording.SETTINGS)
