"""A transfer whose reference was mistyped: the bank's statement brought the true one, and a person says so."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, transition
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries.witnesses import remittance_told


def set_right(*, remittance: Remittance, by: Actor, now: datetime) -> None:
    """Give the first transfer the reference of the line that brought it, ticked; the line itself is put aside."""
    queries.hold(remittance)
    sent = remittance.repeats
    if sent is None or not queries.may_be_mistyped(remittance):
        raise WrongState({"machine": "remittance", "step": "set_aside", "state": remittance.state})
    told = {"drawn": remittance_told(remittance), "mistyped": True}
    transition(remittance, "set_aside", by=by, now=now, facts=told)
    numbers = {"was": sent.reference, "reference": remittance.reference}
    change(sent, {"reference": remittance.reference, "plain": remittance.plain, "seen_date": remittance.seen_date})
    facts = {"row": sent.pk, "drawn": remittance_told(sent), **numbers}
    timeline.write(sent.stream(), "remittance.renumbered", by=by, now=now, facts=facts)
    if sent.payment is not None:
        _renumber(sent.payment, numbers, by=by, now=now)


def _renumber(payment: Payment, numbers: dict[str, str], *, by: Actor, now: datetime) -> None:
    """Have the refund bear the true number, and tell its case from which one to which."""
    change(payment, {"reference": numbers["reference"]})
    told = {"row": payment.pk, "amount_fen": payment.amount_fen, "was": numbers["was"], "number": numbers["reference"]}
    digest = {"reference": rules.digest_of(numbers["reference"])}
    timeline.write(payment.stream(), "payment.renumbered", by=by, now=now, facts=told | digest)
