"""What the page of a case says first: one sentence true now, how late a promise is, and what is the reader's next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One sentence's code; the clock that ran out and by how much; one main action, others beside it.

    `phone` is whom the action `call` dials, `whom` whom the sentence is about. `yours` where the case waits for the
    reader: then the main action is the one solid button. `danger` where it warns him of somebody. `below` is what it
    says once what is more pressing is done.
    """

    says: str
    main: str
    beside: tuple[str, ...] = ()
    yours: bool = False
    danger: bool = False
    late: str = ""
    late_by: timedelta = timedelta()
    phone: str = ""
    whom: str = ""
    below: str = ""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A clock as the headline looks at it."""

    kind: str
    due_at: datetime
    open: bool


def overdue(clocks: Iterable[Ran], *, kinds: Collection[str], now: datetime) -> tuple[str, timedelta]:
    """Return which promise of these kinds is broken longest and by how much; a promise kept at last is late no more.

    Of one kind the last one given counts.
    """
    due: dict[str, datetime] = {}
    for one in clocks:
        if one.kind in kinds and one.open and one.due_at < now:
            due[one.kind] = max(one.due_at, due.get(one.kind, one.due_at))
    if not due:
        return "", timedelta()
    kind = min(due, key=lambda one: due[one])
    return kind, now - due[kind]
