"""Which cases figures are about: a range of days and perhaps one brand, of what an actor may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries as claims
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Organisation
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair

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


def repairs_of(actor: Actor, *, scope: Scope, now: datetime) -> QuerySet[Repair]:
    """Return the repairs reported in a scope."""
    if not may_see(actor):
        return Repair.objects.none()
    rows = repairs.visible_to(actor, now=now).filter(created_at__gte=scope.start, created_at__lt=scope.end)
    return rows.filter(brand__slug=scope.brand) if scope.brand else rows


def claims_of(actor: Actor, *, scope: Scope, now: datetime) -> QuerySet[Claim]:
    """Return the claims filed in a scope; a brand is here the seller."""
    if not may_see(actor):
        return Claim.objects.none()
    rows = claims.visible_to(actor, now=now).filter(created_at__gte=scope.start, created_at__lt=scope.end)
    return rows.filter(seller__slug=scope.brand) if scope.brand else rows


def brands(actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """Return the brands and sellers that figures can be narrowed to (one query)."""
    if not may_see(actor):
        return []
    kinds = (Organisation.Kind.BRAND, Organisation.Kind.MERCHANT)
    houses = Organisation.objects.filter(kind__in=kinds).annotate(
        mended=Exists(Repair.objects.filter(brand=OuterRef("pk"))),
        sold=Exists(Claim.objects.filter(seller=OuterRef("pk"))),
    )
    found = houses.filter(Q(mended=True) | Q(sold=True))
    return sorted(found.values_list("slug", "name"), key=lambda one: one[1])
