"""Whether a side is still waited for, to answer the other's appeal."""

from collections.abc import Iterable
from datetime import datetime

from anxin.core.clocks import Clock
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.rules.headline import APPEAL_ANSWER


def side_key(row: Claim, side: str) -> str:
    """Return whose clock a side's is."""
    return f"person:{row.buyer_id}" if side == "buyer" else str(row.seller_id)


def appeal_answer_clock(row: Claim) -> Clock | None:
    """Return the clock of an appeal that is not answered, be its time over (one query)."""
    return awaited(_clocks(row))


def awaited(clocks: Iterable[Clock]) -> Clock | None:
    """Return of a claim's clocks that of an appeal which is not answered, be its time over."""
    return next((one for one in clocks if one.kind == APPEAL_ANSWER and not (one.met_at or one.stopped_at)), None)


def waits_until(clocks: Iterable[Clock], *, now: datetime) -> datetime | None:
    """Return until when an appeal's other side may still answer; None where nobody is waited for."""
    found = awaited(clocks)
    return found.due_at if found is not None and found.due_at > now else None


def appeal_waits(row: Claim, *, now: datetime) -> bool:
    """Return whether the other side's time to answer an appeal runs (one query)."""
    return waits_until(_clocks(row), now=now) is not None


def answered_since(draft: Decision) -> bool:
    """Return whether the appeal was answered after a decision on it was drawn up (one query)."""
    if draft.kind != Decision.Kind.APPEALED:
        return False
    return any(one.met_at is not None and one.met_at >= draft.created_at for one in _clocks(draft.claim))


def _clocks(row: Claim) -> Iterable[Clock]:
    stream = row.stream()
    return Clock.objects.filter(kind=APPEAL_ANSWER, stream_kind=stream.kind, stream_key=stream.key)
