"""The situation of a repair, as its commands' rules look at it."""

from datetime import datetime
from typing import TypedDict

from django.utils.timezone import localtime

from anxin.core import phones, settings
from anxin.core.actors import CUSTOMERS, Actor
from anxin.core.states import can, is_read_locked
from anxin.core.states import lock as lock
from anxin.domain.custody import queries as custody
from anxin.domain.custody.models import Custody
from anxin.domain.custody.states import OUTLET
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.queries import OPEN, online
from anxin.domain.network import queries as network
from anxin.domain.network.states import CONCERNED
from anxin.domain.people import queries as people
from anxin.domain.people import rules as people_rules
from anxin.domain.people.queries import parts
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries.companions import RepairCompanions, companions_of
from anxin.domain.repairs.queries.lookup import NoSuchRepair
from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.repairs.rules.proofs import cover_of
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.states import BILL_ANSWERED_BY, WORKS
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH, is_barred
from anxin.domain.visits.states import VISIT

OUTLETS, ANSWER, DESK, BRAND = (frozenset(roles.split()) for roles in (OUTLET, BILL_ANSWERED_BY, WORKS, CONCERNED))


def situation(
    row: Repair, *, by: Actor, now: datetime, under_lock: bool = False, read: RepairCompanions | None = None
) -> RepairSituation:
    """Return the situation of a repair (two queries); `under_lock` locks it with visit, bill and goods first.

    `read` is what a page has read beside it already. Raises `NoSuchRepair` for a customer who is none of this case.
    """
    held = _held(row) if under_lock else row
    found = read or companions_of(held, actor=by, now=now)
    own, visit, bill = found.own, found.visit, found.bill
    if by.kind in CUSTOMERS and not own.party:
        raise NoSuchRepair({"number": row.number})
    return RepairSituation(
        repair=row.state,
        mode=row.mode,
        comes_back=rules.may_come_back(on=localtime(now).date(), until=row.again_until),
        visit=visit.state if visit else "",
        bill=bill.state if bill else "",
        technician=visit is not None and visit.technician_id is not None,
        **_outlets(visit, by=by, now=now),
        window_from=visits.confirmed_from(visit) if visit else None,
        code_ready=visit is not None and visits.is_code_ready(visit),
        reset_due=visit is not None and visits.is_reset_due(visit) and _is_to_be_done(visit, own.quote),
        cover=cover_here(row),
        speaks=speaks_for(row, by),
        word_waits=bool(row.word_reference),
        quote=own.quote.state if own.quote else "",
        barred=visit is not None and is_barred(visit.state, visit.record),
        disowned=own.is_disowned,
        served=found.served,
        windowless=network.without_window(brand=row.brand_id, now=now),
        free_to_move=visit is not None and visits.is_free_to_move(visit, now=now),
        urgent=row.urgent,
        arrival=visits.arrival_of(visit.state, visits.last_check_in(visit)) if visit else "",
        twin=bool(own.duplicates),
        namesake=bool(own.namesakes),
        guaranteed=rules.may_come_back(on=localtime(now).date(), until=own.guaranteed_until),
        urged_lately=row.urged_at is not None and now - row.urged_at < rules.URGE_EVERY,
        mine=by.kind in CUSTOMERS,
        **_goods(own.custody, now=now),
        claim=custody.states_of_claims(own.parcel_claims),
        codes_locked=own.codes_locked,
        has_mobile=bool(own.custody and own.custody.state == "ready") and _has_mobile(row),
        **_said_of_bill(found, row, by=by, now=now),
        **_paid(bill),
        held=people_rules.held(own.held_by, by.id),
        pays_first=own.custody is None or settings.get("custody.pay_first", at=now),
        **(_counter(own.custody, bill, by=by, now=now) if may_ask_money(row.state) else {}),
        now=now,
    )


def _held(row: Repair) -> Repair:
    lock(row, *([] if is_read_locked() else _with_it(row)))
    return row


def _is_to_be_done(visit: Visit, quote: Quote | None) -> bool:
    """Return whether the work of a visit is agreed, or was done."""
    return visit.state in VISIT.ends or (quote is not None and quote.state == "agreed")


