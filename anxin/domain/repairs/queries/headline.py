"""What a repair's page says first: the facts the rule looks at, gathered from what the page reads anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core.headlines import Headline, Ran
from anxin.core.states import Step
from anxin.core.timeline import EntryView
from anxin.domain.custody.queries import CustodyView
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries import BillView, online
from anxin.domain.network import queries as network
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.queries.companions import OwnRows, RepairCompanions
from anxin.domain.repairs.queries.history import ClockView
from anxin.domain.repairs.rules import headline
from anxin.domain.repairs.rules.wishes import is_wish_open
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries import VisitView

OBJECTED = ("repairs.not_fixed", "repairs.bill_wrong")
FOUND = ("visit.open", "visit.assign", "visit.reopen")
LET_GO = "visit.reopen"
NOBODY = "repairs.nobody_left"
ANSWERED = ("visits.code_ready", "quote.send", "visits.called", "repairs.note", "repair.begin")


def headline_of(
    row: Repair,
    visit: VisitView | None,
    *,
    read: RepairCompanions,
    bill: BillView | None,
    code: str,
    clocks: Sequence[ClockView],
    entries: Sequence[EntryView],
    may: Iterable[Step],
    goods: CustodyView | None,
    now: datetime,
) -> Headline:
    """Return what is so now, and what comes next (no query, one where it is to pay)."""
    at = visit.state if visit else ""
    ran = (Ran(kind=one.kind, due_at=one.due_at, open=one.met_at is None and not one.stopped) for one in clocks)
    arrival = visit.arrival if visit else ""
    late, late_by = headline.overdue(ran, repair=row.state, visit=at, arrival=arrival, mode=row.mode, now=now)
    today = timezone.localtime(now).date()
    known, another = getattr(row, "guarantee", None), _another(entries)
    asked = another or any(one.code == NOBODY for one in entries)
    seen = headline.RepairHeadlineFacts(
        repair=row.state,
        mode=row.mode,
        **_of_claim(row, today),
        **_goods(goods, now),
        served=read.served and (not asked or _is_served(row, now)),
        link=bool(row.help_link),
        visit=at,
        **_warned(row, visit, read.own, entries, late=late, now=now),
        another=another,
        outcome=visit.outcome if visit else "",
        **_quote(read.own.quote, now),
        **_bill(bill),
        code=bool(code),
        reset=_reset_due(visit),
        locked=visit is not None and visit.code_locked,
        objected=_objected(entries),
        answered=any(one.kind == "repairs.answered" and not one.met_at and not one.stopped for one in clocks),
        arrival=arrival,
        guarantee=rules.may_come_back(on=today, until=known.until_date if known and known.days else None),
        may_move=at == "booked" and visit is not None and visits.may_move(visit, now=now),
        in_hands=visit is not None and at == "open" and visit.by_hand,
        may_want=not row.urgent and is_wish_open(row.state, row.mode, at),
        may=frozenset(step.name for step in may),
        late=late,
        late_by=late_by,
    )
    return _headline(seen, now)


def _headline(seen: headline.RepairHeadlineFacts, now: datetime) -> Headline:
    first = headline.headline(seen)
    offline = (first.main == "pay" or first.below in headline.TO_PAY) and not online.online_ways()
    if not offline:
        return first
    cash, transfer = ledger.is_cash(seen.due_fen, now=now), ledger.takes_transfers(now=now)
    return headline.headline(replace(seen, online=False, cash=cash, transfer=transfer))


class _OfClaim(TypedDict):
    free_look: bool
    again: bool


def _of_claim(row: Repair, today: date) -> _OfClaim:
    of_claim = rules.is_of_claim(channel=row.channel, why=row.warranty_why)
    again = rules.may_come_back(on=today, until=row.again_until) and not of_claim
    return {"free_look": rules.is_for_claim(row.warranty_why), "again": again}


class _Quote(TypedDict):
    quote: str
    quote_over: bool


def _quote(quote: Quote | None, now: datetime) -> _Quote:
    over = quote is not None and quote.expires_at is not None and quote.expires_at <= now
    return {"quote": quote.state if quote else "", "quote_over": over}


class _Bill(TypedDict):
    bill: str
    due_fen: int
    paying: bool
    asking: bool
    failed: bool
    paid_fen: int
    to_scan: bool


def _bill(bill: BillView | None) -> _Bill:
    return {
        "bill": bill.state if bill else "",
        "due_fen": bill.due_fen if bill else 0,
        "paying": bool(bill and (bill.paying or bill.unclear)),
        "asking": bool(bill and bill.asking),
        "failed": bool(bill and bill.failed),
        "paid_fen": bill.paid_fen - bill.refunded_fen if bill else 0,
        "to_scan": bool(bill and bill.code),
    }


class _Warned(TypedDict):
    barred: bool
    kept_out: str
    phone: str


def _warned(
    row: Repair, visit: VisitView | None, read: OwnRows, entries: Sequence[EntryView], *, late: str, now: datetime
) -> _Warned:
    """Return whom its customer is warned of, and whom he rings: of who is vouched for no more not his outlet."""
    barred, kept_out = visit is not None and visit.barred, _kept_out(row, visit, entries, now)
    rings = late or barred or kept_out or read.is_disowned or (visit is not None and visit.coming)
    phone = (
        _phone(row, None if barred or kept_out or read.is_disowned else visit, read.hotlines, now=now) if rings else ""
    )
    return {"barred": barred, "kept_out": kept_out, "phone": phone}


class _Goods(TypedDict):
    custody: str
    brought: bool
    stuck: bool
    disowned: bool
    mended: bool
    uncollected: bool


def _goods(goods: CustodyView | None, now: datetime) -> _Goods:
    return {
        "custody": goods.state if goods else "",
        "brought": goods is not None and goods.mode == "drop_off" and not goods.goes_home,
        "stuck": bool(goods and goods.stuck_why),
        "disowned": bool(goods and goods.disowned),
        "mended": bool(goods and goods.mended),
        "uncollected": bool(goods and goods.kept_until and goods.kept_until <= now),
    }


def _reset_due(visit: VisitView | None) -> bool:
    check = visit.door_check if visit else None
    return check is not None and check.reset_due


def _phone(row: Repair, visit: VisitView | None, hotlines: Sequence[str], *, now: datetime) -> str:
    """Return whom a customer calls about a late repair: the outlet that has it, else the brand's hotline."""
    return (visit.outlet_phone if visit else "") or network.appearance_of(row.brand, now=now, vouched=hotlines).hotline


