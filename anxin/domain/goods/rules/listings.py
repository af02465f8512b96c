"""A seller's goods: what they are known by, which product they are called like, who may say what they are."""

from collections.abc import Sequence
from dataclasses import dataclass


def code_of(sku: str, title: str) -> str:
    """Return what a seller's goods are known by: their SKU, else their title."""
    return sku or title


def suggested[Known](code: str, title: str, products: Sequence[tuple[Known, str, str]]) -> Known | None:
    """Return the only product, of those with their codes and names, that goods are called like; None where none is.

    Their SKU is its code, their title is its name or has it; of several names in one title the longest tells.
    """
    same = [one for one, known, _name in products if known.casefold() == code.casefold()]
    same = same or [one for one, _known, name in products if name == title]
    if same:
        return same[0] if len(same) == 1 else None
    within = [(len(name), one) for one, _known, name in products if name and name.casefold() in title.casefold()]
    longest = max((long for long, _one in within), default=0)
    found = [one for long, one in within if long == longest]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, kw_only=True)
class ListingSituation:
    """The goods of a house as the rules of naming them look at it; `chosen` are those somebody asks about, if any."""

    sells: bool
    own: bool
    chosen: tuple[str, ...] = ()

    @property
    def states(self) -> dict[str, str]:
        """No machine is walked here."""
        return {}


def may_name(case: ListingSituation) -> bool:
    """Return whether somebody of a house that sells looks at its own goods."""
    return case.sells and case.own
