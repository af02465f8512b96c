"""What is decided about contacts: ways, topics, what became of a call, how far ahead a promise may lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

CHANNELS = ("call", "form", "chat")
DIRECTIONS = ("in", "out")
TOPICS = ("progress", "appointment", "price", "claim", "complaint", "genuine", "data", "other")
OF_REPAIRS = frozenset({"appointment", "genuine"})
"""Topics that nobody has where no repair is taken in."""
RESULTS = ("answered", "promised", "nobody", "wrong_number")
LONGEST_TEXT = 2000
LONGEST_CALL_S = 4 * 3600
FARTHEST = timedelta(days=14)


def topics(*, repairs: bool) -> list[str]:
    """Return what a message may be about, where repairs are taken in or not."""
    return [one for one in TOPICS if repairs or one not in OF_REPAIRS]


def promise_fits(at: datetime, *, now: datetime) -> bool:
    """Return whether a call can be promised for a moment: ahead, and within two weeks."""
    return now < at <= now + FARTHEST


@dataclass(frozen=True, kw_only=True)
class ContactSituation:
    """A contact as the rules of its commands read it: `mine` where the actor has taken it.

    `promised`: a call back was, and isn't made yet.
    """

    state: str
    mine: bool
    promised: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"contact": self.state}


@dataclass(frozen=True, kw_only=True)
class CallsSituation:
    """The desk as the rules of a call that has no contact yet read it: whoever works there logs one at any time."""

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a desk walks none."""
        return {}


def may_take(case: ContactSituation) -> bool:
    """Return whether there is anything to take: one's own is taken already."""
    return not case.mine


def is_told_whole(topic: str, kind: str) -> bool:
    """Return whether what was written stands in the record of the case it is about: a complaint about a claim."""
    return (topic, kind) == ("complaint", "claim")
