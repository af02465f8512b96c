"""What can be done with invoices: asked for, issued once, delivered, reversed as money goes back."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import F

from anxin.core import later, numbers, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin, change, lock, transition
from anxin.core.streams.models import Entry
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import Answer, Request, chosen
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.rules import customer_account

ASK, FETCH = "anxin.domain.invoices.tasks.ask_provider", "anxin.domain.invoices.tasks.fetch_file"


class NothingToInvoice(WrongState):
    """Nothing of the bill can be invoiced: it isn't paid, went back, or its invoice is issued already."""

    code = "invoices.nothing_to_invoice"


class NumberTaken(Invalid):
    """Another invoice has this number."""

    code = "invoices.number_taken"


def ask_for(*, bill: Bill, buyer: Buyer, by: Actor, now: datetime) -> Invoice:
    """Ask for the invoice of a bill, or put right what was said for one that is not issued yet."""
    lock(bill)
    row = queries.invoice_of(bill)
    if row is not None:
        lock(row)
        if row.state == "failed":
            transition(row, "renew", by=by, now=now, sets={"attempt": row.attempt + 1, "looks": 0, "fault": ""})
        if row.state != "requested":
            raise NothingToInvoice({"number": bill.number})
        change(row, _told(row, buyer))
        _put_asking(row, now=now)
        return row
    fen = rules.net_fen(paid_fen=bill.paid_fen, refunded_fen=bill.refunded_fen, reserved_fen=bill.reserved_fen)
    if fen <= 0:
        raise NothingToInvoice({"number": bill.number})
    row = Invoice(id=uuid7(), bill=bill, number=numbers.issue("I", now=now), amount_fen=fen, provider=chosen())
    for name, value in _told(row, buyer).items():
        setattr(row, name, value)
    begin(row, by=by, now=now, facts={"number": row.number, "amount_fen": fen})
    _put_asking(row, now=now)
    return row


def _told(row: Invoice, buyer: Buyer) -> dict[str, object]:
    company = bool(buyer.tax_number)
    sealed = vault.seal(queries.BUYER, row.id, json.dumps(asdict(buyer), ensure_ascii=False))
    return {"company": company, "shown": rules.masked(buyer.title, is_company=company), "buyer_sealed": sealed}


def drop(*, invoice: Invoice, why: str = "", by: Actor, now: datetime) -> None:
    """Do without an invoice that isn't issued; whom it was for is forgotten."""
    lock(invoice.bill, invoice)
    transition(invoice, "drop", by=by, now=now, why=why, sets={"buyer_sealed": ""})


