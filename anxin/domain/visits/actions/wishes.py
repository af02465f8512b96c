"""Another window is wanted while nobody has said yes to the first: whoever is asked is asked anew."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock
from anxin.domain.visits.actions.lifecycle import give_anew, withdraw_offers
from anxin.domain.visits.actions.offers import seek
from anxin.domain.visits.choices import OTHER_WINDOW
from anxin.domain.visits.models import OutletOrder, Visit
from anxin.domain.visits.states import ORDERED, VISIT


def want(*, visit: Visit, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> OutletOrder | None:
    """Want a visit in another window: offers for the old one are taken back, and it is looked for anew.

    An outlet that is asked stays so, and names somebody for the new one: its order is returned.
    """
    lock(visit)
    if visit.state not in VISIT.capabilities["seek"]:
        raise WrongState({"machine": "visit", "state": visit.state, "step": "move"})
    change(visit, {"wanted_from_at": from_at, "wanted_to_at": to_at, "round": 0, "by_hand_at": None})
    withdraw_offers(visit, now=now, why=OTHER_WINDOW)
    order = visit.outlet_orders.filter(state__in=ORDERED).select_related("outlet").first()
    if order is None:
        seek(visit=visit, now=now)
    else:
        give_anew(visit, why=OTHER_WINDOW, by=by, now=now)
    return order
