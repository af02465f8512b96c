"""Money that a former system decided: sent from here by finance's word, or booked as gone back from there."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import execution, shop_bills, shop_refunds
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.rules.takeovers import is_from_elsewhere
from anxin.domain.goods.queries.shop_book import told_under
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.rules import FORMER
from anxin.domain.ledger.rules.payees import GONE_KEY


def pay_here(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Send from here, as finance, what a former system decided and has not paid."""
    lock(claim)
    given = _waiting(claim, by, "pay_here")
    clocks.stop(claim.stream(), "claims.money", now=now)
    key = f"h{claim.id.hex[-20:]}"
    execution.pay_what_is_left(claim, given.amount_fen, key=key, now=now, since=given.created_at)


def paid_there(*, claim: Claim, reference: str, by: Actor, now: datetime) -> None:
    """Say as finance that a former system has sent the money: it is booked as gone back, and nothing is sent."""
    if not reference.strip():
        raise Invalid("reference", expected=_("the number of the payment there"), got="")
    lock(claim)
    given = _waiting(claim, by, "paid_there")
    clocks.stop(claim.stream(), "claims.money", now=now)
    book_gone(claim, given.amount_fen, reference=reference.strip()[:64], by=by, now=now)


def book_gone(claim: Claim, amount_fen: int, *, reference: str, by: Actor, now: datetime) -> None:
    """Book money as gone back that a former system has sent: it can't go back again, and nothing is sent.

    What the order's shop told under that number is the same money, and counts by the claim from now on.
    """
    bill = execution.bill_of(claim)
    lock(claim.purchase, bill)
    told = told_under(claim.purchase, reference)
    if told is not None:
        shop_bills.unbook(claim.purchase, bill, min(told.fen, amount_fen), now=now)
    row = execution.pay_out(claim, amount_fen, key=f"{GONE_KEY}{claim.id.hex[-20:]}", now=now, way=FORMER)
    ledger.clear(payment=row.payment, succeeded=True, reference=reference, by=by, now=now, way=FORMER)
    if told is not None:
        shop_refunds.apply_book(claim.purchase, by=SYSTEM, now=now)


def _waiting(claim: Claim, by: Actor, step: str) -> Decision:
    given = queries.decision_in_force(claim)
    waits = claim.state == "executing" and not claim.payouts.exists() and by.roles & {"finance"}
    if given is None or not waits or given.remedy not in rules.MONEY or not is_from_elsewhere(given.decided_by):
        raise WrongState({"machine": "claim", "state": claim.state, "step": step})
    return given
