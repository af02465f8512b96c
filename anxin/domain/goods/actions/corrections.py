"""What a platform says later of an order that is written down: its word counts, and what stood before stays told."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.actions.purchases import Bought, stream_of
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.purchases import is_claimed


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
