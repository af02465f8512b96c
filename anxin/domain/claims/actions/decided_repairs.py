"""The repair that was decided, opened for the buyer at the cost of who is liable; not where nobody can make it."""

from datetime import datetime, time, timedelta

from anxin.core import calendars, clocks, timeline, vault
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.states import can, lock
from anxin.core.timeline import Entry, StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries
from anxin.domain.claims.actions.addresses import NobodyVouchedFor, destination, line_of
from anxin.domain.claims.actions.disputes import miss_repair
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.wording.decisions import CAUSES
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import Report
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.rules import BENCH
from anxin.domain.visits.wording import UNFINISHED

GRACE, ONE_DAY = queries.GRACE, timedelta(days=1)


def open_repair(decision: Decision, *, now: datetime) -> None:
    """Open the repair that was decided, for the buyer, at his address; he pays nothing of it unless he is liable.

    Where nobody can be sent any more, a person decides what comes instead.
    """
    claim = decision.claim
    try:
        product, place = destination(claim, now=now)
    except (NobodyVouchedFor, repairs.NotCovered):
        miss_repair(claim, now=now, nobody=True)
        return
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
        proved=True,
        free="decision" if free else "",
        free_by=claim.number if free else "",
        key=f"decision:{decision.id}",
    )
    made = repairs.report(report=report, by=SYSTEM, now=now, linked=False).repair
    Claim.objects.filter(pk=claim.pk).update(repair_number=made.number)
    claim.repair_number = made.number
    timeline.write(claim.stream(), "claims.repair_opened", by=SYSTEM, now=now, facts={"repair": made.number})
    clocks.start("claims.repair", claim.stream(), whose=str(claim.operator_id), now=now)


def give_up_repair(*, claim: Claim, now: datetime) -> None:
    """Call a decided repair off for which nobody can be sent any more: a person decides what comes instead.

    Not before the next working day is over, in which whoever can do it may be vouched for again; nor where something
    is to be paid of it: that is settled first.
    """
    repair = Repair.objects.select_related("product__brand", "place").get(number=claim.repair_number)
    lock(claim, repair)
    sought = queries.waiting_repairs().filter(pk=claim.pk).exists()
    if not sought or not promises.nobody_may_come(repair.product, repair.place, now=now):
        if clocks.stop(claim.stream(), GRACE, now=now) and sought:
            timeline.write(claim.stream(), "claims.somebody_sent", by=SYSTEM, now=now)
        return
    bill, grace = ledger_queries.latest(repair.stream()), queries.grace_of(claim)
    if grace is None:
        _wait(claim, now)
    elif grace.due_at <= now and (bill is None or not can(bill, "owed")):
        miss_repair(claim, now=now, nobody=True)
        repairs.cancel(repair=repair, why=str(CAUSES["nobody_sent"]), by=SYSTEM, now=now)


def decided_in_vain(*, fact: Entry, now: datetime) -> None:
    """A technician says that a decided repair can't be made: it is over, and a person decides what comes instead.

    Not while its customer owes something of it, or its goods lie at an outlet: that is settled first.
    """
    claim = queries.claim_of_repair(fact.stream_key) if fact.facts.get("why") == "unrepairable" else None
    if claim is None or claim.state != "executing":
        return
    repair, bill = Repair.objects.get(number=claim.repair_number), ledger_queries.latest(fact.stream_key)
    owed = bill is not None and can(bill, "owed")
    if owed or repair.mode in BENCH or not REPAIR.step("cancel", repair.state):
        return
    lock(claim, repair)
    repairs.cancel(repair=repair, why=str(UNFINISHED["unrepairable"]), by=SYSTEM, now=now)


def _wait(claim: Claim, now: datetime) -> None:
    """Leave until the end of the next working day for somebody to be vouched for again, and say so."""
    tomorrow = datetime.combine(now.astimezone(SHANGHAI).date() + ONE_DAY, time(), SHANGHAI)
    over_at = calendars.due_after(tomorrow, ONE_DAY)
    clocks.start(GRACE, claim.stream(), whose=str(claim.operator_id), now=now, due_at=over_at)
    facts = {"until": (over_at - ONE_DAY).astimezone(SHANGHAI).date().isoformat()}
    timeline.write(claim.stream(), "claims.nobody_sent", by=SYSTEM, now=now, facts=facts)


def grace_over(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Look at the end of the wait whether somebody can be sent again."""
    give_up_repair(claim=queries.claim_by_key(stream.key), now=now)
