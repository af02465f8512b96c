"""Invoices (数电票): asked for by who paid, issued by a provider or by hand, reversed as money goes back."""
