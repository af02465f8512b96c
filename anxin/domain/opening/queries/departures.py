"""Brands that leave, and those that left: from which day, who takes over, and what still runs here."""

from datetime import date

from django.db.models import QuerySet

from anxin.domain.network.models import Authorisation
from anxin.domain.opening.models import Departure
from anxin.domain.people.models import Organisation

NUMBERS = ("hotline", "part_batch")
"""What is a brand's own and ends on the day; technicians and outlets stay vouched for until the last case ends."""
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


def empty_handed() -> QuerySet[Departure]:
    """Return the brands that left and are not retired yet: some case may still run."""
    return Departure.objects.filter(state="left", brand__retired_at=None).select_related("brand").order_by("pk")


def words_of(brand: Organisation, *, kinds: tuple[str, ...] = ()) -> list[Authorisation]:
    """Return a brand's words that are held, of some kinds or all."""
    rows = Authorisation.objects.filter(brand=brand, state__in=HELD).select_related("brand").order_by("pk")
    return list(rows.filter(kind__in=kinds) if kinds else rows)
