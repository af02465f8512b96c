"""What a claim's buyer and finance say of its refund, the account and whether it came: the claim's record says so."""

from datetime import date, datetime
from typing import cast

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor, Kind
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.timeline import Entry
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.queries.history import CALLER
from anxin.domain.claims.wording.money import CALLED_WITHIN, sealed_call
from anxin.domain.ledger.actions import payees
from anxin.domain.ledger.queries.payees import may_miss

TOLD = {
    "ledger.account_asked": "claims.account_asked",
    "ledger.account_told": "claims.account_told",
    "ledger.account_seen": "claims.account_seen",
    "ledger.kept_owed": "claims.money_kept",
    "payment.renumbered": "claims.refund_renumbered",
}


def refund_account(*, fact: Entry, now: datetime) -> None:
    """Write down on a claim that its refund's account was asked for, said or read, or its number mistyped.

    While the refund is kept as owed the claim is not late by it.
    """
    row = Payout.objects.select_related("claim").filter(payment_id=str(fact.facts.get("row"))).first()
    if row is not None:
        facts: dict[str, object] = {"amount_fen": row.amount_fen, "payment": str(row.payment_id)}
        facts |= {name: True for name in ("house", "came_back", "in_shop") if fact.facts.get(name)}
        facts |= {name: fact.facts[name] for name in ("reason", "was", "number") if fact.facts.get(name)}
        looked = fact.code == "ledger.account_seen"
        by = Actor(kind=cast("Kind", fact.actor_kind), id=fact.actor_id, organisation=fact.organisation)
        timeline.write(row.claim.stream(), TOLD[fact.code], by=by if looked else SYSTEM, now=now, facts=facts)
        if fact.code == "ledger.kept_owed":
            clocks.stop(row.claim.stream(), "claims.money", now=now)
        elif fact.facts.get("came"):
            clocks.start("claims.money", row.claim.stream(), whose=str(row.claim.operator_id), now=now)


def say_missing_on_call(*, claim: Claim, caller: str, called_date: date, text: str, by: Actor, now: datetime) -> None:
    """Write down for the buyer that his money has not arrived: who called, when, what he says; finance answers.

    Who called is read inside alone. Raises `Invalid` for a day to come, and for one before the claim.
    """
    if not claim.created_at.astimezone(SHANGHAI).date() <= called_date <= now.astimezone(SHANGHAI).date():
        raise Invalid("called_date", expected=str(CALLED_WITHIN), got=called_date.isoformat())
    lock(claim)
    rows = claim.payouts.select_related("payment__bill").order_by("at")
    said = sealed_call(day=called_date, text=text)
    timeline.write(claim.stream(), "claims.missing_call", by=by, now=now, private={CALLER: caller.strip()})
    for payment in [one.payment for one in rows if may_miss(one.payment, now)]:
        payees.say_missing(payment=payment, text=said, by=by, now=now)


def refund_word(*, fact: Entry, now: datetime) -> None:
    """Write down on a claim that its buyer says its money has not arrived, or what finance answered."""
    row = Payout.objects.select_related("claim").filter(payment_id=str(fact.facts.get("row"))).first()
    if row is None:
        return
    told = [one for one in timeline.read(fact.stream_key, opened=("text",)) if one.code == fact.code]
    text = told[-1].private["text"].text if told and "text" in told[-1].private else ""
    facts: dict[str, object] = {"amount_fen": row.amount_fen, "payment": str(row.payment_id)}
    facts |= {name: True for name in ("answer", "missed", "in_shop") if fact.facts.get(name)}
    private = {"text": text} if text else None
    timeline.write(row.claim.stream(), "claims.refund_said", by=SYSTEM, now=now, facts=facts, private=private)
