"""A claim on a carrier as the rules of its commands look at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.domain.custody.states import PARCEL_CLAIM


@dataclass(frozen=True, kw_only=True)
class ParcelClaimSituation:
    """A claim on a carrier: how it stands, and what is owed."""

    state: str
    owed_fen: int

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"parcel_claim": self.state}


def may_book(case: ParcelClaimSituation) -> bool:
    """Return whether the carrier owes something."""
    return case.owed_fen > 0


def may_give_up_rest(case: ParcelClaimSituation) -> bool:
    """Return whether the claim was made good and the carrier still owes something."""
    return case.state in PARCEL_CLAIM.ends and case.owed_fen > 0
