"""Who had a hand in how an account is entered, and until when another person does the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from anxin.domain.staff import rules
from anxin.domain.staff.rules import AccountSituation

HELPED_FOR = timedelta(days=30)
APART = (
    ("password", rules.may_forget),
    ("mail", rules.may_write_mail),
    ("authenticator", rules.may_lose_authenticator),
)
"""The commands of an account that never all go through the same hands, with their rules."""


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One step by which an account is entered otherwise than before, and whose it was.

    `first`: nothing stood there before, so it changed nothing; it counts once a link for a new password was made since,
    which went by that way.
    """

    says: str
    whose: frozenset[str]
    at: datetime
    first: bool = False

    @property
    def until(self) -> datetime:
        """Return until when it counts."""
        return self.at + HELPED_FOR


def counting(hands: Iterable[Hand], *, linked_at: datetime | None, now: datetime) -> list[Hand]:
    """Return the hands that count, the latest first; `linked_at`: when the last link for a new password was made."""
    lasting = [one for one in hands if one.until > now]
    count = [one for one in lasting if not one.first or (linked_at is not None and linked_at >= one.at)]
    return sorted(count, key=lambda one: one.at, reverse=True)


def left_to_others(case: AccountSituation) -> tuple[str, ...]:
    """Return the commands between which and the actor nothing but his own hand stands."""
    free = replace(case, helped_until=None)
    return tuple(name for name, rule in APART if rule(free) and not rule(case))
