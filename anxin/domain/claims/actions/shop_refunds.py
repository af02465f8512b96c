"""What a shop gave back by itself: it counts at once, and the claims about its lines tell of it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, ClaimLine, Outcome, Payout
from anxin.domain.claims.queries import line_money, shop_debts
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries.purchases import DECIDED, UNNAMED
from anxin.domain.goods.queries.refunds import told_as
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules.payees import SHOP_SAID

BOOKED = ("refunded", UNNAMED, DECIDED)
"""Cells of an order by which more of it, or less, has gone back in its shop."""


def take_shop_refund(
    *, purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> bool:
    """Write down what a shop gave back for some lines; return whether a claim about them is open, to be looked at.

    Of no line where it isn't known of which: it counts for the order, and every open claim about that tells of it.
    It is booked as gone back of the order; what was not left of the lines any more went twice, and the claim that
    gave it says so. What the shop owed by a claim counts by that claim alone.
    """
    _hold(purchase)
    fen -= _owed_by_claims(purchase, positions, fen, reference, by, now)
    if not fen:
        return False
    shown, twice = _counted(purchase, positions, fen, reference, by, now)
    about = _about(purchase, positions)
    open_ones = list(about.filter(lines__open=True))
    for one in open_ones:
        facts: dict[str, object] = {"amount_fen": fen, "reference": reference}
        timeline.write(one.stream(), "claims.refunded_in_shop", by=by, now=now, facts=facts)
    _say_twice(about, shown, twice, by, now)
    return bool(open_ones)


def name_shop_refund(*, purchase: Purchase, refund: str, position: int, by: Actor, now: datetime) -> tuple[str, bool]:
    """Say of which line a refund was that counted for none; return its number, and whether a claim about it is open.

    What went twice of the order was said before: now what went twice of the line is, where that is more.
    """
    _hold(purchase)
    fen, reference = goods.take_name(purchase=purchase, refund=refund, position=position, by=by, now=now)
    known = max(fen - line_money.of_order(purchase).whole_fen, 0)
    shown, twice = _counted(purchase, [position], fen, reference, by, now)
    about = _about(purchase, [position])
    _say_twice(about, shown, twice if twice > known else 0, by, now)
    return reference, about.filter(lines__open=True).exists()


def _owed_by_claims(
    purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> int:
    """Return how much of a refund is what its shop owed by a claim: said under this number before, or paid by it."""
    rows = Payout.objects.filter(claim__in=_about(purchase, positions)).select_related("claim__purchase")
    said = rows.filter(payment__state="succeeded", payment__fault=SHOP_SAID, payment__refund_reference=reference)
    known = sum(said.values_list("amount_fen", flat=True))
    if known:
        return min(fen, known)
    owed = [shop_debts.owed(one.claim) for one in rows.filter(payment__state="unclear", amount_fen=fen)]
    debt = next((one for one in owed if one is not None and one.amount_fen == fen), None)
    if debt is None:
        return 0
    facts = {"amount_fen": fen, "reference": reference, "decided": True}
    timeline.write(debt.claim.stream(), "claims.refunded_in_shop", by=by, now=now, facts=facts)
    ledger.clear(payment=debt.payment, succeeded=True, reference=reference, by=by, now=now)
    return fen


def take_instead(claim: Claim, fen: int, reference: str, *, by: Actor, now: datetime) -> None:
    """Count by a claim, and not beside it, what its shop's list told under this number, where it is the same sum."""
    _hold(claim.purchase)
    positions = list(claim.lines.values_list("line__position", flat=True))
    told = told_as(claim.purchase, {reference})
    if sum(told.get(one, 0) for one in (0, *positions)) == fen:
        goods.count_instead(purchase=claim.purchase, numbers={reference}, positions=positions, fen=fen, by=by, now=now)


def _hold(purchase: Purchase) -> None:
    """Hold an order and its bill: what a claim pays goes before or after this."""
    lock(purchase)
    bill = bills.latest(stream_of(purchase))
    if bill is not None:
        lock(bill)


def _counted(
    purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> tuple[int, int]:
    """Write a refund down; return how much of it counts, and how much of that was not left any more."""
    before = line_money.of_order(purchase)
    said = line_money.contestable(purchase, positions) if positions else 0
    shown, new = goods.take_refund(purchase=purchase, positions=positions, fen=fen, reference=reference, by=by, now=now)
    if not positions:
        new = line_money.of_order(purchase).apart_fen - before.apart_fen
        return fen, max(new - before.whole_fen, 0)
    return shown, max(new - before.left_fen(positions), 0) + max(shown - new - said, 0)


def _about(purchase: Purchase, positions: Collection[int]) -> QuerySet[Claim, Claim]:
    """Return the claims about some lines of an order, or about any."""
    lines = ClaimLine.objects.filter(line__purchase=purchase)
    lines = lines.filter(line__position__in=positions) if positions else lines
    return Claim.objects.filter(lines__in=lines).distinct()


def _say_twice(about: QuerySet[Claim, Claim], shown: int, twice: int, by: Actor, now: datetime) -> None:
    gave = about.filter(_gave()).order_by("-created_at").first() if twice else None
    if gave is not None:
        facts = {"amount_fen": shown, "left_fen": shown - twice}
        timeline.write(gave.stream(), "claims.gone_twice", by=by, now=now, facts=facts)


def book_gone(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Book as gone elsewhere what the shop gave back of an order: its bill holds what is left of its lines, no more.

    What the shop says later came to nothing is booked back.
    """
    order = line_money.of_order(purchase)
    gone = bills.refundable(bill) - order.left_fen([line.position for line in order.lines])
    source = str(purchase.pk)
    if gone > 0:
        ledger.gone_elsewhere(bill=bill, source=source, amount_fen=gone, by=by, now=now)
    elif gone < 0:
        was, came = bills.elsewhere(bill, source=source)
        if was:
            fen = max(was + gone, 0)
            ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=fen, came_fen=came, by=by, now=now)


def unsay(claim: Claim, fen: int, *, now: datetime) -> None:
    """Count no more that the shop gave so much back for a claim's lines: its buyer says that it did not arrive."""
    purchase, positions = claim.purchase, claim.lines.values_list("line__position", flat=True)
    goods.give_way(purchase=purchase, positions=positions, fen=fen, by=SYSTEM, now=now)


def unbook(purchase: Purchase, bill: Bill, fen: int, *, now: datetime) -> None:
    """Let so much of a bill be here that a shop only said it gave back, and that goes to its payer now."""
    order, source = line_money.of_order(purchase), str(purchase.pk)
    left, (booked, came) = order.left_fen([one.position for one in order.lines]), bills.elsewhere(bill, source=source)
    short = min(left + fen - bills.refundable(bill), booked)
    if short > 0:
        ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=booked - short, came_fen=came, by=SYSTEM, now=now)


def _gave() -> Q:
    """Return what tells the claims that gave money: here, or by a platform that proves it."""
    sent = Payout.objects.filter(claim=OuterRef("pk")).exclude(payment__state="failed")
    there = Outcome.objects.filter(claim=OuterRef("pk"), amount_fen__gt=0).exclude(told_by__in=rules.SAID)
    return Q(Exists(sent)) | Q(Exists(there))
