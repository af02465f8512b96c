"""What went in, stated on site, and the bill of what was agreed to and done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Sum

from anxin.core import inserts, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.goods.models import PriceLine
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger import rules as accounts
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules import OPEN_BILL
from anxin.domain.parts import actions as stock
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.quotes import running
from anxin.domain.repairs.models import QuoteLine, Repair, UsedPart
from anxin.domain.repairs.queries import pricing, witnesses
from anxin.domain.repairs.queries import quotes as queries
from anxin.domain.repairs.wording.prices import STAYS_LOWER
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit


class QuoteNeeded(WrongState):
    """Nothing is charged that wasn't quoted and agreed to before."""

    code = "repairs.quote_needed"


class NotAgreed(Invalid):
    """This part, or so many of it, stands in no agreed quote."""

    code = "repairs.not_agreed"


@dataclass(frozen=True, kw_only=True)
class PartGiven:
    """A part that went in."""

    code: str
    quantity: int = 1
    serial: str = ""


def use_parts(*, repair: Repair, parts: Iterable[PartGiven], by: Actor, now: datetime) -> Bill:
    """State the used parts (or none), and show the bill of what was agreed and done; stated again, the last counts.

    What was agreed to before it was redone is no word for what is charged now.

    Raises `QuoteNeeded`, `NotAgreed`.
    """
    lock(repair)
    visit = running(repair, by)
    lock(visit)
    since = queries.redone_at(repair)
    agreed = repair.quotes.filter(state="agreed", created_at__gte=since).first()
    if agreed is None:
        raise QuoteNeeded({"number": repair.number})
    lines = {one.line.code: one for one in agreed.lines.filter(chosen=True).select_related("line")}
    every = list(repair.used_parts.select_related("line"))
    before = [one for one in every if one.visit_key != visit.id]
    used, went_in = Counter[str](), []
    for one in (one for one in before if one.at >= since):
        used[one.line.code] += one.quantity
    for given in parts:
        used[given.code] += given.quantity
        went_in.append(_used(given, lines, used[given.code], visit, now))
    if len(before) < len(every):
        UsedPart.objects.filter(repair=repair, visit_key=visit.id).delete()
    inserts.insert(went_in)
    facts = {"parts": witnesses.parts_told([*before, *went_in])}
    timeline.write(repair.stream(), "repairs.parts_stated", by=by, now=now, facts=facts)
    visits.state_parts(visit=visit, by=by, now=now)
    _take_from_stock(repair, visit, [one for one in every if one.visit_key == visit.id], went_in, by=by, now=now)
    return _bill(repair, _charged(lines.values(), used), since=since, now=now)


def _take_from_stock(
    repair: Repair, visit: Visit, before: Iterable[UsedPart], now_in: Iterable[UsedPart], *, by: Actor, now: datetime
) -> None:
    """Take what went in from the stock of who works there; of what was stated before what went in no more goes back."""
    used = Counter(dict.fromkeys((one.line.code for one in before), 0))
    for one in now_in:
        used[one.line.code] += one.quantity
    stock.use(
        outlet=visit.outlet_id,
        technician=visit.technician_id,
        brand=repair.brand_id,
        used=used,
        visit=visit.id,
        number=repair.number,
        by=by,
        now=now,
    )


def _used(given: PartGiven, lines: Mapping[str, QuoteLine], used: int, visit: Visit, now: datetime) -> UsedPart:
    """Return a part that went in, of which so many are used by now; all visits together use no more than was agreed."""
    line = lines.get(given.code)
    if line is None or line.line.kind != PriceLine.Kind.PART or given.quantity < 1 or used > line.quantity:
        raise NotAgreed("parts", expected=" ".join(lines), got=given.code)
    return UsedPart(
        id=uuid7(),
        repair=line.quote.repair,
        visit_key=visit.id,
        line=line.line,
        quantity=given.quantity,
        serial=given.serial,
        at=now,
    )


def write_finding(*, repair: Repair, text: str, by: Actor, now: datetime) -> None:
    """Write down what was found at a look for a claim; nothing is charged for it. The last words count.

    It takes the place of quote and parts: with the pictures it is what the completion code waits for.
    """
    lock(repair)
    visit = running(repair, by)
    lock(visit)
    if not rules.is_for_claim(repair.warranty_why):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "write_finding"})
    timeline.write(repair.stream(), "repairs.found", by=by, now=now, private={"text": text.strip()})
    if visit.parts_stated_at is not None:
        return
    visits.state_parts(visit=visit, by=by, now=now)
    why = rules.OF_CLAIM[repair.warranty_why]
    line = ledger.Charge(code="INSPECT", name="上门鉴定", name_en="inspection visit", full_fen=0, amount_fen=0, why=why)
    _bill(repair, [replace(line, full_fen=pricing.look_fen(repair, now=now))], now=now)


def _charged(lines: Iterable[QuoteLine], used: dict[str, int]) -> list[ledger.Charge]:
    """Return the lines to charge: a quoted part that wasn't used isn't charged."""
    found = []
    for one in sorted(lines, key=lambda line: line.position):
        quantity = used.get(one.line.code, 0) if one.line.kind == PriceLine.Kind.PART else one.quantity
        if quantity:
            found.append(
                ledger.Charge(
                    code=one.line.code,
                    name=one.line.name,
                    name_en=one.line.name_en,
                    quantity=quantity,
                    full_fen=one.full_fen * quantity // one.quantity,
                    amount_fen=one.amount_fen * quantity // one.quantity,
                    why=one.why,
                )
            )
    return found


def _bill(repair: Repair, lines: list[ledger.Charge], *, since: datetime | None = None, now: datetime) -> Bill:
    """Draw up and show the bill of what was agreed to since it was redone last (`since`).

    The bill of what was done before stays as it is: what is owed of it still is carried over only where more is agreed
    to. What is stated anew takes the place of what was stated, and a bill that was lowered stays lower by as much.
    """
    earlier, lower = ledger_queries.latest(repair.stream()), 0
    if earlier is not None and earlier.state in OPEN_BILL:
        owed = ledger.lines_of(earlier)
        if since is None or earlier.created_at >= since:
            lower = earlier.lines.aggregate(fen=Sum("amount_fen"))["fen"] - earlier.total_fen
            owed = [one for one in owed if one.carried]
        elif not any(one.amount_fen for one in lines):
            return earlier
        lines = [*(replace(one, carried=True) for one in owed), *lines]
        ledger.replace(bill=earlier, by=SYSTEM, now=now)
    bill = ledger.charge(
        stream=repair.stream(),
        lines=lines,
        payer=accounts.customer_account(str(repair.customer_id)),
        payee=accounts.organisation_account(str(repair.operator_id)),
        by=SYSTEM,
        now=now,
    )
    ledger.show(bill=bill, by=SYSTEM, now=now)
    if lower and bill.total_fen:
        to_fen = max(0, bill.total_fen - lower)
        ledger.set_total(bill=bill, to_fen=to_fen, why=str(STAYS_LOWER), by=SYSTEM, now=now, wrong=True)
    return bill
