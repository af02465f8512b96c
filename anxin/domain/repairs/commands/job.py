"""What a technician may do with his job."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core.actors import Actor
from anxin.core.commands import Command, Fields, Given, Table, calling
from anxin.core.commands.fields import typed
from anxin.domain.ledger import actions as ledger
from anxin.domain.network import queries as network
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import appointments
from anxin.domain.repairs.commands.answer_fields import SIGNED_HERE, AgreedHere, RefusedHere
from anxin.domain.repairs.commands.cash import paid_in_cash
from anxin.domain.repairs.commands.device_fields import NAMED, Serial
from anxin.domain.repairs.commands.fields import Span, Way
from anxin.domain.repairs.commands.job_fields import (
    Arrival,
    Barring,
    Call,
    Checks,
    CodeGiven,
    Ending,
    Finding,
    Identity,
    Moving,
    Parts,
    Quote,
    Receipt,
    Return,
    Signing,
)
from anxin.domain.repairs.commands.work import agree_quote, bill_of, refuse_quote
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import job as rules
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit

type JobGiven = Given[Visit, Any]


def _call(it: JobGiven) -> object:
    given: Call = it.fields
    about: Mapping[str, Any] = {"purpose": given.purpose, "answered": given.answered, "seconds": 60 * given.minutes}
    return visits.record_call(visit=it.row, by=it.by, now=it.now, **about)


def _check_in(it: JobGiven) -> object:
    given: Arrival = it.fields
    return visits.check_in(visit=it.row, at=_position(given), why=given.why, by=it.by, now=it.now)


def _position(given: Arrival) -> visits.Position | None:
    if given.lng is None or given.lat is None:
        return None
    return visits.Position(lng=given.lng, lat=given.lat, fix_m=given.fix_m)


def _repair(row: Visit) -> Repair:
    return queries.repair_by_key(str(row.stream_key))


def _quote(it: JobGiven) -> object:
    return repairs.quote(repair=_repair(it.row), lines=_quoted(it.fields), by=it.by, now=it.now)


def _quoted(given: Quote) -> list[repairs.QuoteLineGiven]:
    return [repairs.QuoteLineGiven(**one.model_dump()) for one in given.lines]


def _use_parts(it: JobGiven) -> object:
    parts = [repairs.PartGiven(**one.model_dump()) for one in it.fields.parts]
    return repairs.use_parts(repair=_repair(it.row), parts=parts, by=it.by, now=it.now)


def _find(it: JobGiven) -> None:
    repairs.write_finding(repair=_repair(it.row), text=it.fields.text, by=it.by, now=it.now)


def _name_device(it: JobGiven) -> None:
    repairs.name_device(repair=_repair(it.row), serial=it.fields.serial, by=it.by, now=it.now)


def _collect(it: JobGiven) -> object:
    return ledger.pay(bill=bill_of(it.row), provider=it.fields.way, by=it.by, now=it.now)


def _answered(do: Callable[[Given[Repair, Any]], None]) -> Callable[[JobGiven], object]:
    """Return the work of an answer to the quote of the repair that a job serves."""
    return lambda it: do(Given(row=_repair(it.row), by=it.by, now=it.now, fields=it.fields))


JOBS = Table(
    "visit",
    situation=queries.job_situation,
    commands=(
        Command[Visit, JobSituation](
            name="call", title=_("Call the customer"), who="technician", when=rules.is_own, fields=Call, do=_call
        ),
        Command(
            name="booking",
            title=_("Book it"),
            who="technician",
            steps="visit.book",
            when=rules.is_own,
            fields=Span,
            do=appointments.book_own,
        ),
        Command(
            name="moving",
            title=_("Move it"),
            who="technician",
            steps="visit.rebook",
            when=rules.is_own,
            fields=Moving,
            do=appointments.move_own,
        ),
        Command(
            name="departure",
            title=_("I am on my way"),
            steps="visit.set_out",
            when=rules.may_set_out,
            because="visits.too_early_here",
            do=calling("visit", visits.set_out),
            follows=_("The customer sees that you are coming."),
        ),
        Command(
            name="turning-back",
            title=_("Not on my way yet: pressed by mistake"),
            steps="visit.turn_back",
            when=rules.may_turn_back,
            do=calling("visit", visits.turn_back),
            follows=_("Only within some minutes. The customer is told that you come in his window."),
        ),
        Command(
            name="arrival",
            title=_("I am at the door"),
            who="technician",
            when=rules.may_check_in,
            fields=Arrival,
            do=_check_in,
            follows=_("Only the distance to the door is kept, not where you are."),
        ),
        Command(
            name="identity",
            title=_("Checked: may be opened"),
            who="technician",
            when=rules.may_identify,
            fields=Identity,
            do=calling("visit", repairs.identify, "document", "proof", "witness", "witness_as", "alone", "pictured"),
            follows=_("Only the kinds are kept, and the name of the witness, sealed. Take no picture of a document."),
        ),
        Command(
            name="barring",
            title=_("Do not open"),
            who="technician",
            steps="visit.give_up",
            when=rules.may_refuse_to_open,
            fields=Barring,
            do=calling("visit", visits.refuse_to_open, "why", "note", "suspicious"),
            final=True,
            follows=_("The visit ends, nothing is charged. The customer reads what was lacking."),
        ),
        Command(
            name="receipt",
            title=_("Record a proof of purchase"),
            who="technician",
            when=rules.may_take_receipt,
            fields=Receipt,
            do=calling("visit", repairs.take_receipt, "bought_date", "seller", "files"),
            follows=_(
                "Its picture is sealed; customer and desk read what warranty follows. In warranty a quote is priced "
                "anew, and what is owed or was paid already falls. Where another proof gives another day the desk "
                "decides."
            ),
        ),
        Command(
            name="device",
            title=_("Write the serial number down"),
            who="technician",
            when=rules.may_name_device,
            fields=Serial,
            do=_name_device,
            follows=NAMED,
        ),
        Command(
            name="quote", title=_("Write the quote"), who="technician", when=rules.may_price, fields=Quote, do=_quote
        ),
        Command(
            name="agreement-here",
            title=_("The customer agrees here"),
            who="technician",
            when=rules.may_be_answered,
            because="repairs.no_open_quote",
            fields=AgreedHere,
            do=_answered(agree_quote),
            follows=SIGNED_HERE,
        ),
        Command(
            name="refusal-here",
            title=_("The customer says no here"),
            who="technician",
            when=rules.may_be_answered,
            because="repairs.no_open_quote",
            fields=RefusedHere,
            do=_answered(refuse_quote),
            follows=SIGNED_HERE,
        ),
        Command(
            name="checks",
            title=_("Write the check list down"),
            who="technician",
            when=rules.may_tick,
            fields=Checks,
            do=calling("visit", visits.tick, "done", "answers"),
        ),
        Command(
            name="signature",
            title=_("Sign"),
            who="technician",
            when=rules.may_sign,
            fields=Signing,
            do=calling("visit", visits.sign, "drawn", "name"),
            follows=_("It is sealed as it was drawn, with time and hash; nobody can change it any more."),
        ),
        Command(
            name="finding",
            title=_("Write down what you found"),
            who="technician",
            when=rules.may_find,
            fields=Finding,
            do=_find,
        ),
        Command(
            name="parts",
            title=_("State the parts"),
            who="technician",
            when=rules.may_state_parts,
            because=repairs.QuoteNeeded,
            fields=Parts,
            do=_use_parts,
        ),
        Command(
            name="payment",
            title=_("Show the code to pay"),
            who="technician",
            when=rules.may_collect,
            fields=Way,
            do=_collect,
            weighs=True,
            follows=_("The customer scans it from your phone; the money goes to the company, never through you."),
        ),
        *paid_in_cash(
            "technician",
            may=rules.may_take_cash,
            taking=rules.is_taking_cash,
            holder=lambda it: network.technician_of(it.by),
            held=_("You hold it from then on, until you hand it in."),
        ),
        Command(
            name="completion",
            title=_("Finish with this code"),
            who="technician",
            steps="visit.finish",
            when=rules.may_finish_by_code,
            fields=CodeGiven,
            do=calling("visit", visits.finish, "code"),
            final=True,
        ),
        Command(
            name="mended",
            title=_("It is mended"),
            who="technician",
            steps="visit.finish",
            when=rules.may_finish_at_bench,
            do=calling("visit", visits.finish_at_bench),
            final=True,
            follows=_("It goes on the shelf. The customer reads that it is mended, and how it comes back."),
        ),
        Command(
            name="absence",
            title=_("Nobody opens"),
            who="technician",
            steps="visit.give_up",
            when=rules.is_absence_proven,
            because="visits.needs_proof",
            do=calling("visit", visits.miss_by_customer),
            final=True,
        ),
        Command(
            name="ending",
            title=_("It can't be done today"),
            who="technician",
            steps="visit.give_up",
            when=rules.is_own,
            fields=Ending,
            do=calling("visit", visits.give_up, "why", "note"),
            final=True,
        ),
        Command(
            name="return",
            title=_("I can't go"),
            who="technician",
            steps="visit.reopen",
            when=rules.may_hand_back,
            fields=Return,
            do=calling("visit", visits.hand_back, "why"),
            final=True,
        ),
    ),
)


def told_after(*, visit: Visit, step: str, fields: Fields | Mapping[str, object], by: Actor, now: datetime) -> None:
    """Write down a step that a phone kept of a turn that had ended before it heard of that (`visits.told_after`)."""
    given = typed(JOBS.commands[step].fields, fields)
    visits.told_after(visit=visit, step=step, by=by, now=now, word=_word(visit, given, now))


def _word(visit: Visit, given: Fields, now: datetime) -> visits.EarlierWord:
    if isinstance(given, Arrival):
        return visits.EarlierWord(at=_position(given))
    if isinstance(given, CodeGiven):
        return visits.EarlierWord(code=given.code)
    if not isinstance(given, Quote):
        return visits.EarlierWord()
    rows = repairs.priced(repair=_repair(visit), lines=_quoted(given), now=now)
    lines = "; ".join(f"{row.line.called} × {row.quantity}" for row in rows)
    return visits.EarlierWord(total_fen=sum(row.amount_fen for row in rows if row.chosen), lines=lines)
