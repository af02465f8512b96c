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
    sent_as, told = sent.reference, {"reference": remittance.reference}
    change(sent, {"reference": remittance.reference, "plain": remittance.plain, "seen_date": remittance.seen_date})
    facts = {"row": sent.pk, "drawn": remittance_told(sent), "was": sent_as, **told}
    timeline.write(sent.stream(), "remittance.renumbered", by=by, now=now, facts=facts)
    if sent.payment is not None:
        _renumber(sent.payment, "reference", {"was": sent_as}, sent.reference, by=by, now=now)


def renumber_refund(payment: Payment, number: str, *, by: Actor, now: datetime) -> None:
    """Have a refund that its shop gave bear the number by which the shop's list tells it; expects bill and it held."""
    told: dict[str, object] = {"was": payment.refund_reference, "in_shop": True}
    _renumber(payment, "refund_reference", told, number[:64], by=by, now=now)


def _renumber(payment: Payment, field: str, told: dict[str, object], number: str, *, by: Actor, now: datetime) -> None:
    """Have a refund bear the true number, and tell its case from which one to which."""
    change(payment, {field: number})
    facts = {"row": payment.pk, "amount_fen": payment.amount_fen, **told, "number": number}
    facts |= {field: rules.digest_of(number)}
    timeline.write(payment.stream(), "payment.renumbered", by=by, now=now, facts=facts)
