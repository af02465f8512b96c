"""Money of an order that a platform moved by its own decision: booked as gone back, and what of it came in again."""

from datetime import datetime

from django.db.models import Sum

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.domain.claims.actions import execution
from anxin.domain.claims.actions.gone_twice import say_twice
from anxin.domain.claims.models import Claim, Outcome, Payout
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.states import PAYMENT


class CameBack(Invalid):
    """More has come back already than a platform is now said to have taken."""

    code = "claims.came_back"


def gone(claim: Claim, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Book what a platform gave back as gone back of the order, less what its shop's book counted of the same money.

    Expects what it decided kept: the book counts it by the claim then.
    """
    if amount_fen:
        bill = execution.bill_of(claim)
        lock(claim.purchase, bill)
        before = _in_shop(claim.purchase)
        goods.recount(claim.purchase)
        amount_fen -= before - _in_shop(claim.purchase)
        booked = ledger.gone_elsewhere(bill=bill, source=str(claim.pk), amount_fen=amount_fen, by=by, now=now)
        _tell_twice(claim, amount_fen, booked, by=by, now=now)


def put_right(claim: Claim, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Reverse what was booked, and book what a platform gave back in truth. Raises `claims.came_back`."""
    came_fen = came(claim)
    if came_fen > amount_fen:
        raise CameBack("amount_fen", expected=f"at least {came_fen}", got=amount_fen, facts={"came_fen": came_fen})
    bill = execution.bill_of(claim)
    booked = ledger.put_right_elsewhere(
        bill=bill, source=str(claim.pk), gone_fen=amount_fen, came_fen=came_fen, by=by, now=now
    )
    _tell_twice(claim, amount_fen, booked, by=by, now=now)


def came_in(claim: Claim, *, by: Actor, now: datetime) -> None:
    """Book what came back of what a platform took: it can go back anew, to whoever it is due."""
    taken = Outcome.objects.get(claim=claim)
    bill, came_fen = execution.bill_of(claim), came(claim)
    ledger.came_in_again(bill=bill, source=str(claim.pk), gone_fen=taken.amount_fen, came_fen=came_fen, by=by, now=now)


def came(claim: Claim) -> int:
    """Give what came back of a claim in all, also of what was given up afterwards."""
    return claim.recoveries.aggregate(all=Sum("repaid_fen"))["all"] or 0


def _in_shop(purchase: Purchase) -> int:
    """Return what counts of an order as gone back in its shop, beside all claims."""
    fen: int = purchase.lines.aggregate(all=Sum("refunded_fen"))["all"] or 0
    return fen + purchase.unnamed_fen


def _tell_twice(claim: Claim, amount_fen: int, booked_fen: int, *, by: Actor, now: datetime) -> None:
    """Say that the platform gave back more than was left of the order: some of it went twice.

    Nothing is said of what claims have on its way: it is once that has gone (`shop_refunds.say_sent_too`).
    """
    if booked_fen >= amount_fen:
        return
    sent = Payout.objects.filter(claim__purchase=claim.purchase_id).exclude(payment__state__in=PAYMENT.ends)
    left_fen = booked_fen + (sent.aggregate(all=Sum("amount_fen"))["all"] or 0)
    if left_fen < amount_fen:
        say_twice(claim, amount_fen=amount_fen, left_fen=left_fen, by=by, now=now)
