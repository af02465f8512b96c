"""Payments whose outcome is unclear, and refunds that go back by a person's hand: what finance may do with each."""

from datetime import datetime
from uuid import UUID

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.providers import REAL
from anxin.domain.ledger.queries.provider_statements import MAY_SEE, NoSuchDifference
from anxin.domain.ledger.queries.refund_cases import hold, is_for_hands, is_paid_out
from anxin.domain.ledger.queries.shop_words import is_only_said, proofs_of
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.rules.refusals import is_barred
from anxin.domain.ledger.rules.situation import PaymentSituation
from anxin.domain.ledger.rules.standings import PaymentStanding
from anxin.domain.people.models import Person

ACCOUNT = "ledger.account"
"""The clock of an account that is asked for."""


def is_shops(row: Payment) -> bool:
    """Return whether a refund waits for the shop of its order to give it back: the shop was paid, and nobody here."""
    waits = row.state == "unclear" and row.direction == Payment.Direction.BACK and rules.is_unknown(row.fault)
    return waits and row.provider not in rules.REMITTED and row.bill.stream_kind == "purchase"


def is_proved(row: Payment) -> bool:
    """Return whether its shop's list tells of all of a refund that the shop says it gave (one query)."""
    if row.fault != SHOP_SAID or not row.refund_reference:
        return False
    told = {"fault": row.fault, "reference": row.refund_reference}
    return not is_only_said(**told, fen=row.amount_fen, proofs=proofs_of(UUID(str(row.bill.stream_key))))


def transfer_of(row: Payment) -> Remittance | None:
    """Return the transfer by which a refund is said to have been paid out."""
    return row.remittances.exclude(state="aside").first()


def is_waited_for(row: Payment) -> bool:
    """Return whether who gets a case's refunds was asked to which account, and has not said it."""
    asked = Clock.objects.filter(stream_kind=row.bill.stream_kind, stream_key=row.bill.stream_key, kind=ACCOUNT)
    return asked.filter(met_at=None, stopped_at=None).exists()


def is_unreachable(row: Payment) -> bool:
    """Return whether nobody can be asked where a refund goes: who paid had his data deleted (one query)."""
    kind, _colon, key = row.bill.payer.partition(":")
    return kind == "customer" and Person.objects.filter(pk=key, erased_at__isnull=False).exists()


def refunded_anew(row: Payment) -> UUID | None:
    """Return the refund that began anew once this one came back, if any of it is owed still."""
    told = timeline.read(row.stream())
    found = [one.facts for one in told if one.code == "payment.come_back" and one.facts.get("row") == str(row.pk)]
    anew = found[-1].get("anew") if found else None
    return UUID(str(anew)) if anew else None


def why_missed(row: Payment) -> str:
    """Return what who gets a refund wrote when he said that it has not arrived."""
    told = timeline.read(row.stream(), opened=("text",))
    found = [
        one
        for one in told
        if one.code == "ledger.refund_said" and one.facts.get("missed") and one.facts.get("row") == str(row.pk)
    ]
    return found[-1].private["text"].text if found and "text" in found[-1].private else ""


def payment_situation(row: Payment, *, by: Actor, now: datetime, under_lock: bool = False) -> PaymentSituation:
    """Return the situation of a payment for the commands of finance; `under_lock` holds it first."""
    if under_lock:
        hold(row)
    remitted = row.provider in rules.REMITTED
    cash = row.provider == rules.CASH and row.direction == Payment.Direction.BACK
    return PaymentSituation(
        state=row.state,
        asked=row.provider in REAL and not rules.is_by_hand(row.fault),
        remitted=remitted,
        cash=cash,
        waited=is_for_hands(row) and is_waited_for(row),
        receipt=bool(row.proof),
        by_hand=is_for_hands(row),
        told=is_paid_out(row),
        payee=bool(row.payee_sealed),
        barred=is_barred(row.provider, row.fault),
        missed=row.missed_at is not None,
        shops=is_shops(row),
        shop_said=row.fault == SHOP_SAID,
        unreachable=row.state == "unclear" and is_for_hands(row) and is_unreachable(row),
        kept=row.kept_at is not None,
        proved=is_proved(row),
    )


def payment_standing(
    row: Payment, case: PaymentSituation, *, anew: bool, paid_for: bool, shop_gone: bool
) -> PaymentStanding:
    """Return how a payment stands for finance: what its situation and its case say of it, and its provider."""
    return PaymentStanding(
        case=case,
        back=row.direction == Payment.Direction.BACK,
        refused="refused_by" in rules.refusal(row.provider, row.fault),
        returned=row.fault == rules.CAME_BACK,
        anew=anew,
        paid_for=paid_for,
        shop_gone=shop_gone,
    )


def unclear_payment(key: UUID | str, *, actor: Actor) -> Payment:
    """Return a payment of unclear outcome, or one that was, for finance."""
    rows = Payment.objects.select_related("bill") if actor.may(MAY_SEE) else Payment.objects.none()
    found = rows.filter(pk=key).first()
    if found is None:
        raise NoSuchDifference({"payment": str(key)})
    return found
