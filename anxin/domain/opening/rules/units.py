"""What can be done with a house of this installation."""

from collections.abc import Mapping
from dataclasses import dataclass

DEPARTING = ("brand", "merchant")
"""The kinds of houses that depart from a day on."""


@dataclass(frozen=True, kw_only=True)
class UnitSituation:
    """A house before whoever administers all of them: its kind, retired or not, and whether anything hangs on it.

    `departure`: how far a brand or a merchant is on its way out; `asked_by_me` where the actor asked for that.
    `silent`: a merchant that answers nothing any more.
    """

    kind: str
    retired: bool
    used: bool
    departure: str = ""
    silent: bool = False
    asked_by_me: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: how a brand departs, while it does."""
        return {"departure": self.departure} if self.departure else {}


def runs_all(case: UnitSituation) -> bool:
    """Return whether this is the house that runs the installation: it makes the others."""
    return case.kind == "operator"


def may_correct(case: UnitSituation) -> bool:
    """Return whether a house can be called otherwise; who runs all of it stands in the imprint."""
    return not case.retired and not runs_all(case)


def may_retire(case: UnitSituation) -> bool:
    """Return whether a house can be retired: nobody and nothing hangs on it any more."""
    return may_correct(case) and not case.used


def may_depart(case: UnitSituation) -> bool:
    """Return whether a brand can be said to depart as of a day, with all that hangs on it."""
    return case.kind == "brand" and not case.retired and not case.departure


def may_shop_depart(case: UnitSituation) -> bool:
    """Return whether a merchant can be said to depart as of a day, with claims on what it sold."""
    return case.kind == "merchant" and not case.retired and not case.departure


def may_call_silent(case: UnitSituation) -> bool:
    """Return whether it can be said that a merchant answers nothing; of one that left two agreed who pays."""
    return case.kind == "merchant" and not case.retired and not case.silent and not has_left(case)


def is_silent(case: UnitSituation) -> bool:
    """Return whether a merchant is said to answer nothing any more."""
    return case.silent


def is_second_of_departure(case: UnitSituation) -> bool:
    """Return whether a departure waits for the actor: another than who asked."""
    return case.departure == "asked" and not case.asked_by_me


def is_own_departure(case: UnitSituation) -> bool:
    """Return whether a departure waits that the actor asked for."""
    return case.departure == "asked" and case.asked_by_me


def may_return(case: UnitSituation) -> bool:
    """Return whether a retired house can be taken back: a brand that left doesn't come back, it is made anew."""
    return case.retired and not has_left(case)


def has_left(case: UnitSituation) -> bool:
    """Return whether this is a house that left."""
    return case.departure == "left"
