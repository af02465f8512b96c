"""Because of facts elsewhere; the function itself is an action, this page is the door for the wiring."""

from datetime import datetime

from anxin.core.timeline import Entry
from anxin.domain.notices import actions as notices


def tell(*, fact: Entry, now: datetime) -> None:
    """Something happened that somebody is told of."""
    notices.tell(fact=fact, now=now)
