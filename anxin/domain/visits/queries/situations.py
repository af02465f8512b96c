"""The situations of outlet orders and offers, as their commands' rules look at them."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.states import lock as lock
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules.situation import OfferSituation, OutletOrderSituation


def order_situation(row: OutletOrder, *, by: Actor, now: datetime, under_lock: bool = False) -> OutletOrderSituation:
    """Return the situation of an outlet order; `under_lock` locks the visit and the order first."""
    if under_lock:
        lock(row.visit, row)
    own = by.organisation == str(row.outlet.organisation_id)
    return OutletOrderSituation(order=row.state, visit=row.visit.state, own=own)


def offer_situation(row: Offer, *, by: Actor, now: datetime, under_lock: bool = False) -> OfferSituation:
    """Return the situation of an offer; `under_lock` locks the visit and the offer first."""
    if under_lock:
        lock(row.visit, row)
    own = str(row.technician.account_id) == by.id
    return OfferSituation(offer=row.state, visit=row.visit.state, own=own)
