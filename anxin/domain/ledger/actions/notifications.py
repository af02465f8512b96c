"""What a provider tells by itself: proved already, taken in once, in whatever order it comes."""

from datetime import datetime

from anxin.core.inserts import insert_new
from anxin.core.states import lock
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions import payments, provider_statements
from anxin.domain.ledger.models import Payment, ProviderEvent
from anxin.domain.ledger.providers import Notification
from anxin.domain.ledger.queries import bindings
from anxin.domain.ledger.rules.reconciliation import FoundDifference


def take_in(*, provider: str, told: Notification, now: datetime) -> bool:
    """Act on a notification; False where this very one came before.

    What speaks of a number nobody here knows, of another sum, or of money for what was given up, becomes a difference.
    """
    if not insert_new(ProviderEvent(provider=provider, event=told.event[:80], at=now)):
        return False
    payment = queries.payment_by_number(told.number, provider=provider)
    moved = told.answer.outcome == "succeeded"
    if payment is None or payment.direction != told.direction:
        if moved and not bindings.is_bound(provider, told.number):
            _differs("missing_here", provider, told, None, now)
        return True
    lock(payment.bill, payment)
    if moved and told.amount_fen != payment.amount_fen:
        _differs("wrong_sum", provider, told, payment, now)
        if payment.state == "called":
            payments.lose_track(payment=payment, fault="other sum", now=now)
        return True
    if moved and payment.state == "failed":
        _differs("not_settled", provider, told, payment, now)
        return True
    if told.answer.is_final:
        payments.finish_call(payment=payment, answer=told.answer, now=now)
    elif payment.state in payments.OPEN:
        payments.inquire_now(payment=payment, now=now)
    return True


def _differs(kind: str, provider: str, told: Notification, payment: Payment | None, now: datetime) -> None:
    found = FoundDifference(
        kind=kind,
        direction=told.direction,
        number=told.number[:64],
        key=str(payment.id) if payment else "",
        reference=told.answer.reference[:64],
        ours_fen=payment.amount_fen if payment else None,
        theirs_fen=told.amount_fen,
    )
    provider_statements.note(provider=provider, found=[found], at=told.answer.at or now, now=now)
