"""What a shop gave back by itself: it counts at once, and the claims about its lines tell of it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core import inserts, later, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, locked
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions.gone_twice import say_twice
from anxin.domain.claims.actions.shop_bills import book_gone
from anxin.domain.claims.models import Claim, ClaimLine, Outcome, Payout
from anxin.domain.claims.queries.gone_twice import fens_of
from anxin.domain.claims.queries.order_sums import sums_of
from anxin.domain.claims.queries.sent_sums import sent_still
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.choices import LIST
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries.shop_book import book_of, counted, told_under
from anxin.domain.goods.rules.shop_book import Counted, plain
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.actions import fallen_transfers, payments
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.rules import CAME_BACK, IN_SHOP
from anxin.domain.ledger.rules.payees import SHOP_SAID

READ_BOOK = "anxin.domain.claims.tasks.read_book"


def take_shop_refund(
    *, purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> bool:
    """Write down what a shop gave back for some lines; return whether a claim about them is open, to be looked at.

    Of no line where it isn't known of which: it counts for the order, and every open claim about that tells of it.
    What the shop owed by a claim counts by that claim alone; what was not left of the lines any more went twice, and
    the claim that gave it says so.
    """
    hold_order(purchase)
    before, known = _twice(purchase), told_under(purchase, reference)
    named = known is not None and not known.positions and bool(positions)
    fresh = goods.tell_refund(
        purchase=purchase, positions=positions, fen=fen, reference=reference, teller=LIST, by=by, now=now
    )
    if fresh or named:
        _say_proved(purchase, reference, by, now)
    rest = min(apply_book(purchase, by=by, now=now).rest.get(plain(reference), 0), fen)
    about = _about(purchase, positions)
    open_ones = list(about.filter(lines__open=True)) if rest and fresh else []
    for one in open_ones:
        facts: dict[str, object] = {"amount_fen": rest, "reference": reference}
        say_given(one, facts, by=by, now=now)
    _say_twice(about, purchase, shown=rest, twice=_twice(purchase) - before, by=by, now=now)
    return bool(open_ones)


def say_given(claim: Claim, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Say on an open claim what its shop gave back, and how much is left to go back here."""
    told = {**facts, "undecided": True, "sent_fen": sent_still(queries.Records(claim, by=SYSTEM, now=now))}
    timeline.write(claim.stream(), "claims.refunded_in_shop", by=by, now=now, facts=told)


def name_shop_refund(*, purchase: Purchase, refund: str, position: int, by: Actor, now: datetime) -> tuple[str, bool]:
    """Say of which line a refund was that counted for none; return its number, and whether a claim about it is open.

    What went twice of the order was said before: now what went twice of the line is, where that is more.
    """
    hold_order(purchase)
    before = _twice(purchase)
    row = goods.name_refund(purchase=purchase, refund=refund, position=position, by=by, now=now)
    _say_proved(purchase, row.reference, by, now)
    apply_book(purchase, by=by, now=now)
    about = _about(purchase, [position])
    _say_twice(about, purchase, shown=row.fen, twice=_twice(purchase) - before, by=by, now=now)
    return row.reference, about.filter(lines__open=True).exists()


def read_book(purchase: Purchase, *, now: datetime) -> None:
    """Let what an order's book tells pay what its shop owes by now."""
    hold_order(purchase)
    apply_book(purchase, by=SYSTEM, now=now)


def apply_book(purchase: Purchase, *, by: Actor, now: datetime, bill: Bill | None = None) -> Counted:
    """Let an order's lines, its shop's debts and its bill be as its book says; expects the order held."""
    result = goods.recount(purchase)
    named = {one.number: one.reference for one in book_of(purchase)} if result.parts else {}
    for key, parts in result.parts.items():
        row = Payout.objects.select_related("payment__bill", "claim").get(pk=key)
        for number, fen in parts:
            row = _pay_debt(row, named[number], fen, by=by, now=now)
    _book(purchase, bill, by=by, now=now)
    return result


