"""Money outside of every provider that is of no bill: advances, and what went out twice."""

from anxin.domain.ledger.rules import ADVANCE, CORRECTIONS, PAID_TWICE, REMITTED

KEPT_OVER, RETURNED_OVER = "advance", "advance_back"
"""Reasons of a transfer, and how its key begins: of what came too much and is kept, and of what of that goes back."""
TWICE, TWICE_BACK = "twice", "twice_back"
"""The same of a refund that went out a second time and is owed back, and of what of that came back."""


def beside_bills(reason: str, way: str) -> tuple[str, str]:
    """Return debit and credit by which money outside of every bill comes or goes a way.

    >>> beside_bills(KEPT_OVER, "bank"), beside_bills(TWICE_BACK, "bank")
    (('house:bank', 'house:advances'), ('house:bank', 'house:paid_twice'))
    """
    there, kept = REMITTED[way], PAID_TWICE if reason in (TWICE, TWICE_BACK) else CORRECTIONS[ADVANCE]
    return (there, kept) if reason in (KEPT_OVER, TWICE_BACK) else (kept, there)
