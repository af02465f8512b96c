"""Brands that leave, and those that left: from which day, who takes over, and what still runs here."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.domain.claims.models import Claim, ClaimLine
from anxin.domain.network.models import Authorisation
from anxin.domain.opening.models import Departure
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.models import Guarantee, Repair

NUMBERS = ("hotline", "part_batch")
"""What is a brand's own and ends on the day; technicians and outlets stay vouched for while anything is carried on."""
HELD = ("authorised", "suspended", "applied", "checked")


def departure_of(brand: Organisation) -> Departure | None:
    """Return how a brand leaves, or left; None where it stays (one query)."""
    return Departure.objects.filter(brand=brand, state__in=["asked", "agreed", "left"]).first()


def left(brand: Organisation) -> Departure | None:
    """Return how a brand left; None while it is here."""
    return Departure.objects.filter(brand=brand, state="left").select_related("brand").first()


def due(*, on: date) -> QuerySet[Departure]:
    """Return the departures whose day is here."""
    return Departure.objects.filter(state="agreed", from_date__lte=on).select_related("brand").order_by("from_date")


def gone() -> QuerySet[Departure]:
    """Return the brands that left."""
    return Departure.objects.filter(state="left").select_related("brand").order_by("pk")


def staying() -> QuerySet[Organisation]:
    """Return the brands that didn't leave, by name."""
    brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND, retired_at=None)
    return brands.exclude(pk__in=gone().values("brand").order_by()).order_by("name", "slug")


def has_left(slug: str) -> bool:
    """Return whether a brand left."""
    return gone().filter(brand__slug=slug).exists()


def empty_handed() -> QuerySet[Departure]:
    """Return the brands that left and are not retired yet: something may still be carried on."""
    return gone().filter(brand__retired_at=None)


def guarantees(brand: Organisation, *, on: date) -> QuerySet[Guarantee]:
    """Return the guarantees that run on what was repaired for a brand: the same fault may come back."""
    return Guarantee.objects.filter(until_date__gte=on, repair__brand=brand)


def is_carried_on(brand: Organisation, *, on: date) -> bool:
    """Return whether anything of a brand that left runs here: a repair, a claim on its goods, a guarantee."""
    if Repair.objects.filter(brand=brand).exclude(state__in=Repair.MACHINE.ends).exists():
        return True
    made = ClaimLine.objects.filter(claim=OuterRef("pk"), line__product__brand=brand)
    claims = Claim.objects.exclude(state__in=Claim.MACHINE.ends).filter(Q(seller=brand) | Exists(made))
    return claims.exists() or guarantees(brand, on=on).exists()


def words_of(brand: Organisation, *, kinds: tuple[str, ...] = ()) -> list[Authorisation]:
    """Return a brand's words that are held, of some kinds or all."""
    rows = Authorisation.objects.filter(brand=brand, state__in=HELD).select_related("brand").order_by("pk")
    return list(rows.filter(kind__in=kinds) if kinds else rows)
