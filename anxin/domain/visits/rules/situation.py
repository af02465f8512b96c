"""Outlet orders and offers as the rules of their commands look at them, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.domain.visits.states import BEFORE_THE_DOOR


@dataclass(frozen=True, kw_only=True)
class OutletOrderSituation:
    """A visit offered to an outlet: `own` where the actor is of that outlet."""

    order: str
    visit: str
    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"outlet_order": self.order, "visit": self.visit}


def is_own(case: OutletOrderSituation) -> bool:
    """Return whether it is this outlet's to answer."""
    return case.own


def may_give_back(case: OutletOrderSituation) -> bool:
    """Return whether an outlet may give a visit back: nobody of it has begun at the door."""
    return case.own and case.visit in ("open", "offered", *BEFORE_THE_DOOR)


@dataclass(frozen=True, kw_only=True)
class OfferSituation:
    """A visit offered to a technician: `own` where the actor is that technician."""

    offer: str
    visit: str
    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"offer": self.offer, "visit": self.visit}


def is_offered_to_him(case: OfferSituation) -> bool:
    """Return whether it is his to answer and nobody else has it."""
    return case.own and case.visit in ("open", "offered")
