"""From which account a shop gives money back by itself: never from one that a provider's statement is held against."""

from anxin.domain.ledger.rules import NUMBERS, provider_account

THERE = "bound:"
"""How the source of money begins that a provider's own books show as gone back."""
FROM_SHOP = "from_shop"
"""What marks, in a fact, money that went from the account of its shop, where its payment came to another."""
WITH_SHOP, OWN_KEY = "booked_with_shop", "own:"
"""What books with its shop what an earlier version booked with a provider: fact and reason, and how its key begins."""
OVER, OVER_KEY = "gone_over", "over:"
"""What books with a provider what a claim counts as its shop's, once the provider's books tell it; its key's begin."""
GAVE_ITSELF = "gave_itself"
"""What a shop reads of the sum that it gave out of its own pocket; it is owed so much more of what lies here."""
STATED = tuple(provider_account(one) for one in NUMBERS)
"""The accounts that a provider's statement is held against."""


def gives_from(*, taker: str, payee: str) -> str:
    """Return the account a shop gives back from: where its buyer paid it, or its own where he paid into another's.

    >>> gives_from(taker="provider:fake", payee="organisation:s"), gives_from(taker=STATED[0], payee="organisation:s")
    ('provider:fake', 'organisation:s')
    """
    return payee if taker in STATED else taker
