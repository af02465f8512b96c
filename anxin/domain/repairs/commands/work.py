"""What each command of a repair does, and what it offers to choose from."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid, WrongState
from anxin.core.money import format_fen
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill
from anxin.domain.network.queries.names import told_apart
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import fields
from anxin.domain.repairs.commands.answer_fields import Signed
from anxin.domain.repairs.commands.spoken_fields import SpokenObjection, SpokenWish
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules.situation import RepairSituation, may_object
from anxin.domain.repairs.states import REPAIR, WAITS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits.models import Visit

type RepairGiven = Given[Repair, Any]
type Options = Sequence[tuple[str, Text]]


def hand_back(it: RepairGiven) -> None:
    """Let the technician go."""
    visits.hand_back(visit=visit_of(it.row), why="desk", by=it.by, now=it.now)


def visit_of(row: Repair) -> Visit:
    """Return the newest visit; raise `NoSuchVisit` where there is none."""
    found = visit_queries.latest_of(row.stream())
    if found is None:
        raise visit_queries.NoSuchVisit({"number": row.number})
    return found


def triage(*, automatic: bool) -> Callable[[RepairGiven], object]:
    """Return the work of sending somebody: asked by itself, or chosen by a person."""
    return lambda it: repairs.triage(repair=it.row, by=it.by, now=it.now, automatic=automatic)


def note(it: RepairGiven) -> None:
    """Write a note."""
    given: fields.Note = it.fields
    repairs.note(repair=it.row, text=given.text, inside=given.readers == "inside", by=it.by, now=it.now)


def call(it: RepairGiven) -> None:
    """Record a call."""
    given: fields.Call = it.fields
    visits.record_call(
        visit=visit_of(it.row),
        purpose=given.purpose,
        answered=given.answered == "yes",
        recording=given.recording,
        by=it.by,
        now=it.now,
    )


def complete(it: RepairGiven) -> None:
    """Finish the visit by a recorded call."""
    given: fields.Completion = it.fields
    visit = visit_of(it.row)
    visits.record_call(
        visit=visit, purpose="completion", answered=True, recording=given.recording, by=it.by, now=it.now
    )
    visits.finish_by_call(visit=visit, by=it.by, now=it.now)


def confirm_reset(it: RepairGiven) -> None:
    """Say oneself that the old credentials are gone."""
    repairs.confirm_reset(repair=it.row, how="click", by=it.by, now=it.now)


def confirm_reset_by_call(it: RepairGiven) -> None:
    """Write down that the customer said on the phone that the old credentials are gone."""
    given: fields.Reset = it.fields
    visit = visit_of(it.row)
    visits.record_call(visit=visit, purpose="other", answered=True, recording=given.recording, by=it.by, now=it.now)
    repairs.confirm_reset(repair=it.row, how="call", by=it.by, now=it.now)


def offer(it: RepairGiven) -> None:
    """Ask a technician, or assign him after speaking with him, with a reason."""
    given: fields.Offer = it.fields
    visit = visit_of(it.row)
    technician = next((one for one in visit_queries.pool(visit, now=it.now) if one.number == given.technician), None)
    if technician is None:
        raise Invalid("technician", expected=_("somebody who works here for this brand"), got=given.technician)
    if given.how == "assign":
        visits.assign_by_hand(visit=visit, technician=technician, why=given.why, by=it.by, now=it.now)
    else:
        visits.offer_to(visit=visit, technician=technician, by=it.by, now=it.now)


def order(it: RepairGiven) -> None:
    """Ask an outlet to name somebody."""
    visit, code = visit_of(it.row), it.fields.outlet
    outlet = next((one for one in visit_queries.outlets(visit, now=it.now) if one.code == code), None)
    if outlet is None:
        raise Invalid("outlet", expected=_("an outlet that serves the place for this brand"), got=code)
    visits.order_outlet(visit=visit, outlet=outlet, by=it.by, now=it.now)


def agree_quote(it: RepairGiven) -> None:
    """Agree to a quote."""
    given: fields.Agreement = it.fields
    quote = queries.quote(it.row.number, version=given.version, actor=it.by, now=it.now)
    repairs.agree_quote(quote=quote, chosen=given.chosen, by=it.by, now=it.now, signed=_signed(given))


def refuse_quote(it: RepairGiven) -> None:
    """Say no to a quote."""
    given: fields.Refusal = it.fields
    quote = queries.quote(it.row.number, version=given.version, actor=it.by, now=it.now)
    repairs.refuse_quote(quote=quote, why=given.why, by=it.by, now=it.now, signed=_signed(given))


def _signed(given: fields.Agreement | fields.Refusal) -> repairs.Signed | None:
    """Return how the answer was signed; on his own page a customer doesn't."""
    return repairs.Signed(drawn=given.drawn, name=given.name) if isinstance(given, Signed) else None


def objections(row: Repair, case: RepairSituation, _now: datetime, _by: Actor) -> Options | None:
    """Offer what can be objected to during the service; afterwards it is its end, and nothing is asked."""
    return list(SpokenObjection.names("what").items()) if may_object(case) else None


def wish_invoice(it: RepairGiven) -> None:
    """Ask for the invoice that the customer wants on the phone."""
    told: SpokenWish = it.fields
    buyer = Buyer(title=told.title, tax_number=told.tax_number, mail=told.mail, phone=told.phone)
    repairs.ask_for_invoice_on_call(bill=bill_of(it.row), buyer=buyer, recording=told.recording, by=it.by, now=it.now)


def optional_lines(row: Repair, case: RepairSituation, now: datetime, by: Actor) -> Options | None:
    """Offer what the customer may have on top; None where the quote offers nothing."""
    quote = queries.view(row, actor=by, now=now).quote
    lines = (
        [(one.code, f"{one.name} · {format_fen(one.amount_fen)}") for one in quote.lines if one.optional]
        if quote
        else []
    )
    return lines or None


def bill_of(row: Repair | Visit) -> Bill:
    """Return the newest bill; raise `WrongState` where there is none."""
    bill = bills.latest(row.stream())
    if bill is None:
        raise WrongState({"machine": "bill", "state": "", "step": "settle"})
    return bill


def pay(it: RepairGiven) -> None:
    """Begin to pay; a payment under way is not made twice."""
    given: fields.Way = it.fields
    bill = bill_of(it.row)
    ledger.pay(bill=bill, provider=given.way, method=given.method, payer=given.payer, by=it.by, now=it.now)


def technicians(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer everybody who works here for this brand."""
    return [(one.number, one.called) for one in visit_queries.pool(visit_of(row), now=now)]


def outlets(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer the outlets that serve the place for this brand."""
    found = visit_queries.outlets(visit_of(row), now=now)
    return list(told_apart((one.code, one.organisation.name, one.division) for one in found).items())


def twins(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer the open reports that may be of the same fault."""
    found = queries.duplicates_of(row)
    return [(one.number, f"{one.number} · {localtime(one.created_at):%m-%d %H:%M}") for one in found]


def waits(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer what may be waited for now."""
    names = fields.Waiting.names("on")
    return [(on, names[on]) for on, step in WAITS.items() if REPAIR.step(step, case.repair)]
