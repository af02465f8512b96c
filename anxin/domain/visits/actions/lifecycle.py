"""Open a visit, free it again, cancel it, and let go of it in the end."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anxin.core import acting, clocks, numbers, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import begin, lock, locked, transition
from anxin.core.timeline import StreamKey
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people.models import Person
from anxin.domain.places.models import Place
from anxin.domain.visits import choices, rules
from anxin.domain.visits.actions.rooms import free_window, give_room
from anxin.domain.visits.actions.technician_rights import NotYourVisit
from anxin.domain.visits.models import Offer, OutletOrder, Reservation, Visit
from anxin.domain.visits.states import DESK, HELD, ORDERED

NOT_THERE = "not_there"
"""Why somebody is let go who doesn't work in the window."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Who goes already where a case comes from elsewhere, and how far he is (a state of the visit's table)."""

    technician: Technician
    outlet: Outlet
    state: str


def open_visit(
    *,
    stream: StreamKey,
    kind: str,
    mode: str,
    product: Product,
    place: Place,
    customer: Person,
    wanted_from_at: datetime,
    wanted_to_at: datetime,
    urgent: bool,
    by: Actor,
    now: datetime,
    sent: Sent | None = None,
) -> Visit:
    """Open a visit for a stream: from here somebody is looked for, unless somebody is `sent` already."""
    visit = Visit(
        stream_kind=stream.kind,
        stream_key=stream.key,
        number=numbers.issue("V", now=now),
        brand=product.brand,
        kind=kind,
        mode=mode,
        category=product.category,
        skill=product.skill,
        minutes=product.minutes,
        place=place,
        customer=customer,
        urgent=urgent,
        wanted_from_at=wanted_from_at,
        wanted_to_at=wanted_to_at,
        technician=sent.technician if sent else None,
        outlet=sent.outlet if sent else None,
        reasons=[{"code": "by_hand"}] if sent else [],
        record=rules.record_of(
            settings.get("visits.records", at=now, organisation=str(product.brand_id)),
            category=product.category,
            kind=kind,
        ),
    )
    Reservation.objects.filter(stream_kind=stream.kind, stream_key=stream.key).delete()  # from here the visit counts
    goes = sent_told(sent.technician if sent else None, sent.outlet if sent else None)
    told = {"number": visit.number, "mode": mode, "customer": str(customer.id), "place": str(place.id), **goes}
    begin(visit, by=by, now=now, facts=told, taken_over=sent.state if sent else "")
    if sent is not None:
        people.join(stream=stream, role="technician", person=sent.technician.person, now=now)
        people.join(stream=stream, role="outlet", organisation=sent.outlet.organisation, now=now)
    return visit


def sent_told(technician: Technician | None, outlet: Outlet | None) -> dict[str, str | None]:
    """Return, as a fact, who goes from now on; the visit's row is verified by it."""
    return {"sent": str(technician.id) if technician else None, "sent_by": str(outlet.id) if outlet else None}


def reopen(
    *, visit: Visit, why: str, by: Actor, now: datetime, told: bool = False, stay_out: datetime | None = None
) -> None:
    """Free a held visit from its technician, for another; with `told` the customer reads that somebody else comes.

    `stay_out`: who may be at the door already is not to be let in until then.
    """
    technician, outlet = visit.technician, visit.outlet
    _end_appointment(visit, by=by, now=now)
    flags = {**({"told": True} if told else {}), **({"stay_out": timeline.told_at(stay_out)} if stay_out else {})}
    said = {"why": why, **sent_told(None, None), **flags, **rules.whose(visit.technician_id)}
    nobody: dict[str, object] = {"technician": None, "outlet": None, "round": 0, "stay_out_until": stay_out}
    if visit.state in HELD:
        nobody["by_hand_at"] = None
    transition(visit, "reopen", by=by, now=now, facts=said, sets=nobody)
    withdraw_offers(visit, now=now, why=why)
    if technician is not None:
        people.leave(people.Side(role="technician", person=technician.person), stream=visit.stream(), at=now)
    if not give_anew(visit, why=why, by=by, now=now) and outlet is not None:
        people.leave(people.Side(role="outlet", organisation=outlet.organisation), stream=visit.stream(), at=now)


def let_go(why: str, by: Actor) -> dict[str, object]:
    """Return, as a fact, who let somebody go and why: a side of the case itself, the desk, or the house by a rule."""
    who = "house" if by.kind == "system" else "desk" if by.may(frozenset(DESK.split())) else "themselves"
    moved = {"moved": True} if why == choices.OTHER_WINDOW else {}
    return {"why": why, "who": who, "because": why if why in choices.LET_GO else "called_off", **moved}


