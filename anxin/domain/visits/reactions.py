"""Because of facts elsewhere."""

from datetime import datetime

from anxin.core.timeline import Entry
from anxin.domain.visits import actions as visits


def bill_shown(*, fact: Entry, now: datetime) -> None:
    """A bill was shown: the completion code may exist now."""
    visits.bill_changed(stream=fact.stream_key, now=now)
