"""When somebody corrects on the page of his own data where he lives."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OwnAddressSituation:
    """Where somebody lives, as he says it himself: whether it is his own, and whether a repair of his is open."""

    kept: bool
    in_repair: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a home walks none."""
        return {}


def is_kept(case: OwnAddressSituation) -> bool:
    """Return whether it is his own, and not erased."""
    return case.kept


def is_free(case: OwnAddressSituation) -> bool:
    """Return whether no repair of his is open: there it is corrected on that one's page."""
    return not case.in_repair
