"""What comes in from outside is for brands that are open: one rule, whichever page or program it comes by."""

from datetime import datetime

from anxin.core.actors import SYSTEM, VISITORS
from anxin.core.errors import WrongState
from anxin.core.timeline import Entry
from anxin.domain.opening import queries

OUTSIDE = VISITORS | {"token"}
"""Whoever reports, files, waits or writes without the desk; who rings is taken in by hand, also for a shut brand."""


class NotOpen(WrongState):
    """The brand doesn't serve the public yet, or not now."""

    code = "opening.not_open"


ENDS_WITH_ITS_BRAND = frozenset({"repair", "waiting"})
"""What nobody takes in for a brand that left, the desk neither; claims on what was bought go on to be taken in."""


class BrandLeft(WrongState):
    """The brand left: nobody takes anything in for it here any more, the desk neither."""

    code = "opening.brand_left"


def only_open(*, fact: Entry, now: datetime) -> None:
    """Refuse the first fact of a case that comes from outside for a brand that is shut; raises `NotOpen`.

    A repair or a wait for a brand that left is refused whoever brings it; raises `BrandLeft`. What a case that runs
    asks for, a look at the goods or a repair that was decided, is carried on.

    A message about a case that was taken in, or of somebody known, is let through.
    """
    kind = fact.stream_key.kind
    outside = fact.actor_kind in ({"stranger"} if kind == "contact" else OUTSIDE)
    ends = kind in ENDS_WITH_ITS_BRAND and fact.actor_kind != SYSTEM.kind
    shut = queries.shut_for(kind, fact.facts) if outside or ends else None
    gone = queries.left(shut) if shut is not None and ends else None
    if gone is not None:
        raise BrandLeft({"brand": gone.house.name, "successor": gone.successor, "at": gone.successor_at})
    if outside and shut is not None:
        raise NotOpen({"brand": shut.name})
