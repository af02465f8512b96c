"""Ledger: transfers in fen, bills and payments."""
