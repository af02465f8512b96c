"""A job goes to another address: in the same county with whoever holds it, in another one with somebody else."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock, transition
from anxin.domain.places.models import Place
from anxin.domain.visits.actions.lifecycle import let_go, reopen
from anxin.domain.visits.actions.offers import seek
from anxin.domain.visits.actions.orders import order_over
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import BEFORE_THE_DOOR

WHY = "address"


def correct_place(*, visit: Visit, place: Place, by: Actor, now: datetime) -> None:
    """Send a job that nobody has begun to the right address; raises `core.wrong_state` once somebody is there."""
    lock(visit)
    if visit.state not in ("open", "offered", *BEFORE_THE_DOOR):
        raise WrongState({"machine": "visit", "state": visit.state, "step": "address"})
    far, held = visit.place.county_code != place.county_code, visit.state in BEFORE_THE_DOOR
    change(visit, {"place": place})
    about = {"row": str(visit.id), "place": str(place.id), "elsewhere": far}
    timeline.write(visit.stream(), "visits.address_corrected", by=by, now=now, facts=about)
    if not far:
        return
    if visit.state != "open":
        reopen(visit=visit, why=WHY, by=by, now=now, told=visit.state in ("booked", "on_the_way"))
    for order in visit.outlet_orders.filter(state__in=["offered", "accepted"]).select_related("visit", "outlet"):
        lock(order)
        facts = {**let_go(WHY, by), "outlet": order.outlet.code}
        transition(order, "time_out" if order.state == "offered" else "give_back", by=SYSTEM, now=now, facts=facts)
        order_over(order, why=WHY, now=now)
    if not held and visit.by_hand_at is None:
        seek(visit=visit, now=now)
