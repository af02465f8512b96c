"""How many parts lie where: the list, one stock with its movements, and who may count it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.wording import in_language
from anxin.domain.network.states import KEEPERS
from anxin.domain.parts.choices import OPENED
from anxin.domain.parts.models import Movement, Part, Stock, StockPlace
from anxin.domain.parts.queries import places
from anxin.domain.parts.rules import StockSituation
from anxin.domain.people import queries as people
from anxin.domain.people.queries.parts import called_before

BRAND = frozenset({"merchant_owner", "merchant_agent"})
LOW, NONE = "low", "none"
SHOWN = 100
"""So many movements are shown of one stock, the newest first."""
BY_PART = ("part__brand__slug", "part__number", "id")


class NoSuchStock(Missing):
    """There is no such stock, or not for this actor."""

    code = "parts.no_such_stock"


@dataclass(frozen=True, kw_only=True)
class StockFilter:
    """Which stocks are asked for."""

    text: str = ""
    brand: str = ""
    place: str = ""
    stands: str = ""


@dataclass(frozen=True, kw_only=True)
class StockView:
    """One part at one place: how many there are, and whether that is fewer than there should be."""

    id: UUID
    place: str
    at: str
    brand: str
    number: str
    name: str
    unit: str
    category: str
    fits: str
    on_hand: int
    least: int | None
    most: int | None

    @property
    def low(self) -> bool:
        """Whether fewer are there than there should be at least."""
        return self.least is not None and self.on_hand < self.least


@dataclass(frozen=True, kw_only=True)
class MovementView:
    """One movement of a stock: how many, why, when, by whom, and what it points at, as its reader may know it."""

    at: datetime
    quantity: int
    why: str
    who: str
    note: str
    number: str
    other: str

    @property
    def signed(self) -> str:
        """How many more or fewer there were, with its sign."""
        return f"{self.quantity:+}" if self.quantity else "±0"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Stock]:
    """Return the stocks an actor sees: all, those of his outlet and its vans, or of his brand's parts."""
    rows = Stock.objects.all()
    if actor.house and actor.roles & BRAND:
        return rows.filter(part__brand=actor.house)
    if actor.roles & frozenset(KEEPERS.split()):
        return rows
    return rows.filter(place__in=places.reached_by(actor, now=now))


def stock(key: UUID, *, actor: Actor, now: datetime) -> Stock:
    """Return a stock by its key; raises `parts.no_such_stock`."""
    found = visible_to(actor, now=now).select_related("part__brand", "place").filter(pk=key).first()
    if found is None:
        raise NoSuchStock({"stock": str(key)})
    return found


def listed(actor: Actor, sought: StockFilter, *, now: datetime, offset: int, limit: int) -> list[StockView]:
    """Return stocks by part and place (one query); what is told is looked up for those that are shown."""
    rows = visible_to(actor, now=now)
    if sought.text:
        word = sought.text
        named = Q(number__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word)
        rows = rows.filter(part__in=Part.objects.filter(named))
    if sought.brand:
        rows = rows.filter(part__brand__slug=sought.brand)
    if sought.place:
        rows = rows.filter(place__in=places.called_so(sought.place))
    if sought.stands == LOW:
        rows = rows.filter(on_hand__lt=F("least"))
    if sought.stands == NONE:
        rows = rows.filter(on_hand=0)
    keys = rows.order_by(*BY_PART).values("pk")[offset : offset + limit]
    return views(Stock.objects.filter(pk__in=keys).order_by(*BY_PART))


def views(rows: QuerySet[Stock]) -> list[StockView]:
    """Return stocks with their parts and places (one query)."""
    told: Any = rows.annotate(lies=places.told("place")).values(
        "id",
        "on_hand",
        "least",
        "most",
        "lies",
        brand=F("part__brand__name"),
        number=F("part__number"),
        name=F("part__name"),
        name_en=F("part__name_en"),
        unit=F("part__unit"),
        category=F("part__category"),
        fits=F("part__fits"),
    )
    found = []
    for one in told:
        (at,) = one.pop("lies")
        name = in_language(one.pop("name"), one.pop("name_en"))
        found.append(StockView(place=places.key_of(at), at=places.called(at), name=name, **one))
    return found


def movements(row: Stock, *, actor: Actor, now: datetime) -> list[MovementView]:
    """Return what made a stock as it is, the newest first; other houses' people are called by their house.

    Of a van that another house shares, an outlet reads no case and no note: they may be the other's.
    """
    rows = Movement.objects.filter(place=row.place_id, part=row.part_id).order_by("-at", "-id")
    told: Any = rows.annotate(away=places.told("other"))
    lines = list(told.values("at", "quantity", "why", "by", "note", "number", "away")[:SHOWN])
    names = _names(actor, {one["by"] for one in lines})
    kept = bool(actor.roles & BRAND) or places.kept_by(actor, now=now).filter(pk=row.place_id).exists()
    found = []
    for one in lines:
        who, away = names.get(one.pop("by").partition(":")[2], ""), one.pop("away")
        known = one if kept else one | {"note": "", "number": ""}
        found.append(MovementView(**known, who=who, other="".join(map(places.called, away))))
    return found


def _names(actor: Actor, keys: set[str]) -> dict[str, str]:
    """Return what those who moved parts are called before a reader, by their keys without their kind."""
    ids = [key for kind, _sign, key in (one.partition(":") for one in keys) if kind in ACCOUNTS]
    if actor.roles & frozenset(KEEPERS.split()):
        return people.account_names(ids)
    return called_before(actor.house, ids)


def situation(row: Stock, *, by: Actor, now: datetime, under_lock: bool = False) -> StockSituation:
    """Return the situation of a stock for the rules of its commands; whoever holds its place changes it alone."""
    if under_lock:
        lock(row.place)
        row.refresh_from_db()
    kept = places.kept_by(by, now=now).filter(pk=row.place_id).exists()
    return StockSituation(kept=kept, on_hand=row.on_hand)


def places_of_job(
    outlet: UUID | None, technician: UUID | None, *, brand: UUID, numbers: set[str]
) -> QuerySet[StockPlace]:
    """Return the places that a job draws on: its technician's van and its outlet, where they keep such parts."""
    kept = Stock.objects.filter(place=OuterRef("pk"), part__brand=brand, part__number__in=numbers)
    none = Q(pk__in=())
    at = Q(outlet=outlet) if outlet else none
    return StockPlace.objects.filter(at | (Q(technician=technician) if technician else none), Exists(kept))


def drawn_on(places: Iterable[StockPlace], *, brand: UUID, numbers: set[str]) -> list[Stock]:
    """Return the stocks of these parts at some places, those in a van first (one query)."""
    rows = Stock.objects.filter(place__in=places, part__brand=brand, part__number__in=numbers)
    return list(rows.select_related("part").order_by(F("place__technician").asc(nulls_last=True), "id"))


def moved_at(visit: UUID) -> Iterable[tuple[UUID, UUID, str, int]]:
    """Return what a visit took or found so far, or gave back: place, part, why and how many (one query)."""
    return Movement.objects.filter(visit_key=visit).values_list("place", "part", "why", "quantity")


def has_moved(row: Stock) -> bool:
    """Return whether anything but a file made a stock as it is."""
    return Movement.objects.filter(place=row.place_id, part=row.part_id).exclude(why=OPENED).exists()
