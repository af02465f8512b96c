"""An authorisation, a brand's network, a reported number, who waits: as their commands' rules look at them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AuthorisationSituation:
    """An authorisation: `own` where the actor is of that brand, `key_here` where it can be signed here."""

    state: str
    kind: str
    own: bool
    operates: bool
    key_here: bool
    key_lost: bool
    over: bool
    asked_again: bool
    changed: bool = False
    """Whether somebody else stands behind the number than when it was signed; looked at where it is suspended."""

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"authorisation": self.state}


def keeps(case: "AuthorisationSituation | NetworkSituation") -> bool:
    """Return whether it is theirs: the brand's own, or of whoever administers the house."""
    return case.own or case.operates


def has_typed(case: "NetworkSituation") -> bool:
    """Return whether a hotline is only typed so far, and theirs to correct."""
    return keeps(case) and bool(case.typed)


def is_own(case: AuthorisationSituation) -> bool:
    """Return whether the brand itself looks: nobody else gives its word."""
    return case.own


def may_resume(case: AuthorisationSituation) -> bool:
    """Return whether the brand can give its word again: what it was for stands there still."""
    return case.own and not case.changed


def may_sign(case: AuthorisationSituation) -> bool:
    """Return whether the brand can sign here and now."""
    return case.own and case.key_here and not case.over


def may_sign_again(case: AuthorisationSituation) -> bool:
    """Return whether the key this was signed with is lost, so that another has to stand for it."""
    return case.own and case.state == "authorised" and case.key_lost and case.key_here


RENEWABLE = frozenset({"authorised", "expired"})
"""A further time is asked for what holds, or has ended by itself."""


def may_renew(case: AuthorisationSituation) -> bool:
    """Return whether a further time can be asked for: nobody asked yet, and no later one is given."""
    return keeps(case) and case.state in RENEWABLE and not case.asked_again


def may_set_goods(case: AuthorisationSituation) -> bool:
    """Return whether it can be asked for other goods: a technician's word that isn't over, the newest for him."""
    return keeps(case) and case.kind == "technician" and not (case.over or case.asked_again) and may_hand_in(case)


def may_hand_in(case: AuthorisationSituation) -> bool:
    """Return whether papers belong to it: it isn't over."""
    return keeps(case) and case.state in ("applied", "checked", "authorised", "suspended")


def may_portray(case: AuthorisationSituation) -> bool:
    """Return whether a picture belongs to it."""
    return keeps(case) and case.kind == "technician"


@dataclass(frozen=True, kw_only=True)
class NetworkSituation:
    """A brand's network: who the actor is to it, and which keys there are."""

    own: bool
    operates: bool
    losable: bool
    key_here: bool
    keys: int
    mistakes: int = 0
    typed: str = ""
    """The hotline that was typed for it, while it vouches for none."""

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: a brand walks no machine."""
        return {}


@dataclass(frozen=True, kw_only=True)
class AppearanceSituation:
    """How a brand shows itself: is it his own, does a picture stand as its mark, was it shown otherwise before."""

    own: bool
    picture: bool = False
    earlier: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: how a brand looks walks no machine."""
        return {}


def is_own_appearance(case: AppearanceSituation) -> bool:
    """Return whether the brand itself looks."""
    return case.own


def has_picture(case: AppearanceSituation) -> bool:
    """Return whether there is a picture to take away."""
    return case.own and case.picture


def has_earlier(case: AppearanceSituation) -> bool:
    """Return whether there is an earlier edition to go back to."""
    return case.own and case.earlier


def is_the_brand(case: NetworkSituation) -> bool:
    """Return whether the brand itself looks: its keys are its own."""
    return case.own


def has_mistakes(case: NetworkSituation) -> bool:
    """Return whether a number that was called a mistake waits for a second person."""
    return keeps(case) and case.mistakes > 0


def may_lose(case: NetworkSituation) -> bool:
    """Return whether there is a key to lose."""
    return case.own and case.losable


@dataclass(frozen=True, kw_only=True)
class ReportedSituation:
    """A number that was reported as false: `vouched` where a brand stands for it, today or from a later day on.

    `concerned` where somebody of a brand whose name it uses looks.
    """

    state: str
    vouched: bool
    concerned: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"reported_number": self.state}

    @property
    def false(self) -> bool:
        """Return whether a person found it to be false."""
        return self.state == "confirmed"


def may_warn(case: ReportedSituation) -> bool:
    """Return whether the check can warn of it: nobody vouches for it."""
    return not case.vouched


def is_concerned(case: ReportedSituation) -> bool:
    """Return whether a brand whose name it uses looks."""
    return case.concerned


@dataclass(frozen=True, kw_only=True)
class WaitingSituation:
    """Somebody on the waiting list."""

    state: str

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"waiting": self.state}


@dataclass(frozen=True, kw_only=True)
class TakedownSituation:
    """A takedown, and whether its number is confirmed as false today."""

    state: str
    false: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"takedown": self.state}


def is_false(case: "ReportedSituation | TakedownSituation") -> bool:
    """Return whether a person found the number to be false: nobody is asked to take down another."""
    return case.false
