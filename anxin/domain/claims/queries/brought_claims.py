"""Claims that the operator brought in for a merchant: who isn't told of his yet, and whose time was too short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from anxin.core import imports
from anxin.core.clocks import Clock
from anxin.domain.claims.models import Claim, TakenOver
from anxin.domain.claims.states import CLAIM

MOST = 5_000
"""Of so many claims merchants are told at once; of the next ones with the next run."""
LAST_HOURS = timedelta(hours=6)
"""What is due within so long is named."""
NAMED = 8
WRITTEN = timedelta(hours=1)
"""So long whoever waits for a file to be whole waits for it."""


@dataclass(frozen=True, kw_only=True)
class BroughtClaims:
    """What of one merchant came in: how many, until when he answers or acts first, and what is due within hours."""

    seller: UUID
    rows: tuple[UUID, ...]
    due_at: datetime | None
    soon: tuple[str, ...]


def is_brought_late(claim: Claim) -> bool:
    """Return whether a claim came in for its merchant when it was too late to answer: his silence isn't counted."""
    return TakenOver.objects.filter(claim=claim, brought_late=True).exists()


def untold(*, now: datetime) -> list[BroughtClaims]:
    """Return what merchants are to be told of, together for each, once its file is written (two statements).

    What ended meanwhile is counted no more.
    """
    rows = TakenOver.objects.filter(untold=True).order_by("at", "id").select_related("claim")[:MOST]
    found = sorted(rows, key=lambda one: str(one.seller_id))
    if not found or imports.is_being_written("claims", since=now - WRITTEN):
        return []
    clocks = Clock.objects.filter(stream_kind="claim", stream_key__in=[str(one.claim_id) for one in found])
    running = clocks.filter(met_at=None, missed_at=None, stopped_at=None).values_list("stream_key", "whose", "due_at")
    due: dict[tuple[str, str], datetime] = {}
    for stream, whose, due_at in running:
        due[str(stream), whose] = min(due_at, due.get((str(stream), whose), due_at))
    return [_brought(seller, mine, due, now) for seller, mine in groupby(found, key=lambda one: one.seller_id)]


def _brought(
    seller: UUID, mine: Iterable[TakenOver], due: dict[tuple[str, str], datetime], now: datetime
) -> BroughtClaims:
    rows = list(mine)
    known = ((due.get((str(one.claim_id), str(seller))), one.claim) for one in rows)
    waits = sorted((at, one.number) for at, one in known if at is not None and one.state not in CLAIM.ends)
    soon = tuple(number for at, number in waits if at <= now + LAST_HOURS)
    first = waits[0][0] if waits else None
    return BroughtClaims(seller=seller, rows=tuple(one.pk for one in rows), due_at=first, soon=soon)
