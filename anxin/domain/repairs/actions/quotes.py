"""Quotes from the price book, and the customer's yes or no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import clocks, inserts, settings, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, can, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.lock_openings import IdentityNeeded
from anxin.domain.repairs.models import Quote, QuoteLine, Repair
from anxin.domain.repairs.queries import pricing, witnesses
from anxin.domain.repairs.queries import quotes as queries
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit


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


def quote(*, repair: Repair, lines: Iterable[QuoteLineGiven], by: Actor, now: datetime) -> Quote:
    """Quote from the price book and send it; an earlier quote is replaced, a quote of nothing agrees itself.

    The fee of the way is what was told at the report, a line quoted before costs what it did; the rest is the day's.
    """
    lock(repair)
    visit = running(repair, by)
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


def priced(*, repair: Repair, lines: Iterable[QuoteLineGiven], now: datetime) -> list[QuoteLine]:
    """Return what a quote of some lines would say today; it is written nowhere."""
    on = now.astimezone(SHANGHAI).date()
    book, told = goods.price_books(brand=repair.brand, on=on, told_at=repair.created_at)
    quote = Quote(repair=repair, version=repair.quotes.count() + 1, edition=book.edition)
    return _lines(quote, book, told, list(lines))


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


def running(repair: Repair, by: Actor) -> Visit:
    """Return the visit that a repair's technician is at; raise where he isn't, or it is another's."""
    visit = visits_queries.latest_of(repair.stream())
    account = visit.technician.account_id if visit and visit.technician else None
    if visit is None or visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state if visit else "", "step": "quote"})
    if by.kind == "technician" and str(account) != by.id:
        raise NotHis({"number": repair.number})
    return visit
