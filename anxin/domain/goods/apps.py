"""The goods app."""

from django.apps import AppConfig

from anxin.domain.goods import wording


class GoodsConfig(AppConfig):
    """Goods: products, faults, price books, warranty terms and devices by serial."""

    name = "anxin.domain.goods"
    label = "goods"

    def ready(self) -> None:
        """Declare the table purchases are imported into."""
        from anxin.core import imports  # noqa: PLC0415
        from anxin.core.tables import Column, day, fen, whole  # noqa: PLC0415
        from anxin.domain.goods import actions, queries  # noqa: PLC0415

        reads = {"line": whole, "quantity": whole, "amount": fen, "cost": fen, "freight": fen, "bought": day}
        reads["delivered"] = day
        needed = {"seller", "order", "line", "title", "quantity", "amount", "bought"}
        columns = tuple(
            Column(name=name, title=title, required=name in needed, **({"read": reads[name]} if name in reads else {}))
            for name, title in wording.PURCHASE_COLUMNS.items()
        )
        imports.declare(
            imports.ImportTable(
                name="purchases",
                title=wording.PURCHASES,
                columns=columns,
                key=("seller", "order", "line"),
                find=queries.imported,
                apply=actions.import_purchase,
                remove=actions.remove_purchase,
            )
        )
