"""Where a claim meets a repair: the one it opened, the one it follows from."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.claims.queries.views import ClaimView
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import RepairView


def repair_view(view: ClaimView, *, actor: Actor, now: datetime) -> RepairView | None:
    """Show the repair a claim has opened or follows from, to who may see the claim (no query where there is none)."""
    number = view.repair_number or view.records.beside.followed
    key = Repair.objects.filter(number=number).values_list("id", flat=True).first() if number else None
    return repairs.view(repairs.repair_by_key(str(key)), actor=actor, now=now) if key else None
