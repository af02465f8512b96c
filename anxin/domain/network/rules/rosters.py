"""A technician as the rules of his commands look at him, his wishes for days, and those rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TechnicianSituation:
    """A technician: whether he is paused, and how much of each kind can be ended or answered.

    `shut`: nobody can come in with his account, so he can't take jobs again.
    `last_days`: last days that were said and concern this actor.
    `own`: this actor is he; `led`: he keeps the network or leads an outlet of his; `portrayed`: he may say what he
    looks like.
    """

    paused: bool
    shut: bool = False
    own: bool = False
    led: bool = False
    absences: int = 0
    ill: int = 0
    skills: int = 0
    employments: int = 0
    last_days: int = 0
    portrayed: bool = False
    badge: str = ""
    badgeable: bool = False
    signed_in: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return no states: a technician walks no machine, his swaps do."""
        return {}


def absence_for(kind: str, *, house: object, reader: object) -> str:
    """Return what a house reads of an absence: another employer's is only `away`; no house reads all.

    >>> absence_for("sick", house=1, reader=2), absence_for("sick", house=1, reader=1)
    ('away', 'sick')
    >>> absence_for("sick", house=None, reader=2), absence_for("sick", house=1, reader=None)
    ('sick', 'sick')
    """
    return kind if reader is None or house in (None, reader) else "away"


def told_to[House](kind: str, *, houses: Sequence[House], by: House | None) -> House | None:
    """Return which of several employers reads why he isn't there: who says it; of an illness else the first one."""
    if len(set(houses)) < 2:
        return None
    return by if by in houses else houses[0] if kind == "sick" else None


def may_be_portrayed(case: TechnicianSituation) -> bool:
    """Return whether this actor vouches for his face."""
    return case.portrayed


def may_have_badge(case: TechnicianSituation) -> bool:
    """Return whether this actor may give him a badge: with a portrait, and a brand that vouches today."""
    return case.led and case.badgeable


def has_badge(case: TechnicianSituation) -> bool:
    """Return whether there is a printed badge that this actor may withdraw."""
    return case.led and bool(case.badge)


def is_signed_in(case: TechnicianSituation) -> bool:
    """Return whether there is a sign-in of his that this actor may end."""
    return case.led and case.signed_in


def works(case: TechnicianSituation) -> bool:
    """Return whether he can be paused."""
    return not case.paused


def may_work_again(case: TechnicianSituation) -> bool:
    """Return whether he can take jobs again."""
    return case.paused and not case.shut


def is_led(case: TechnicianSituation) -> bool:
    """Return whether this actor says when he works."""
    return case.led


def is_own(case: TechnicianSituation) -> bool:
    """Return whether this actor is he."""
    return case.own


def is_own_and_well(case: TechnicianSituation) -> bool:
    """Return whether this actor is he, and isn't written down as ill today."""
    return case.own and not case.ill


def is_own_and_ill(case: TechnicianSituation) -> bool:
    """Return whether this actor is he, and is written down as ill today."""
    return case.own and case.ill > 0


def may_swap(case: TechnicianSituation) -> bool:
    """Return whether this actor may ask for a swap of his days."""
    return case.own or case.led


def is_absent(case: TechnicianSituation) -> bool:
    """Return whether there is an absence that this actor may end."""
    return case.led and case.absences > 0


def is_skilled(case: TechnicianSituation) -> bool:
    """Return whether there is a skill to end."""
    return case.skills > 0


def is_employed(case: TechnicianSituation) -> bool:
    """Return whether there is an employment to end."""
    return case.employments > 0


def may_end(case: TechnicianSituation) -> bool:
    """Return whether this actor may say which day is his last somewhere."""
    return case.led and case.employments > 0


def has_last_day(case: TechnicianSituation) -> bool:
    """Return whether a last day was said that this actor may take back."""
    return case.led and case.last_days > 0


@dataclass(frozen=True, kw_only=True)
class WishSituation:
    """A wish for leave, a swap or a placement: the actor `asks`, is himself `asked`, or `leads` him."""

    leave: str = ""
    swap: str = ""
    placement: str = ""
    asks: bool = False
    asked: bool = False
    leads: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        known = {"leave": self.leave, "swap": self.swap, "placement": self.placement}
        return {name: state for name, state in known.items() if state}


def asks(case: WishSituation) -> bool:
    """Return whether this actor wished it."""
    return case.asks


def leads(case: WishSituation) -> bool:
    """Return whether this actor leads who asks."""
    return case.leads


def is_the_colleague(case: WishSituation) -> bool:
    """Return whether it is this actor's day that is asked for."""
    return case.asked


def may_answer(case: WishSituation) -> bool:
    """Return whether this actor may say yes or no to what is asked of him, or of whom he leads."""
    return case.leads or case.asked


def may_withdraw(case: WishSituation) -> bool:
    """Return whether this actor asked, or leads who did."""
    return case.asks or case.leads
