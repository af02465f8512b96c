"""Whether a technician may set out by now, and whether he may take back that he has."""

from datetime import datetime, timedelta
from typing import TypedDict

from anxin.core import settings
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import arrivals as rules


class WaySituation(TypedDict):
    """Whether it is too early to set out, and whether somebody may take back that he has."""

    early: bool
    turns: bool


def way_of(row: Visit, *, now: datetime) -> WaySituation:
    """Return how setting out stands, of a visit that was read whole."""
    lead, within = settings.several("visits.set_out_min", "visits.turn_back_min", at=now).values()
    early = row.state == "booked" and rules.is_too_early(row.wanted_from_at, at=now, lead=timedelta(minutes=lead))
    turns = rules.may_turn_back(row.state, set_out_at=row.updated_at, now=now, within=timedelta(minutes=within))
    return {"early": early, "turns": turns}