def hear_book(purchase: Purchase, *, now: datetime) -> None:
    """Let an order's lines and bill be as its book says; what it pays of debts is paid in a block of its own."""
    if goods.recount(purchase).parts:
        put_reading(purchase, now=now)
    _book(purchase, None, by=SYSTEM, now=now)


def put_reading(purchase: Purchase, *, now: datetime) -> None:
    """Have the book pay what its shop owes, in a block of its own: for a handler, which pays nothing."""
    key = f"claims.read_book:{purchase.pk}:{now.isoformat()}"
    later.put(READ_BOOK, arguments={"purchase": str(purchase.pk)}, key=key, now=now)


def _book(purchase: Purchase, bill: Bill | None, *, by: Actor, now: datetime) -> None:
    bill = bill or bills.latest(stream_of(purchase))
    if bill is not None:
        lock(bill)
        book_gone(purchase, bill, by=by, now=now)


def _say_proved(purchase: Purchase, reference: str, by: Actor, now: datetime) -> None:
    """Say on a claim that its shop's list tells of what the shop alone said it gave; finance hears what was missed.

    What was typed by another number gives way to the list's, and both sides hear it.
    """
    same = counted(purchase, book_of(purchase)).same
    typed = {number for number, listed in same.items() if listed == plain(reference)}
    rows = Payout.objects.filter(claim__purchase=purchase, payment__state="succeeded", payment__fault=SHOP_SAID)
    for one in rows.select_related("payment__bill", "claim"):
        if plain(one.payment.refund_reference) in typed:
            typed.remove(plain(one.payment.refund_reference))
            lock(one.payment.bill, one.payment)
            ledger.renumber_refund(one.payment, reference, by=by, now=now)
        if plain(one.payment.refund_reference) == plain(reference) and not _is_said(one.claim, reference):
            facts: dict[str, object] = {"amount_fen": one.amount_fen, "reference": reference}
            facts |= {"missed": True} if one.payment.missed_at else {}
            timeline.write(one.claim.stream(), "claims.shop_proved", by=by, now=now, facts=facts)
    if typed:
        _say_renumbered(purchase, typed, reference, by, now)


def _is_said(claim: Claim, reference: str) -> bool:
    """Return whether a claim says already that its shop's list tells of a number (one query)."""
    told = timeline.facts_of(claim.stream(), code="claims.shop_proved")
    return any(one.facts.get("reference") == reference for one in told)


def _say_renumbered(purchase: Purchase, typed: Collection[str], reference: str, by: Actor, now: datetime) -> None:
    """Say on the claim by which a part was typed that the list tells it by another number."""
    for claim in Claim.objects.filter(purchase=purchase).order_by("created_at", "id"):
        for one in timeline.facts_of(claim.stream(), code="claims.refunded_in_shop"):
            if one.facts.get("by_merchant") and plain(str(one.facts["reference"])) in typed:
                told = {"was": one.facts["reference"], "number": reference, "in_shop": True}
                facts = {"amount_fen": one.facts["amount_fen"], **told}
                timeline.write(claim.stream(), "claims.refund_renumbered", by=by, now=now, facts=facts)


def _pay_debt(row: Payout, reference: str, fen: int, *, by: Actor, now: datetime) -> Payout:
    """Count by a claim what its shop's list tells of what the shop owes; return what is owed still, of a part of it."""
    payment, fault, anew = row.payment, row.payment.fault, row.payment.reason == CAME_BACK
    lock(payment.bill, payment)
    if fen == row.amount_fen:
        fallen_transfers.give_way(payment, now=now)
    facts = {"amount_fen": fen, "reference": reference, "decided": True}
    timeline.write(row.claim.stream(), "claims.refunded_in_shop", by=by, now=now, facts=facts)
    if fen == row.amount_fen and not anew:
        payments.conclude(payment, succeeded=True, reference=reference, by=by, now=now, fault=SHOP_SAID, way=IN_SHOP)
        return row
    parts = ledger.divide(payment, fen, now=now)
    rows = [Payout(claim=row.claim, payment=one, amount_fen=one.amount_fen, at=row.at) for one in parts]
    inserts.insert(rows)
    for one in rows:
        told = {"payout": one.pk, "payment": one.payment_id, "amount_fen": one.amount_fen}
        timeline.write(row.claim.stream(), "claims.payout", by=SYSTEM, now=now, facts=told)
    payments.conclude(parts[0], succeeded=True, reference=reference, by=by, now=now, fault=SHOP_SAID, way=IN_SHOP)
    for rest in parts[1:]:
        fallen_transfers.carry_on(payment, rest, now=now)
        payments.leave_to_hands(rest, fault, now=now)
    return rows[-1]


