"""A change of where money goes, or of whose word lets staff in, before those who answer it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ProviderChangeSituation:
    """A change of a provider's account that waits; `asked_by_me` where the actor asked for it.

    `here` where it is his to answer at all: an administrator's, or a lead's of the house whose company sign-in it is.
    """

    state: str
    here: bool
    asked_by_me: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the state by machine."""
        return {"provider_change": self.state}


def is_second(case: ProviderChangeSituation) -> bool:
    """Return whether the actor is another person than who asked."""
    return case.here and not case.asked_by_me


def is_own_asking(case: ProviderChangeSituation) -> bool:
    """Return whether the actor asked for it."""
    return case.here and case.asked_by_me
