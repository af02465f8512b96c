"""The repair that was decided, opened for the buyer: at the cost of who is liable."""

from datetime import datetime

from anxin.core import clocks, timeline, vault
from anxin.core.actors import SYSTEM
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries
from anxin.domain.claims.actions.addresses import destination, line_of
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import Report


def open_repair(decision: Decision, *, now: datetime) -> None:
    """Open the repair that was decided, for the buyer, at his address; he pays nothing of it unless he is liable."""
    claim = decision.claim
    product, place = destination(claim, now=now)
    from_at, to_at = queries.next_window(product=product, place=place, now=now)
    free = decision.liable != "buyer"
    report = Report(
        product=product,
        name="",
        phone="",
        address="",
        person=claim.buyer,
        told=vault.open_("claims.told", claim.id, claim.told_sealed) if claim.told_sealed else "",
        wanted_from_at=from_at,
        wanted_to_at=to_at,
        channel="claim",
        source=claim.stream(),
        serial=line_of(claim).serial,
        bought_date=min(claim.purchase.bought_at, now).astimezone(SHANGHAI).date(),
        free="decision" if free else "",
        free_by=claim.number if free else "",
        key=f"decision:{decision.id}",
    )
    made = repairs.report(report=report, by=SYSTEM, now=now, linked=False).repair
    Claim.objects.filter(pk=claim.pk).update(repair_number=made.number)
    claim.repair_number = made.number
    timeline.write(claim.stream(), "claims.repair_opened", by=SYSTEM, now=now, facts={"repair": made.number})
    clocks.start("claims.repair", claim.stream(), whose=str(claim.operator_id), now=now)
