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

    `first`: nothing stood there before, so it changed nothing; it counts once a link for a new password went that way.
    `linked_at`: when the last one did.
    """

    says: str
    whose: frozenset[str]
    at: datetime
    first: bool = False
    linked_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """Return until when it counts."""
        return max(self.at, self.linked_at or self.at) + HELPED_FOR


def went_by(links: Iterable[datetime], *, kept_at: datetime, ended_at: datetime | None) -> datetime | None:
    """Return when the last link was made that may have gone by a way; one that waited for it leaves by it too."""
    early = kept_at - rules.FORGOTTEN_FOR
    return max((one for one in links if early <= one and (ended_at is None or one <= ended_at)), default=None)


def counting(hands: Iterable[Hand], *, now: datetime) -> list[Hand]:
    """Return the hands that count, the longest first."""
    count = [one for one in hands if one.until > now and (one.linked_at is not None or not one.first)]
    return sorted(count, key=lambda one: (one.until, one.at), reverse=True)


def left_to_others(case: AccountSituation) -> tuple[str, ...]:
    """Return the commands between which and the actor nothing but his own hand stands."""
    free = replace(case, helped_until=None)
    return tuple(name for name, rule in APART if rule(free) and not rule(case))
