"""What each command of an outlet order or an offer does, and whom it offers to choose from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules.situation import OrderSituation

type OrderGiven = Given[OutletOrder, Any]
type OfferGiven = Given[Offer, Any]


def own_people(row: OutletOrder, case: OrderSituation, now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer the outlet's own people who can go, the best first."""
    ranked = gateway.own_candidates(row, now=now)
    return [(one.technician.number, one.technician.called) for one in ranked]


def name_technician(it: OrderGiven) -> None:
    """Name who goes."""
    number = it.fields.technician
    ranked = gateway.own_candidates(it.row, now=it.now)
    found = next((one.technician for one in ranked if one.technician.number == number), None)
    if found is None:
        raise Invalid("technician", expected="one of the outlet's people who can go", got=number)
    visits.name_technician(order=it.row, technician=found, by=it.by, now=it.now)
