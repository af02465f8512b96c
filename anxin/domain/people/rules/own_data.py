"""What somebody who proved his phone may do with his own data."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OwnSituation:
    """One's own row: whether it is the actor's and not erased, and whether codes can be sent from here.

    `needed`: cases of his that aren't over need him, or money is owed to him; `lawful`: the law has something of his
    kept; `asked`: he wants to be erased once that is over, so `waiting`, or it is worked at the desk.
    """

    kept: bool
    texts: bool
    needed: bool = False
    lawful: bool = False
    asked: str = ""

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a person walks none."""
        return {}


def is_kept(case: OwnSituation) -> bool:
    """Return whether it is his own, and not erased."""
    return case.kept


def may_have_code(case: OwnSituation) -> bool:
    """Return whether a code can be sent to another phone of his."""
    return case.kept and case.texts


def is_free_to_go(case: OwnSituation) -> bool:
    """Return whether nothing stands in the way of his erasure."""
    return not case.needed and not case.lawful


def may_wait(case: OwnSituation) -> bool:
    """Return whether his erasure can wait for what stands in its way, and doesn't yet."""
    return (case.needed or case.lawful) and not case.asked


def is_waiting(case: OwnSituation) -> bool:
    """Return whether his erasure waits, so that he can let it be."""
    return case.asked == "waiting"
