"""The sums a page of figures reads: of some days, perhaps of one house, of what an actor may see."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from anxin.core.actors import Actor
from anxin.domain.insight.models import DayFigures, FiguresGathered
from anxin.domain.insight.queries.scope import Scope, may_see


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Counts added up: of everything, by the house's name, by province, by the day the cases began."""

    whole: Counter[str] = field(default_factory=Counter)
    houses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    provinces: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def sums(actor: Actor, *, scope: Scope) -> Sums:
    """Add up what the days of a scope count (one query)."""
    found = Sums()
    if not may_see(actor):
        return found
    rows = DayFigures.objects.filter(operator=UUID(actor.organisation), day__range=(scope.from_date, scope.to_date))
    rows = rows.filter(house__slug=scope.brand) if scope.brand else rows
    for house, province, day, counts in rows.values_list("house__name", "province", "day", "counts"):
        for into in (found.whole, found.houses[house], found.provinces[province], found.days[day]):
            into.update(counts)
    return found


def counted_at() -> datetime | None:
    """Return until when the figures hold what happened; None before the first count (one query)."""
    return FiguresGathered.objects.values_list("until", flat=True).first()
