"""Where a claim meets a repair: the one it opened, the one it follows from."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim, ExchangeOffer
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import RepairView


def repair_view(row: Claim, *, actor: Actor, now: datetime) -> RepairView | None:
    """Show the repair a claim has opened or follows from, to who may see the claim (about thirty queries)."""
    number = row.repair_number or followed(row)
    key = Repair.objects.filter(number=number).values_list("id", flat=True).first() if number else None
    return repairs.view(repairs.repair_by_key(str(key)), actor=actor, now=now) if key else None


def followed(row: Claim) -> str:
    """Give the number of the repair that failed twice and led to this claim; empty where there is none."""
    return ExchangeOffer.objects.filter(claim=row).values_list("repair_number", flat=True).first() or ""
