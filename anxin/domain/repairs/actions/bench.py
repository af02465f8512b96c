"""Mended at a bench: what the steps of the goods mean for their repair, and what is done there."""

from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.custody.models import Custody
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.network import queries as network
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions import standstills
from anxin.domain.repairs.actions.endings import confirmed, redo
from anxin.domain.repairs.actions.intake import end_visit, ended, open_visit_of
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries

MENDED = "repairs.mended"


class NotOfTheHouse(Invalid):
    """Nobody of this number works at the outlet that has the goods, and can mend them."""

    code = "repairs.not_of_the_house"


def _held(fact: Entry) -> Repair | None:
    if fact.stream_key.kind != "repair":
        return None
    repair = queries.repair_by_key(fact.stream_key.key)
    lock(repair)
    return repair


def custody_of(repair: Repair) -> Custody:
    """Return the goods of a repair; raises `NoSuchCustody`."""
    row = keeping.open_row(repair.stream())
    lock(row)
    return row


def custody_before(repair: Repair) -> Custody:
    """Return the newest goods of a repair, over or not; raises `NoSuchCustody`."""
    row = keeping.latest_of(repair.stream())
    if row is None:
        raise keeping.NoSuchCustody({"number": repair.number})
    lock(row)
    return row


def goods_held(*, fact: Entry, now: datetime) -> None:
    """The goods are here and written down: the work on them may begin, and is promised until a day."""
    repair = _held(fact)
    if repair is None:
        return
    if repair.state == "submitted":
        transition(repair, "accept", by=SYSTEM, now=now, facts={"minutes": 0, "promised": repair.acknowledge_min})
        clocks.meet(repair.stream(), "repairs.acknowledged", now=now)
    if repair.state == "accepted":
        transition(repair, "await_goods", by=SYSTEM, now=now)
    _resumed(repair, now)


def _resumed(repair: Repair, now: datetime) -> None:
    before = repair.state
    transition(repair, "resume", by=SYSTEM, now=now)
    standstills.goes_on(repair, before=before, now=now)
    open_visit_of(repair, by=SYSTEM, now=now)
    clocks.start(MENDED, repair.stream(), whose=str(repair.operator_id), now=now)


def take_to_bench(*, repair: Repair, technician: str, by: Actor, now: datetime) -> None:
    """Give the goods to a technician of the outlet, who begins; what waited goes on. Raises `NotOfTheHouse`."""
    lock(repair)
    row = custody_of(repair)
    several = network.staff_at(row.outlet, brand=repair.brand, skill=repair.product.skill, now=now)
    house = {one.number: one for one in several}
    if technician not in house:
        raise NotOfTheHouse("technician", expected=" | ".join(house), got=technician)
    if repair.state != "triaged":
        _resumed(repair, now)
    custody.to_bench(row, house[technician], by=by, now=now)
    visit = visits_queries.latest_of(repair.stream())
    if visit is None:
        raise visits_queries.NoSuchVisit({"number": repair.number})
    visits.begin_at_bench(visit=visit, technician=house[technician], outlet=row.outlet, by=by, now=now)


def give_back(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Let the goods go back as they came: nothing more is done on them, nothing is charged."""
    lock(repair)
    row = custody_of(repair)
    end_visit(repair, why="as_it_is", by=SYSTEM, now=now, goods_stay=True)
    if repair.state == "triaged":
        transition(repair, "wait_for_customer", by=SYSTEM, now=now)
    clocks.stop(repair.stream(), MENDED, now=now)
    custody.make_ready(row=row, mended=False, by=by, now=now, why=why)


def keep_on(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Go on with goods that were ready: it isn't right yet, or the customer wants it mended after all."""
    lock(repair)
    row = custody_of(repair)
    custody.keep_on(row=row, by=by, now=now, why=why)
    if repair.state in ("done", "disputed"):
        redo(repair, why=why, by=SYSTEM, now=now)
        _resumed(repair, now)


def goods_back(*, fact: Entry, now: datetime) -> None:
    """The goods are with the customer: what is mended is confirmed, anything else ends here without a charge."""
    repair = _held(fact)
    if repair is None:
        return
    clocks.stop(repair.stream(), MENDED, standstills.ANSWERED, now=now)
    if repair.state == "done":
        confirmed(repair, by=SYSTEM, how=str(fact.facts.get("how", "")), now=now)
    elif repair.state not in ("disputed", "confirmed"):
        _ends(repair, "cancel", "not_mended", now)


def goods_deposited(*, fact: Entry, now: datetime) -> None:
    """Goods that nobody collected lie at a notary's: what is mended counts as handed over, anything else ends here.

    What its customer disputes stays for a person to look into.
    """
    repair = _held(fact)
    if repair is None:
        return
    clocks.stop(repair.stream(), MENDED, standstills.ANSWERED, now=now)
    if repair.state == "done":
        confirmed(repair, by=SYSTEM, how="deposited", now=now)
    elif repair.state not in ("disputed", "confirmed"):
        _ends(repair, "cancel", "not_collected", now)


def goods_lost(*, fact: Entry, now: datetime) -> None:
    """The goods are lost: the repair ends; what is made good for them is a claim of its own."""
    repair = _held(fact)
    if repair is None:
        return
    step = "write_off" if repair.state in ("waiting_goods", "rework", "done", "disputed") else "cancel"
    _ends(repair, step, "lost", now)


def _ends(repair: Repair, step: str, outcome: str, now: datetime) -> None:
    bill = ledger_queries.latest(repair.stream())
    if bill is not None and bill.state in ("drafted", "shown") and not bill.paid_fen:
        ledger.replace(bill=bill, by=SYSTEM, now=now)
    elif bill is not None and bill.state in ledger_queries.OPEN:
        ledger.waive(bill=bill, why=outcome, by=SYSTEM, now=now)
    end_visit(repair, why=outcome, by=SYSTEM, now=now, goods_stay=True)
    transition(repair, step, by=SYSTEM, now=now, facts=ended(repair, outcome), sets={"outcome": outcome})
    clocks.stop(repair.stream(), now=now)
    personal_data.release(stream=repair.stream(), now=now)
