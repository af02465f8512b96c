"""The open repairs an outlet still has something to do with: who closes it for good sees what has to go elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from anxin.core.actors import Actor
from anxin.domain.custody.models import Custody
from anxin.domain.custody.states import CUSTODY
from anxin.domain.network.models import Outlet
from anxin.domain.people import queries as people
from anxin.domain.people.models import Party
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR


@dataclass(frozen=True, kw_only=True)
class OutletCase:
    """An open repair of an outlet: its number, how it stands, and whether the thing lies there or is to come."""

    number: str
    state: str
    goods: bool


def of_outlet(outlet: Outlet, *, actor: Actor, now: datetime, limit: int = 100) -> list[OutletCase]:
    """Return the open repairs an outlet takes part in, the oldest first (one query)."""
    case = {"stream_kind": "repair", "stream_key": OuterRef("pk")}
    takes_part = Party.objects.filter(**case, organisation=outlet.organisation_id, to_at=None)
    goods = Custody.objects.filter(**case, outlet=outlet).exclude(state__in=CUSTODY.ends)
    rows = Repair.objects.filter(Exists(takes_part), people.sees(actor, "repair", now=now))
    rows = rows.exclude(state__in=REPAIR.ends).annotate(goods=Exists(goods)).order_by("created_at")
    found = rows.values_list("number", "state", "goods")[:limit]
    return [OutletCase(number=number, state=state, goods=goods) for number, state, goods in found]
