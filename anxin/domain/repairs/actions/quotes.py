"""Quotes from the price book, the customer's yes or no, the used parts and the bill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import clocks, inserts, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, can, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger import rules as accounts
from anxin.domain.ledger.models import Bill
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.lock_openings import IdentityNeeded
from anxin.domain.repairs.models import Quote, QuoteLine, Repair, UsedPart
from anxin.domain.repairs.queries import pricing, witnesses
from anxin.domain.repairs.queries import quotes as queries
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit


class QuoteNeeded(WrongState):
    """Nothing is charged that wasn't quoted and agreed to before."""

    code = "repairs.quote_needed"


class NotAgreed(Invalid):
    """This part, or so many of it, stands in no agreed quote."""

    code = "repairs.not_agreed"


class ReasonNeeded(Invalid):
    """What would be free is charged only for a reason that the customer reads."""

    code = "repairs.reason_needed"


class NotHis(Forbidden):
    """Only the technician of the running visit quotes and states parts."""

    code = "repairs.not_his"


@dataclass(frozen=True, kw_only=True)
class QuoteLineGiven:
    """One line a technician puts on a quote: a code of the price book, never a price of his own."""

    code: str
    quantity: int = 1
    excluded: bool = False
    excluded_why: str = ""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class PartGiven:
    """A part that went in."""

    code: str
    quantity: int = 1
    serial: str = ""


def quote(*, repair: Repair, lines: Iterable[QuoteLineGiven], by: Actor, now: datetime) -> Quote:
    """Quote from the price book and send it; an earlier quote is replaced, a quote of nothing agrees itself.

    The fee of the way is what was told at the report, a line quoted before costs what it did; the rest is the day's.
    """
    lock(repair)
    visit = _running(repair, by)
    if not visits_queries.is_identified(visit):
        raise IdentityNeeded({"number": repair.number})
    if not can(repair, "quote"):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "quote"})
    lock(visit)
    versions = list(repair.quotes.all())
    if visit.parts_stated_at is not None:
        raise WrongState({"machine": "quote", "state": "agreed", "step": "replace"})
    for one in (one for one in versions if one.state in ("drafted", "sent", "agreed")):
        lock(one)
        transition(one, "replace", by=by, now=now)
    on = now.astimezone(SHANGHAI).date()
    book, told = goods.price_books(brand=repair.brand, on=on, told_at=repair.created_at)
    minutes: int = settings.get("repairs.quote_min", at=now)
    made = Quote(repair=repair, version=len(versions) + 1, edition=book.edition)
    begin(made, by=by, now=now, facts={"version": made.version})
    rows = _lines(made, book, told, list(lines))
    inserts.insert(rows)
    total = sum(row.amount_fen for row in rows if row.chosen)
    drawn = witnesses.lines_told(rows)
    facts = {"version": made.version, "lines": len(rows), "total_fen": total, "drawn": drawn}
    expires = {"expires_at": now + timedelta(minutes=minutes)}
    transition(made, "send", by=by, now=now, facts=facts, sets=expires, why=queries.reasons_of(rows))
    clocks.stop(repair.stream(), "repairs.quote", now=now)
    if all(row.amount_fen == 0 for row in rows):
        nothing = {"how": "free", "version": made.version, "total_fen": 0, "drawn": drawn}
        transition(made, "agree", by=SYSTEM, now=now, facts=nothing)
    else:
        clocks.start(
            "repairs.quote", repair.stream(), whose="customer", now=now, due_at=now + timedelta(minutes=minutes)
        )
    return made


def _lines(quote: Quote, book: PriceBook, told: PriceBook, given: list[QuoteLineGiven]) -> list[QuoteLine]:
    """Return what stands on a quote: what was given, and the fee of the repair's way after it."""
    repair, fee = quote.repair, pricing.fee_of(quote.repair)
    kept = pricing.kept_lines(repair) if quote.version > 1 else {}
    codes = [one.code for one in given]
    prices = goods.price_lines(book=book, codes=codes, told=told, fee=fee, kept=kept)
    asked = {code.upper() for code in codes}
    fees = [QuoteLineGiven(code=code) for code in prices if code.upper() == fee and fee not in asked]
    return [_line(quote, position, prices[one.code], one, repair) for position, one in enumerate([*given, *fees])]


