"""The seller's pictures, and whether each was sealed before the claim."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

When = Literal["before", "after", "unknown"]
SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Reference:
    """One picture of the seller's.

    sealed_at : when it was sealed; None with `known` true means before the claim, as listings are; `known` false means
        that nobody can say.
    """

    path: str | os.PathLike[str]
    sealed_at: datetime | None = None
    known: bool = True

    def when(self, claimed_at: datetime | None) -> When:
        """Return whether the reference was sealed before the claim; the same instant isn't before."""
        if not self.known:
            return "unknown"
        if self.sealed_at is None:
            return "before"
        if claimed_at is None:
            return "unknown"
        return "before" if aware(self.sealed_at) < aware(claimed_at) else "after"


def aware(moment: datetime) -> datetime:
    """Take a time without zone as Chinese standard time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
