"""What a platform says later of an order that is written down: its word counts, and what stood before stays told."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.money import format_fen
from anxin.core.states import lock
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.actions.purchases import Bought, stream_of
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.purchases import DECIDED, NAMED, TOLD_LATER, UNNAMED, is_claimed
from anxin.domain.goods.queries.refunds import freight_left, most_proven, proven_of, taken_for, told_as, unnamed_refunds


def correct(
    *,
    purchase: Purchase,
    lines: Mapping[int, Bought],
    bought_at: datetime,
    delivered_at: datetime | None,
    by: Actor,
    now: datetime,
) -> None:
    """Write down what a platform says of an order now, `lines` by their positions, each with what stood before.

    Where a claim stands on the order nothing changes; nor a sum that the platform names no more.
    """
    lock(purchase)
    facts: list[dict[str, object]] = []
    changed = []
    for row in purchase.lines.all():
        if found := list(_sold(row, lines.get(row.position))):
            changed.append(row)
            facts += found
    days = _days(purchase, bought_at=bought_at, delivered_at=delivered_at)
    if not (changed or days) or is_claimed(purchase):
        return
    facts += [{"cell": name[:-3], "was": _on(getattr(purchase, name)), "becomes": _on(at)} for name, at in days.items()]
    for row in changed:
        told = lines[row.position]
        sums = {"quantity": told.quantity, "amount_fen": told.amount_fen or row.amount_fen}
        PurchaseLine.objects.filter(pk=row.pk).update(**sums)
    Purchase.objects.filter(pk=purchase.pk).update(**days)
    for one in facts:
        timeline.write(stream_of(purchase), "goods.corrected", by=by, now=now, facts=one)
    purchase.refresh_from_db()


def take_refund(
    *, purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> tuple[int, int]:
    """Write down a refund that the shop's own list tells of these lines; of none, where it isn't known of which.

    It proves what was only said before: what has gone back of a line is what the list adds up to, or what the orders
    file says in all, whichever is more; never more than was paid. Return how much is proven by it, and how much of
    that is new; of no known line it counts for the order.
    """
    lock(purchase)
    lines, proven = list(purchase.lines.order_by("position")), proven_of(purchase)
    freight_fen = freight_left(purchase, lines)
    shown_fen = new_fen = 0
    for row in (one for one in lines if one.position in positions):
        before, held = proven.get(row.position, 0), max(row.amount_fen, row.refunded_fen)
        shown = max(min(fen, held + max(freight_fen, 0) - before), 0)
        becomes = max(row.refunded_fen, before + shown)
        fen, freight_fen = fen - shown, freight_fen - max(becomes - held, 0)
        shown_fen, new_fen = shown_fen + shown, new_fen + becomes - row.refunded_fen
        if shown:
            PurchaseLine.objects.filter(pk=row.pk).update(refunded_fen=becomes)
            facts = {"cell": "refunded", "told_fen": becomes, "line": row.position}
            facts |= {"proven_fen": shown, "reference": reference}
            timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    if not positions:
        _count_unnamed(purchase, fen)
        facts = {"cell": UNNAMED, "told_fen": fen, "reference": reference}
        timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return shown_fen, new_fen


def take_name(*, purchase: Purchase, refund: str, position: int, by: Actor, now: datetime) -> tuple[int, str]:
    """Write down that a refund of no known line was of this one; return how much it was, and its number there.

    From then on it counts for no line: whoever says so writes it down for that one.
    """
    lock(purchase)
    told = unnamed_refunds(purchase).get(refund)
    if told is None:
        raise Invalid("refund", expected=_("a refund of this order whose line isn't known"), got=refund[:20])
    fen = told["told_fen"]
    if fen > most_proven(purchase).get(position, 0):
        expected = _("a line of which {sum} can have gone back").format(sum=format_fen(fen))
        raise Invalid("line", expected=expected, got=position)
    _count_unnamed(purchase, -fen)
    facts = {"cell": NAMED, "told_fen": fen, "line": position, "of": int(refund)}
    timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return fen, str(told.get("reference", ""))


def _count_unnamed(purchase: Purchase, fen: int) -> None:
    Purchase.objects.filter(pk=purchase.pk).update(unnamed_fen=F("unnamed_fen") + fen)
    purchase.refresh_from_db(fields=["unnamed_fen"])


def count_instead(
    *, purchase: Purchase, numbers: Collection[str], positions: Collection[int], fen: int, by: Actor, now: datetime
) -> int:
    """Take back so much of what the shop's list told under the numbers of a claim that counts it; return how much.

    Of the claim's own lines, and what was told for no known line; it is told again where the claim counts no more.
    """
    lock(purchase)
    told, taken_fen = told_as(purchase, numbers), 0
    for row in purchase.lines.filter(position__in=positions).order_by("position"):
        shown = min(told.get(row.position, 0), row.refunded_fen, fen - taken_fen)
        if shown > 0:
            taken_fen += shown
            _prove(row, -shown, instead=sorted(numbers), by=by, now=now)
    for key, one in unnamed_refunds(purchase).items():
        if one.get("reference") in numbers and one["told_fen"] <= fen - taken_fen:
            taken_fen += one["told_fen"]
            _count_unnamed(purchase, -one["told_fen"])
            facts = {"cell": DECIDED, "told_fen": one["told_fen"], "of": int(key)}
            timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return taken_fen


def count_again(*, purchase: Purchase, numbers: Collection[str], by: Actor, now: datetime) -> None:
    """Let count again what a shop's list told of lines under the numbers of a claim that counts it no more."""
    lock(purchase)
    for row in purchase.lines.order_by("position"):
        if fen := taken_for(purchase, numbers).get(row.position, 0):
            _prove(row, fen, instead=sorted(numbers), by=by, now=now)


