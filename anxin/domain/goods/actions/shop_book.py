"""The book of what a shop gave back of an order: who tells writes into it, and one rule says what counts of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.money import format_fen
from anxin.core.states import lock
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.choices import FILE, LIST
from anxin.domain.goods.models import Purchase, PurchaseLine, ShopRefund
from anxin.domain.goods.queries import shop_book
from anxin.domain.goods.queries.purchases import NAMED, TOLD_LATER, UNNAMED
from anxin.domain.goods.rules.shop_book import Counted, plain


def tell_refund(
    *,
    purchase: Purchase,
    positions: Collection[int],
    fen: int,
    reference: str,
    teller: str,
    by: Actor,
    now: datetime,
    typed_on: UUID | None = None,
) -> int:
    """Write down a refund of some lines, of none where it isn't known of which; return how much is new of it.

    The same number is the same refund: the largest sum that was told of it stands, and the lines that were named first,
    with the claim it was typed on.
    """
    lock(purchase)
    book = shop_book.book_of(purchase)
    row = shop_book.told_under(purchase, reference)
    row = row or ShopRefund(purchase=purchase, number=plain(reference), reference=reference[:64], fen=0, told_at=now)
    more = max(fen - row.fen, 0)
    proves = teller == LIST and fen > row.proven_fen
    known = not row._state.adding and not more and not proves and teller in row.sources
    if known and (row.positions or not positions):
        return 0
    row.lower = [*row.lower, [row.fen, now.isoformat()]] if more and row.fen else row.lower
    row.fen, row.positions = max(row.fen, fen), row.positions or sorted(positions)
    row.typed_on = row.typed_on or typed_on
    row.sources = sorted({*row.sources, teller})
    if teller == LIST:
        row.proven_fen, row.proven_at = max(row.proven_fen, fen), row.proven_at or now
    rows = [*book, row] if row._state.adding else book
    row.save()
    shop_book.keep_book(purchase, rows)
    facts: dict[str, object] = {"told_fen": fen, "reference": row.reference, "told_by": teller}
    facts |= {"cell": "refunded", "line": row.positions[0]} if row.positions else {"cell": UNNAMED}
    timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return more


def tell_total(*, purchase: Purchase, position: int, fen: int, now: datetime) -> int:
    """Keep what a file says that went back of a line in all: each rise with its time; what is less puts it right.

    Return how much more of the line counts by it.
    """
    lock(purchase)
    rows = ShopRefund.objects.filter(purchase=purchase, number="", positions=[position])
    if fen == max(rows.values_list("fen", flat=True), default=0):
        return 0
    rows.filter(fen__gt=fen).delete()
    if fen and not rows.filter(fen=fen).exists():
        ShopRefund(purchase=purchase, positions=[position], fen=fen, sources=[FILE], told_at=now).save()
    was = dict(purchase.lines.values_list("position", "refunded_fen"))
    return max(recount(purchase).gone.get(position, 0) - was.get(position, 0), 0)


def name_refund(*, purchase: Purchase, refund: str, position: int, by: Actor, now: datetime) -> ShopRefund:
    """Say of which line a refund was of which nobody knew it."""
    lock(purchase)
    row = shop_book.unnamed_refunds(purchase).get(refund)
    if row is None:
        raise Invalid("refund", expected=_("a refund of this order whose line isn't known"), got=refund[:20])
    if row.fen > shop_book.most_proven(purchase).get(position, 0):
        expected = _("a line of which {sum} can have gone back").format(sum=format_fen(row.fen))
        raise Invalid("line", expected=expected, got=position)
    row.positions = [position]
    row.save()
    facts = {"cell": NAMED, "told_fen": row.fen, "line": position, "reference": row.reference}
    timeline.write(stream_of(purchase), TOLD_LATER, by=by, now=now, facts=facts)
    return row


def recount(purchase: Purchase) -> Counted:
    """Write what counts of an order's book on its lines, and return it; expects the order held."""
    lines = list(purchase.lines.all())
    result = shop_book.counted(purchase, shop_book.book_of(purchase), lines=lines)
    for row in lines:
        sets = {"refunded_fen": result.gone[row.position], "proven_fen": result.proven[row.position]}
        if (row.refunded_fen, row.proven_fen) != (*sets.values(),):
            PurchaseLine.objects.filter(pk=row.pk).update(**sets)
    if purchase.unnamed_fen != result.unnamed_fen:
        Purchase.objects.filter(pk=purchase.pk).update(unnamed_fen=result.unnamed_fen)
        purchase.unnamed_fen = result.unnamed_fen
    return result
