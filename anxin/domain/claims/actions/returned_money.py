"""Money of a claim that its bank sent back: what is still owed of it goes anew, where the claim had ended, too."""

from datetime import datetime

from anxin.core import clocks, inserts, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import change, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.claims.actions.gone_payers import charge_nobody
from anxin.domain.claims.actions.returned_goods import finish
from anxin.domain.claims.actions.shop_bills import book_gone
from anxin.domain.claims.actions.shop_refunds import hear_book
from anxin.domain.claims.models import Claim, ClaimLine, Payout
from anxin.domain.claims.queries import claimed_pieces
from anxin.domain.ledger.states import PAYMENT


def money_came_back(*, fact: Entry, now: datetime) -> None:
    """A transfer was sent back by its bank: the claim waits for what goes anew, and says what had gone otherwise."""
    row = Payout.objects.select_related("claim__purchase", "payment__bill").filter(payment_id=fact.facts["row"]).first()
    if row is None:
        return
    claim = queries.claim_by_key(str(row.claim_id))
    lock(claim)
    charge_nobody(row, now=now)
    told = {name: fact.facts[name] for name in ("anew", "owed_fen", "in_shop") if name in fact.facts}
    facts = {"amount_fen": row.amount_fen, "payment": str(row.payment_id), **told}
    if claim.state == "closed" and "anew" in told:
        _open_again(claim, facts, now=now)
    else:
        timeline.write(claim.stream(), "claims.money_came_back", by=SYSTEM, now=now, facts=facts)
        if "anew" in told and not clocks.open_clocks(claim.stream()).filter(kind="claims.money").exists():
            clocks.start("claims.money", claim.stream(), whose=str(claim.operator_id), now=now)
    if "anew" in told:
        _pay_anew(claim, str(told["anew"]), int(told.get("owed_fen", row.amount_fen)), now=now)
    if "in_shop" in told:
        hear_book(claim.purchase, now=now)
    if "owed_fen" in told:
        _gone_meanwhile(claim, row, int(told["owed_fen"]), now=now)


def _open_again(claim: Claim, facts: dict[str, object], *, now: datetime) -> None:
    """Let a claim go on that had ended, and its lines be open again but for pieces that another is about by now."""
    transition(claim, "owe_again", by=SYSTEM, now=now, facts=facts)
    change(claim, {"outcome": ""})
    lines = claim.lines.select_related("line__purchase")
    free = claimed_pieces.of_order([one.line for one in lines], but=claim)
    mine = [one.pk for one in lines if one.quantity <= free[one.line_id].count]
    ClaimLine.objects.filter(pk__in=mine).update(open=True, freed_at=None)
    clocks.start("claims.money", claim.stream(), whose=str(claim.operator_id), now=now)


def _pay_anew(claim: Claim, payment: str, amount_fen: int, *, now: datetime) -> None:
    again = Payout(claim=claim, payment_id=payment, amount_fen=amount_fen, at=now)
    inserts.insert_new(again)
    told = {"payout": again.pk, "payment": payment, "amount_fen": amount_fen}
    timeline.write(claim.stream(), "claims.payout", by=SYSTEM, now=now, facts=told)


def _gone_meanwhile(claim: Claim, row: Payout, left_fen: int, *, now: datetime) -> None:
    """Say that a sum had gone back otherwise meanwhile, and book it so; a claim that owes nothing more ends."""
    facts = {"decided_fen": row.amount_fen, "left_fen": left_fen}
    timeline.write(claim.stream(), "claims.paid_before", by=SYSTEM, now=now, facts=facts)
    bill = row.payment.bill
    lock(bill)
    book_gone(claim.purchase, bill, by=SYSTEM, now=now)
    if claim.state == "executing" and not claim.payouts.exclude(payment__state__in=PAYMENT.ends).exists():
        finish(claim, outcome="paid", now=now)
