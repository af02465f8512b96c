"""An outlet, and a technician, as the rules of their commands look at them, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OutletSituation:
    """An outlet: whether it takes orders, and how many closures and territories can be ended."""

    takes_orders: bool
    closures: int = 0

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


def closes(case: OutletSituation) -> bool:
    """Return whether there is a closure to end."""
    return case.closures > 0


@dataclass(frozen=True, kw_only=True)
class TechnicianSituation:
    """A technician: whether he is paused, and how much of each kind can be ended or answered.

    `portrayed`: this actor may say what he looks like.
    """

    paused: bool
    absences: int = 0
    swaps: int = 0
    skills: int = 0
    employments: int = 0
    portrayed: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: a technician walks no machine, his swaps do."""
        return {}


def may_be_portrayed(case: TechnicianSituation) -> bool:
    """Return whether this actor vouches for his face."""
    return case.portrayed


def works(case: TechnicianSituation) -> bool:
    """Return whether he can be paused."""
    return not case.paused


def paused(case: TechnicianSituation) -> bool:
    """Return whether he can take jobs again."""
    return case.paused


def is_absent(case: TechnicianSituation) -> bool:
    """Return whether there is an absence to end."""
    return case.absences > 0


def is_asked(case: TechnicianSituation) -> bool:
    """Return whether a swap waits for an answer."""
    return case.swaps > 0


def is_skilled(case: TechnicianSituation) -> bool:
    """Return whether there is a skill to end."""
    return case.skills > 0


def is_employed(case: TechnicianSituation) -> bool:
    """Return whether there is an employment to end."""
    return case.employments > 0