def speaks_for(row: Repair, by: Actor) -> str:
    """Return for whom somebody says what the warranty of a repair pays: `brand`, `desk`, or nobody."""
    if by.house == row.brand_id and by.may(BRAND):
        return "brand"
    return "desk" if by.may(DESK) else ""


def cover_here(row: Repair) -> str:
    """Return how the cover of a repair stands for who has a proof, or the brand's word."""
    return cover_of(covered=row.covered, why=row.warranty_why, disputed=row.bought_other is not None)


class _Goods(TypedDict, total=False):
    custody: str
    stuck: bool
    uncollected: bool
    mended: bool | None


def _goods(kept: Custody | None, *, now: datetime) -> _Goods:
    """Return how goods stand that somebody of ours keeps; nothing where they are with their customer."""
    if kept is None:
        return {}
    return {
        "custody": kept.state,
        "stuck": bool(kept.stuck_why),
        "uncollected": bool(kept.decide_at and kept.decide_at <= now),
        "mended": kept.mended,
    }


class _Outlets(TypedDict, total=False):
    outlet_asked: bool
    outlets: bool


def _outlets(visit: Visit | None, *, by: Actor, now: datetime) -> _Outlets:
    """Return whether an outlet is asked, and one serves a visit's place where the desk looks for one (one query)."""
    if visit is None:
        return {}
    looks = VISIT.step("assign", visit.state) is not None and by.may(DESK)
    serve = not looks or bool(visits.outlets(visit, now=now))
    return {"outlet_asked": visits.is_outlet_asked(visit), "outlets": serve}


class _SaidOfBill(TypedDict, total=False):
    bill_wrong: bool
    bill_unanswered: bool
    takes_part: bool
    others: bool


class _Paid(TypedDict, total=False):
    """What of a situation is what is paid of its bill."""

    paid_fen: int
    paying: bool
    code_shown: bool


def _paid(bill: Bill | None) -> _Paid:
    """Return what is paid of a bill, and whether somebody is paying it."""
    if bill is None:
        return {}
    code_shown, paying = ledger.is_code_shown(bill), ledger.is_paying(bill)
    return {"paid_fen": ledger.repayable_fen(bill), "paying": paying, "code_shown": code_shown}


def _said_of_bill(found: RepairCompanions, row: Repair, *, by: Actor, now: datetime) -> _SaidOfBill:
    """Return what the customer said of the bill, and who may answer; asks nothing where he said nothing (two else)."""
    bill, wrong_at, lowered_at = found.bill, found.own.wrong_at, found.own.lowered_at
    if bill is None or wrong_at is None or wrong_at < bill.created_at or not can(row, "object"):
        return {}
    told: _SaidOfBill = {"bill_wrong": True, "bill_unanswered": lowered_at is None or lowered_at < wrong_at}
    if by.may(ANSWER):
        answer = parts.at_work(ANSWER, now=now)
        took = parts.parts_in("repair", {str(row.pk)}, answer | {by.id})[str(row.pk)]
        told |= {"takes_part": by.id in took, "others": bool(answer - {by.id} - took)}
    return told


def _has_mobile(row: Repair) -> bool:
    """Return whether a text message reaches the customer, and brings him to his page."""
    return phones.is_mobile(people.dialled(row.customer))


def _with_it(row: Repair) -> list[Visit | Bill | Custody]:
    """Return what a command may change together with a repair."""
    goods = custody.latest_of(row.stream()) if row.mode in BENCH else None
    several = (visits.latest_of(row.stream()), ledger.latest(row.stream()), goods)
    return [one for one in several if one is not None]


class _Counter(TypedDict, total=False):
    collects: bool
    cash: str


def _counter(kept: Custody | None, bill: Bill | None, *, by: Actor, now: datetime) -> _Counter:
    """Return how mended goods can be paid for at the counter that asks; nothing at any other (five queries)."""
    if kept is None or bill is None or not kept.mended or bill.state not in OPEN or not by.may(OUTLETS):
        return {}
    outlet = network.outlet_of(by)
    if outlet is None or outlet.pk != kept.outlet_id:
        return {}
    return {"collects": bool(online.online_ways()), "cash": ledger.may_take(bill, outlet, now=now)}
