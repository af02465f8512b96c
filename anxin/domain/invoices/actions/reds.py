"""Red invoices: what of an issued one goes back, or is wrong, is reversed by another."""

from datetime import datetime

from django.db.models import F

from anxin.core import numbers
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock
from anxin.core.streams.models import Entry
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.actions import hands
from anxin.domain.invoices.actions.wishes import put_asking, sealed
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import chosen
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Payment


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
    red.company, red.special, red.shown, red.brand_id = blue.company, blue.special, blue.shown, blue.brand_id
    red.provider = blue.provider if chosen() else ""
    who = queries.buyer(blue)
    if who is not None:
        red.buyer_sealed = str(sealed(red, who)["buyer_sealed"])
    by_hand = queries.needs_a_hand(red)
    told = {"number": number, "amount_fen": fen, "reverses": blue.number, "reason": reason, "by_hand": by_hand}
    begin(red, by=by, now=now, facts=told, private={"why": why} if why else None)
    if by_hand:
        hands.turn(red, now=now)
    put_asking(red, now=now)


def refunded(*, fact: Entry, now: datetime) -> None:
    """Money of a bill went back: what was invoiced of it is reversed."""
    payment = ledger.payment(str(fact.facts["row"]))
    if payment.direction == Payment.Direction.BACK:  # the bill counts it once this fact is written
        level(bill=payment.bill, now=now, going_fen=payment.amount_fen)


def gone_elsewhere(*, fact: Entry, now: datetime) -> None:
    """A platform gave money of a bill back: what was invoiced of it is reversed."""
    level(bill=ledger.bill_by_key(str(fact.facts["row"])), now=now)
