"""How clocks went: kept, broken, still open; every figure counts with these conditions and no others."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from anxin.core.clocks.models import OPEN, Clock

KEPT = Q(met_at__lte=F("due_at"))
BROKEN = Q(met_at__gt=F("due_at")) | Q(met_at=None, missed_at__isnull=False)
ENDED = Q(met_at__isnull=False) | Q(missed_at__isnull=False)
HELD = ExpressionWrapper(KEPT, output_field=BooleanField())
"""Whether an ended clock was kept, beside each row."""


@dataclass(frozen=True, kw_only=True)
class ClockFigures:
    """How many clocks of a kind were kept, broken (late, or never met) and are open; stopped in time counts nowhere."""

    kept: int = 0
    broken: int = 0
    open: int = 0

    def __add__(self, other: "ClockFigures") -> "ClockFigures":
        return ClockFigures(kept=self.kept + other.kept, broken=self.broken + other.broken, open=self.open + other.open)


def count(clocks: QuerySet[Clock]) -> dict[str, ClockFigures]:
    """Count how clocks went, by kind (one query)."""
    kept, broken, still = (Count("pk", filter=one) for one in (KEPT, BROKEN, OPEN))
    rows = clocks.order_by().values("kind").annotate(kept=kept, broken=broken, open=still)
    told = rows.values_list("kind", "kept", "broken", "open")
    return {kind: ClockFigures(kept=well, broken=badly, open=left) for kind, well, badly, left in told}
