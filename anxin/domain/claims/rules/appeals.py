"""Whether what an appeal would be decided to is worse for a side that has not answered it yet."""

from typing import Protocol

REFUNDS = ("refund_only", "refund_part")


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


def is_worse(*, appealed_by: str, before: Outcome, after: Outcome) -> bool:
    """Return whether the other side has less by what comes after, or may have: what can't be compared is worse."""
    return _for_merchant(before, after) if appealed_by == "buyer" else _for_buyer(before, after)


def _for_buyer(before: Outcome, after: Outcome) -> bool:
    if after.fraud_said and not before.fraud_said:
        return True
    if before.remedy == "refuse":
        return False
    return after.amount_fen < before.amount_fen if _compare(before, after) else True


def _for_merchant(before: Outcome, after: Outcome) -> bool:
    if after.remedy == "refuse":
        return False
    if after.liable == "merchant" != before.liable:
        return True
    return after.amount_fen > before.amount_fen if _compare(before, after) else True


def _compare(before: Outcome, after: Outcome) -> bool:
    return before.remedy == after.remedy or {before.remedy, after.remedy} <= set(REFUNDS)
