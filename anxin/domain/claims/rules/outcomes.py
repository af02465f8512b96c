"""Whose word proves what a platform decided, and that money has gone by it: its own, or finance's; no side's."""

from anxin.domain.goods.choices import DESK, FINANCE, MERCHANT, PLATFORM, TELLERS

SHOP = "shop"
"""The merchant's word, or his file's, that his shop gave the money back by itself: no platform decided."""
DENIED = "denied"
"""What finance found, and the buyer said is not so: no money counts as gone by it, and a person decides here."""
SAID = (*(code for code, one in TELLERS.items() if not one.proves), SHOP, DENIED)
"""By whose word nothing of what a platform decided is proven."""
PLATFORMS, SAYS = "platform_", "said_"
"""How an outcome begins that is proven, and one that somebody only says."""


def word_of(*, kind: str, organisation: str, roles: frozenset[str], seller: str, platform: str) -> str:
    """Return as whom somebody says what a platform decided; what is read of a shop there is its own word.

    >>> word_of(kind="token", organisation="s", roles=frozenset({"merchant_agent"}), seller="s", platform="")
    'merchant'
    """
    if kind == "system" or (kind == "token" and platform and organisation == platform):
        return PLATFORM
    if kind == "staff" and "finance" in roles:
        return FINANCE
    return MERCHANT if organisation == seller else DESK


def is_proven(word: str) -> bool:
    """Return whether an outcome is proven by whoever told it; one of an earlier version is, its money was booked."""
    return word not in SAID


def is_final(word: str) -> bool:
    """Return whether a buyer can't say that it is not so: the platform itself told it; finance may be mistaken."""
    return is_proven(word) and word != FINANCE


def outcome_of(what: str, *, word: str) -> str:
    """Return how a claim ended by what a platform decided, as far as it is proven.

    >>> outcome_of("refunded", word="merchant"), outcome_of("refunded", word="finance")
    ('said_refunded', 'platform_refunded')
    """
    return f"{PLATFORMS if is_proven(word) else SAYS}{what}"
