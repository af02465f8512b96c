"""Which cases figures are about: a range of days and perhaps one brand, of what an actor may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.domain.insight.models import DayFigures
from anxin.domain.people.models import Organisation

MAY_SEE = frozenset({"quality", "finance", "operator", "auditor"})


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Days from and to, both included, in Shanghai; a brand's slug or nothing."""

    from_date: date
    to_date: date
    brand: str = ""

    @property
    def start(self) -> datetime:
        """Return the moment the first day begins."""
        return datetime.combine(self.from_date, time.min, SHANGHAI)

    @property
    def end(self) -> datetime:
        """Return the moment the last day ends."""
        return datetime.combine(self.to_date + timedelta(days=1), time.min, SHANGHAI)

    @property
    def before(self) -> "Scope":
        """Return the same number of days just before."""
        days = (self.to_date - self.from_date).days + 1
        return Scope(
            from_date=self.from_date - timedelta(days=days),
            to_date=self.from_date - timedelta(days=1),
            brand=self.brand,
        )


def may_see(actor: Actor) -> bool:
    """Return whether somebody reads the figures of the operator."""
    return actor.kind == "staff" and bool(actor.roles & MAY_SEE)


def brands(actor: Actor) -> list[tuple[str, str]]:
    """Return the brands and sellers that figures can be narrowed to (one query)."""
    if not may_see(actor):
        return []
    counted = DayFigures.objects.filter(house=OuterRef("pk"), operator=UUID(actor.organisation))
    found = Organisation.objects.filter(Exists(counted)).values_list("slug", "name")
    return sorted(found, key=lambda house: house[1])
