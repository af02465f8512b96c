"""What a shop gives back itself: decided money that no provider sends, and what claims count of the shop's money.

The order was paid to the shop and not here, or its payment can't be found: so nobody here can send it back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.clocks.models import OPEN
from anxin.core.gathered_rows import KeyText
from anxin.core.states import beside
from anxin.core.timeline import StreamKey
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, ClaimLine, Decision, Outcome, Payout
from anxin.domain.claims.queries import companions, line_money
from anxin.domain.claims.queries.shop_gifts import IN_SHOP, pieces_of
from anxin.domain.claims.states import CLAIM
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries.shop_book import book_of, counted, told_by
from anxin.domain.goods.rules.shop_book import DENIED, GIVEN, OWED, ShopMoney, plain
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.refund_cases import is_paid_out
from anxin.domain.ledger.queries.unclear_payments import is_shops
from anxin.domain.ledger.rules import CAME_BACK, REMITTED
from anxin.domain.ledger.rules.payees import SHOP_SAID

SHOP_PAYS = "claims.shop_pays"
"""The clock of a shop that is to give back itself what was decided."""
UPHELD = ("paid", "")
"""How a claim ends, or does not yet, whose buyer says rightly that a refund did not arrive."""


def to_give(claim: Claim) -> Payout | None:
    """Return what a claim's shop was to give back itself and has not, though finance may have sent it by now.

    A shop that is gone isn't asked for it, but may pay all the same.
    """
    if claim.state != "executing":
        return None
    rows = claim.payouts.select_related("payment__bill").order_by("at", "id")
    return next((one for one in rows if is_shops(one.payment)), None)


def owed(claim: Claim) -> Payout | None:
    """Return what a claim's shop is to give back itself and has not yet; None where it is nothing."""
    row = to_give(claim)
    return row if row is not None and not is_paid_out(row.payment) else None


def waited_for(payments: Collection[UUID]) -> dict[UUID, datetime]:
    """Return until when its shop gives back itself each of some refunds that wait for it (one query, or none)."""
    if not payments:
        return {}
    running = Clock.objects.filter(OPEN, kind=SHOP_PAYS, stream_kind="claim", stream_key=KeyText(OuterRef("claim_id")))
    until = Subquery(running.order_by("due_at").values("due_at")[:1])
    rows = Payout.objects.filter(payment__in=payments).annotate(until=until)
    return dict(rows.exclude(until=None).values_list("payment_id", "until"))


def is_told_of(purchase: str) -> bool:
    """Return whether an order's book tells of refunds by which its shop pays what it owes, and they are not booked."""
    row = Purchase.objects.get(pk=purchase)
    return bool(counted(row, book_of(row)).parts)


def about(purchase: Purchase, position: int) -> list[Claim]:
    """Return the open claims about a line of an order, oldest first."""
    rows = ClaimLine.objects.filter(line__purchase=purchase, line__position=position, open=True)
    return [one.claim for one in rows.select_related("claim__purchase").order_by("claim__created_at", "claim_id")]


def sent_past(purchase: Purchase, position: int) -> int:
    """Return what of a line claims gave back that its shop did not give, though its file may count it.

    What finance sent from its own account can't stand in a file: what a file tells beside that has gone twice.
    """
    order = line_money.of_order(purchase)
    gone = next((order.gone[one.pk] - one.refunded_fen for one in order.lines if one.position == position), 0)
    about = ClaimLine.objects.filter(claim=OuterRef("claim"), line__purchase=purchase, line__position=position)
    sent = Payout.objects.filter(Exists(about), payment__state="succeeded", payment__provider__in=REMITTED)
    own = [one.fen for one in money_of(purchase) if one.through and one.state != DENIED and position in one.positions]
    return max(gone - sum(own) - sum(sent.values_list("amount_fen", flat=True)), 0)


def money_of(purchase: Purchase) -> list[ShopMoney]:
    """Return what an order's claims count of the money of its shop, or of refunds by a number.

    Two queries, one for the lines where there is any, and one where finance sent any; of a held order once.
    """
    outcomes = [one for one in outcomes_of(purchase) if one.amount_fen]

    def read() -> list[ShopMoney]:
        rows = payouts_of(purchase)
        lines = pieces_of(purchase) if rows or outcomes else {}
        since: dict[object, datetime] = {}
        owing, found = _told_to_pay(rows), []
        for one in rows:
            first = since.setdefault(one.claim_id, one.at)
            at = first if one.payment.reason == SHOP_SAID else one.at
            found.append(_paid(one, [*lines[one.claim_id]], at, was_owed=str(one.claim_id) in owing))
        found += [_told(one, [*lines[one.claim_id]]) for one in outcomes]
        return [one for one in found if one is not None]

    return beside(purchase, "shop money", read, ClaimLine, Payout, Payment, Outcome, Claim)


