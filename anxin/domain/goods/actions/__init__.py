"""What can be done with products, prices, devices and purchases."""

from anxin.domain.goods.actions.purchasing import (
    Bought,
    OtherPurchase,
    deliver,
    import_purchase,
    purchase,
    remove_purchase,
    ship,
)
from anxin.domain.goods.actions.stocking import (
    AlreadyReplaced,
    EditionExists,
    Price,
    add_product,
    add_symptom,
    publish_prices,
    publish_term,
    register,
    replace,
)

__all__ = [
    "AlreadyReplaced",
    "Bought",
    "EditionExists",
    "OtherPurchase",
    "Price",
    "add_product",
    "add_symptom",
    "deliver",
    "import_purchase",
    "publish_prices",
    "publish_term",
    "purchase",
    "register",
    "remove_purchase",
    "replace",
    "ship",
]
