"""Offers and outlet orders as who may answer them sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.states import Step, buttons
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.queries.companions import companions
from anxin.domain.visits.queries.lookup import ASKED, since, timed
from anxin.domain.visits.rules import is_barred
from anxin.domain.visits.rules.arrivals import way_known
from anxin.domain.visits.states import ORDERED, OUTLET_ORDER, VISIT

HIS = ("called", "number", "lng", "lat")
IN_ORDER = ("expires_at", "visit__wanted_from_at", "id")
"""The first to end first; of those that end together the one whose window begins first."""


type Ends = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """Why this technician: a code (near, skill, load, parts, star, by_hand) with its numbers."""

    code: str
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class OfferView:
    """An offer as its technician, or the desk, sees it: no name, no house number before acceptance.

    `ends` are where he sets out from and the place, as longitudes and latitudes, where the way became known since.
    """

    id: UUID
    visit: str
    state: str
    technician: str
    technician_number: str
    technician_id: UUID
    outlet: str
    round: int
    position: int
    kind: str
    category: str
    division: str
    urgent: bool
    wanted_from_at: datetime
    wanted_to_at: datetime
    minutes: int
    travel_s: int | None
    ends: Ends | None
    sent_at: datetime
    expires_at: datetime
    why: str
    reasons: tuple[ReasonView, ...]
    buttons: tuple[Step, ...]

    @property
    def waits(self) -> bool:
        """Return whether it can still be answered."""
        return self.state in ("sent", "seen")

    @property
    def unseen(self) -> bool:
        """Return whether its technician has not had it before his eyes yet."""
        return self.state == "sent"

    @property
    def declined(self) -> bool:
        """Return whether he said no."""
        return self.state == "declined"

    @property
    def expired(self) -> bool:
        """Return whether he let the time run out."""
        return self.state == "expired"

    @property
    def lapsed(self) -> bool:
        """Return whether the time ran out before he saw it."""
        return self.state == "lapsed"


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An outlet order as the outlet sees it."""

    id: UUID
    visit: str
    state: str
    outlet: str
    kind: str
    category: str
    brand: str
    division: str
    urgent: bool
    wanted_from_at: datetime
    wanted_to_at: datetime
    since: datetime
    expires_at: datetime
    why: str
    stream_key: UUID
    barred: bool
    buttons: tuple[Step, ...]

    @property
    def waits(self) -> bool:
        """Return whether the outlet has something to say."""
        return self.state in OUTLET_ORDER.capabilities["answer"]

    @property
    def taken(self) -> bool:
        """Return whether the outlet has said that it goes."""
        return self.state in OUTLET_ORDER.capabilities["taken"]


def reasons(rows: list[dict[str, object]]) -> tuple[ReasonView, ...]:
    """Turn stored reasons into read models."""
    return tuple(
        ReasonView(code=str(one["code"]), facts={name: value for name, value in one.items() if name != "code"})
        for one in rows
    )


def _offer_view(one: Offer, actor: Actor) -> OfferView:
    return OfferView(
        id=one.id,
        visit=one.visit.number,
        state=one.state,
        technician=one.technician.called,
        technician_number=one.technician.number,
        technician_id=one.technician_id,
        outlet=one.outlet.organisation.name,
        round=one.round,
        position=one.position,
        kind=one.visit.kind,
        category=one.visit.category,
        division=one.visit.place.division,
        urgent=one.visit.urgent,
        wanted_from_at=one.visit.wanted_from_at,
        wanted_to_at=one.visit.wanted_to_at,
        minutes=one.visit.minutes,
        travel_s=one.travel_s,
        ends=_ends(one) if one.travel_s is None else None,
        sent_at=one.created_at,
        expires_at=one.expires_at,
        why=one.why,
        reasons=reasons(one.reasons),
        buttons=tuple(step for step in buttons(one, actor) if step.name in ("accept", "decline")),
    )


def _ends(one: Offer) -> Ends | None:
    """Return both ends of a way that wasn't known when the offer was sent, where the place came closer since."""
    place, home = one.visit.place, (one.technician.lng, one.technician.lat)
    if one.visit.mode != "visit" or place.lng is None or place.lat is None:
        return None
    there = (place.lng, place.lat)
    return (home, there) if way_known(places.distance_m(home, there), radius=place.radius_m) else None


@compiled
def _asked(*, actor: Actor, now: datetime) -> QuerySet[Offer]:
    rows = Offer.objects.filter(technician__account_id=actor.id, state__in=ASKED, expires_at__gt=now)
    return rows.select_related("visit__place", "technician", "outlet__organisation").order_by(*IN_ORDER)


def offers_to(actor: Actor, *, now: datetime) -> list[OfferView]:
    """Return the offers a technician has yet to answer, the first to end first."""
    return [_offer_view(one, actor) for one in _asked(actor=actor, now=now)] if actor.kind == "technician" else []


def waiting_in(technician: str, from_at: datetime) -> list[Offer]:
    """Return the offers of jobs in a window that a technician has yet to answer."""
    rows = Offer.objects.filter(technician__pk=technician, state__in=ASKED, visit__wanted_from_at=from_at)
    return list(rows.select_related("visit__place", "technician", "outlet").order_by("id"))


def is_waiting_in(technician: str, from_at: str) -> bool:
    """Return whether a technician has yet to answer about a job in a window, written as a task is given it."""
    return bool(waiting_in(technician, datetime.fromisoformat(from_at)))


def offers_of(row: Visit, *, actor: Actor) -> list[OfferView]:
    """Return everybody who was asked about a visit that was read whole, in order (for the desk; no query)."""
    found = []
    for one in companions(row, "offers"):
        asked = {"id": one["technician_id"], **{name: one[name] for name in HIS}}
        own = {name: value for name, value in one.items() if name not in ("technician_id", *HIS, "house")}
        technician, outlet = Technician(**asked), Outlet(organisation=Organisation(name=one["house"]))
        found.append(_offer_view(Offer(**own, visit=row, technician=technician, outlet=outlet), actor))
    return found


def orders_to(actor: Actor, *, now: datetime, states: tuple[str, ...] = ORDERED) -> list[OrderView]:
    """Return the visits offered to, or accepted by, the actor's outlet, the first to end first."""
    if not actor.organisation:
        return []
    rows = timed(OutletOrder.objects.filter(outlet__organisation=actor.house, state__in=states))
    rows = rows.exclude(visit__state__in=VISIT.ends)
    rows = rows.select_related("visit__place", "visit__brand", "outlet__organisation").order_by(*IN_ORDER)
    return [
        OrderView(
            id=one.id,
            visit=one.visit.number,
            state=one.state,
            outlet=one.outlet.organisation.name,
            kind=one.visit.kind,
            category=one.visit.category,
            brand=one.visit.brand.name,
            division=one.visit.place.division,
            urgent=one.visit.urgent,
            wanted_from_at=one.visit.wanted_from_at,
            wanted_to_at=one.visit.wanted_to_at,
            since=since(one),
            expires_at=one.expires_at,
            why=one.why,
            stream_key=one.visit.stream_key,
            barred=is_barred(one.visit.state, one.visit.record),
            buttons=tuple(buttons(one, actor)),
        )
        for one in rows[:200]
    ]
