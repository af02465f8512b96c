"""What is kept of products, prices, warranty terms, devices and orders."""

from anxin.domain.goods.models.catalogue import (
    Device,
    EndedPrice,
    PriceBook,
    PriceLine,
    Product,
    Symptom,
    WarrantyTerm,
)
from anxin.domain.goods.models.orders import BuyerLink, Listing, Purchase, PurchaseLine, ShopRefund