def payouts_of(purchase: Purchase) -> list[Payout]:
    """Return the parts of the money of an order's claims, oldest first (one query, once where held)."""
    rows = Payout.objects.filter(claim__purchase=purchase).select_related("payment__bill").order_by("at", "id")
    return beside(purchase, "payouts", lambda: list(rows), Payout, Payment)


def outcomes_of(purchase: Purchase) -> list[Outcome]:
    """Return what platforms and shops are said to have decided of an order's claims (one query, once where held)."""
    rows = Outcome.objects.filter(claim__purchase=purchase).select_related("claim")
    return beside(purchase, "outcomes", lambda: list(rows), Outcome, Claim)


def said() -> QuerySet[Outcome, Outcome]:
    """Return what shops say that they gave, while a buyer may contradict it."""
    return Outcome.objects.filter(told_by=rules.SHOP, claim__state="outcome_taken", amount_fen__gt=0)


def said_beside(claim: Claim) -> list[Outcome]:
    """Return what the shop says that it gave for a claim's goods by other claims, while a buyer may contradict it.

    It counts for nothing yet (one query, one more where there is any).
    """
    waiting = [one for one in _waiting(claim.purchase) if one.claim_id != claim.pk]
    lines = pieces_of(claim.purchase) if waiting else {}
    return [one for one in waiting if {*lines[one.claim_id]} & {*lines[claim.pk]}]


def words_of(purchase: Purchase) -> list[ShopRefund]:
    """Return what its merchant said that he gave, and so ended claims, while a buyer may contradict it.

    As the order's book has it afterwards; what a file said stands there already (one query, one more where any waits).
    """
    typed = [one for one in _waiting(purchase) if one.by != SYSTEM.key]
    lines = pieces_of(purchase) if typed else {}
    return [
        ShopRefund(
            purchase=purchase,
            number=plain(one.reference),
            reference=one.reference,
            positions=[*lines[one.claim_id]],
            fen=one.amount_fen,
            told_at=one.at,
            typed_on=one.claim_id,
        )
        for one in typed
    ]


def _waiting(purchase: Purchase) -> list[Outcome]:
    said = (one for one in outcomes_of(purchase) if one.told_by == rules.SHOP and one.amount_fen)
    return [one for one in said if one.claim.state == "outcome_taken"]


def said_under(claim: Claim, reference: str) -> int | None:
    """Return the largest sum that was told of a refund by its number; None where nobody told of it."""
    number, purchase = plain(reference), claim.purchase
    ended = (one for one in outcomes_of(purchase) if one.claim_id == claim.pk and one.told_by == rules.SHOP)
    said = [one.amount_fen for one in ended if plain(one.reference) == number]
    said += [one.fen for one in money_of(purchase) if number in one.numbers]
    return max([*said, *(one.fen for one in book_of(purchase) if one.number == number)], default=None)


def order_with(claim: Claim, reference: str) -> str:
    """Return the other order of a claim's shop of which a refund of this number was told; empty if none.

    One query, and one more where a number was entered beside a transfer of finance's.
    """
    order, seller = claim.purchase_id, claim.seller_id
    told = ShopRefund.objects.filter(number=plain(reference), purchase__seller=seller).exclude(purchase=order)
    paid = Payout.objects.filter(payment__fault=SHOP_SAID, payment__refund_reference__iexact=reference)
    paid = paid.filter(payment__state="succeeded", claim__seller=seller).exclude(claim__purchase=order)
    said = Outcome.objects.filter(told_by=rules.SHOP, reference__iexact=reference, claim__seller=seller)
    entered = Claim.objects.filter(Exists(Payout.objects.filter(claim=OuterRef("pk"), entered_at__isnull=False)))
    entered = entered.filter(seller=seller).exclude(purchase=order)
    here, of = "claim__purchase__order_key", Cast(Value(None), UUIDField())
    keys = (
        told.order_by()
        .values_list("purchase__order_key", of)
        .union(
            paid.values_list(here, of),
            said.exclude(claim__purchase=order).values_list(here, of),
            entered.values_list("purchase__order_key", "pk"),
        )
    )
    found = [(str(key), claim) for key, claim in keys]
    entered_on = {str(claim): key for key, claim in found if claim}
    return min((key for key, claim in found if not claim), default="") or _entered(entered_on, plain(reference))


def _entered(told: Mapping[str, str], number: str) -> str:
    """Return the order of the claim on which a shop entered a number beside finance's transfer (one query, or none)."""
    orders = {StreamKey("claim", claim): order for claim, order in told.items()}
    found = timeline.facts_of_each(orders, codes=(IN_SHOP,)) if orders else {}
    for stream, facts in found.items():
        if any("transfer" in one.facts and plain(one.facts["reference"]) == number for one in facts):
            return orders[stream]
    return ""


