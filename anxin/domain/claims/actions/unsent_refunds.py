"""A refund that no provider sends: its shop gives it back where it was paid, in its time; then finance is told."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions.execution import told_of
from anxin.domain.claims.actions.shop_refunds import put_reading
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.queries import shop_debts
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.ledger.rules import CAME_BACK


def money_unsent(*, fact: Entry, now: datetime) -> None:
    """No provider sends money of a claim: say so on the claim, and what it said where it refused.

    What was paid to its shop and not here the shop gives back: it is told, and its time begins.
    """
    row = Payout.objects.select_related("claim", "payment").filter(payment_id=str(fact.facts.get("row"))).first()
    if row is None or not fact.facts.get("by_hand"):
        return
    claim = queries.claim_by_key(str(row.claim_id))
    lock(claim)
    owes = shop_debts.owed(claim) is not None and not queries.is_gone(claim)
    facts = {"amount_fen": row.amount_fen, "payment": str(row.payment_id), **told_of(fact)}
    facts |= {"owes": True} if owes else {}
    timeline.write(claim.stream(), "claims.money_unsent", by=SYSTEM, now=now, facts=facts)
    if owes:
        _begin(claim, now=now)
    if row.payment.reason != CAME_BACK and shop_debts.is_told_of(str(claim.purchase_id)):
        put_reading(claim.purchase, now=now)


def tell_shop(*, claim: Claim, now: datetime) -> None:
    """Tell a shop what it gives back itself of a claim that an earlier version left to nobody, and begin its time."""
    lock(claim)
    owed = None if queries.is_gone(claim) else shop_debts.owed(claim)
    if owed is not None and queries.untold_shops().filter(pk=claim.pk).exists():
        facts = {"amount_fen": owed.amount_fen, "payment": str(owed.payment_id), "by_hand": True, "owes": True}
        timeline.write(claim.stream(), "claims.money_unsent", by=SYSTEM, now=now, facts=facts)
        _begin(claim, now=now)


def _begin(claim: Claim, *, now: datetime) -> None:
    whose = str(claim.seller_id)
    clocks.start(SHOP_PAYS, claim.stream(), whose=whose, organisation=whose, now=now)


def shop_unpaid(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The shop did not give back in its time what was decided: finance is told, and finds another way with it."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    owed = shop_debts.owed(claim)
    if owed is not None:
        facts = {"amount_fen": owed.amount_fen, "payment": str(owed.payment_id)}
        timeline.write(stream, "claims.shop_unpaid", by=SYSTEM, now=now, facts=facts)