def _line(quote: Quote, position: int, line: PriceLine, given: QuoteLineGiven, repair: Repair) -> QuoteLine:
    if given.quantity < 1:
        raise Invalid("quantity", expected="1 or more", got=given.quantity)
    full = line.amount_fen * given.quantity
    amount, why = rules.pays(
        full_fen=full, covered=repair.covered, kind=line.kind, excluded=given.excluded, why=repair.warranty_why
    )
    key, reason = uuid7(), given.excluded_why.strip() if why in rules.FOR_A_REASON else ""
    if why in rules.FOR_A_REASON and not reason:
        raise ReasonNeeded("excluded_why", expected="why it is not covered", got="", facts={"line": line.called})
    return QuoteLine(
        id=key,
        excluded_sealed=vault.seal(queries.EXCLUDED, key, reason) if reason else "",
        quote=quote,
        line=line,
        position=position,
        quantity=given.quantity,
        full_fen=full,
        amount_fen=amount,
        why=why,
        optional=given.optional,
        chosen=not given.optional,
    )


def _running(repair: Repair, by: Actor) -> Visit:
    visit = visits_queries.latest_of(repair.stream())
    account = visit.technician.account_id if visit and visit.technician else None
    if visit is None or visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state if visit else "", "step": "quote"})
    if by.kind == "technician" and str(account) != by.id:
        raise NotHis({"number": repair.number})
    return visit


def use_parts(*, repair: Repair, parts: Iterable[PartGiven], by: Actor, now: datetime) -> Bill:
    """State the used parts (or none), and show the bill of what was agreed and done.

    Raises `QuoteNeeded`, `NotAgreed`.
    """
    lock(repair)
    visit = _running(repair, by)
    lock(visit)
    agreed = repair.quotes.filter(state="agreed").first()
    if agreed is None:
        raise QuoteNeeded({"number": repair.number})
    lines = {one.line.code: one for one in agreed.lines.filter(chosen=True).select_related("line")}
    given = list(parts)
    for one in given:
        line = lines.get(one.code)
        if line is None or line.line.kind != PriceLine.Kind.PART or not 1 <= one.quantity <= line.quantity:
            raise NotAgreed("parts", expected=" ".join(lines), got=one.code)
    went_in = [
        UsedPart(
            id=uuid7(),
            repair=repair,
            visit_key=visit.id,
            line=lines[one.code].line,
            quantity=one.quantity,
            serial=one.serial,
            at=now,
        )
        for one in given
    ]
    before = list(repair.used_parts.all())
    if any(one.visit_key == visit.id for one in before):
        UsedPart.objects.filter(repair=repair, visit_key=visit.id).delete()
    inserts.insert(went_in)
    facts = {"parts": witnesses.parts_told([one for one in before if one.visit_key != visit.id] + went_in)}
    timeline.write(repair.stream(), "repairs.parts_stated", by=by, now=now, facts=facts)
    visits.state_parts(visit=visit, by=by, now=now)
    used = {one.code: one.quantity for one in given}
    return _bill(repair, _charged(lines.values(), used), now=now)


def write_finding(*, repair: Repair, text: str, by: Actor, now: datetime) -> None:
    """Write down what was found at a look for a claim; nothing is charged for it. The last words count.

    It takes the place of quote and parts: with the pictures it is what the completion code waits for.
    """
    lock(repair)
    visit = _running(repair, by)
    lock(visit)
    if not rules.is_for_claim(repair.warranty_why):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "write_finding"})
    timeline.write(repair.stream(), "repairs.found", by=by, now=now, private={"text": text.strip()})
    if visit.parts_stated_at is not None:
        return
    visits.state_parts(visit=visit, by=by, now=now)
    why = rules.OF_CLAIM[repair.warranty_why]
    line = ledger.Charge(code="INSPECT", name="上门鉴定", name_en="inspection visit", full_fen=0, amount_fen=0, why=why)
    _bill(repair, [line], now=now)


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


def _bill(repair: Repair, lines: list[ledger.Charge], *, now: datetime) -> Bill:
    """Draw up and show the bill; what is redone before it was paid costs nothing more, and what was agreed to stays."""
    earlier = ledger_queries.latest(repair.stream())
    if earlier is not None and can(earlier, "owed"):
        lines = [*ledger.lines_of(earlier), *lines]
    if earlier is not None and earlier.state in ("drafted", "shown", "agreed"):
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
    return bill