def hold_order(purchase: Purchase) -> None:
    """Hold an order, its bill and the claims whose money is on its way: what a claim pays goes before or after this."""
    locked(Claim.objects.filter(purchase=purchase, state="executing"))
    lock(purchase)
    bill = bills.latest(stream_of(purchase))
    if bill is not None:
        lock(bill)


def _twice(purchase: Purchase) -> int:
    """Return what went twice of an order, but for what finance sent twice: that stands in its list until it is back."""
    sums = sums_of(purchase)
    return sums.twice_fen - sums.second_fen


def _about(purchase: Purchase, positions: Collection[int]) -> QuerySet[Claim, Claim]:
    """Return the claims about some lines of an order, or about any."""
    lines = ClaimLine.objects.filter(line__purchase=purchase)
    lines = lines.filter(line__position__in=positions) if positions else lines
    return Claim.objects.filter(lines__in=lines).distinct()


def _say_twice(
    about: QuerySet[Claim, Claim], purchase: Purchase, *, shown: int, twice: int, by: Actor, now: datetime
) -> None:
    """Say that more went twice, on the last claim that gave: one `about` the lines of it, else any of the order."""
    if twice <= 0:
        return
    every = Claim.objects.filter(_gave(), purchase=purchase).order_by("-created_at")
    gave = every.filter(pk__in=about.values("pk")).first() or every.first()
    if gave is not None:
        say_twice(gave, amount_fen=shown, left_fen=shown - twice, by=by, now=now)


def told_elsewhere() -> Q:
    """Return, of a claim's money, whether its shop or a platform told of any for its order beside it."""
    shop = ShopRefund.objects.filter(purchase=OuterRef("claim__purchase"))
    there = Outcome.objects.filter(claim__purchase=OuterRef("claim__purchase"), amount_fen__gt=0)
    return Q(Exists(shop)) | Q(Exists(there))


def say_sent_too(row: Payout, *, now: datetime) -> None:
    """Say what of a sum went twice, now that it has gone: while its outcome was unclear nobody said so."""
    twice = min(_unsaid_twice(row.claim.purchase), row.amount_fen)
    if twice > 0:
        say_twice(row.claim, amount_fen=twice, left_fen=0, by=SYSTEM, now=now)


def say_told_too(purchase: Purchase, positions: Collection[int], *, now: datetime) -> None:
    """Say what the shop or its file tells of lines though a claim had sent it from here: it has gone twice."""
    twice = _unsaid_twice(purchase)
    _say_twice(_about(purchase, positions), purchase, shown=twice, twice=twice, by=SYSTEM, now=now)


def _unsaid_twice(purchase: Purchase) -> int:
    """Return how much has gone twice of an order, beyond what its claims tell of already."""
    twice = _twice(purchase)
    marked = Claim.objects.filter(purchase=purchase).exclude(twice_at=None) if twice else ()
    return max(twice - sum(fens_of(marked).values()), 0)


def _gave() -> Q:
    """Return what tells the claims that gave money: here, by a platform that proves it, or by a word that counts."""
    sent = Payout.objects.filter(claim=OuterRef("pk"), payment__state="succeeded")
    there = Outcome.objects.filter(claim=OuterRef("pk"), amount_fen__gt=0)
    proven, counts = there.exclude(told_by__in=rules.SAID), there.filter(told_by=rules.SHOP, claim__state="closed")
    return Q(Exists(sent)) | Q(Exists(proven)) | Q(Exists(counts))
