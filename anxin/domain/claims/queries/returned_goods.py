"""Where goods are that were sent back, and what becomes of them by a decision or an offer."""

from collections.abc import Sequence
from functools import partial

from anxin.core import clocks
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import companions, line_money, shop_debts
from anxin.domain.claims.queries.line_money import ClaimedLines
from anxin.domain.claims.rules import returned_goods as rules
from anxin.domain.ledger.states import PAYMENT

SENDS = "claims.goods_back"
"""The merchant's time to send goods back to their buyer."""


def are_there(row: Claim) -> bool:
    """Return whether the goods of a claim lie with its merchant."""
    return row.received and not row.goods_waybill


def are_away(row: Claim) -> bool:
    """Return whether the goods of a claim lie with its merchant, or were sent there, and have not come back."""
    return (row.received or bool(row.return_waybill)) and not row.goods_waybill


def goods_after(row: Claim, remedy: str, amount_fen: int, *, agreed: bool, claimed: ClaimedLines | None = None) -> str:
    """Return what becomes of a claim's goods by a remedy (one query, where they lie with its merchant).

    Of those that nobody said came, only what both sides agree to is known.
    """
    if not (are_away(row) if agreed else are_there(row)):
        return ""
    known = claimed or line_money.of_claim(row)
    sums = {"price_fen": known.most_fen, "left_fen": known.goods_fen}
    if agreed:
        return rules.goods_after(remedy, amount_fen, there=True, agreed=True, said_fen=None, **sums)
    decisions = companions.decisions_of(row)
    fresh_fen = amount_fen - shop_debts.given_meanwhile(row, known.lines, decisions)
    said_fen = _said(row, known, decisions)
    return rules.goods_after(remedy, fresh_fen, there=True, agreed=False, said_fen=said_fen, **sums)


def _said(row: Claim, known: ClaimedLines, decisions: Sequence[Decision]) -> int | None:
    """Return what has not gone of the sum its buyer said he leaves his goods for; None where he never said one.

    What both agreed to last, or what he accepted; else what he asked for with them.
    """
    yes = next((one for one in decisions if one.remedy == "return" and _is_his(one)), None)
    if yes is None and row.type != "return":
        return None
    fen, since = row.asked_fen, row.created_at
    if yes is not None:
        answers = partial(companions.answers_of, row)
        fen, since = yes.amount_fen, companions.counts_since(yes, decisions=decisions, answers=answers)
    return max(fen - known.given_fen - shop_debts.given_since(row, known.lines, since=since), 0)


def _is_his(one: Decision) -> bool:
    """Return whether a decision that was given is its buyer's own yes, too."""
    given = one.state not in ("proposed", "sent_back")
    return given and (one.kind in (Decision.Kind.AGREED, Decision.Kind.TAKEN_OVER) or bool(one.buyer_accepted_at))


def are_due(row: Claim) -> bool:
    """Return whether a decision that stands has the merchant send the goods back, and he hasn't."""
    if not are_there(row):
        return False
    given = companions.decision_in(row, "final")
    return given is not None and given.goods == rules.BACK


def is_money_due(row: Claim) -> bool:
    """Return whether money of a claim is still to go: its time runs, or a refund that came back goes anew."""
    runs = clocks.open_clocks(row.stream()).filter(kind="claims.money").exists()
    return runs or row.payouts.exclude(payment__state__in=PAYMENT.ends).exists()
