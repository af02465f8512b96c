"""How the days stand for which windows are offered."""

from collections.abc import Sequence

FEW = 2
"""So many windows of a day that are still free are few."""


def day_state(free: Sequence[int | None]) -> str:
    """Return how a day stands by how many can come in each window in which somebody works; None is uncounted.

    It is shut (nobody works), uncounted, full, few (windows are free) or free.
    """
    if not free:
        return "shut"
    if None in free:
        return "uncounted"
    left = sum(1 for one in free if one)
    return ("few" if left <= FEW else "free") if left else "full"
