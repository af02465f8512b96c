"""What becomes of goods that were sent back and lie with the merchant, by what is decided about their claim."""

from anxin.domain.claims.rules import MONEY

BACK, KEPT = "back", "kept"
"""The merchant sends them back to their buyer; he keeps them."""


def goods_after(remedy: str, amount_fen: int, *, there: bool, agreed: bool, price_fen: int, left_fen: int) -> str:
    """Return what becomes of goods of a price, of which so much has not gone back; empty where they aren't `there`.

    The merchant keeps what another piece takes the place of, what all of its money goes back for, and what its buyer
    `agreed` to leave him for money. Everything else is its buyer's.

    >>> [goods_after("refund_part", 350, there=True, agreed=yes, price_fen=600, left_fen=600) for yes in (False, True)]
    ['back', 'kept']
    >>> goods_after("refuse", 0, there=True, agreed=False, price_fen=600, left_fen=600)
    'back'
    """
    if not there:
        return ""
    paid = remedy in MONEY and agreed
    whole = price_fen > 0 and amount_fen >= left_fen
    return KEPT if remedy == "exchange" or paid or whole else BACK
