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


def houses(actor: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the brands that figures can be narrowed to, and the shops (one query)."""
    if not may_see(actor):
        return [], []
    counted = DayFigures.objects.filter(house=OuterRef("pk"), operator=UUID(actor.organisation))
    found = sorted(Organisation.objects.filter(Exists(counted)).values_list("name", "slug", "kind"))
    brands = [(slug, name) for name, slug, kind in found if kind == Organisation.Kind.BRAND]
    return brands, [(slug, name) for name, slug, kind in found if kind != Organisation.Kind.BRAND]
