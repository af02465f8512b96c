"""The situation of a technician's job, as its commands' rules look at it."""

from datetime import datetime

from django.utils.timezone import localtime

from anxin.core.actors import Actor
from anxin.core.states import lock as lock
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.companions import RepairCompanions
from anxin.domain.repairs.queries.lookup import repair_by_key
from anxin.domain.repairs.queries.situations import cover_here
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH, is_barred, is_late_evidence
from anxin.domain.visits.states import VISIT


def job_situation(
    row: Visit,
    *,
    by: Actor,
    now: datetime,
    under_lock: bool = False,
    read: tuple[Repair, RepairCompanions] | None = None,
) -> JobSituation:
    """Return the situation of a technician's job (four queries, one more once it is finished).

    `under_lock` locks repair and visit first; `read` is the repair and what lies beside it, where a page has both.
    """
    repair = read[0] if read else repair_by_key(str(row.stream_key))
    latest = read[1].visit if read else visits.latest_of(row.stream())
    if under_lock:
        lock(repair, row)
    quote = read[1].own.quote if read else repair.quotes.order_by("-version").first()
    known = latest if read and latest and latest.pk == row.pk else visits.whole(row, on=localtime(now).date())
    row.technician, row.outlet = known.technician, known.outlet  # read with it
    billed = row.state in VISIT.capabilities["billed"]
    bill = (read[1].bill if read else ledger.latest(row.stream())) if billed else None
    arrived, technician = visits.last_check_in(known), known.technician
    return JobSituation(
        visit=row.state,
        repair=repair.state,
        own=technician is not None and str(technician.account_id) == by.id,
        latest=latest is not None and latest.pk == row.pk,
        agreed=visits.is_agreed(known),
        **visits.way_of(known, now=now),
        asked=quote is not None and quote.state == "sent",
        quoted=quote is not None and quote.state == "agreed",
        refused=quote is not None and quote.state == "refused",
        opening=row.kind == Repair.Kind.LOCK_OPENING,
        identified=visits.is_identified(known),
        listed=bool(row.record.get("checks")),
        signs=visits.is_signature_due(known),
        parts_stated=row.parts_stated_at is not None,
        at_the_door=arrived is not None and arrived.counts,
        unanswered=visits.is_unanswered(known),
        bench=row.mode in BENCH,
        inspection=rules.is_for_claim(repair.warranty_why),
        cover=cover_here(repair),
        bill=bill.state if bill else "",
        cash=_cash(known, bill, now=now) if may_ask_money(repair.state) else "",
        kept=is_late_evidence(row.state, by),
        barred=is_barred(row.state, row.record),
    )


def _cash(row: Visit, bill: Bill | None, *, now: datetime) -> str:
    """Return how cash stands for a job; what is mended at a bench is paid at the counter."""
    if row.technician is None or bill is None or bill.state != "agreed" or row.mode in BENCH:
        return ""
    return ledger.may_take(bill, row.technician, now=now)