def _is_served(row: Repair, now: datetime) -> bool:
    """Return whether anybody goes to a place to which who was to come doesn't any more (two queries at most)."""
    sought = row.state in REPAIR.capabilities["sought"] and row.mode == Repair.Mode.VISIT
    return not sought or promises.somebody_goes(row.brand, row.place, now=now)


def _another(entries: Sequence[EntryView]) -> bool:
    """Return whether who was to come goes no more, and nobody else was found since."""
    return next((one.code for one in reversed(entries) if one.code in FOUND), "") == "visit.reopen"


def _kept_out(row: Repair, visit: VisitView | None, entries: Sequence[EntryView], now: datetime) -> str:
    """Return who is not to be let in should he come: his window stands, and nobody set out since (three queries).

    He was on his way, or near it, when the brand's word for him or his outlet, or his work there, ended.
    """
    last = next((one for one in reversed(entries) if one.code in ("visit.set_out", "visit.arrive", LET_GO)), None)
    until = last.facts.get("stay_out") if last is not None and last.code == LET_GO else None
    if last is None or not isinstance(until, str) or datetime.fromisoformat(until) <= now:
        return ""
    him = network.technician_by_key(str(last.facts["technician"]))
    his = WordFor("technician", him.number, visit.skill if visit else "")
    if network.is_sent(his, brand=row.brand, now=now):
        return ""
    return _("{called} ({number})").format(called=him.called, number=him.number)


def _objected(entries: Iterable[EntryView]) -> bool:
    """Return whether the customer said that something is wrong, and nobody has answered since."""
    last = next((one.code for one in reversed(list(entries)) if one.code in OBJECTED + ANSWERED), "")
    return last in OBJECTED