def give_anew(visit: Visit, *, why: str, by: Actor, now: datetime) -> bool:
    """Give the outlet that named somebody its time anew to name another; return whether one had."""
    named = locked(visit.outlet_orders.filter(state="technician_named").select_related("outlet"))
    for order in named:
        due_at = clocks.due_time("visits.outlet", now=now)
        facts = {**let_go(why, by), "outlet": order.outlet.code}
        transition(order, "unname", by=SYSTEM, now=now, facts=facts, sets={"expires_at": due_at})
        outlet_clock(order, now=now)
    return bool(named)


def outlet_clock(order: OutletOrder, *, now: datetime) -> None:
    """Start the time that an outlet has."""
    whose = str(order.outlet.organisation_id)
    clocks.start("visits.outlet", offer_stream(order), whose=whose, now=now, due_at=order.expires_at)


def hand_back(*, visit: Visit, why: str, by: Actor, now: datetime) -> None:
    """Give an accepted visit back before it began: the technician can't come after all."""
    lock(visit)
    if by.kind == "technician":
        reason(why, choices.DECLINED)
        if visit.technician is None or str(visit.technician.account_id) != by.id:
            raise NotYourVisit({"number": visit.number})
    reopen(visit=visit, why=why, by=by, now=now)


def reason(why: str, known: Collection[str]) -> None:
    """Refuse a reason that none of those known is; raises `core.invalid`."""
    if why not in known:
        raise Invalid("why", expected=", ".join(known), got=why[:40])


def cancel(*, visit: Visit, why: str, by: Actor, now: datetime) -> None:
    """Call a visit off."""
    lock(visit)
    if not _end_appointment(visit, by=by, now=now) and visit.state == "on_site":
        free_window(visit, now=now)
    told = {"why": why, **rules.whose(visit.technician_id)}
    transition(visit, "cancel", by=by, now=now, facts=told, sets={"outcome": why})
    withdraw_offers(visit, now=now)
    for order in locked(_orders_of(visit)):
        step, waits = "time_out" if order.state == "offered" else "give_back", order.state != "technician_named"
        with _heard_of_anyway(visit):
            facts = {**let_go("called_off", by), "why": why, "outlet": order.outlet.code}
            transition(order, step, by=SYSTEM, now=now, facts=facts)
        if waits:
            clocks.stop(offer_stream(order), now=now)
    part_ways(visit=visit, at=now)


def _orders_of(visit: Visit) -> QuerySet[OutletOrder]:
    return visit.outlet_orders.filter(state__in=ORDERED).select_related("outlet")


def withdraw_offers(visit: Visit, *, now: datetime, why: str = "") -> None:
    """Take back the offers still open, and the accepted one: `why` it is no more."""
    for offer in locked(visit.offers.filter(state__in=["sent", "seen", "accepted"])):
        waits = offer.state != "accepted"
        told = rules.whose(offer.technician_id) if why == choices.OTHER_WINDOW else {}
        with _heard_of_anyway(visit):
            transition(offer, "withdraw", by=SYSTEM, now=now, facts=told, sets={} if waits or not why else {"why": why})
        if waits:
            clocks.stop(offer_stream(offer), now=now)


def _heard_of_anyway(visit: Visit) -> AbstractContextManager[None]:
    """Go on knowing who follows a case: whoever was asked, or said yes, hears that he is let go, and nobody more."""
    block = acting.current()
    return block.sparing(*block.keys("listeners", visit.stream()))


def offer_stream(row: Offer | OutletOrder) -> StreamKey:
    """Return the stream on which an offer's own clock runs."""
    return StreamKey(row.MACHINE.name, str(row.pk))


def _end_appointment(visit: Visit, *, by: Actor, now: datetime) -> bool:
    """Call off the window that was agreed on and not kept yet; return whether there was one."""
    ended = locked(visit.appointments.filter(state__in=["proposed", "confirmed"]))
    for appointment in ended:
        transition(appointment, "cancel", by=by, now=now)
        give_room(visit, appointment)
    return bool(ended)


def part_ways(*, visit: Visit, at: datetime) -> None:
    """Let technician and outlet go: what they could see ends at a moment."""
    sides = []
    if visit.technician is not None:
        sides.append(people.Side(role="technician", person=visit.technician.person))
    if visit.outlet is not None and visit.mode not in rules.BENCH:  # who still has the goods stays
        sides.append(people.Side(role="outlet", organisation=visit.outlet.organisation))
    people.leave(*sides, stream=visit.stream(), at=at)
