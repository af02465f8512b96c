"""Whose it is to say what several work with: a technician's or an outlet's own name, phone, face, hours, skills."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stint:
    """A time in which a house (a brand, an outlet) works with somebody; `over` where it ended."""

    house: str
    from_at: datetime
    over: bool


def brought_in(house: str, stints: Sequence[Stint]) -> bool:
    """Return whether somebody's own details are a house's to change: it brought him in, alone, and he is with it still.

    Where nobody else ever worked with him, a pause changes nothing. Whoever else works with him, or did, says what is
    his own (what for, where, from when to when) and leaves the rest to that house, or to the operator.
    """
    others = any(stint.house != house for stint in stints)
    if not others:
        return bool(stints)
    first = min(stint.from_at for stint in stints)
    began = {stint.house for stint in stints if stint.from_at == first}
    return began == {house} and any(stint.house == house and not stint.over for stint in stints)


def is_alone(house: str, stints: Collection[Stint]) -> bool:
    """Return whether nobody but this house ever worked with somebody."""
    return all(stint.house == house for stint in stints)
