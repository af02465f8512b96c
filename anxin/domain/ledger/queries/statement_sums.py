"""The statements of the last days, each beside the sums of our own books."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Sum

from anxin.core.gathered_rows import Gathered, Midnight
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Difference, Payment, Statement


@dataclass(frozen=True, kw_only=True)
class StatementView:
    """A day's statement beside what our books say of the day."""

    provider: str
    day: date
    count: int
    paid_fen: int
    back_fen: int
    fee_fen: int
    our_paid_fen: int
    our_back_fen: int
    open: int

    @property
    def agrees(self) -> bool:
        """Return whether both say the same, to the fen."""
        return (self.paid_fen, self.back_fen) == (self.our_paid_fen, self.our_back_fen)


def statements(*, limit: int = 14) -> list[StatementView]:
    """Return the newest statements, each beside our own sums (one query)."""
    beside = Difference.objects.filter(provider=OuterRef("provider"), day=OuterRef("day"), ended_at=None).order_by()
    counted = Subquery(beside.values("day").annotate(n=Count("pk")).values("n"))
    begins, ends = Midnight(OuterRef("day")), Midnight(OuterRef("day"), after=1)
    moved = Payment.objects.filter(provider=OuterRef("provider"), state="succeeded", moved_at__gte=begins)
    moved = moved.exclude(Exists(Difference.objects.filter(payment=OuterRef("pk"), end=rules.BOUND)))
    given = Difference.objects.filter(provider=OuterRef("provider"), day=OuterRef("day"), end=rules.BOUND).order_by()
    gave = Subquery(given.values("day").annotate(fen=Sum("theirs_fen")).values("fen"))
    sums = moved.filter(moved_at__lt=ends).order_by().values("direction").annotate(fen=Sum("amount_fen"))
    rows = Statement.objects.annotate(waiting=counted, given=gave, ours=Gathered(sums, "direction", "fen"))
    return [_view(one) for one in rows.order_by("-day", "provider")[:limit]]


def _view(row: Any) -> StatementView:
    told = {one["direction"]: one["fen"] for one in row.ours}
    return StatementView(
        provider=row.provider,
        day=row.day,
        count=row.count,
        paid_fen=row.paid_fen,
        back_fen=row.back_fen,
        fee_fen=row.fee_fen,
        our_paid_fen=told.get(Payment.Direction.IN, 0),
        our_back_fen=told.get(Payment.Direction.BACK, 0) + (row.given or 0),
        open=row.waiting or 0,
    )
