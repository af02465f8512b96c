"""An outlet as the rules of its commands look at it, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OutletSituation:
    """An outlet: whether it takes orders, how many closures can be ended, and whether it is this actor's to close."""

    takes_orders: bool
    closures: int = 0
    led: bool = False  # this actor leads it, or keeps the network

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: an outlet walks no machine."""
        return {}


def takes(case: OutletSituation) -> bool:
    """Return whether it can be stopped."""
    return case.takes_orders


def stopped(case: OutletSituation) -> bool:
    """Return whether it can take orders again."""
    return not case.takes_orders


def may_close(case: OutletSituation) -> bool:
    """Return whether this actor says when it is closed."""
    return case.led


def closes(case: OutletSituation) -> bool:
    """Return whether there is a closure to end, and this actor may."""
    return case.led and case.closures > 0
