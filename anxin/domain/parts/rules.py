"""A stock as the rules of its commands look at it, and what is decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CLERKS = "operator dispatcher outlet_manager outlet_dispatcher parts_clerk"
"""Who counts and moves parts: who keeps the network all of them, who works at an outlet its own."""
MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class StockSituation:
    """A stock: whether this actor keeps its place, and how many there are."""

    kept: bool
    on_hand: int

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: a stock walks no machine."""
        return {}


def keeps(case: StockSituation) -> bool:
    """Return whether this actor says how many there are."""
    return case.kept


def some_there(case: StockSituation) -> bool:
    """Return whether there are any to move."""
    return case.on_hand > 0


def drawn(wanted: int, there: Sequence[int]) -> list[int]:
    """Return how many are taken from each of some stocks, the first as far as it reaches; the last takes what's left.

    What that one lacks then was there uncounted: the books were wrong, not the technician.
    """
    taken = []
    for place, on_hand in enumerate(there, start=1):
        taken.append(wanted if place == len(there) else min(wanted, on_hand))
        wanted -= taken[-1]
    return taken


def returned(back: int, taken: Sequence[int]) -> list[int]:
    """Return how many go back to each of some stocks that so many were taken from, the last one first."""
    found = []
    for one in reversed(taken):
        found.append(min(back, one))
        back -= found[-1]
    return found[::-1]


def found(change: int, on_hand: int, before: int) -> int:
    """Return how many the books lacked of a change; of what comes back, those found `before` go."""
    return max(0, -change - on_hand) if change < 0 else -min(change, before)


def changes(wanted: int, before: Sequence[int], there: Sequence[int]) -> list[int]:
    """Return by how many each of some stocks changes, so that as many are taken as are wanted, not as were before."""
    more = wanted - sum(before)
    return [-one for one in drawn(more, there)] if more > 0 else returned(-more, before)
