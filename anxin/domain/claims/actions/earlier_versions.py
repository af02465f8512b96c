"""What an earlier version began for a claim, brought to how it goes on now: a decided repair, a look at the goods."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import can, lock
from anxin.domain.claims import queries
from anxin.domain.claims.actions.linked_repairs import decided_ended
from anxin.domain.claims.models import Claim
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import VISIT


def follow_repair(*, claim: Claim, now: datetime) -> None:
    """Let a decided repair that no clock follows cost its buyer nothing, and start its clock; or end it with its claim.

    Where he himself is liable it stays his, and so does what was priced for good before.
    """
    lock(claim)
    decision = queries.decision_in_force(claim)
    if decision is None or not queries.unfollowed_repairs().filter(pk=claim.pk).exists():
        return
    repair = Repair.objects.get(number=claim.repair_number)
    if repair.state in REPAIR.ends:
        decided_ended(repair.stream(), well=repair.state in ("closed", "solved_remotely"), now=now)
        return
    if decision.liable != "buyer" and repair.warranty_why not in ("decision", "guarantee"):
        repairs.set_free(repair=repair, why="decision", source=claim.number, now=now)
    clocks.start("claims.repair", claim.stream(), whose=str(claim.operator_id), now=now)


def call_off_look(*, visit: Visit, now: datetime) -> None:
    """Call off a look that stands on the claim itself, where its end is heard by nobody; a reviewer orders it anew."""
    claim = queries.claim_by_key(str(visit.stream_key))
    lock(claim, visit)
    if visit.state in VISIT.ends:
        return
    bill = ledger_queries.latest(claim.stream())
    if bill is not None and bill.state == "shown" and bill.total_fen == 0:
        ledger.replace(bill=bill, by=SYSTEM, now=now)
    visits.cancel(visit=visit, why="cancelled", by=SYSTEM, now=now)
    if can(claim, "inspect"):
        facts = {"visit": visit.number, "missed": "called_off"}
        timeline.write(claim.stream(), "claims.inspection_missed", by=SYSTEM, now=now, facts=facts)
