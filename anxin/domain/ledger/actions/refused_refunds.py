"""A refund that its provider refused because our account there may not give money back: it is asked again."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock
from anxin.domain.ledger.actions.payments import put_inquiry
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.refund_cases import is_paid_out
from anxin.domain.ledger.rules.refusals import is_barred


def send_anew(*, payment: Payment, by: Actor, now: datetime) -> None:
    """Have a provider asked again, by the same number, that let our account give nothing back."""
    lock(payment.bill, payment)
    if payment.state != "unclear" or is_paid_out(payment) or not is_barred(payment.provider, payment.fault):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    change(payment, {"fault": ""})
    facts = {"row": payment.pk, "amount_fen": payment.amount_fen, "provider": payment.provider}
    timeline.write(payment.stream(), "payment.sent_anew", by=by, now=now, facts=facts)
    put_inquiry(payment, now=now)
