"""Brands and merchants that depart, or have departed: from which day, who takes over, and what still runs here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.timeline import Entry
from anxin.domain.claims.models import Claim, ClaimLine
from anxin.domain.network.models import Authorisation
from anxin.domain.opening.models import Departure
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.models import Guarantee, Repair

NUMBERS = ("hotline", "part_batch")
"""What is a brand's own and ends on the day; technicians and outlets stay vouched for while anything is carried on."""
CLAIMED_ABOUT = timedelta(days=90)
"""So long the people of a merchant that left come in: what was sold on its last days may be claimed about."""
HELD = ("authorised", "suspended", "applied", "checked")


@dataclass(frozen=True, kw_only=True)
class HouseStanding:
    """How a house stands with this service, as its own people read it."""

    silent_at: datetime | None
    silent_why: str
    paid_by: str
    departure: Departure | None

    @property
    def is_gone(self) -> bool:
        """Return whether it has left."""
        return self.departure is not None and self.departure.state == "left"


def own_standing(actor: Actor) -> HouseStanding | None:
    """Return that somebody's house departs, departed, or is said to answer nothing; None where it just goes on."""
    house = Organisation.objects.filter(pk=actor.organisation).first() if actor.organisation else None
    if house is None:
        return None
    going = Departure.objects.filter(house=house, state__in=["agreed", "left"]).first()
    if going is None and house.silent_at is None:
        return None
    why = _why(house, "opening.house_silent") if house.silent_at else ""
    return HouseStanding(silent_at=house.silent_at, silent_why=why, paid_by=house.paid_by, departure=going)


def waiting(actor: Actor) -> list[Departure]:
    """Return the departures that wait for a second administrator, for whoever administers (one query)."""
    if ADMINISTERS not in actor.roles:
        return []
    return list(Departure.objects.filter(state="asked").select_related("house").order_by("from_date", "house__slug"))


def why_asked(row: Departure) -> str:
    """Return why a house was asked to depart."""
    return _why(row.house, "departure.asked")


def _why(house: Organisation, code: str) -> str:
    """Return why the newest fact of a code was said of a house; empty where the reason is gone."""
    told = Entry.objects.filter(stream__kind="organisation", stream__key=str(house.pk), code=code)
    views = timeline.views(told.order_by("-position")[:1], opened=("why",))
    return next((view.private["why"].text for view in views if "why" in view.private), "")


def departure_of(house: Organisation) -> Departure | None:
    """Return how a brand or a merchant departs, or departed; None where it stays (one query)."""
    return Departure.objects.filter(house=house, state__in=["asked", "agreed", "left"]).first()


def departing(houses: Iterable[UUID]) -> list[Departure]:
    """Return which of some houses depart on a day ahead, or are asked to, the next first (one query)."""
    rows = Departure.objects.filter(house__in=list(houses), state__in=["asked", "agreed"])
    return list(rows.select_related("house").order_by("from_date", "house__slug"))


def left(brand: Organisation) -> Departure | None:
    """Return how a brand left; None while it is here."""
    return Departure.objects.filter(house=brand, state="left").select_related("house").first()


def due(*, on: date) -> QuerySet[Departure]:
    """Return the departures whose day is here."""
    return Departure.objects.filter(state="agreed", from_date__lte=on).select_related("house").order_by("from_date")


def gone() -> QuerySet[Departure]:
    """Return the brands and merchants that left."""
    return Departure.objects.filter(state="left").select_related("house").order_by("pk")


def staying() -> QuerySet[Organisation]:
    """Return the brands that didn't depart, by name."""
    brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND, retired_at=None)
    return brands.exclude(pk__in=gone().values("house").order_by()).order_by("name", "slug")


def has_left(slug: str) -> bool:
    """Return whether a brand left."""
    return gone().filter(house__slug=slug).exists()


def empty_handed() -> QuerySet[Departure]:
    """Return the brands and merchants that left and are not retired yet: something may still be carried on."""
    return gone().filter(house__retired_at=None)


def guarantees(brand: Organisation, *, on: date) -> QuerySet[Guarantee]:
    """Return the guarantees that run on what was repaired for a brand: the same fault may come back."""
    return Guarantee.objects.filter(until_date__gte=on, repair__brand=brand)


def may_be_claimed(row: Departure, *, on: date) -> bool:
    """Return whether a merchant left so lately that what was bought of it may still be claimed about."""
    return row.house.kind == Organisation.Kind.MERCHANT and on < row.from_date + CLAIMED_ABOUT


def is_carried_on(brand: Organisation, *, on: date) -> bool:
    """Return whether anything of a house that left runs here: a repair, a claim on its goods, a guarantee."""
    if Repair.objects.filter(brand=brand).exclude(state__in=Repair.MACHINE.ends).exists():
        return True
    made = ClaimLine.objects.filter(claim=OuterRef("pk"), line__product__brand=brand)
    claims = Claim.objects.exclude(state__in=Claim.MACHINE.ends).filter(Q(seller=brand) | Exists(made))
    return claims.exists() or guarantees(brand, on=on).exists()


def words_of(brand: Organisation, *, kinds: tuple[str, ...] = ()) -> list[Authorisation]:
    """Return a brand's words that are held, of some kinds or all."""
    rows = Authorisation.objects.filter(brand=brand, state__in=HELD).select_related("brand").order_by("pk")
    return list(rows.filter(kind__in=kinds) if kinds else rows)
