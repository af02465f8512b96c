"""Later: call the payment provider outside every block."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions import providers


@later.task(queue="outside", retries=8)
def call_provider(*, payment: str, now: datetime) -> None:
    """Call the provider of a payment and write down what it answered."""
    row = queries.payment(payment)
    request = acting(lambda: ledger.begin_call(payment=row, now=now))
    if request is not None:
        answer = providers.call(row.provider, request)
        acting(lambda: ledger.finish_call(payment=row, answer=answer, now=now))
