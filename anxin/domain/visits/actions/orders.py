"""Outlet orders: an outlet is asked, and names a technician."""

from datetime import datetime

from anxin.core import clocks, settings
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.visits import choices, queries
from anxin.domain.visits.actions.lifecycle import let_go, offer_stream, outlet_clock, reason, reopen, withdraw_offers
from anxin.domain.visits.actions.offers import NotFit, TakenAlready, assign, day_of, fit, seek, send_offer
from anxin.domain.visits.actions.technician_rights import NotYourVisit, OutletNotVouched
from anxin.domain.visits.gateway import Candidate
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.states import BEFORE_THE_DOOR, ORDERED, VISIT


def order_outlet(*, visit: Visit, outlet: Outlet, by: Actor, now: datetime) -> OutletOrder:
    """Offer a visit to an outlet, which then names a technician; whoever else is asked is so no more."""
    lock(visit)
    if visit.state not in VISIT.capabilities["seek"] or visit.outlet_orders.filter(state__in=ORDERED).exists():
        raise TakenAlready({"number": visit.number})
    if outlet not in queries.outlets(visit, now=now):
        raise NotFit("outlet", "elsewhere", got=outlet.code)
    minutes: int = settings.get("visits.outlet_min", at=now)
    order = OutletOrder(visit=visit, outlet=outlet, expires_at=clocks.due_time("visits.outlet", now=now))
    if visit.state == "open":
        transition(visit, "offer", by=by, now=now, facts={"outlet": outlet.code})
    else:
        withdraw_offers(visit, now=now)
        Visit.objects.filter(pk=visit.pk).update(by_hand_at=None)
        visit.by_hand_at = None
    begin(order, by=by, now=now, facts={"outlet": outlet.code, "minutes": minutes})
    outlet_clock(order, now=now)
    return order


def _vouched(order: OutletOrder, *, now: datetime) -> None:
    visit, code = order.visit, order.outlet.code
    days = network.days_of(now, day_of(visit, now=now))
    if code not in network.vouched_for(visit.brand, {code}, days=days, kind="outlet"):
        raise OutletNotVouched({"outlet": code, "brand": visit.brand.name})


def _own_order(order: OutletOrder, by: Actor) -> None:
    if by.organisation != str(order.outlet.organisation_id):
        raise NotYourVisit({"number": order.visit.number})


def accept_order(*, order: OutletOrder, by: Actor, now: datetime) -> None:
    """Accept a visit for the outlet; the clock runs on until a technician is named.

    Raises `visits.outlet_not_vouched`.
    """
    lock(order.visit)
    lock(order)
    _own_order(order, by)
    if order.state != "offered":
        raise TakenAlready({"number": order.visit.number})
    _vouched(order, now=now)
    transition(order, "accept", by=by, now=now, facts={"outlet": order.outlet.code})
    people.join(stream=order.visit.stream(), role="outlet", organisation=order.outlet.organisation, now=now)


def refuse_order(*, order: OutletOrder, why: str, by: Actor, now: datetime) -> None:
    """Refuse a visit for the outlet, with a reason; another is looked for."""
    reason(why, choices.REFUSED)
    lock(order.visit)
    lock(order)
    _own_order(order, by)
    transition(order, "refuse", by=by, now=now, facts={"why": why})
    order_over(order, why=why, now=now)


def give_back_order(*, order: OutletOrder, why: str, by: Actor, now: datetime) -> None:
    """Give an accepted visit back; its technician, if named, is let go and another is looked for."""
    reason(why, choices.REFUSED)
    visit = order.visit
    lock(visit)
    lock(order)
    if by.kind != "system" and "dispatcher" not in by.roles and "agent" not in by.roles:
        _own_order(order, by)
    transition(order, "give_back", by=by, now=now, facts={**let_go(why, by), "outlet": order.outlet.code})
    withdraw_offers(visit, now=now)
    if visit.state in BEFORE_THE_DOOR:
        reopen(visit=visit, why=why, by=by, now=now)
    order_over(order, why=why, now=now)


def order_expired(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """End an outlet order that was not answered, or for which nobody was named (the clock's end)."""
    order = queries.order_by_key(stream.key)
    lock(order.visit)
    lock(order)
    if order.state in ("offered", "accepted"):
        transition(order, "time_out", by=SYSTEM, now=now)
        order_over(order, why="timed_out", now=now)


def order_over(order: OutletOrder, *, why: str, now: datetime) -> None:
    """Let an outlet go whose order ended; another is looked for where nobody has the visit."""
    window = (order.visit.wanted_from_at, order.visit.wanted_to_at) if why == choices.THAT_DAY else (None, None)
    OutletOrder.objects.filter(pk=order.pk).update(why=why, no_from_at=window[0], no_to_at=window[1])
    clocks.stop(offer_stream(order), now=now)
    outlet = people.Side(role="outlet", organisation=order.outlet.organisation)
    people.leave(outlet, stream=order.visit.stream(), at=now)
    if order.visit.state in ("open", "offered"):
        seek(visit=order.visit, now=now)


def name_technician(*, order: OutletOrder, technician: Technician, by: Actor, now: datetime) -> Offer:
    """Name the outlet's technician for an accepted visit; he is asked at once. Raises `NotFit`."""
    return send_offer(order.visit, _named(order, technician, by=by, now=now), by=by, now=now)


def send_technician(*, order: OutletOrder, technician: Technician, by: Actor, now: datetime) -> None:
    """Send the outlet's technician, who has said yes to whoever names him: the visit is his. Raises `NotFit`."""
    found = _named(order, technician, by=by, now=now)
    reasons = [{"code": "by_hand"}, *found.reasons]
    day = day_of(order.visit, found.arrive_at, now=now)
    assign(order.visit, technician, order.outlet, day=day, reasons=reasons, by=by, now=now)


def _named(order: OutletOrder, technician: Technician, *, by: Actor, now: datetime) -> Candidate:
    """Name a technician; raises `NotFit` where he doesn't work for this outlet and brand, or lacks the skill."""
    visit = order.visit
    lock(visit)
    lock(order)
    _own_order(order, by)
    if not network.engaged(technician=technician, outlet=order.outlet, brand=visit.brand, now=now):
        raise NotFit("technician", "not_sent", got=technician.number)
    candidate = fit(visit, technician, order.outlet, now=now)
    transition(order, "name_technician", by=by, now=now, facts={"technician": str(technician.id)})
    clocks.meet_unread(offer_stream(order), "visits.outlet", now=now)
    return candidate
