"""The customer's yes or no to a quote: on his page, on a recorded call, or signed before whoever serves him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock, transition
from anxin.domain.custody import queries as custody
from anxin.domain.network import queries as network
from anxin.domain.repairs.actions.quotes import NotHis
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries import witnesses
from anxin.domain.repairs.states import BEFORE
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries


class NotSigned(WrongState):
    """A customer who answers before whoever serves him signs what he answers."""

    code = "repairs.not_signed"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """How a customer signed his answer to a quote: strokes drawn by hand, or a name."""

    drawn: str = ""
    name: str = ""


def agree_quote(
    *, quote: Quote, by: Actor, now: datetime, chosen: Sequence[str] | None = None, signed: Signed | None = None
) -> None:
    """Agree to a quote, with the optional lines the customer chose (codes).

    An agent needs a recorded call; before a technician or at a counter the customer signs.
    """
    lock(quote.repair)
    lock(quote)
    _witness(quote, signed, "repairs.agreed_in_person", by=by, now=now)
    lines = list(quote.lines.select_related("line"))
    optional = [] if chosen is None else [(one, one.line.code in chosen) for one in lines if one.optional]
    for one, wanted in optional:
        if one.chosen != wanted:
            one.chosen = wanted
            one.save(update_fields=["chosen"])
    total = sum(one.amount_fen for one in lines if one.chosen)
    facts = {"version": quote.version, "total_fen": total, "how": _how(by, signed)}
    facts["drawn"] = witnesses.lines_told(lines)
    transition(quote, "agree", by=by, now=now, facts=facts)
    clocks.meet(quote.repair.stream(), "repairs.quote", now=now)


def _how(by: Actor, signed: Signed | None) -> str:
    """Return on what the customer answered: the screen of who serves him, a call, or his own page ("")."""
    if signed:
        return "technician" if by.kind == "technician" else "counter"
    return "call" if by.kind == "staff" else ""


def _witness(quote: Quote, signed: Signed | None, code: str, *, by: Actor, now: datetime) -> None:
    """Write down that the customer answered this version before whoever serves him, and signed. Raises `NotSigned`."""
    if signed is None:
        if by.may(frozenset(BEFORE.split())):
            raise NotSigned({"number": quote.repair.number})
        if by.kind == "staff" and code == "repairs.agreed_in_person":
            _spoke_about(quote)
        return
    visit = visits_queries.latest_of(quote.repair.stream())
    if visit is None or quote.state != "sent":
        raise WrongState({"machine": "quote", "state": quote.state, "step": "agree"})
    _require_counter(quote, by)
    facts = visits.sign_answer(visit=visit, drawn=signed.drawn, name=signed.name, by=by, now=now)
    timeline.write(quote.stream(), code, by=by, now=now, facts={"version": quote.version, **facts})


def _require_counter(quote: Quote, by: Actor) -> None:
    """Refuse a counter that doesn't have the goods. Raises `NotHis`."""
    if by.kind == "technician":
        return
    kept, own = custody.latest_of(quote.repair.stream()), network.outlet_of(by)
    if kept is None or own is None or kept.outlet_id != own.pk:
        raise NotHis({"number": quote.repair.number})


def _spoke_about(quote: Quote) -> None:
    """Refuse an agent's yes for the customer unless a recorded call stands behind it."""
    visit = visits_queries.latest_of(quote.repair.stream())
    if visit is None or visits.call_of(visit, purpose="quote", since=quote.created_at) is None:
        raise visits.NeedsProof({"number": quote.repair.number})


def refuse_quote(*, quote: Quote, why: str, by: Actor, now: datetime, signed: Signed | None = None) -> None:
    """Refuse a quote; the technician may quote anew or ends the visit. Before him, or at a counter, one signs."""
    lock(quote.repair)
    lock(quote)
    _witness(quote, signed, "repairs.refused_in_person", by=by, now=now)
    transition(quote, "refuse", by=by, now=now, facts={"version": quote.version, "how": _how(by, signed)}, why=why)
    clocks.meet(quote.repair.stream(), "repairs.quote", now=now)


def put_aside(repair: Repair, *, now: datetime) -> None:
    """Put the quote aside that stands: the house's own step, once it is priced otherwise or the work is redone."""
    for quote in repair.quotes.filter(state__in=["sent", "agreed"]):
        lock(quote)
        transition(quote, "replace", by=SYSTEM, now=now)
        clocks.stop(repair.stream(), "repairs.quote", now=now)