def may_pay(row: Payout, reference: str) -> bool:
    """Return whether the refund of a number can be what its shop owes: no other one, not told before, not of less."""
    purchase = row.claim.purchase
    rows = book_of(purchase)
    told = next((one for one in rows if one.number == plain(reference)), None)
    if told is not None:
        return told.told_at >= row.at and counted(purchase, rows).rest[told.number] >= row.amount_fen
    others = (one for one in money_of(purchase) if one.state == GIVEN and one.key != str(row.pk))
    return all(plain(reference) not in one.numbers for one in others)


def owed_anew(payment: Payment) -> int:
    """Return how much of what finance sent for a shop is owed once it came back: not what the shop proves it gave."""
    row = Payout.objects.select_related("claim__purchase").filter(payment=payment).first()
    if row is None:
        return payment.amount_fen
    came = counted(row.claim.purchase, book_of(row.claim.purchase)).sent_too
    return payment.amount_fen - came.get(str(row.pk), 0)


def given_since(claim: Claim, lines: Sequence[ClaimLine], *, since: datetime) -> int:
    """Return what the shop gave back beside all claims for a claim's lines after a moment (six queries, or none).

    With what it gave for no known line, where no other claim of the order is open that this could be for.
    """
    given, unnamed = sum(one.line.refunded_fen for one in lines), lines[0].line.purchase.unnamed_fen
    if not given and not unnamed:
        return 0
    named = line_money.given_since(claim, lines, since)
    fresh = max(unnamed - counted(claim.purchase, told_by(claim.purchase, since)).unnamed_fen, 0) if unnamed else 0
    others = ClaimLine.objects.filter(line__purchase=claim.purchase_id, open=True).exclude(claim=claim)
    return named + (fresh if fresh and not others.exists() else 0)


def given_meanwhile(claim: Claim, lines: Sequence[ClaimLine], decisions: Sequence[Decision]) -> int:
    """Return what the shop gave towards the decision both sides read: it is part of the one that takes its place."""
    given = next((one for one in decisions if one.state == "given"), None)
    if given is None:
        return 0
    since = companions.counts_since(given, decisions=decisions, answers=lambda: companions.answers_of(claim))
    return given_since(claim, lines, since=since)


def _paid(row: Payout, positions: Sequence[int], at: datetime, *, was_owed: bool) -> ShopMoney | None:
    """Return what a payout is in the book: paid or owed by the shop, denied, or sent here, past it or not.

    What goes back of the order's own payment stands in its files, while its outcome is open, too; what finance sends
    from its own account in none.
    """
    payment, said = row.payment, row.payment.fault == SHOP_SAID
    money = ShopMoney(key=str(row.pk), state=GIVEN, positions=positions, fen=row.amount_fen, at=at)
    money = replace(money, numbers=frozenset(filter(None, (plain(payment.refund_reference),))), claim=row.claim_id)
    if payment.state == "failed":
        return replace(money, state=DENIED, anew=True) if said else None
    past = payment.provider in REMITTED
    if payment.state == "succeeded":
        return replace(money, through=not past or said, takes=said, anew=past and was_owed)
    if _waits_for_shop(payment, was_owed=was_owed):
        return replace(money, state=OWED, takes=True)
    return None if past else money


def _told_to_pay(rows: Sequence[Payout]) -> set[str]:
    """Return the claims whose shop was to pay itself, of those that finance sent money of (one query, or none)."""
    sent = {str(one.claim_id) for one in rows if one.payment.provider in REMITTED}
    clocks = Clock.objects.filter(kind=SHOP_PAYS, stream_kind="claim", stream_key__in=sent) if sent else None
    return set(clocks.values_list("stream_key", flat=True)) if clocks is not None else set()


def was_to_pay(row: Payout) -> bool:
    """Return whether a payout that finance sent was its shop's to give back (one query where finance sent it)."""
    return bool(_told_to_pay([row]))


def _waits_for_shop(payment: Payment, *, was_owed: bool) -> bool:
    """Return whether a refund of the shop's list can still be this one: nobody's sending of it is booked."""
    anew = payment.reason == SHOP_SAID or (payment.reason == CAME_BACK and was_owed)
    return is_shops(payment) or (payment.state == "unclear" and anew)


def _told(row: Outcome, positions: Sequence[int]) -> ShopMoney | None:
    """Return what a platform decided, as the book counts it; what a side only says counts for nothing there."""
    numbers = frozenset(plain(one) for one in (row.claim.platform_ref, row.reference) if one)
    money = ShopMoney(key=str(row.pk), state=GIVEN, positions=positions, fen=row.amount_fen, claim=row.claim_id)
    money = replace(money, numbers=numbers)
    if rules.is_proven(row.told_by):
        return money
    denies = row.told_by in (rules.SHOP, rules.DENIED) and row.claim.state != "outcome_taken"
    upheld = row.claim.state not in CLAIM.ends or row.claim.outcome in UPHELD
    return replace(money, state=DENIED) if denies and upheld else None
