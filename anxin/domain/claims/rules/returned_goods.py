"""What becomes of goods that were sent back and lie with the merchant, by what is decided about their claim."""

from anxin.domain.claims.choices import CHANGED_MIND, DECLARED
from anxin.domain.claims.rules import MONEY

BACK, KEPT = "back", "kept"
"""The merchant sends them back to their buyer; he keeps them."""


def carriage_by(reason: str, *, remedy: str) -> str:
    """Return who bears what sending goods back costs, by why they go back; empty where the law names nobody.

    >>> carriage_by("defective", remedy="return"), carriage_by("changed_mind", remedy="return")
    ('merchant', 'buyer')
    >>> carriage_by("defective", remedy="refund_only")
    ''
    """
    if remedy != "return":
        return ""
    known = DECLARED.get(reason)
    return "merchant" if known and known.fault else "buyer" if reason == CHANGED_MIND else ""


def goods_after(
    remedy: str, amount_fen: int, *, there: bool, agreed: bool, price_fen: int, left_fen: int, said_fen: int | None
) -> str:
    """Return what becomes of goods of a price, of which so much has not gone back; empty where they aren't `there`.

    The merchant keeps what another piece takes the place of, what all of its money goes back for, and what its buyer
    leaves him for money: he `agreed` to it now, or asked for it, or agreed, before and gets it in full (`said_fen` of
    it hasn't gone). Everything else is its buyer's.

    >>> sums = {"there": True, "price_fen": 600, "left_fen": 600}
    >>> [goods_after("refund_part", 350, agreed=yes, said_fen=None, **sums) for yes in (False, True)]
    ['back', 'kept']
    >>> [goods_after("refund_part", fen, agreed=False, said_fen=350, **sums) for fen in (349, 350)]
    ['back', 'kept']
    """
    if not there:
        return ""
    paid = remedy in MONEY and agreed
    whole = price_fen > 0 and amount_fen >= left_fen
    asked = said_fen is not None and amount_fen >= said_fen
    return KEPT if remedy == "exchange" or paid or whole or asked else BACK
