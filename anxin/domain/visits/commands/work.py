"""What each command of an outlet order or an offer does, and whom it offers to choose from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules.situation import OutletOrderSituation
from anxin.domain.visits.wording.reasons import said_reason

type OrderGiven = Given[OutletOrder, Any]
type OfferGiven = Given[Offer, Any]


def own_people(row: OutletOrder, case: OutletOrderSituation, now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer the outlet's own people who can go, the best first; then who could but for the longest hours."""
    ranked = gateway.own_ranking(row, now=now)
    able = [(one.technician.number, one.technician.called) for one in ranked.able]
    return [*able, *((one.technician.number, _beyond(one)) for one in ranked.beyond)]


def _beyond(one: gateway.Candidate) -> str:
    """Return his name, and how long he would work that day."""
    why = next(reason for reason in one.reasons if reason["code"] == "hours")
    return f"{one.technician.called} · {said_reason(why)}"


def name_technician(it: OrderGiven) -> None:
    """Name who goes, or send him where he has said yes already."""
    number = it.fields.technician
    ranked = gateway.own_ranking(it.row, now=it.now)
    found = next((one.technician for one in (*ranked.able, *ranked.beyond) if one.technician.number == number), None)
    if found is None:
        raise Invalid("technician", expected=_("one of the outlet's people who can go"), got=number)
    does = visits.send_technician if it.fields.how == "send" else visits.name_technician
    does(order=it.row, technician=found, by=it.by, now=it.now)
