"""Where pieces of an order are, by what a claim about them came to: what is sent is looked at, no decision is."""

AWAY = frozenset({"merchant", "travels"})
"""Places where a piece isn't its buyer's to send."""
NEEDS = ("return", "exchange", "repair")
"""Kinds of claims, and remedies, that need the pieces where their buyer is."""


def place_of(*, received: bool, return_waybill: str, goods_waybill: str, replacement_waybill: str) -> str:
    """Return where the pieces of a claim are; empty where they never left their buyer.

    >>> place_of(received=False, return_waybill="", goods_waybill="", replacement_waybill="SF1")
    'exchanged_kept'
    >>> place_of(received=True, return_waybill="YT1", goods_waybill="", replacement_waybill="")
    'merchant'
    """
    if replacement_waybill:
        return "exchanged" if received or return_waybill else "exchanged_kept"
    if goods_waybill:
        return "sent_again"
    if received:
        return "merchant"
    return "travels" if return_waybill else ""
