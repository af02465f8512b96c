"""A decided repair that was billed, before who keeps the money."""

from collections.abc import Mapping
from dataclasses import dataclass

KEEPS = frozenset({"finance", "operator"})


@dataclass(frozen=True, kw_only=True)
class BilledSituation:
    """What of its bill can be let go or given back, is the repair over where nothing was paid, does a proposal wait."""

    fen: int
    over: bool
    waits: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a bill that is let go by two walks its own."""
        return {}


def may_release(case: BilledSituation) -> bool:
    """Return whether somebody may propose to let it go: a bill not paid yet once its repair is over."""
    return case.fen > 0 and case.over and not case.waits