def take_back(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Take back the wish for an invoice."""
    lock(bill)
    row = queries.invoice_of(bill)
    if row is None:
        raise NothingToInvoice({"number": bill.number})
    drop(invoice=row, by=by, now=now)


def _put_asking(row: Invoice, *, now: datetime, in_s: float = 0, key: str = "") -> None:
    about = f"invoices.ask:{row.id}:{row.attempt}:{row.looks}:{row.updated_at.isoformat()}:{key}"
    later.put(ASK, arguments={"invoice": str(row.id)}, key=about, now=now, run_at=now + timedelta(seconds=in_s))


def begin_asking(*, invoice: Invoice, now: datetime) -> Request | None:
    """Write down that the provider is being asked, over what is left of the bill now; None where nothing is to ask."""
    lock(invoice.bill, invoice)
    if invoice.state == "requested":
        name = chosen()
        if not name or (invoice.blue and not (invoice.blue.provider and invoice.buyer_sealed)):
            return None  # by hand: what was written by hand is reversed by hand too
        fen = invoice.amount_fen if invoice.is_red else _net(invoice.bill)
        if fen <= 0:
            transition(invoice, "drop", by=SYSTEM, now=now, sets={"buyer_sealed": ""})
            return None
        sets = {"provider": name, "amount_fen": fen}
        transition(invoice, "ask", by=SYSTEM, now=now, facts={"amount_fen": fen, "provider": name}, sets=sets)
    return queries.request_of(invoice, now=now) if invoice.state in ("asked", "failed") else None


def finish_asking(*, invoice: Invoice, answer: Answer, now: datetime) -> None:
    """Write down what the provider answered, and look again where that was no end; twice changes nothing."""
    lock(invoice.bill, invoice)
    if invoice.state not in ("asked", "failed"):
        return
    if answer.outcome == "issued" and _is_taken(answer.official, invoice):
        answer = Answer(outcome="unknown", fault="number of another")
    if answer.outcome == "issued":
        issue(
            invoice=invoice,
            official=answer.official,
            at=answer.at or now,
            by=SYSTEM,
            now=now,
            found_at=answer.found_at,
            twice=answer.twice,
        )
        return
    failed = invoice.state == "failed"
    fault = (answer.fault or invoice.fault) if failed else answer.fault
    change(invoice, {"looks": invoice.looks + 1, "fault": fault[:120]})
    if answer.outcome == "failed" and not failed:
        transition(invoice, "fail", by=SYSTEM, now=now, sets={"looks": 0})
        failed = True
        if queries.is_of_erased(invoice) and not invoice.is_red:
            drop(invoice=invoice, by=SYSTEM, now=now)
            return
    if not failed:
        _put_asking(invoice, now=now, in_s=rules.pause_s(invoice.looks))
    elif invoice.looks < len(rules.TURNS_S):
        _put_asking(invoice, now=now, in_s=rules.TURNS_S[invoice.looks])


def issue(
    *, invoice: Invoice, official: str, at: datetime, by: Actor, now: datetime, found_at: str = "", twice: str = ""
) -> None:
    """Say that an invoice is issued, by its official number; a red one reverses by it, a blue one is levelled.

    `twice` is the number of another that the provider issued for it after refusing it: finance reverses that one.
    """
    lock(invoice.bill, invoice)
    if _is_taken(official, invoice):
        raise NumberTaken("official", expected="a number of its own", got=official)
    sets = {"official": official, "issued_at": at, "found_at": found_at, "looks": 0}
    sets["fault"] = f"{rules.TWICE}{twice}" if twice else ""
    facts = {"number": invoice.number, "official": official, "amount_fen": invoice.amount_fen}
    transition(invoice, "issue", by=by, now=now, facts=facts, sets=sets)
    if queries.is_of_erased(invoice):
        _forget(invoice)
    if found_at:
        later.put(FETCH, arguments={"invoice": str(invoice.id)}, key=f"invoices.fetch:{invoice.id}", now=now)
    if invoice.blue is None:
        level(bill=invoice.bill, now=now)
        return
    blue = queries.invoice_by_key(invoice.blue.pk)
    lock(blue)
    if blue.reversed_fen == blue.amount_fen and not blue.reds.filter(official="").exists():
        transition(blue, "reverse", by=SYSTEM, now=now)


def _is_taken(official: str, invoice: Invoice) -> bool:
    return Invoice.objects.filter(official=official).exclude(pk=invoice.pk).exists()


def deliver(*, invoice: Invoice, by: Actor, now: datetime, file: SealedFile | None = None) -> None:
    """Say that an invoice is with who asked for it: its file lies on his page, or was sent another way."""
    lock(invoice.bill, invoice)
    kept = file.sha256 if file else ""
    facts = {"number": invoice.number, "sha256": kept}
    transition(invoice, "deliver", by=by, now=now, facts=facts, sets={"file": kept})


def add_file(*, invoice: Invoice, file: SealedFile, by: Actor, now: datetime) -> None:
    """Put the file of an issued invoice on the customer's page: with it, it is delivered."""
    lock(invoice.bill, invoice)
    if invoice.state == "issued":
        deliver(invoice=invoice, by=by, now=now, file=file)
        return
    if invoice.state != "delivered" or invoice.file:
        raise WrongState({"machine": "invoice", "state": invoice.state, "step": "deliver"})
    change(invoice, {"file": file.sha256})
    facts = {"number": invoice.number, "row": str(invoice.pk), "sha256": file.sha256}
    timeline.write(invoice.stream(), "invoices.file_added", by=by, now=now, facts=facts)


def level(*, bill: Bill, now: datetime, going_fen: int = 0) -> None:
    """Reverse by a red invoice what of an issued one has gone back, or is `going` now; twice changes nothing."""
    blue = (
        Invoice.objects.select_related("bill").filter(bill=bill, blue=None, state__in=("issued", "delivered")).first()
    )
    if blue is None:
        return
    lock(bill, blue)
    net = rules.net_fen(paid_fen=bill.paid_fen, refunded_fen=bill.refunded_fen + going_fen)
    fen = rules.red_fen(amount_fen=blue.amount_fen, reversed_fen=blue.reversed_fen, net_fen=net)
    if fen:
        _reverse(blue, fen, reason=rules.REFUND, by=SYSTEM, now=now)


def correct(*, invoice: Invoice, why: str, by: Actor, now: datetime) -> None:
    """Reverse all that is left of an issued invoice because something in it is wrong; another may be asked for then."""
    lock(invoice.bill, invoice)
    fen = invoice.amount_fen - invoice.reversed_fen
    if invoice.is_red or invoice.state not in ("issued", "delivered") or fen <= 0:
        raise WrongState({"machine": "invoice", "state": invoice.state, "step": "reverse"})
    _reverse(invoice, fen, reason=rules.MISTAKE, by=by, now=now, why=why)


def _reverse(blue: Invoice, fen: int, *, reason: str, by: Actor, now: datetime, why: str = "") -> None:
    room = Invoice.objects.filter(pk=blue.pk, reversed_fen__lte=F("amount_fen") - fen)
    if not room.update(reversed_fen=F("reversed_fen") + fen):
        raise WrongState({"machine": "invoice", "state": blue.state, "step": "reverse"})
    number = numbers.issue("I", now=now)
    red = Invoice(id=uuid7(), bill=blue.bill, blue=blue, number=number, amount_fen=fen, reason=reason)
    red.company, red.shown, red.provider = blue.company, blue.shown, blue.provider if chosen() else ""
    who = queries.buyer(blue)
    if who is not None:
        red.buyer_sealed = vault.seal(queries.BUYER, red.id, json.dumps(asdict(who), ensure_ascii=False))
    told = {"number": number, "amount_fen": fen, "reverses": blue.number, "reason": reason}
    begin(red, by=by, now=now, facts=told, private={"why": why} if why else None)
    _put_asking(red, now=now)


def ask_again(*, invoice: Invoice, by: Actor, now: datetime) -> None:
    """Have the provider asked again, or what became of it; a red one that lapsed begins anew by another number."""
    lock(invoice.bill, invoice)
    if invoice.state == "failed":
        attempt = invoice.attempt + (1 if invoice.is_red else 0)
        transition(invoice, "renew", by=by, now=now, sets={"attempt": attempt, "looks": 0, "fault": ""})
    _put_asking(invoice, now=now, key=f"by-hand:{now.isoformat(timespec='seconds')}")


def take_up(*, now: datetime) -> None:
    """Have a provider asked for what was waiting to be written by hand."""
    for one in Invoice.objects.select_related("bill").filter(state="requested").order_by("id")[:200]:
        _put_asking(one, now=now, key=now.isoformat(timespec="hours"))


def open_buyer(*, invoice: Invoice, by: Actor, now: datetime) -> Buyer | None:
    """Open whom an invoice is for, to write or send it by hand; who looked stays on the customer's record."""
    lock(invoice.bill, invoice)
    timeline.write(invoice.stream(), "invoices.buyer_seen", by=by, now=now, facts={"number": invoice.number})
    return queries.buyer(invoice)


def refunded(*, fact: Entry, now: datetime) -> None:
    """Money of a bill went back: what was invoiced of it is reversed."""
    payment = ledger.payment(str(fact.facts["row"]))
    if payment.direction == Payment.Direction.BACK:  # the bill counts it once this fact is written
        level(bill=payment.bill, now=now, going_fen=payment.amount_fen)


def erased(*, fact: Entry, now: datetime) -> None:
    """Forget for whom invoices of somebody erased were; what is issued stays by law, what isn't is dropped."""
    mine = Invoice.objects.select_related("bill", "blue").filter(bill__payer=customer_account(fact.stream_key.key))
    for one in mine.exclude(buyer_sealed=""):
        lock(one.bill, one)
        if one.state in ("requested", "failed") and not one.is_red:
            drop(invoice=one, by=SYSTEM, now=now)
        elif one.state != "asked":  # what a provider is just asked for is forgotten once it answered
            _forget(one)


def _forget(invoice: Invoice) -> None:
    change(invoice, {"buyer_sealed": "", "shown": invoice.shown if invoice.company else ""})


def _net(bill: Bill) -> int:
    return rules.net_fen(paid_fen=bill.paid_fen, refunded_fen=bill.refunded_fen, reserved_fen=bill.reserved_fen)
