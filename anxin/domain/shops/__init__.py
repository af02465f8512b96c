"""Shops on platforms: their orders and claims come in by themselves, a merchant's answers go back."""
