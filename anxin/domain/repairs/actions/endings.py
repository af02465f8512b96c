"""The end of a repair: finished, confirmed, guaranteed, closed; or redone, called off."""

from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import CUSTOMERS, SYSTEM, Actor, only
from anxin.core.errors import Forbidden, WrongState
from anxin.core.states import can, lock, transition
from anxin.core.timeline import Entry
from anxin.core.zone import SHANGHAI
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import queries, rules
from anxin.domain.repairs.actions import goods, standstills
from anxin.domain.repairs.actions.answers import put_aside
from anxin.domain.repairs.actions.intake import end_visit, ended
from anxin.domain.repairs.actions.lock_openings import await_reset
from anxin.domain.repairs.choices import is_look, outcome_of
from anxin.domain.repairs.models import Guarantee, Repair
from anxin.domain.repairs.queries import pricing
from anxin.domain.repairs.states import WORKS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.rules import BENCH

CONCLUDED = ("paid", "waived", "invoiced", "refunded")


class NotGuaranteed(WrongState):
    """The guarantee is over, or there is none; a new report is the way."""

    code = "repairs.not_guaranteed"


class LongOver(Forbidden):
    """The repair ended longer ago than its customer's details stay open; nobody goes on with it alone."""

    code = "repairs.long_over"


class UrgedTooSoon(WrongState):
    """Somebody is on it already; urging again so soon changes nothing."""

    code = "repairs.too_soon"


class AtWork(WrongState):
    """Somebody is at the work that its customer agreed to a price for: he says what is wrong, or rings."""

    code = "repairs.at_work"


def finished(*, fact: Entry, now: datetime) -> None:
    """The visit was finished with the customer's code or a recorded call: the repair is done and confirmed."""
    stream = fact.stream_key
    if stream.kind != "repair":
        return
    repair = queries.repair_by_key(stream.key)
    bill = ledger_queries.latest(stream)
    if bill is not None and bill.state == "shown":
        ledger.agree(bill=bill, by=SYSTEM, now=now)
    lock(repair)
    how = str(fact.facts.get("how", ""))
    look = {"look": True} if is_look(repair.kind) else {}
    transition(repair, "finish", by=SYSTEM, now=now, facts={"how": how, **look})
    clocks.stop(stream, now=now)
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    visits.part_ways(visit=visit, at=now + timedelta(hours=settings.get("people.reveal_technician_h", at=now)))
    if repair.mode in BENCH:  # the customer confirms when the goods are his again; the guarantee begins then
        custody.make_ready(row=keeping.open_row(stream), mended=True, by=SYSTEM, now=now)
        return
    await_reset(repair, visit, now=now)
    confirmed(repair, by=SYSTEM, how=how, now=now)


def confirm(*, repair: Repair, by: Actor, now: datetime, how: str = "click", why: str = "") -> None:
    """Confirm that the fault is put right: the guarantee begins. Raises `HereStill` while the goods are with us."""
    lock(repair)
    if repair.mode in BENCH and keeping.open_of(repair.stream()) is not None:
        raise goods.HereStill({"number": repair.number})
    before = repair.state
    confirmed(repair, by=by, how=how, why=why, now=now)
    standstills.goes_on(repair, before=before, now=now)


def confirmed(repair: Repair, *, by: Actor, how: str, now: datetime, why: str = "") -> None:
    """Take a repair as confirmed; expects it held."""
    look = {"look": True} if is_look(repair.kind) else {}
    transition(repair, "confirm", by=by, now=now, facts={"how": how, **look}, why=why)
    if not look:
        _guarantee(repair, now)
    _close_if_paid(repair, now)


def _guarantee(repair: Repair, now: datetime) -> None:
    today = now.astimezone(SHANGHAI).date()
    unsaid: int = settings.get("repairs.guarantee_days", at=now)
    former = Guarantee.objects.filter(repair=repair).first() if repair.reworks else None
    days = rules.guarantee_days(pricing.guaranteed_days(repair), former=former.days if former else None, unsaid=unsaid)
    until = rules.guarantee_until(day=today, days=days)
    Guarantee.objects.bulk_create(
        [Guarantee(repair=repair, days=days, from_date=today, until_date=until)],
        update_conflicts=True,
        unique_fields=["repair"],
        update_fields=["days", "from_date", "until_date"],
    )
    timeline.write(
        repair.stream(), "repairs.guaranteed", by=SYSTEM, now=now, facts={"days": days, "until": until.isoformat()}
    )


