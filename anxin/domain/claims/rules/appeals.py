"""What is worse for a side: nothing else is what its own appeal alone ends in, or an appeal it has not answered yet.

What can't be compared is worse, unless the side itself asked for it, or offered it; of two sums the sums decide.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

BOTH = "both"
"""Whose appeal it is where each side made one: everything is open then."""
PIECES = ("repair", "exchange")
"""Remedies without money, the lesser one first."""
KEEPS = ("refund_only", "refund_part")
"""Remedies that give money and ask for no goods."""
SUMS = ("money", "return")
"""Kinds of which two differ in their sums alone: these are compared, whatever a side asked for or offered."""


class Outcome(Protocol):
    """What was decided, or is to be: the remedy, its sum, who bears it, whether somebody is said to have deceived."""

    @property
    def remedy(self) -> str:
        """Return what it gives."""
        ...

    @property
    def amount_fen(self) -> int:
        """Return how much money goes back."""
        ...

    @property
    def liable(self) -> str:
        """Return who bears it."""
        ...

    @property
    def fraud_said(self) -> bool:
        """Return whether it says that the buyer deceived."""
        ...


@dataclass(frozen=True, kw_only=True)
class Yes:
    """What the merchant's yes would give."""

    remedy: str
    amount_fen: int
    liable: str = "merchant"
    fraud_said: bool = False


def is_worse(
    side: str, *, before: Outcome, after: Outcome, whole_fen: int, own: Collection[tuple[str, int]] = ()
) -> bool:
    """Return whether a side has less by what comes after, or may have.

    `whole_fen`: all that can still go back; `own`: what, with sums, the buyer asked for or the merchant offered.
    """
    if side == "buyer":
        return _for_buyer(before, after, whole_fen, own)
    return _for_merchant(before, after, whole_fen, own)


def _for_buyer(before: Outcome, after: Outcome, whole_fen: int, own: Collection[tuple[str, int]]) -> bool:
    if after.fraud_said and not before.fraud_said:
        return True
    if before.remedy == "refuse":
        return False
    if after.remedy == "refuse" or after.liable == "buyer" != before.liable:
        return True
    if _kind(before.remedy) == _kind(after.remedy) in SUMS:
        return after.amount_fen < before.amount_fen
    if any(_kind(after.remedy) == _kind(remedy) and after.amount_fen >= fen for remedy, fen in own):
        return False
    if before.remedy in PIECES:
        return not _is_as_good(after.remedy, before.remedy) and not 0 < whole_fen <= after.amount_fen
    keeps = before.remedy == "return"
    return after.remedy in PIECES or after.amount_fen < before.amount_fen or not keeps


def _for_merchant(before: Outcome, after: Outcome, whole_fen: int, own: Collection[tuple[str, int]]) -> bool:
    if after.remedy == "refuse" or after.liable != "merchant":
        return False
    if before.liable != "merchant":
        return True
    if _kind(before.remedy) == _kind(after.remedy) in SUMS:
        return after.amount_fen > before.amount_fen
    if any(_kind(after.remedy) == _kind(remedy) and after.amount_fen <= fen for remedy, fen in own):
        return False
    if before.remedy in PIECES:
        part = before.remedy == "exchange" and 0 < after.amount_fen < whole_fen
        return not _is_as_good(before.remedy, after.remedy) and not part
    if after.remedy in PIECES:
        return before.remedy == "return" or before.amount_fen < whole_fen
    return after.amount_fen > before.amount_fen or after.remedy != "return"


def _kind(remedy: str) -> str:
    """Return what a remedy is of two that give money for the same goods, whatever it is called."""
    return "money" if remedy in KEEPS else remedy


def _is_as_good(one: str, other: str) -> bool:
    """Return whether a piece is as good as another to who gets it."""
    return one in PIECES and other in PIECES and PIECES.index(one) >= PIECES.index(other)
