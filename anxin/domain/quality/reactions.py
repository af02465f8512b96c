"""Because of facts elsewhere: a repair closed is followed up, one that is redone isn't any more."""

from datetime import datetime

from anxin.core.timeline import Entry
from anxin.domain.quality import actions as quality
from anxin.domain.repairs import queries as repairs


def repair_closed(*, fact: Entry, now: datetime) -> None:
    """A repair is closed."""
    quality.repair_closed(repair=repairs.repair_by_key(fact.stream_key.key), now=now)


def repair_reworked(*, fact: Entry, now: datetime) -> None:
    """A repair is redone."""
    quality.drop(repair=repairs.repair_by_key(fact.stream_key.key), now=now)