def bill_settled(*, fact: Entry, now: datetime) -> None:
    """Nothing is owed of a bill any more: close its repair, if that is confirmed."""
    if fact.stream_key.kind == "repair":
        _close_if_paid(queries.repair_by_key(fact.stream_key.key), now)


def _close_if_paid(repair: Repair, now: datetime) -> None:
    bill = ledger_queries.latest(repair.stream())
    if repair.state == "confirmed" and (bill is None or bill.state in CONCLUDED):
        lock(repair)
        outcome = outcome_of(state="closed", kind=repair.kind)
        facts, sets = ended(repair, outcome), {"outcome": outcome}
        transition(repair, "close", by=SYSTEM, now=now, facts=facts, sets=sets)
        personal_data.release(stream=repair.stream(), now=now)


def rework(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Put the same fault right again, free of charge, while the guarantee lasts.

    Going on opens the customer's details again: where these are shut for good, he asks for it himself, or a second
    person has agreed to who does. Raises `NotGuaranteed`, `LongOver`, `HereStill`.
    """
    lock(repair)
    if people.is_over(person=repair.customer, stream=repair.stream(), by=by, now=now):
        raise LongOver({"number": repair.number})
    known = Guarantee.objects.filter(repair=repair).first()
    today = now.astimezone(SHANGHAI).date()
    if not rules.may_come_back(on=today, until=known.until_date if known and known.days else None):
        raise NotGuaranteed({"number": repair.number})
    if repair.mode in BENCH and keeping.open_of(repair.stream()) is not None:
        raise goods.HereStill({"number": repair.number})
    redo(repair, why=why, by=by, now=now)
    if repair.mode in BENCH:
        goods.expect_again(repair, by=by, now=now)
    personal_data.hold(
        person=repair.customer, reason=repair.number, source=repair.number, now=now, stream=repair.stream()
    )


def redo(repair: Repair, *, why: str, by: Actor, now: datetime) -> None:
    """Let a held repair be redone, free of charge: what was agreed to before is done, and charges nothing again."""
    put_aside(repair, now=now)
    before = repair.state
    kept = {"reworks": repair.reworks + 1, "covered": True}
    facts, sets = {**kept, "cover_why": "guarantee"}, {**kept, "warranty_why": "guarantee"}
    transition(repair, "rework", by=by, now=now, why=why, facts=facts, sets=sets)
    standstills.goes_on(repair, before=before, now=now)


def cancel(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Call a repair off; what was agreed to on site is settled first.

    Raises `repairs.at_work` for a customer who agreed to a price, while somebody is at it.
    """
    lock(repair)
    if by.kind in CUSTOMERS and _is_at_work(repair):
        raise AtWork({"number": repair.number})
    bill = ledger_queries.latest(repair.stream())
    if bill is not None and can(bill, "owed"):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "cancel"})
    if bill is not None and bill.state in ("drafted", "shown"):
        ledger.replace(bill=bill, by=SYSTEM, now=now)
    end_visit(repair, why="cancelled", by=by, now=now)
    facts, sets = ended(repair, "cancelled"), {"outcome": "cancelled"}
    transition(repair, "cancel", by=by, now=now, why=why, facts=facts, sets=sets)
    clocks.stop(repair.stream(), now=now)
    personal_data.release(stream=repair.stream(), now=now)


def _is_at_work(repair: Repair) -> bool:
    visit = visits_queries.latest_of(repair.stream())
    return visit is not None and visit.state == "on_site" and repair.quotes.filter(state="agreed").exists()


def urge(*, repair: Repair, by: Actor, now: datetime) -> None:
    """Urge: the desk sees it at once; again after ten minutes at the earliest."""
    only(by, f"customer {WORKS} system", number=repair.number)
    lock(repair)
    if not can(repair, "urge"):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "urge"})
    if repair.urged_at is not None and now - repair.urged_at < rules.URGE_EVERY:
        raise UrgedTooSoon({"number": repair.number})
    Repair.objects.filter(pk=repair.pk).update(urged=repair.urged + 1, urged_at=now)
    repair.urged, repair.urged_at = repair.urged + 1, now
    timeline.write(repair.stream(), "repairs.urged", by=by, now=now, facts={"times": repair.urged})