def _prove(row: PurchaseLine, fen: int, *, instead: list[str], by: Actor, now: datetime) -> None:
    becomes = row.refunded_fen + fen
    PurchaseLine.objects.filter(pk=row.pk).update(refunded_fen=becomes)
    facts = {"cell": "refunded", "told_fen": becomes, "line": row.position, "proven_fen": fen, "instead": instead}
    timeline.write(stream_of(row.purchase), TOLD_LATER, by=by, now=now, facts=facts)


def say_refund(*, purchase: Purchase, positions: Iterable[int], fen: int, by: Actor, now: datetime) -> None:
    """Write down what its merchant says that went back of these lines, as a file of his would: each up to its price."""
    lock(purchase)
    for row in purchase.lines.filter(position__in=positions).order_by("position"):
        more = max(min(fen, row.amount_fen - row.refunded_fen), 0)
        if more:
            fen -= more
            PurchaseLine.objects.filter(pk=row.pk).update(refunded_fen=row.refunded_fen + more)
            facts = {"cell": "refunded", "told_fen": row.refunded_fen + more, "line": row.position}
            timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)


def give_way(*, purchase: Purchase, positions: Iterable[int], fen: int, by: Actor, now: datetime) -> int:
    """Take back so much of what the shop's file alone says went back for lines: by a claim its platform proves it.

    Return how much it is.
    """
    lock(purchase)
    proven, taken_fen = proven_of(purchase), 0
    for row in purchase.lines.filter(position__in=positions).order_by("position"):
        less = max(min(fen - taken_fen, row.refunded_fen - proven.get(row.position, 0)), 0)
        if less:
            taken_fen += less
            PurchaseLine.objects.filter(pk=row.pk).update(refunded_fen=row.refunded_fen - less)
            facts = {"cell": "refunded", "told_fen": row.refunded_fen - less}
            timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return taken_fen


def _sold(row: PurchaseLine, told: Bought | None) -> Iterator[dict[str, object]]:
    if told is not None and told.quantity != row.quantity:
        yield {"cell": "quantity", "was": row.quantity, "becomes": told.quantity}
    if told is not None and told.amount_fen not in (0, row.amount_fen):
        yield {"cell": "amount", "was_fen": row.amount_fen, "becomes_fen": told.amount_fen}


def _days(purchase: Purchase, *, bought_at: datetime, delivered_at: datetime | None) -> dict[str, datetime | None]:
    """Return which days its platform tells otherwise; what was signed for before it was ordered was not."""
    found: dict[str, datetime | None] = {}
    if _on(purchase.bought_at) != _on(bought_at):
        found["bought_at"] = bought_at
    signed = purchase.delivered_at
    if signed and (signed < (found.get("bought_at") or signed) or (delivered_at and _on(signed) != _on(delivered_at))):
        found["delivered_at"] = delivered_at and max(delivered_at, bought_at)
    return found


def _on(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat() if moment else "-"
