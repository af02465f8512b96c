"""What a claim can be given, and with which sum: asked by the list of remedies, by its page and under the lock."""

from collections.abc import Mapping

from anxin.domain.claims.choices import FREIGHT, NOT_REFUNDED
from anxin.domain.claims.rules import MONEY
from anxin.domain.claims.rules.piece_places import NEEDS


def barred(
    reason: str,
    *,
    no_repair: str,
    came_back: bool,
    there: bool,
    left_fen: int | None,
    most_fen: int,
    with_buyer: bool,
) -> Mapping[str, str]:
    """Return the remedies a claim can't be given, each with why: who mends it, whether goods or money are back.

    Where nothing was paid for its goods (an exchange after a repair: `most_fen` is nothing) no money is back either.
    Of the freight alone there are no goods to be given; while goods lie `there`, with their merchant, nobody who
    would come to their buyer finds them. Nor is anything asked of pieces that aren't `with_buyer`.
    """
    paid = most_fen or reason == NOT_REFUNDED
    found = dict.fromkeys(MONEY, "already_back" if paid else "nothing_paid") if left_fen == 0 else {}
    if came_back:
        found["return"] = "came_back"
    if reason == FREIGHT:
        return {**found, **dict.fromkeys(NEEDS, "freight_alone")}
    if not with_buyer:
        return {**found, **dict.fromkeys(NEEDS, "elsewhere")}
    why = "at_merchant" if there else no_repair
    return {**found, "repair": why} if why else found


def fault_of_sum(remedy: str, amount_fen: int, *, most_fen: int, left_fen: int) -> str:
    """Return what is wrong with the sum of a remedy: `none`, `missing`, `whole`, `beyond`; empty where nothing is."""
    if remedy not in MONEY:
        return "none" if amount_fen else ""
    if amount_fen <= 0:
        return "missing"
    if remedy == "refund_part" and amount_fen == most_fen:
        return "whole"
    return "beyond" if amount_fen > left_fen else ""


def is_more(remedy: str, amount_fen: int, *, granted: str, asked_fen: int) -> bool:
    """Return whether an offer gives a buyer who asks for money more than what he asks for.

    The same sum is more where the goods then stay with him.

    >>> is_more("refund_only", 30000, granted="refund_only", asked_fen=12345)
    True
    >>> is_more("refund_part", 12345, granted="return", asked_fen=12345), is_more("repair", 0, granted="x", asked_fen=1)
    (True, False)
    """
    if remedy not in MONEY or granted not in MONEY:
        return False
    stays = granted == "return" != remedy
    return amount_fen > asked_fen or (stays and amount_fen == asked_fen)


def borne_by(remedy: str, liable: str) -> str:
    """Return who bears a decision: nobody where it gives nothing.

    >>> borne_by("refuse", "merchant"), borne_by("repair", "merchant")
    ('nobody', 'merchant')
    """
    return "nobody" if remedy == "refuse" else liable


def is_beyond(amount_fen: int, *, asked_fen: int) -> bool:
    """Return whether a decision gives more money than was asked for.

    >>> is_beyond(89900, asked_fen=20000), is_beyond(89900, asked_fen=0)
    (True, False)
    """
    return 0 < asked_fen < amount_fen
