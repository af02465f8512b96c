"""A merchant's advance answers as the rules of their commands read them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AdvanceSituation:
    """A house that agrees beforehand, or one answer of it: the actor's `own`, and whether it is still in force."""

    own: bool
    in_force: bool = True

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: an advance answer walks none."""
        return {}


def is_own(case: AdvanceSituation) -> bool:
    """Return whether it is the actor's own house."""
    return case.own


def is_in_force(case: AdvanceSituation) -> bool:
    """Return whether an advance answer still agrees to what is filed."""
    return case.in_force
