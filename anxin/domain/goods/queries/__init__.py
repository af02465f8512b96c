"""What can be asked about products, faults, prices, cover and purchases."""

from anxin.domain.goods.queries.bought import NoSuchPurchase, imported, purchase, purchase_of, purchases_of
from anxin.domain.goods.queries.stocked import (
    NoPriceBook,
    PriceView,
    ProductView,
    SymptomView,
    UnknownLine,
    UnknownProduct,
    cover,
    device,
    price_book,
    price_line,
    prices,
    product,
    products,
    symptom_names,
    symptoms,
)

__all__ = [
    "NoPriceBook",
    "NoSuchPurchase",
    "PriceView",
    "ProductView",
    "SymptomView",
    "UnknownLine",
    "UnknownProduct",
    "cover",
    "device",
    "imported",
    "price_book",
    "price_line",
    "prices",
    "product",
    "products",
    "purchase",
    "purchase_of",
    "purchases_of",
    "symptom_names",
    "symptoms",
]
