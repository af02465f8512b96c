"""Money that was paid elsewhere before the case began: written down so that it can go back to who paid."""

from collections.abc import Iterable
from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import begin, transition
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import bills
from anxin.domain.ledger.actions.payments import first_fact
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.providers import FAKE, NATIVE, REAL


def record_paid(
    *,
    stream: StreamKey,
    lines: Iterable[bills.Charge],
    payer: str,
    payee: str,
    reference: str,
    by: Actor,
    now: datetime,
    provider: str = "",
    method: str = FAKE,
) -> Bill:
    """Write down a bill that was paid already, with the provider's reference; a second time changes nothing.

    Where no `provider` is named, its number tells which of ours it was.
    """
    known = queries.latest(stream)
    if known is not None:
        return known
    provider = provider or rules.numbered_by(reference) or FAKE
    bill = bills.charge(stream=stream, lines=lines, payer=payer, payee=payee, by=by, now=now)
    bills.show(bill=bill, by=SYSTEM, now=now)
    bills.agree(bill=bill, by=SYSTEM, now=now)
    if bill.total_fen == 0:
        return bill
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.IN,
        amount_fen=bill.total_fen,
        provider=provider,
        method=NATIVE if provider in REAL else method,
        key=f"{queries.PAID}{bill.id}",
        reference=reference,
    )
    begin(payment, by=by, now=now, facts=first_fact(payment))
    transition(payment, "succeed", by=SYSTEM, now=now, facts={"amount_fen": payment.amount_fen})
    _post(payment, now=now)
    transition(bill, "settle", by=SYSTEM, now=now, facts={"paid_fen": bill.paid_fen})
    return bill


def _post(payment: Payment, *, now: datetime) -> None:
    """Post what came in, and count it as paid."""
    bill = payment.bill
    Transfer.objects.create(
        bill=bill,
        payment=payment,
        debit=rules.provider_account(payment.provider),
        credit=bill.payer,
        amount_fen=payment.amount_fen,
        state=Transfer.State.POSTED,
        key=payment.key,
        reason="payment",
        created_at=now,
        settled_at=now,
    )
    Bill.objects.filter(pk=bill.pk).update(paid_fen=bill.total_fen)
    bill.refresh_from_db()
