"""What somebody wishes: an invoice asked for, put right, looked at, refused, done without; whom it is for forgotten."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from anxin.core import later, numbers, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, change, lock, transition
from anxin.core.streams.models import Entry
from anxin.domain.invoices import choices, queries, rules
from anxin.domain.invoices.actions import hands, titles
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import chosen
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules import customer_account

ASK = "anxin.domain.invoices.tasks.ask_provider"
AT_ONCE = 500


class NothingToInvoice(WrongState):
    """Nothing of the bill can be invoiced: it isn't paid, went back, or its invoice is issued already."""

    code = "invoices.nothing_to_invoice"


class NoSpecial(WrongState):
    """No special invoice is issued here."""

    code = "invoices.no_special"


def ask_for(*, bill: Bill, buyer: Buyer, by: Actor, now: datetime, special: bool = False) -> Invoice:
    """Ask for the invoice of a bill, or put right what was said for one that is not issued yet.

    A `special` one waits until finance looked at it, where the house says so; raises `NoSpecial` where it issues none.
    """
    policy = settings.get("invoices.special", at=now) if special else ""
    if policy == choices.NONE:
        raise NoSpecial({"number": bill.number})
    kind = {"special": special, "to_check": policy == choices.CHECKED}
    lock(bill)
    row = queries.invoice_of(bill)
    if row is not None:
        lock(row)
        if row.state == "failed":
            transition(row, "renew", by=by, now=now, sets={"attempt": row.attempt + 1, "tries": 0, "fault": ""})
        if row.state != "requested":
            raise NothingToInvoice({"number": bill.number})
        change(row, {**sealed(row, buyer), **kind})
        hands.turn(row, now=now)
        put_asking(row, now=now, key=now.isoformat())
        return row
    fen = rules.net_fen(paid_fen=bill.paid_fen, refunded_fen=bill.refunded_fen, reserved_fen=bill.reserved_fen)
    if fen <= 0:
        raise NothingToInvoice({"number": bill.number})
    row = Invoice(id=uuid7(), bill=bill, number=numbers.issue("I", now=now), amount_fen=fen, provider=chosen())
    row.brand_id = queries.brand_of(bill)
    for name, value in {**sealed(row, buyer), **kind}.items():
        setattr(row, name, value)
    facts = {"number": row.number, "amount_fen": fen, "by_hand": queries.needs_a_hand(row)}
    begin(row, by=by, now=now, facts=facts)
    if facts["by_hand"]:
        hands.turn(row, now=now)
    put_asking(row, now=now)
    return row


def sealed(row: Invoice, buyer: Buyer) -> dict[str, object]:
    """Return the columns that say whom an invoice is for."""
    company = bool(buyer.tax_number)
    sealed = vault.seal(queries.BUYER, row.id, json.dumps(asdict(buyer), ensure_ascii=False))
    by_post = not (buyer.mail or buyer.phone)
    shown = rules.masked(buyer.title, is_company=company)
    return {"company": company, "by_post": by_post, "shown": shown, "buyer_sealed": sealed}


def drop(*, invoice: Invoice, why: str = "", by: Actor, now: datetime) -> None:
    """Do without an invoice that isn't issued; whom it was for is forgotten."""
    lock(invoice.bill, invoice)
    hands.done(invoice, now=now)
    transition(invoice, "drop", by=by, now=now, why=why, sets={"buyer_sealed": ""})


def take_back(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Take back the wish for an invoice."""
    lock(bill)
    row = queries.invoice_of(bill)
    if row is None:
        raise NothingToInvoice({"number": bill.number})
    drop(invoice=row, by=by, now=now)


def clear(*, invoice: Invoice, by: Actor, now: datetime) -> None:
    """Say that finance looked at a special invoice and it may be issued."""
    lock(invoice.bill, invoice)
    if invoice.state != "requested" or not invoice.to_check:
        raise WrongState({"machine": "invoice", "state": invoice.state, "step": "ask"})
    change(invoice, {"to_check": False})
    hands.turn(invoice, now=now)
    timeline.write(invoice.stream(), "invoices.cleared", by=by, now=now, facts={"number": invoice.number})
    put_asking(invoice, now=now, key="cleared")


def refuse(*, invoice: Invoice, reason: str, by: Actor, now: datetime) -> None:
    """Say why no special invoice is issued; the customer reads it, and may ask for an ordinary one."""
    if reason not in choices.REFUSALS:
        raise Invalid("reason", expected=" | ".join(choices.REFUSALS), got=reason)
    lock(invoice.bill, invoice)
    hands.done(invoice, now=now)
    transition(invoice, "drop", by=by, now=now, facts={"reason": reason}, sets={"buyer_sealed": "", "fault": reason})


def put_asking(row: Invoice, *, now: datetime, in_s: float = 0, key: str = "") -> None:
    """Have a provider asked for an invoice, or what became of it."""
    about = f"invoices.ask:{row.id}:{row.attempt}:{row.tries}:{row.updated_at.isoformat()}:{key}"
    later.put(ASK, arguments={"invoice": str(row.id)}, key=about, now=now, run_at=now + timedelta(seconds=in_s))


def erased(*, fact: Entry, now: datetime) -> None:
    """Forget for whom invoices of somebody erased were; titles and what isn't issued go, the rest stays by law."""
    titles.erase_all(person=fact.stream_key.key)
    mine = Invoice.objects.select_related("bill", "blue").filter(bill__payer=customer_account(fact.stream_key.key))
    for one in mine.exclude(buyer_sealed=""):
        lock(one.bill, one)
        if one.state in ("requested", "failed") and not one.is_red:
            drop(invoice=one, by=SYSTEM, now=now)
        elif one.state != "asked":  # what a provider is just asked for is forgotten once it answered
            forget(one)


def forget(invoice: Invoice) -> None:
    """Forget whom an invoice is for; a company's title stays, as the invoice itself does."""
    change(invoice, {"buyer_sealed": "", "shown": invoice.shown if invoice.company else ""})


def forget_old(*, now: datetime) -> int:
    """Forget whom invoices were for that are older than accounts have to be kept; give how many."""
    before = now - timedelta(days=366 * settings.get("invoices.keep_y", at=now))
    old = Invoice.objects.filter(created_at__lt=before).exclude(state__in=("requested", "asked", "failed"))
    rows = list(old.exclude(buyer_sealed="").select_related("bill").order_by("created_at")[:AT_ONCE])
    for one in rows:
        lock(one.bill, one)
        forget(one)
    return len(rows)
