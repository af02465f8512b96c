"""The page of money in a claim's dossier: what was paid where it was ordered, and how each sum of it went back."""

from collections.abc import Iterable

from anxin.core.streams.hashing import instant
from anxin.core.timeline import Entry, EntryView
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.queries.payers import every_charge
from anxin.domain.claims.rules.takeovers import way_of
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.queries import refunds
from anxin.domain.ledger.queries.borne_costs import paid_at

OUT = "claims.money_out"
UNSENT = ("claims.money_unsent", "claims.money_failed")
SAID = ("refused_by", "said", "why_unsent")


def paid_out(row: Claim) -> refunds.Paid:
    """Return the transfers by which money of a claim was paid out."""
    return refunds.paid_out(one.payment for one in row.payouts.select_related("payment"))


def money(row: Claim, facts: Iterable[Entry | EntryView], paid: refunds.Paid) -> list[dict[str, object]]:
    """Return what was paid for the order, each refund of this claim, and what of them others bear for its merchant."""
    told = [one for one in facts if one.code in (*UNSENT, OUT)]
    rows = row.payouts.select_related("payment").order_by("at", "id")
    return [_bought(row), *(_refund(one, row, told, paid) for one in rows), *map(_borne, every_charge(row))]


def _bought(row: Claim) -> dict[str, object]:
    """Return what is known of the payment: it was made in the shop, and its number is the one the order came with."""
    return {"what": "paid", "where": "shop", "way": "unknown", "reference": row.purchase.paid_reference}


def _borne(one: Transfer) -> dict[str, object]:
    """Return what was charged to who pays for a merchant that is gone: to which account, reversed or paid when."""
    back = getattr(one, "reversed_by", None)
    paid = paid_at(one)
    return {
        "what": "borne",
        "account": one.debit,
        "amount_fen": one.amount_fen,
        "at": instant(one.created_at),
        "reversed_at": back and instant(back.created_at),
        "paid_at": paid and instant(paid),
    }


def _refund(one: Payout, row: Claim, told: Iterable[Entry | EntryView], paid: refunds.Paid) -> dict[str, object]:
    own = [fact for fact in told if str(fact.facts.get("payment")) == str(one.payment_id)]
    known = paid.told(one.payment, payer=row.operator.name)
    if known["way"]:
        went = next((fact.facts["way"] for fact in own if fact.code == OUT and "way" in fact.facts), None)
        known["way"] = went or way_of(provider=one.payment.provider, key=one.payment.key)
    return {
        "what": "refund",
        "payment": str(one.payment.id),
        "amount_fen": one.amount_fen,
        "asked_at": instant(one.at),
        "state": one.payment.state,
        "payment_reference": row.purchase.paid_reference,
        "unsent": [_unsent(fact) for fact in own if fact.code in UNSENT],
        **known,
    }


def _unsent(fact: Entry | EntryView) -> dict[str, object]:
    said = {name: fact.facts[name] for name in SAID if name in fact.facts}
    return {"fact": fact.code, "at": instant(fact.at), **said}
