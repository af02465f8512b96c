"""Goods: products, faults, price books, warranty terms and devices by serial."""
