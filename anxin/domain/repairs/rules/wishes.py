"""Whether another window may still be wanted than the one that was reported."""

from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.states import VISIT


def is_wish_open(repair: str, mode: str, visit: str) -> bool:
    """Return whether somebody is to come and nobody has said yes to a window yet, by states; none where no row is."""
    return mode == "visit" and repair in REPAIR.capabilities["sought"] and visit in ("", *VISIT.capabilities["seek"])
